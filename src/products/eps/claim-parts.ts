import type { Row } from '../../mapping/index.ts'
import { NHS } from './prescription-demographics.ts'

export const NO_PLACE = 'a claim in HL7v3 has no place for it'
export const BY_ITS_CODE = 'said by its code'
export const SNOMED = 'http://snomed.info/sct'

/** An extension of EPS, by the end of its address. */
export const extension = (name: string): string =>
  `extension*[url=${NHS}/StructureDefinition/Extension-${name}]`

/** One of several concepts: the one with a coding of this system, and that coding. */
export const concept = (list: string, system: string): string =>
  `${conceptOf(list, system)}/coding*[system=${system}]`

/** One of several concepts: the one with a coding of this system. */
export const conceptOf = (list: string, system: string): string =>
  `${list}*[coding*[system=${system}]/system=${system}]`

const REASON = `${extension('EPS-TaskBusinessStatusReason')}/valueCoding[system=${NHS}/CodeSystem/medicationdispense-status-reason]`

/** Why something was not dispensed. */
export const NOT_DISPENSED: readonly Row[] = [
  {
    fact: 'reason',
    type: 'token',
    hl7: 'pertinentInformation2/pertinentNonDispensingReason/value/@code',
    fhir: `${REASON}/code`,
  },
  {
    fact: 'reasonName',
    type: 'text',
    hl7: 'pertinentInformation2/pertinentNonDispensingReason/value/@displayName',
    fhir: `${REASON}/display`,
    needs: 'reason',
  },
]

const REPEATS = extension('EPS-RepeatInformation')

/**
 * Which issue of a repeat prescription, of how many. FHIR counts from nought, or from the end of an extension of each
 * thing supplied, where it was said before.
 */
export const repeats = (hl7?: string): readonly Row[] =>
  (
    [
      ['issued', 'low', 'numberOfRepeatsIssued'],
      ['allowed', 'high', 'numberOfRepeatsAllowed'],
    ] as const
  ).map(([fact, end, url]) => ({
    fact,
    type: 'oneMore',
    json: 'number',
    ...(hl7 === undefined ? { by: 'repeats' } : { hl7: `${hl7}/${end}/@value` }),
    fhir: `${REPEATS}/extension*[url=${url}]/valueInteger`,
  }))
