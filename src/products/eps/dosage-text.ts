import { type Information, textIn } from '../../mapping/index.ts'

/**
 * Joins the texts of dosage instructions into the one HL7v3 has, as NHSDigital/electronic-prescription-service-api
 * does: those of one place in the sequence by ", and ", one place after another by ", then ". Undefined where there
 * are several and one has no place.
 */
export function dosageText(dosages: readonly Information[]): string | undefined {
  const [only, another] = dosages
  if (only === undefined || another === undefined) return only && textIn(only, 'text')
  const bySequence = new Map<number, string[]>()
  for (const dosage of dosages) {
    const sequence = textIn(dosage, 'sequence')
    const text = textIn(dosage, 'text')
    if (sequence === undefined || text === undefined) return undefined
    const at = Number(sequence)
    bySequence.set(at, [...(bySequence.get(at) ?? []), text])
  }
  return [...bySequence]
    .toSorted(([a], [b]) => a - b)
    .map(([, texts]) => texts.join(', and '))
    .join(', then ')
}
