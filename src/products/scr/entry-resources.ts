import { type CodeRow, readOnly, type Row } from '../../mapping/index.ts'
import { DEVICES, ENCOUNTER, subjectRow } from './entry-agents.ts'
import { OWN_ID } from './summary-agents.ts'

const by = 'entries'
const SNOMED_CT = 'http://snomed.info/sct'
const TERMS = 'http://terminology.hl7.org/CodeSystem'
// Of what NHSDigital/summary-care-record-api answers: R4 names a code system there, not a value set.
const VALUE_SETS = 'http://hl7.org/fhir/ValueSet'

const ACTIVE: CodeRow = ['active', undefined, 'active']
const CONFIRMED: CodeRow = ['completed', undefined, 'confirmed']
const IN_ERROR: CodeRow = ['nullified', undefined, 'entered-in-error']
const FINAL: CodeRow = ['completed', undefined, 'final']

/** A condition says in two places what HL7v3 says in one: whether it is there still, and whether it is sure. */
const conditionStatus: Row = {
  fact: 'state',
  type: 'code',
  codes: [ACTIVE, CONFIRMED, IN_ERROR],
  fhir: [
    { at: `clinicalStatus/coding*[system=${TERMS}/condition-clinical]/code`, is: /^active$/ },
    {
      at: `verificationStatus/coding*[system=${TERMS}/condition-ver-status]/code`,
      is: /^(?:completed|nullified)$/,
    },
    readOnly(`clinicalStatus/coding*[system=${VALUE_SETS}/condition-clinical]/code`),
    readOnly(`verificationStatus/coding*[system=${VALUE_SETS}/condition-ver-status]/code`),
  ],
  by,
  required: true,
}

const statusOf = (...codes: readonly CodeRow[]): Row => ({
  fact: 'state',
  type: 'code',
  codes,
  fhir: 'status',
  by,
  required: true,
})

/** What every resource of an entry says; its status stands where R4 has it. */
const entryOf = (category: string, status: Row): readonly Row[] => [
  { lossy: OWN_ID, fhir: 'id' },
  { lossy: 'which profile a resource follows is said by its type', fhir: 'meta/profile*' },
  { fact: 'id', type: 'upperUuid', fhir: 'identifier*[!system]/value', by, required: true },
  status,
  {
    fact: 'category',
    type: 'token',
    fhir: `${category}/coding*[system=${SNOMED_CT}]/code`,
    by,
    required: true,
  },
  {
    fact: 'categoryName',
    type: 'text',
    fhir: `${category}/coding*[system=${SNOMED_CT}]/display`,
    by,
    required: true,
  },
  {
    fact: 'code',
    type: 'token',
    fhir: `code/coding*[system=${SNOMED_CT}]/code`,
    by,
    required: true,
  },
  {
    fact: 'name',
    type: 'text',
    fhir: `code/coding*[system=${SNOMED_CT}]/display`,
    by,
    required: true,
  },
  subjectRow('subject'),
  ENCOUNTER,
]

const time = (fact: string, fhir: string): Row => ({ fact, type: 'asKnown', fhir, by })

const OBSERVATION: readonly Row[] = [
  ...entryOf('category*', statusOf(FINAL, IN_ERROR)),
  time('at', 'effectiveDateTime'),
  time('start', 'effectivePeriod/start'),
  time('end', 'effectivePeriod/end'),
]

const CONDITION: readonly Row[] = [
  ...entryOf('category*', conditionStatus),
  { lossy: 'said by its code', fhir: 'clinicalStatus/coding*/display' },
  { lossy: 'said by its code', fhir: 'verificationStatus/coding*/display' },
  time('start', 'onsetDateTime'),
  time('end', 'abatementDateTime'),
  // A finding that stands here is the one of the summary, written once for both places.
  { list: 'evidence', fhir: 'evidence*/detail*/Observation', by, rows: OBSERVATION },
  { fact: 'note', type: 'text', fhir: 'note*/text', by },
]

const PROCEDURE: readonly Row[] = [
  ...entryOf(
    'category',
    statusOf(['completed', undefined, 'completed'], ['active', undefined, 'in-progress'], IN_ERROR),
  ),
  time('at', 'performedDateTime'),
  time('start', 'performedPeriod/start'),
  time('end', 'performedPeriod/end'),
]

/**
 * The coded entries of a summary as the resources NHSDigital/summary-care-record-api makes of them. A section of the
 * Composition may point at them: that says nothing their category does not, and what is pointed at is read here.
 */
export const ENTRY_RESOURCES: readonly Row[] = [
  { list: 'observations', fhir: 'Observation*', by, rows: OBSERVATION },
  { list: 'conditions', fhir: 'Condition*', by, rows: CONDITION },
  { list: 'procedures', fhir: 'Procedure*', by, rows: PROCEDURE },
  DEVICES,
]
