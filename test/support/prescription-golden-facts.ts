import { createHash } from 'node:crypto'
import type { DocumentMapping } from '../../src/mapping/index.ts'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { aboutMessage } from './eps-pairs.ts'
import { GOLDEN_PRESCRIPTIONS } from './prescription-golden.ts'
import { goldenBundle } from './prescription-golden-fhir.ts'
import { goldenMessage } from './prescription-golden-hl7.ts'
import { NEEDED_IN_BUNDLE, NEEDED_IN_MESSAGE } from './prescription-golden-needed.ts'
import { BASE, SAID } from './prescription-golden-parts.ts'
import { OTHER_BUNDLES } from './prescription-golden-others.ts'

/** One thing a mapping says of one document, and what it says when nothing is broken. */
export interface PrescriptionFact {
  readonly title: string
  readonly of: (mapping: DocumentMapping) => string
  readonly says: string
}

const ABOUT = aboutMessage({
  interaction: 'PORX_IN020101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

const TRANSMISSION = {
  interaction: 'PORX_IN020101UK31',
  id: SAID.messageId.toUpperCase(),
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What is asked of the cloud, as the tests of the golden prescriptions have held it against what is by hand. */
const asked =
  (message: Buffer) =>
  (mapping: DocumentMapping): string => {
    const came = mapping.request(message, ABOUT)
    return came.kind === 'declined' ? came.says : hashOf(came.value.body.toString())
  }

/** What a Bundle comes to as HL7v3, and what of it nobody read. */
const written =
  (bundle: Buffer) =>
  (mapping: DocumentMapping): string => {
    const told = mapping.readCloud(bundle)
    if (told.kind === 'declined') return told.says
    const message = mapping.writeLegacy(told.information, TRANSMISSION)
    if (message.kind === 'declined') return message.says
    return `${JSON.stringify(told.source)} ${hashOf(message.value)}`
  }

const fact = (title: string, of: PrescriptionFact['of']): PrescriptionFact => ({
  title,
  of,
  says: of(PRESCRIPTION_DOCUMENT),
})

/** A message or a Bundle without something it cannot be without. */
const without = (text: Buffer, what: RegExp): Buffer => {
  const rest = text.toString().replace(what, '')
  if (rest === text.toString()) throw new Error(`nothing to leave out: ${what.source}`)
  return Buffer.from(rest)
}

const MESSAGE = goldenMessage(BASE)
const BUNDLE = goldenBundle(BASE)

/** Everything golden, as facts a broken table is told by. */
export const PRESCRIPTION_FACTS: readonly PrescriptionFact[] = [
  ...[...GOLDEN_PRESCRIPTIONS].map(([title, parts]) =>
    fact(`${title}, read`, written(goldenBundle(parts))),
  ),
  ...[...OTHER_BUNDLES].map(([title, { bundle }]) => fact(title, written(bundle))),
  ...[...GOLDEN_PRESCRIPTIONS].map(([title, parts]) =>
    fact(`${title}, asked`, asked(goldenMessage(parts))),
  ),
  ...NEEDED_IN_MESSAGE.map(what => fact(what.source, asked(without(MESSAGE, what)))),
  ...NEEDED_IN_BUNDLE.map(what => fact(what.source, written(without(BUNDLE, what)))),
]
