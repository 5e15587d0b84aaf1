import t from 'tap'
import type { Mapping } from '../../src/mapping/index.ts'
import { EPS_PRESCRIPTION } from '../../src/products/eps/prescription.ts'
import { EPS_NOMINATED_RELEASE, EPS_RELEASE } from '../../src/products/eps/release.ts'
import {
  createCloud,
  createRandom,
  createRequest,
  type Patient,
  patientsOf,
  type RequestKind,
  type Simulator,
  SUPPLIERS,
} from '../../src/simulator/index.ts'
import { readXml } from '../../src/xml/index.ts'
import { ask, closing } from '../simulator/ask.ts'

const PRESCRIBER = 0
const PHARMACY = 2

/** What a supplier writes: the HL7v3 part of its message, as it was written. */
function messageOf(kind: RequestKind, patient: Patient, n: number): Buffer {
  const supplier = SUPPLIERS[kind.startsWith('PORX_IN0201') ? PRESCRIBER : PHARMACY]
  const nominated = SUPPLIERS[PHARMACY]?.ods ?? ''
  const { body } = createRequest(kind, patient, {
    messageId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    now: Date.UTC(2025, 3, 1, 9, 30),
    random: createRandom(n),
    ...(supplier && { supplier }),
    eps: { nominated },
  })
  const part = new RegExp(`<(\\w+:)?${kind}[\\s\\S]*</(\\w+:)?${kind}>`)
  return Buffer.from(part.exec(Buffer.from(body).toString())?.[0] ?? '')
}

/** Asks the cloud what a supplier's message asks, and tells what the supplier is told. */
async function told(
  cloud: Simulator,
  mapping: Mapping,
  [kind, patient, n]: Parameters<typeof messageOf>,
): Promise<string> {
  const message = messageOf(kind, patient, n)
  const element = readXml(message)
  const payloadId = /id root="([^"]*)"/.exec(message.toString())?.[1] ?? ''
  const ids = { messageId: payloadId, payloadId, newId: () => payloadId.toLowerCase() }
  const asids = { fromAsid: '200000000001', toAsid: '200000000002' }
  const about = { interaction: kind, ...ids, ...asids, now: new Date(0) }
  const asked = mapping.request(element, about, message)
  if (asked.kind === 'declined') return asked.says
  const { path, body, requestId } = asked.value
  const answer = await fetch(`${cloud.url}/FHIR/R4${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', 'x-request-id': requestId },
    ...(body && { body: Uint8Array.from(body) }),
  })
  const came = { status: answer.status, headers: [...answer.headers].flat() }
  const reply = mapping.answer(
    { ...came, body: Buffer.from(await answer.arrayBuffer()) },
    { ...about, request: asked.value },
  )
  return reply.kind === 'answer' ? `${reply.interaction} ${reply.outcome}` : reply.kind
}

const PATIENTS = patientsOf('plain')

t.test(
  'a dispenser of a cloud of somebody else’s making is told what one of legacy is',
  async t => {
    const cloud = await closing(t, createCloud())
    const [patient, another, third] = PATIENTS
    if (patient === undefined || another === undefined || third === undefined)
      throw new Error('few')
    const steps: readonly (readonly [says: string, Mapping, RequestKind, Patient])[] = [
      ['PORX_IN110101UK30 not_found', EPS_RELEASE, 'PORX_IN132004UK30', patient],
      ['MCCI_IN010000UK13 ok', EPS_PRESCRIPTION, 'PORX_IN020101UK31', patient],
      ['PORX_IN070103UK31 ok', EPS_RELEASE, 'PORX_IN132004UK30', patient],
      ['PORX_IN110101UK30 app_error', EPS_RELEASE, 'PORX_IN132004UK30', patient],
      ['MCCI_IN010000UK13 ok', EPS_PRESCRIPTION, 'PORX_IN020101UK31', another],
      ['PORX_IN070101UK31 ok', EPS_NOMINATED_RELEASE, 'PORX_IN060102UK30', another],
      ['PORX_IN110101UK30 not_found', EPS_NOMINATED_RELEASE, 'PORX_IN060102UK30', another],
    ]
    for (const [n, [says, mapping, kind, who]] of steps.entries()) {
      t.equal(await told(cloud, mapping, [kind, who, n]), says, `${n}: ${kind}`)
    }
    // One that was never HL7v3, but signed as if it were.
    const ids = { messageId: '00000000-0000-4000-8000-000000000099', random: createRandom(99) }
    const own = createRequest('eps-fhir-prescribe', third, {
      ...ids,
      now: Date.UTC(2025, 3, 1, 9, 30),
    })
    t.equal((await ask(cloud, own)).status, 200)
    const says = await told(cloud, EPS_RELEASE, ['PORX_IN132004UK30', third, 100])
    t.equal(says, 'PORX_IN070103UK31 ok', 'a prescription of FHIR')
  },
)
