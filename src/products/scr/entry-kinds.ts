/** A kind of coded entry: what HL7v3 calls it, and the resource it is in FHIR. */
export interface EntryKind {
  /** The list of its entries. */
  readonly list: string
  /** NHS MIM: the template of such an entry. */
  readonly element: string
  readonly classCode: string
  readonly resource: 'conditions' | 'observations' | 'procedures'
  /** SNOMED CT: the groups it stands in. */
  readonly categories: readonly string[]
  /** A period even where only its start is known; else a moment, and a period where there are two. */
  readonly isPeriod: boolean
}

/**
 * The kinds of NHSDigital/summary-care-record-api, in the order it writes them. Any other (a medication, an allergy, a
 * problem) is in the narrative alone there.
 */
export const ENTRY_KINDS: readonly EntryKind[] = [
  {
    list: 'diagnoses',
    element: 'UKCT_MT144042UK01.Diagnosis',
    classCode: 'CON',
    resource: 'conditions',
    categories: ['163001000000103'],
    isPeriod: true,
  },
  {
    list: 'findings',
    element: 'UKCT_MT144043UK02.Finding',
    classCode: 'OBS',
    resource: 'observations',
    categories: ['163131000000108', '163141000000104'],
    isPeriod: true,
  },
  {
    list: 'risks',
    element: 'UKCT_MT144054UK01.RiskToPatient',
    classCode: 'OBS',
    resource: 'observations',
    categories: ['163231000000100'],
    isPeriod: false,
  },
  {
    list: 'circumstances',
    element: 'UKCT_MT144036UK01.SocialOrPersonalCircumstance',
    classCode: 'OBS',
    resource: 'observations',
    categories: ['163021000000107'],
    isPeriod: false,
  },
  {
    list: 'familyHistories',
    element: 'UKCT_MT144044UK01.FamilyHistory',
    classCode: 'OBS',
    resource: 'observations',
    categories: ['163051000000102'],
    isPeriod: true,
  },
  {
    list: 'treatments',
    element: 'UKCT_MT144055UK01.Treatment',
    classCode: 'PROC',
    resource: 'procedures',
    categories: ['163071000000106'],
    isPeriod: false,
  },
]

/**
 * SNOMED CT: the codes of which NHSDigital/summary-care-record-api makes resources of what Spine holds. What has
 * another is narrative alone there: it would be gone for whoever reads the summary from the cloud.
 */
export const TOLD_CODES: ReadonlySet<string> = new Set([
  '1240751000000100', // COVID-19
  '1300721000000109', // COVID-19 confirmed by laboratory test
  '1300731000000106', // COVID-19 confirmed using clinical diagnostic criteria
  '1240761000000102', // Suspected COVID-19
  '1240581000000104', // SARS-CoV-2 RNA detection result positive
  '1240601000000108', // High priority for SARS-CoV-2 vaccination
  '1300561000000107', // High risk category for developing complication from COVID-19 infection
  '1240491000000103', // SARS-CoV-2 vaccination
])
