import t from 'tap'
import { digestOf, signedContent } from '../../src/mapping/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import { signedIn } from '../../src/products/eps/prescription.ts'
import { createPatients, createRequest, SUPPLIERS } from '../../src/simulator/index.ts'
import type { EpsChoices, Patient, RequestKind } from '../../src/simulator/index.ts'
import { idsOf, read } from './ask.ts'

/** Which mapping each message of a supplier is for. */
const TAKEN: readonly (readonly [RequestKind, string])[] = [
  ['PORX_IN020101UK31', 'eps.prescription'],
  ['PORX_IN030101UK32', 'eps.cancellation'],
  ['PORX_IN132004UK30', 'eps.release'],
  ['PORX_IN060102UK30', 'eps.nominated-release'],
  ['PORX_IN080101UK31', 'eps.notification'],
  ['PORX_IN090101UK31', 'eps.claim'],
  ['PORX_IN100101UK31', 'eps.return'],
  ['PORX_IN510101UK31', 'eps.withdrawal'],
]

const SAID: readonly EpsChoices[] = [
  {},
  { therapy: 'repeat', supply: 'part', nominated: 'nobody' },
  { therapy: 'repeat-dispensing', supply: 'none' },
  { replaces: '0D9B8D1A-0000-4000-8000-000000000001' },
]

const PATIENTS = createPatients()
const [prescriber, , pharmacy] = SUPPLIERS
const WHOLE_DAY = 8

let n = 0

/** The HL7v3 message that a supplier writes, and its id. */
function written(kind: RequestKind, patient: Patient, eps: EpsChoices) {
  const supplier = kind.startsWith('PORX_IN02') ? prescriber : pharmacy
  const request = createRequest(kind, patient, { ...idsOf(++n), supplier: supplier!, eps })
  const message = read(
    request.body,
    new RegExp(`(<(?:\\w+:)?${kind}[\\s\\S]*</(?:\\w+:)?${kind}>)`),
  )
  return {
    message: Buffer.from(message),
    payloadId: read(message, /<(?:\w+:)?id [^>]*root=["']([^"']*)/),
  }
}

for (const [kind, name] of TAKEN) {
  const document = MAPPINGS.find(mapping => mapping.name === name)?.document
  t.test(`${kind} is of the shape ${name} takes, whoever it is about`, async t => {
    const declined = new Map<string, Patient[]>()
    for (const [i, patient] of PATIENTS.entries()) {
      const { message, payloadId } = written(kind, patient, SAID[i % SAID.length] ?? {})
      const about = { interaction: kind, payloadId, messageId: payloadId }
      const ends = { fromAsid: '1', toAsid: '2', newId: () => payloadId, now: new Date(0) }
      const asked = document?.request(message, { ...about, ...ends })
      if (asked?.kind === 'accepted') continue
      const says = asked?.says ?? 'there is no such mapping'
      declined.set(says, [...(declined.get(says) ?? []), patient])
    }
    const [whole] = [...declined].filter(([, all]) =>
      all.some(({ birth }) => birth.length === WHOLE_DAY),
    )
    t.equal(whole, undefined, 'only a day of birth that is not known in full is declined')
  })
}

t.test('the digest of a signature is that of what is written around it', async t => {
  const right = PATIENTS.map((patient, i) => {
    const { message } = written('PORX_IN020101UK31', patient, SAID[i % SAID.length] ?? {})
    const content = signedContent(message, signedIn('ControlActEvent/subject/ParentPrescription/'))
    const { method, value } = content?.named ?? { method: 'sha256', value: undefined }
    return digestOf(content?.written ?? [], method) === value
  })
  t.equal(right.filter(Boolean).length, PATIENTS.length)
})
