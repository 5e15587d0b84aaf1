import type { CodeRow, Row } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import {
  FORMER_PERMISSIONS,
  NHS_NUMBERS,
  PERMISSIONS,
  SNOMED,
  SNOMED_ROOT,
  SUMMARY_IDS,
} from './names.ts'

const FOUND = 'DocumentReference*'
const ASSERTION = 'permissions/accessControlAssertion*'

/** What a patient permits, as PSIS lists it and as the cloud does. */
const PERMISSIONS_LISTED: readonly CodeRow[] = [
  ['yes', 'Yes', 'Yes'],
  ['no', 'No', 'No'],
  ['ask', 'Ask', 'Ask'],
]

/** Spine's list of what a stored document may be, as far as one may be read. */
const STATUSES: readonly CodeRow[] = [['current', '1', 'current']]

const SUMMARY: readonly Row[] = [
  {
    fact: 'id',
    type: 'token',
    hl7: 'psis:eventID/@root',
    fhir: `masterIdentifier[system=${SUMMARY_IDS}]/value`,
    required: true,
  },
  {
    fact: 'status',
    type: 'code',
    codes: STATUSES,
    hl7: 'psis:eventStatus/@code',
    fhir: 'status',
    required: true,
  },
  {
    fact: 'type',
    type: 'token',
    hl7: `psis:eventType[@codeSystem=${SNOMED_ROOT}]/@code`,
    fhir: `type/coding*[system=${SNOMED}]/code`,
    required: true,
  },
  { same: 'type', fhir: `context/event*/coding*[system=${SNOMED}]/code` },
]

/** What both sides say of a patient's newest summary: PSIS from `queryResponseEventList` down, FHIR from the Bundle. */
export const LIST_ROWS: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `psis:recordTarget/psis:patient/psis:id[@root=${NHS_NUMBER}]/@extension`,
    fhir: `${FOUND}/subject/Patient/identifier*[system=${NHS_NUMBERS}]/value`,
    required: true,
  },
  {
    same: 'nhsNumber',
    hl7: `permissions/resourceContext[@root=${NHS_NUMBER}]/@extension`,
    fhir: `${FOUND}/subject/identifier[system=${NHS_NUMBERS}]/value`,
  },
  {
    fact: 'permission',
    type: 'code',
    codes: PERMISSIONS_LISTED,
    merged: [['ask', 'Clear', 'where a permission was cleared the patient is asked']],
    hl7: `${ASSERTION}[resource/type/text()=SCR][function/context/text()=Consent][function/code/text()=View][accessor/type/text()=Everyone]/permission/text()`,
    fhir: [PERMISSIONS, FORMER_PERMISSIONS].map(
      system => `${FOUND}/securityLabel*/coding*[system=${system}]/code`,
    ),
  },
  { list: 'summaries', key: 'id', hl7: 'psis:event*', fhir: FOUND, rows: SUMMARY },
]
