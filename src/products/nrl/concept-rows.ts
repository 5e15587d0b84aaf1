import type { ListRow, Row } from '../../mapping/index.ts'

/** A code out of a list of codes, as STU3 and R4 write it alike. */
const CODING: readonly Row[] = [
  { fact: 'system', type: 'token', hl7: 'system', fhir: 'system' },
  { fact: 'version', type: 'text', hl7: 'version', fhir: 'version' },
  { fact: 'code', type: 'text', hl7: 'code', fhir: 'code' },
  { fact: 'display', type: 'text', hl7: 'display', fhir: 'display' },
]

/** Something said in codes, in words or in both. */
const CONCEPT: readonly Row[] = [
  { list: 'coding', hl7: 'coding*', fhir: 'coding*', rows: CODING },
  { fact: 'text', type: 'text', hl7: 'text', fhir: 'text' },
]

/** Places a concept stands in at most once. */
export const concept = (list: string, hl7: string, fhir = hl7): ListRow => ({
  list,
  single: true,
  hl7,
  fhir,
  rows: CONCEPT,
})

/** Places concepts stand in, in both alike. */
export const concepts = (list: string, at: string): ListRow => ({
  list,
  hl7: at,
  fhir: at,
  rows: CONCEPT,
})

/** An identifier, as STU3 and R4 write it alike. */
export const IDENTIFIER: readonly Row[] = [
  { fact: 'system', type: 'token', hl7: 'system', fhir: 'system' },
  { fact: 'value', type: 'text', hl7: 'value', fhir: 'value' },
]
