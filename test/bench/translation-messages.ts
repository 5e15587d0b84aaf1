import type { CloudAnswer } from '../../src/mapping/index.ts'
import { PDS_RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { readXml } from '../../src/xml/index.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { PAIRS } from '../support/pds-golden.ts'
import { answerAbout, cloudAnswer } from '../support/pds-golden-about.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { BASE, SAID } from '../support/prescription-golden-parts.ts'

/** Something to translate, and the XML it comes from or goes to. */
export interface BenchTranslation {
  /** In XML: what a peer parses. */
  readonly xml: readonly Buffer[]
  /** Translates all of it. Throws where it is not taken. */
  readonly work: () => unknown
}

const LINE =
  /<pertinentInformation2 contextConductionInd[\s\S]*?<\/pertinentLineItem><\/pertinentInformation2>/g
const REFERENCE = /<component typeCode="COMP"><actRef[\s\S]*?<\/component>/g

/** A prescription of so many line items. */
export function prescriptionOf(lines: number): Buffer {
  const message = goldenMessage({ ...BASE, instructions: true }).toString()
  const [, second] = SAID.lines
  const idOf = (n: number): string =>
    `1A2B3C4D-${String(n).padStart(4, '0')}-4000-8000-00000000000C`
  const repeated = (own: string): string => {
    const more = Array.from({ length: lines - SAID.lines.length }, (_, n) =>
      own.replaceAll(second.toUpperCase(), idOf(n)),
    )
    return [own, ...more].join('')
  }
  const [, line = ''] = message.match(LINE) ?? []
  const [, reference = ''] = message.match(REFERENCE) ?? []
  return Buffer.from(message.replace(line, repeated(line)).replace(reference, repeated(reference)))
}

function taken<T>(came: { readonly kind: string; readonly value?: T }): T {
  if (came.kind !== 'accepted' || came.value === undefined) throw new Error('it is declined')
  return came.value
}

/** A prescription as its route translates it: read, written, read back, and held against what was signed. */
function prescription(): BenchTranslation {
  const message = prescriptionOf(3)
  const legacy = PRESCRIPTION_DOCUMENT.readLegacy(message)
  if (legacy.kind === 'declined') throw new Error('it is declined')
  const about = aboutMessage(legacy.transmission)
  return {
    xml: [message],
    work: () => taken(PRESCRIPTION_DOCUMENT.request(message, about)),
  }
}

/** So many prescriptions as come in one answer to a release, each read and written as FHIR. */
function release(): BenchTranslation {
  const messages = Array.from({ length: 30 }, () => prescriptionOf(4))
  return {
    xml: messages,
    work: () =>
      messages.map(message => {
        const legacy = PRESCRIPTION_DOCUMENT.readLegacy(message)
        if (legacy.kind === 'declined') throw new Error('it is declined')
        return taken(PRESCRIPTION_DOCUMENT.writeCloud(legacy.information))
      }),
  }
}

/** What the cloud says of a patient, as the reply to a retrieval. */
function retrieval(): BenchTranslation {
  const answers = PAIRS.map(({ cloud }): CloudAnswer => cloudAnswer(cloud))
  const [largest] = answers.toSorted((a, b) => b.body.length - a.body.length)
  if (largest === undefined) throw new Error('there is no answer')
  const [number = ''] = PDS_RETRIEVAL.subjectOf(largest.body)
  const about = answerAbout('QUPA_IN000008UK05', number)
  const work = (): string => {
    const answer = PDS_RETRIEVAL.answer(largest, about)
    if (answer.kind !== 'answer') throw new Error('it is declined')
    return answer.payload
  }
  readXml(Buffer.from(work()))
  return { xml: [Buffer.from(work())], work }
}

/** What is measured, by what it is called. */
export const TRANSLATIONS = {
  'a prescription': prescription,
  'a release': release,
  'a retrieval': retrieval,
} as const satisfies Record<string, () => BenchTranslation>

/** Something that is measured. */
export type Translated = keyof typeof TRANSLATIONS

export const isTranslated = (name: string): name is Translated => Object.hasOwn(TRANSLATIONS, name)
