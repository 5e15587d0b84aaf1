import { epsPairs, type EpsPair } from './eps-pairs.ts'

/** A published pair, and whether its sides name the same line items. */
export interface NotificationPair extends EpsPair {
  readonly isAlike: boolean
}

const idsIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, id = '']) => id.toLowerCase())

/** Line items of HL7v3: what each is, and what it was asked for as. */
const IN_HL7 = /<(?:pertinentSuppliedLineItem|priorOriginalItemRef)\b[^>]*>\s*<id root="([^"]*)"/g
const IN_FHIR = /item-number",\s*"value":\s*"([^"]*)"/g

/**
 * Lists the published notifications. Of some the Bundle was given other line items after it was converted: those of
 * its HL7v3 are put in their place, where each side has one line item and its number is what it was asked for as.
 */
export function notificationPairs(folder: string): readonly NotificationPair[] {
  const pairs = [...epsPairs(folder, 'Dispense'), ...epsPairs(folder, 'DispenseAmend')]
  return pairs.map(pair => {
    const [hl7, fhir] = [pair.hl7, pair.fhir].map(String)
    const [ours, theirs] = [idsIn(hl7 ?? '', IN_HL7), idsIn(fhir ?? '', IN_FHIR)].map(
      ids => new Set(ids),
    )
    const [[id], [other]] = [[...(ours ?? [])], [...(theirs ?? [])]]
    const isOne = ours?.size === 1 && theirs?.size === 1
    if (!isOne || id === undefined || other === undefined || id === other) {
      return { ...pair, isAlike: true }
    }
    return { ...pair, fhir: Buffer.from(String(pair.fhir).replaceAll(other, id)), isAlike: false }
  })
}
