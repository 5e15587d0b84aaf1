import type { MergedRow, Row } from '../../mapping/index.ts'
import { DOCUMENT_STATUSES, OLDER_SETTINGS, PRACTICE_SETTINGS, STATUSES } from './codes.ts'
import { concept, concepts, IDENTIFIER } from './concept-rows.ts'
import { NEW_CONTENT_ROWS, READ_CONTENT_ROWS } from './content-rows.ts'
import { ASID, NHS_NUMBER, ODS, ORGANISATION, PATIENT, SNOMED } from './names.ts'

const organisation = (fact: string, hl7: string, fhir = hl7): Row => ({
  fact,
  type: 'id',
  hl7: `${hl7}/reference`,
  after: ORGANISATION,
  fhir: `${fhir}[identifier/system=${ODS}]/identifier/value`,
})

const IDENTIFIED: readonly Row[] = [
  {
    list: 'masterIdentifier',
    single: true,
    hl7: 'masterIdentifier',
    fhir: 'masterIdentifier',
    rows: IDENTIFIER,
  },
  { list: 'identifiers', hl7: 'identifier*', fhir: 'identifier*', rows: IDENTIFIER },
]

const DESCRIBED: readonly Row[] = [
  {
    fact: 'docStatus',
    type: 'code',
    codes: DOCUMENT_STATUSES,
    declines: { appended: 'R4 has no such status of a document' },
    hl7: 'docStatus',
    fhir: 'docStatus',
  },
  concept('type', 'type'),
  concept('class', 'class', 'category*'),
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: 'subject/reference',
    after: PATIENT,
    fhir: `subject[identifier/system=${NHS_NUMBER}]/identifier/value`,
  },
  { fact: 'indexed', type: 'zoned', hl7: 'indexed', fhir: 'date' },
  organisation('author', 'author*'),
  organisation('authenticator', 'authenticator'),
  organisation('custodian', 'custodian'),
]

const relatesTo = (replaced: readonly Row[]): Row => ({
  list: 'relatesTo',
  hl7: 'relatesTo*',
  fhir: 'relatesTo*',
  rows: [
    {
      fact: 'code',
      type: 'code',
      codes: [['replaces', 'replaces', 'replaces']],
      hl7: 'code',
      fhir: 'code',
    },
    { fact: 'reference', type: 'token', hl7: 'target/reference', by: 'the address of a pointer' },
    {
      fact: 'system',
      type: 'token',
      hl7: 'target/identifier/system',
      by: 'the address of a pointer',
    },
    {
      fact: 'value',
      type: 'text',
      hl7: 'target/identifier/value',
      by: 'the address of a pointer',
    },
    { fact: 'id', type: 'id', fhir: 'target/identifier/value', by: 'the address of a pointer' },
    ...replaced,
  ],
})

const LABELLED: readonly Row[] = [
  { fact: 'description', type: 'text', hl7: 'description', fhir: 'description' },
  concepts('securityLabel', 'securityLabel*'),
]

const OF_CONTEXT: readonly Row[] = [
  concepts('event', 'context/event*'),
  { fact: 'start', type: 'zoned', hl7: 'context/period/start', fhir: 'context/period/start' },
  { fact: 'end', type: 'zoned', hl7: 'context/period/end', fhir: 'context/period/end' },
  concept('facility', 'context/facilityType'),
  {
    fact: 'settingText',
    type: 'text',
    hl7: ['context/practiceSetting/text', 'context/practiceSetting/practiceSettingText'],
    fhir: 'context/practiceSetting/text',
  },
  {
    fact: 'sourcePatient',
    type: 'nhsNumber',
    hl7: 'context/sourcePatientInfo/reference',
    after: PATIENT,
    fhir: `context/sourcePatientInfo[identifier/system=${NHS_NUMBER}]/identifier/value`,
  },
]

const settingIn = (olderSettings: readonly MergedRow[]): Row => ({
  list: 'setting',
  hl7: [
    `context/practiceSetting/coding*[system=${SNOMED}]`,
    // What is exported of the locator's store calls it so (NHSDigital/nrlf-converter).
    `context/practiceSetting/practiceSettingCoding*[system=${SNOMED}]`,
  ],
  fhir: `context/practiceSetting/coding*[system=${SNOMED}]`,
  rows: [
    { fact: 'version', type: 'text', hl7: 'version', fhir: 'version' },
    {
      fact: 'code',
      type: 'code',
      codes: PRACTICE_SETTINGS,
      mergedFhir: olderSettings,
      hl7: 'code',
      fhir: 'code',
    },
    { fact: 'display', type: 'text', hl7: 'display', fhir: 'display' },
  ],
})

/** What a pointer says otherwise where it is new and where it is read. */
interface Otherwise {
  readonly status: Row
  readonly replaced: readonly Row[]
  readonly content: readonly Row[]
  readonly olderSettings: readonly MergedRow[]
}

/** What both editions say of a pointer, with the places of STU3 in the column of HL7. */
const rowsWith = ({ status, replaced, content, olderSettings }: Otherwise): readonly Row[] => [
  ...IDENTIFIED,
  status,
  ...DESCRIBED,
  relatesTo(replaced),
  ...LABELLED,
  { list: 'content', hl7: 'content*', fhir: 'content*', rows: content },
  ...OF_CONTEXT,
  settingIn(olderSettings),
]

const RELATED = `context/related*[identifier/system=${ASID}]/identifier`
const KEPT_BY_LOCATOR = 'the locator itself says so of every pointer it takes in'

const NOT_NEW = 'a new pointer is current, or legacy says what is wrong with it'

/** A new pointer, as a supplier sends it. */
export const ASKED_ROWS: readonly Row[] = [
  { hl7: 'id', lossy: KEPT_BY_LOCATOR },
  { hl7: 'meta/versionId', lossy: KEPT_BY_LOCATOR },
  { hl7: 'meta/lastUpdated', lossy: KEPT_BY_LOCATOR },
  { hl7: 'meta/profile*', lossy: 'R4 has no profile of version 2.8' },
  ...rowsWith({
    status: {
      fact: 'status',
      type: 'code',
      codes: [['current', 'current', 'current']],
      declines: { superseded: NOT_NEW, 'entered-in-error': NOT_NEW },
      hl7: 'status',
      fhir: 'status',
    },
    replaced: [],
    content: NEW_CONTENT_ROWS,
    olderSettings: [],
  }),
  { fact: 'asid', type: 'token', hl7: `${RELATED}/value`, fhir: `${RELATED}/value` },
]

/** A pointer, as it is read. */
export const ANSWERED_ROWS: readonly Row[] = [
  { fact: 'id', type: 'id', hl7: 'id', by: 'its custodian’s code' },
  { fact: 'cloudId', type: 'id', fhir: 'id', by: 'its custodian’s code' },
  { fact: 'versionId', type: 'id', hl7: 'meta/versionId', fhir: 'meta/versionId' },
  { fact: 'lastUpdated', type: 'zoned', hl7: 'meta/lastUpdated', fhir: 'meta/lastUpdated' },
  { fhir: 'meta/source', lossy: 'which part of the service holds it is its own affair' },
  {
    fact: 'profile',
    type: 'text',
    hl7: 'meta/profile*',
    lossy: 'R4 has no profile of version 2.8, which every pointer given in STU3 has',
  },
  { fhir: 'meta/profile*', lossy: 'STU3 has no profile of R4' },
  ...rowsWith({
    status: { fact: 'status', type: 'code', codes: STATUSES, hl7: 'status', fhir: 'status' },
    replaced: [{ fhir: 'target/type', lossy: 'a pointer replaces nothing but a pointer' }],
    content: READ_CONTENT_ROWS,
    olderSettings: OLDER_SETTINGS,
  }),
  {
    hl7: RELATED,
    fhir: RELATED,
    lossy: 'version 2.8 names no system: who retrieves a record finds it by its custodian',
  },
]
