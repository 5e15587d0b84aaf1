import {
  type AcknowledgedSpec,
  type CodeRow,
  defineAcknowledged,
  element,
  type Mapping,
  type Row,
} from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { PERMISSIONS } from './names.ts'
import { PSIS_REASONS } from './reasons.ts'

/** What a patient permits, as it is set: what Spine clears is to be asked for. */
const PERMISSION_CODES: readonly CodeRow[] = [
  ['yes', 'Yes', 'Yes'],
  ['no', 'No', 'No'],
  ['ask', 'Clear', 'Ask'],
]

const SET = 'parameter*[name=setPermissions]/part*'
const ASSERTION = 'crs:permissions/crs:accessControlAssertion'

const plain = (name: string) => element(name, {})

/** What everybody may view: the only permission the cloud sets. */
const VIEW = [
  ['crs:resource/crs:type', 'SCR'],
  ['crs:function/crs:context', 'Consent'],
  ['crs:function/crs:code', 'View'],
  ['crs:accessor/crs:type', 'Everyone'],
  ['crs:accessor/crs:accessorId/crs:name', 'Everyone'],
]
  .map(([path, value]) => `[${path}/text()=${value}]`)
  .join('')

const ROWS: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `crs:permissions/crs:resourceContext[@root=${NHS_NUMBER}]/@extension`,
    fhir: `${SET}[name=nhsNumber]/valueString`,
    required: true,
  },
  {
    fact: 'permission',
    type: 'code',
    codes: PERMISSION_CODES,
    hl7: `${ASSERTION}${VIEW}/crs:permission/text()`,
    fhir: `${SET}[name=permissionCode]/valueCoding[system=${PERMISSIONS}]/code`,
    required: true,
  },
  // The cloud names the patient once: whoever else is named here, nobody knows whose permission it is.
  { same: 'nhsNumber', hl7: `${ASSERTION}${VIEW}/crs:resource/crs:Id/text()` },
  { hl7: '@xsi:schemaLocation', lossy: 'it says where a schema lies, which nobody looks up' },
]

const NOT_TOLD =
  'the cloud tells a permission beside a summary that may be viewed, and of a patient who lets nobody view theirs, or has none, it tells nothing'

/** What a patient lets be viewed, as plain data, for a test to break row by row. */
export const PERMISSION_SPEC: AcknowledgedSpec = {
  name: 'scr.permission',
  access: 'user',
  interactions: ['SET_RESOURCE_PERMISSIONS_INUK01'],
  legacyOnly: {
    GET_RESOURCE_PERMISSIONS_INUK01: NOT_TOLD,
    HAS_RESOURCE_PERMISSIONS_INUK01: NOT_TOLD,
  },
  wrapper: 'setResourcePermissionsResponse',
  acknowledgement: { interaction: 'MCCI_IN010000UK13', versionCode: 'V3NPfIT3.0' },
  query: {
    outline: element(
      'crs:setResourcePermissionsRequest',
      {},
      element(
        'crs:permissions',
        {},
        plain('crs:resourceContext'),
        element(
          'crs:accessControlAssertion',
          {},
          plain('crs:permission'),
          element('crs:resource', {}, plain('crs:type'), plain('crs:Id')),
          element('crs:function', {}, plain('crs:context'), plain('crs:code')),
          element(
            'crs:accessor',
            {},
            plain('crs:type'),
            element('crs:accessorId', {}, plain('crs:name')),
          ),
        ),
      ),
    ),
    rows: ROWS,
    refuses: [
      {
        hl7: `${ASSERTION}[crs:function/crs:code/text()=Store]`,
        because: 'the cloud sets what may be viewed, not what may be stored',
      },
    ],
  },
  call: {
    method: 'POST',
    path: '/$setPermission',
    accept: 'application/fhir+json',
    subject: 'nhsNumber',
    setting: {
      at: 'ControlActEvent/crs:setResourcePermissionsRequest',
      contentType: 'application/fhir+json',
      resource: 'Parameters',
    },
  },
  done: 201,
  told: PSIS_REASONS,
  kept: ['nhsNumber', 'permission'],
  failures: [
    { from: 401, to: 401, error: 'bad-answer' },
    { from: 408, to: 408, error: 'no-answer' },
    { from: 429, to: 429, error: 'not-sent' },
    { from: 500, to: 599, error: 'no-answer' },
  ],
}

/**
 * Sets in the cloud what a patient lets be viewed. What it permits cannot be asked there: those queries stay with
 * legacy. Not verified against a live Spine.
 */
export const SCR_PERMISSION: Mapping = defineAcknowledged(PERMISSION_SPEC)
