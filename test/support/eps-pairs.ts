import { readFileSync } from 'node:fs'
import type { RequestAbout, Transmission } from '../../src/mapping/index.ts'
import { spineSamples } from './corpus.ts'

/** One published message in both languages. */
export interface EpsPair {
  readonly name: string
  readonly hl7: Buffer
  readonly fhir: Buffer
}

/** Lists the published pairs of one kind: what was sent as FHIR, and the HL7v3 it was converted to. */
export function epsPairs(folder: string, kind: string): readonly EpsPair[] {
  const ofKind = spineSamples(folder).filter(
    ({ product, pairId }) =>
      product === 'EPS' && pairId.startsWith('eps:') && pairId.endsWith(`:${kind}`),
  )
  const ids = [...new Set(ofKind.map(({ pairId }) => pairId))].sort()
  return ids.flatMap(name => {
    const file = (is: string): string | undefined =>
      ofKind.find(each => each.pairId === name && each.kind === is)?.file
    const [hl7, fhir] = [file('hl7v3-request'), file('fhir-request')]
    if (hl7 === undefined || fhir === undefined) return []
    return [{ name, hl7: readFileSync(hl7), fhir: readFileSync(fhir) }]
  })
}

/** What a translation of a message is about, where nothing but the message matters. */
export const aboutMessage = ({ interaction, id }: Transmission): RequestAbout => ({
  interaction,
  messageId: 'B3D6C1E0-5F0A-4B44-9B7B-3F0B9A1F7C11',
  payloadId: id,
  fromAsid: '200000000001',
  toAsid: '200000000002',
  newId: () => '1f0c8f3e-6a5d-4c1b-8c7e-2b9d6f4a3e10',
  now: new Date('2026-01-02T03:04:05Z'),
})
