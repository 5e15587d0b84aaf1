import {
  type ChangeKind,
  defineMapping,
  type Mapping,
  type MappingSpec,
  type Reason,
} from '../../mapping/index.ts'
import { V3 } from './retrieval-shapes.ts'
import { BY_PLACE, UPDATE_ROWS, UPDATED_ROWS } from './update-rows.ts'
import { UPDATE_REQUEST, UPDATED } from './update-shapes.ts'

const reason = (code: string, display: string): Reason => ({
  code,
  codeSystem: `${V3}.17.42`,
  display,
  severity: 'ER',
})

const NO_MATCH = ['1', 'ST004'].map(code => reason(code, 'No match to a Service User record'))

/** What PDS says of a change to a version that is no longer the record's, and of one its rules do not allow. */
const REFUSAL = [reason('GE002', 'Unexpected business error')]

const KINDS: readonly ChangeKind[] = [
  { list: 'gender', value: 'code' },
  { list: 'birthDate', value: 'day' },
  { list: 'birthOrder', value: 'number' },
  { list: 'deceased', value: 'time', with: 'deathStatus' },
  { list: 'deathStatus', value: 'code', with: 'deceased' },
  { list: 'name', value: 'family', isRepeated: true },
  { list: 'address', value: 'line' },
  { list: 'telecom', isRepeated: true },
  ...['gp', 'gpAltered', 'pharmacy', 'appliance', 'dispenser'].map(list => ({
    list,
    value: 'ods',
  })),
]

const shape = { reply: 'PRPA_IN000202UK01', versionCode: 'V3NPfIT3.0', outline: UPDATED }

const PERSON = 'subject/patientRole/patientPerson'

const REFUSED: readonly (readonly [place: string, because: string])[] = [
  ...[1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15].map(
    number => [`subject/patientRole/subjectOf${number}`, BY_PLACE] as const,
  ),
  [
    `${PERSON}/playedOtherProviderPatient/subjectOf/patientCareProvision[code/@code=1][@updateMode=removed]`,
    'the cloud lets only some systems take a practice away',
  ],
  [`${PERSON}/languageCommunication`, BY_PLACE],
  [`${PERSON}/scopedRelatedPersonRole`, 'related people are resources of their own in the cloud'],
  ['subject/patientRole/telecom[@use=HP]', 'FHIR does not tell a primary home from a home'],
  ['subject/patientRole/telecom[@use=PG]', 'FHIR has no such use as a pager'],
  [`${PERSON}/name[@use=PREVIOUS-BIRTH]`, 'FHIR has one code for former names but maiden'],
]

/** A general update of one record as plain data, for a test to break row by row. */
export const UPDATE: MappingSpec = {
  name: 'pds.update',
  access: 'user',
  // An asynchronous reply has no element around its message.
  wrapper: '',
  negative: 'MCCI_IN010000UK13',
  shapes: { updated: shape },
  interactions: { PRPA_IN000203UK03: 'updated', PRPA_IN000203UK06: 'updated' },
  query: {
    outline: UPDATE_REQUEST,
    rows: UPDATE_ROWS,
    refuses: REFUSED.map(([hl7, because]) => ({ hl7, because })),
  },
  call: {
    method: 'PATCH',
    path: '/Patient/{nhsNumber}',
    accept: 'application/fhir+json',
    subject: 'nhsNumber',
    change: {
      at: 'ControlActEvent/subject/PdsUpdateRequest',
      contentType: 'application/json-patch+json',
      version: 'serialChangeNumber',
      kinds: KINDS,
    },
  },
  answer: {
    resource: 'Patient',
    subject: 'nhsNumber',
    version: 'serialChangeNumber',
    rows: UPDATED_ROWS,
    kept: ['serialChangeNumber'],
    remarks: [],
    withholds: [],
    outcomes: [
      { status: 400, code: 'INVALID_UPDATE', outcome: 'app_error', reasons: REFUSAL },
      { status: 404, code: 'RESOURCE_NOT_FOUND', outcome: 'not_found', reasons: NO_MATCH },
      { status: 404, code: 'INVALIDATED_RESOURCE', outcome: 'not_found', reasons: NO_MATCH },
      { status: 409, code: 'RESOURCE_VERSION_MISMATCH', outcome: 'app_error', reasons: REFUSAL },
      { status: 412, code: 'PRECONDITION_FAILED', outcome: 'app_error', reasons: REFUSAL },
    ],
    failures: [
      { from: 401, to: 401, error: 'bad-answer' },
      { from: 403, to: 403, error: 'bad-answer' },
      { from: 408, to: 408, error: 'no-answer' },
      { from: 429, to: 429, error: 'not-sent' },
      { from: 500, to: 599, error: 'no-answer' },
    ],
  },
}

/**
 * Changes a record in the cloud where one call can: facts it has once, its practice, and entries that are added. Not verified
 * against a live Spine.
 */
export const PDS_UPDATE: Mapping = defineMapping(UPDATE)
