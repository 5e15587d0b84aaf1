import { type Information, type Row } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { lossy, NHS, ODS_CODE } from './prescription-demographics.ts'
import { ROLE_PROFILE } from './prescription-shape.ts'
import { CONTAINED_ID, NO_PLACE, taskRows, withoutStatus } from './task-rows.ts'

const USER = '1.2.826.0.1285.0.2.0.65'

/** Users' ids have twelve digits: one where an organisation's code is expected has no place in FHIR. */
const ORGANISATION_CODE = /^[0-9A-Z]{3,10}$/

/**
 * Who takes it back. The organisation's code stands where HL7v3 has a user's id, as
 * NHSDigital/electronic-prescription-service-api writes it.
 */
const AUTHOR: readonly Row[] = [
  {
    fact: 'roleProfile',
    type: 'token',
    hl7: `id[@root=${ROLE_PROFILE}]/@extension`,
    fhir: `identifier*[system=${NHS}/Id/sds-role-profile-id]/value`,
    required: true,
  },
  {
    fact: 'odsCode',
    type: 'token',
    hl7: `agentPersonSDS/id[@root=${USER}]/@extension`,
    fhir: [
      {
        at: `organization/Organization/identifier*[system=${ODS_CODE}]/value`,
        is: ORGANISATION_CODE,
      },
    ],
    required: true,
  },
  ...lossy(
    'a withdrawal in HL7v3 says of who takes it back the role alone',
    'practitioner/display',
    'code*',
    'telecom*',
  ),
  ...lossy(
    'a withdrawal in HL7v3 says of an organisation its code alone',
    'organization/display',
    'organization/type',
    'organization/Organization/name',
    'organization/Organization/telecom*',
    'organization/Organization/address*',
    'organization/Organization/type*',
  ),
  ...lossy(
    NO_PLACE,
    'active',
    'location*',
    'healthcareService*',
    'specialty*',
    'organization/Organization/active',
    'organization/Organization/partOf',
    'organization/Organization/alias*',
  ),
  ...lossy(CONTAINED_ID, 'id', 'organization/Organization/id'),
]

/** A notification taken back, as HL7v3 and as a Task of NHSDigital/electronic-prescription-service-api. */
export const WITHDRAWAL_ROWS: readonly Row[] = [
  ...taskRows({
    status: ['withdrawn', undefined, 'in-progress'],
    shortId: 'pertinentInformation3/pertinentWithdrawID',
    repeat: 'pertinentInformation1',
    reason: {
      hl7: 'pertinentInformation5/pertinentWithdrawReason',
      system: 'EPS-task-dispense-withdraw-reason',
    },
    earlier: {
      fact: 'notificationId',
      hl7: 'pertinentInformation4/pertinentDispenseNotificationRef/id/@root',
    },
    code: 'abort',
  }),
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `recordTarget/patient/id[@root=${NHS_NUMBER}]/@extension`,
    fhir: `for/identifier[system=${NHS}/Id/nhs-number]/value`,
    required: true,
  },
  {
    fact: 'user',
    type: 'token',
    fhir: `requester/PractitionerRole/practitioner/identifier[system=${NHS}/Id/sds-user-id]/value`,
    by: 'user',
    required: true,
  },
  {
    list: 'author',
    single: true,
    required: true,
    hl7: 'author/AgentPersonSDS',
    fhir: 'requester/PractitionerRole',
    rows: AUTHOR,
  },
  {
    lossy: 'its code says it',
    hl7: 'pertinentInformation2/pertinentWithdrawType/value/@displayName',
  },
]

/** From what a Task's rows say to what a withdrawal says. */
export const fromFhir = (said: Information): Information | undefined => withoutStatus(said)

/** From what a withdrawal says to what a Task's rows say. */
export const toFhir = (said: Information): Information | undefined => ({
  ...said,
  status: 'withdrawn',
})
