import type { Interaction, KeyTable } from '../../message/index.ts'
import { defineCalls } from '../define-calls.ts'
import { defineEach } from '../define-each.ts'
import { NHS_NUMBER } from '../oids.ts'

const APPLICATION_ACK = 'MCCI_IN010000UK13'

const query = {
  product: 'scr',
  service: 'urn:nhs:names:services:psisquery',
  failures: ['QUQI_IN010000UK14', APPLICATION_ACK],
  keys: { nhsNumber: [`ControlActEvent/query/nHSNumber/value[@root=${NHS_NUMBER}]/@extension`] },
}

const EVENTS = [
  ...defineEach(['QUPC_IN180000UK04', 'QUPC_IN180000SM04'], {
    ...query,
    title: 'Event list query',
    transport: 'soap',
    class: 'audited-read',
    wrapper: 'eventListQueryResponse',
    replies: ['QUPC_IN200000UK04', 'QUPC_IN200000SM04'],
  }),
  ...defineEach(['QUPC_IN190000UK04'], {
    ...query,
    title: 'Event query',
    transport: 'soap',
    class: 'audited-read',
    wrapper: 'eventQueryResponse',
    replies: ['QUPC_IN210000UK04'],
  }),
]

/** The reply goes to the party key in the request: a copy would reach the supplier as a second answer. */
const DOCUMENTS = [
  ...defineEach(['QUPC_IN160101UK05'], {
    ...query,
    title: 'Document list query',
    transport: 'ebxml-express',
    class: 'pushed-read',
    replies: ['QUPC_IN160102UK05'],
  }),
  ...defineEach(['QUPC_IN160103UK05'], {
    ...query,
    title: 'Document query',
    transport: 'ebxml-express',
    class: 'pushed-read',
    replies: ['QUPC_IN160104UK05'],
  }),
]

const UPLOADS = defineEach(
  ['REPC_IN150016UK05', 'REPC_IN150016SM05', 'REPC_IN150017UK02', 'REPC_IN150018UK02'],
  {
    product: 'scr',
    title: 'GP summary upload',
    transport: 'ebxml-reliable',
    class: 'write',
    service: 'urn:nhs:names:services:psis',
    replies: [APPLICATION_ACK],
    failures: [APPLICATION_ACK],
    keys: {
      nhsNumber: [
        `ControlActEvent/subject/GPSummary/recordTarget/patient/id[@root=${NHS_NUMBER}]/@extension`,
      ],
    },
  },
)

const permissionsOf = (request: string, around: string): KeyTable => ({
  nhsNumber: [
    `ControlActEvent/crs:${request}/crs:${around}/crs:resourceContext[@root=${NHS_NUMBER}]/@extension`,
  ],
})

const permission = { product: 'scr', transport: 'soap', failures: [APPLICATION_ACK] } as const

const PERMISSIONS = [
  ...defineEach(['SET_RESOURCE_PERMISSIONS_INUK01'], {
    ...permission,
    title: 'Permission to view, set',
    class: 'write',
    service: 'urn:nhs:names:services:lrs',
    wrapper: 'setResourcePermissionsResponse',
    replies: [APPLICATION_ACK],
    keys: permissionsOf('setResourcePermissionsRequest', 'permissions'),
  }),
  ...defineEach(['GET_RESOURCE_PERMISSIONS_INUK01'], {
    ...permission,
    title: 'Permission to view, read',
    class: 'audited-read',
    service: 'urn:nhs:names:services:lrsquery',
    wrapper: 'getResourcePermissionsResponse',
    replies: ['GET_RESOURCE_PERMISSIONS_RESPONSE_INUK01'],
    keys: permissionsOf('getResourcePermissionsRequest', 'accessControlQuery'),
  }),
  ...defineEach(['HAS_RESOURCE_PERMISSIONS_INUK01'], {
    ...permission,
    title: 'Permission to view, asked',
    class: 'audited-read',
    service: 'urn:nhs:names:services:lrsquery',
    replies: ['HAS_RESOURCE_PERMISSIONS_RESPONSE_INUK01'],
    keys: permissionsOf('hasResourcePermissionsRequest', 'accessControlQuery'),
  }),
]

const ALERTS = defineEach(['COMT_IN000001UK01'], {
  product: 'scr',
  title: 'Privacy alert',
  transport: 'ebxml-reliable',
  class: 'write',
  service: 'urn:nhs:names:services:alerts',
  replies: [APPLICATION_ACK],
  failures: [APPLICATION_ACK],
  keys: {},
})

/** An alert in FHIR; of whom it names only a patient has a number of ten digits. */
const ALERT_CALLS = defineCalls('scr', '', [
  [
    'scr-alert',
    'Privacy alert in FHIR',
    'write',
    'POST',
    '/clinical/alert',
    { nhsNumber: ['agent/who/identifier/value'] },
  ],
])

/** Declares what a supplier may ask of the Summary Care Record of Spine. */
export const SCR_INTERACTIONS: readonly Interaction[] = [
  ...EVENTS,
  ...DOCUMENTS,
  ...UPLOADS,
  ...PERMISSIONS,
  ...ALERTS,
  ...ALERT_CALLS,
]
