import type { CodeRow, MergedRow } from '../../mapping/index.ts'

const same = (...codes: readonly string[]): readonly CodeRow[] =>
  codes.map(code => [code, code, code])

/** A pointer’s status (HL7 FHIR, document-reference-status: STU3 and R4 alike). */
export const STATUSES: readonly CodeRow[] = same('current', 'superseded', 'entered-in-error')

/** The document’s own (HL7 FHIR R4, composition-status; STU3 has these four too). */
export const DOCUMENT_STATUSES: readonly CodeRow[] = same(
  'preliminary',
  'final',
  'amended',
  'entered-in-error',
)

/** What a record is retrieved as: of STU3’s formats those the service of today still knows. */
export const FORMATS: readonly CodeRow[] = [
  ['contact', 'urn:nhs-ic:record-contact', 'urn:nhs-ic:record-contact'],
  ['unstructured', 'urn:nhs-ic:unstructured', 'urn:nhs-ic:unstructured'],
]

/** Whether what a pointer leads to may change under it. */
export const STABILITIES: readonly CodeRow[] = same('static', 'dynamic')

/** One setting that each of the value sets has a code and a name of its own for. */
export const MENTAL_HEALTH = {
  word: 'mental-health',
  stu3: { code: '708168004', display: 'Mental health service' },
  r4: { code: '788002001', display: 'Adult mental health service' },
} as const

/**
 * Where a record was made: the SNOMED CT codes that both value sets are known to have, NRL-PracticeSetting-1 and
 * England-PracticeSetting, and the one that differs.
 */
export const PRACTICE_SETTINGS: readonly CodeRow[] = [
  [MENTAL_HEALTH.word, MENTAL_HEALTH.stu3.code, MENTAL_HEALTH.r4.code],
  ...same(
    '224891009', // healthcare services
    '310167005', // urology
    '395086005', // community specialist palliative care
    '395092004', // specialist palliative care
    '409971007', // emergency medical services
    '413294000', // community health services
    '444913002', // diabetes
    '444933003', // home hospice
    '714088003', // midwifery
    '722140001', // physiotherapy
    '828281000000107', // eating disorders
    '828811000000104', // child psychiatry
    '828821000000105', // adolescent psychiatry
    '829961000000104', // out of hours
    '829981000000108', // community child health
    '892571000000101', // medical oncology
    '892581000000104', // learning disability
    '892601000000108', // intermediate care
    '892811000000109', // adult mental health
    '893081000000100', // respiratory medicine
    '893251000000101', // mental health recovery and rehabilitation
    '893331000000102', // dementia assessment
    '893381000000103', // clinical psychology
    '893451000000102', // respite care
    '893531000000105', // psychiatric intensive care
    '89301000000108', // community mental health team
    '901221000000102', // perinatal mental health
    '92151000000102', // mental health crisis resolution team
    '92191000000105', // early intervention in psychosis team
    '931781000000102', // acute medicine
    '1060971000000108', // general practice
    '1079481000000104', // perinatal psychiatry
  ),
]

/** What a pointer that came to the cloud from Spine’s store may still say. */
export const OLDER_SETTINGS: readonly MergedRow[] = [
  [
    MENTAL_HEALTH.word,
    MENTAL_HEALTH.stu3.code,
    'both codes are of one setting, and the service writes the newer',
  ],
]
