import type { Interaction, KeyTable } from '../../message/index.ts'
import { defineEach } from '../define-each.ts'
import { NHS_NUMBER } from '../oids.ts'

const APPLICATION_ACK = 'MCCI_IN010000UK13'
const QUERY_FAILED = 'QUQI_IN010000UK14'

const query = {
  product: 'pds',
  service: 'urn:nhs:names:services:pdsquery',
  failures: [QUERY_FAILED, APPLICATION_ACK],
}

/** PDS writes an audit entry for each query it answers, so a second copy is not free. */
const asked = { ...query, transport: 'soap', class: 'audited-read' } as const

/** The reply goes to the party key in the request: a copy would reach the supplier as a second answer. */
const pushed = { ...query, transport: 'ebxml-express', class: 'pushed-read' } as const

const written = {
  product: 'pds',
  transport: 'ebxml-reliable',
  class: 'write',
  service: 'urn:nhs:names:services:pds',
  failures: [APPLICATION_ACK],
} as const

/** A trace asks by demographics: it carries no key. */
const NO_KEY: KeyTable = {}

const PERSON_ID: KeyTable = {
  nhsNumber: [`ControlActEvent/query/person.id/value[@root=${NHS_NUMBER}]/@extension`],
}

const patientRoleOf = (request: string): KeyTable => ({
  nhsNumber: [
    `ControlActEvent/subject/${request}/subject/patientRole/id[@root=${NHS_NUMBER}]/@extension`,
  ],
})

const QUERIES = [
  ...defineEach(['QUPA_IN000005UK01', 'QUPA_IN000005UK03'], {
    ...asked,
    title: 'Simple trace',
    wrapper: 'traceQueryResponse',
    replies: ['QUPA_IN000007UK01', 'QUPA_IN000007UK03'],
    keys: NO_KEY,
  }),
  ...defineEach(['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13'], {
    ...asked,
    title: 'Retrieval',
    wrapper: 'retrievalQueryResponse',
    replies: ['QUPA_IN000009UK03', 'QUPA_IN000009UK06'],
    keys: PERSON_ID,
  }),
  ...defineEach(['QUPA_IN000014UK01', 'QUPA_IN000014UK03', 'QUPA_IN000014SM03'], {
    ...asked,
    title: 'Cross-check trace',
    wrapper: 'crossCheckTraceQueryResponse',
    replies: ['QUPA_IN000015UK02', 'QUPA_IN000015UK04', 'QUPA_IN000015SM04'],
    keys: PERSON_ID,
  }),
  ...defineEach(['QUPA_IN000006UK02', 'QUPA_IN000006UK05'], {
    ...pushed,
    title: 'Advanced trace',
    replies: ['QUPA_IN000011UK02', 'QUPA_IN000011UK05'],
    keys: NO_KEY,
  }),
]

/** The queries of the message model before 6.3, which some suppliers still send. */
const OLDER_QUERIES = [
  ...defineEach(['QUPA_IN010000UK13', 'QUPA_IN010000UK32'], {
    ...asked,
    title: 'Simple trace (MIM 4.2)',
    replies: ['QUPA_IN030000UK15', 'QUPA_IN030000UK32'],
    keys: NO_KEY,
  }),
  ...defineEach(['QUPA_IN020000UK14', 'QUPA_IN020000UK31'], {
    ...pushed,
    title: 'Advanced trace (MIM 4.2)',
    replies: ['QUPA_IN030000UK15', 'QUPA_IN030000UK32'],
    keys: NO_KEY,
  }),
  ...defineEach(['QUPA_IN040000UK14', 'QUPA_IN040000UK32'], {
    ...asked,
    title: 'Retrieval (MIM 4.2)',
    replies: ['QUPA_IN050000UK16', 'QUPA_IN050000UK32'],
    keys: PERSON_ID,
  }),
  ...defineEach(['QUPA_IN060000UK30'], {
    ...asked,
    title: 'Cross-check trace (MIM 4.2)',
    replies: ['QUPA_IN070000UK30'],
    keys: PERSON_ID,
  }),
  ...defineEach(['QUPA_IN000016UK02', 'GET_NHS_NUMBER_REQUEST'], {
    ...asked,
    title: 'NHS number look-up',
    replies: [],
    keys: NO_KEY,
  }),
]

const UPDATES = [
  ...defineEach(['PRPA_IN000203UK03', 'PRPA_IN000203UK06'], {
    ...written,
    title: 'General update',
    replies: ['PRPA_IN000202UK01'],
    keys: patientRoleOf('PdsUpdateRequest'),
  }),
  ...defineEach(
    ['PRPA_IN160000UK01', 'PRPA_IN160000UK30', 'PRPA_IN040000UK15', 'PRPA_IN040000UK30'],
    {
      ...written,
      title: 'Update (MIM 4.2)',
      replies: [],
      keys: patientRoleOf('PdsUpdateRequest'),
    },
  ),
  ...defineEach(['PRPA_IN000204UK03', 'PRPA_IN000204UK06', 'PRPA_IN000204SM13'], {
    ...written,
    title: 'NHAIS update',
    replies: ['PRPA_IN000202UK01'],
    keys: patientRoleOf('PdsNhaisUpdateRequest'),
  }),
  ...defineEach(['PRPA_IN000200UK03', 'PRPA_IN000200UK04', 'PRPA_IN000200SM13'], {
    ...written,
    title: 'NHS number allocation',
    replies: ['PRPA_IN000201UK01'],
    keys: NO_KEY,
  }),
  ...defineEach(['PRPA_IN000205UK03', 'PRPA_IN000205UK05'], {
    ...written,
    title: 'Birth notification',
    replies: ['PRPA_IN000206UK01'],
    keys: NO_KEY,
  }),
]

/** Batch tracing by file: the answer to a download is gone once it is acknowledged, so nothing here is copied. */
const batch = {
  product: 'pds',
  service: 'urn:nhs:names:services:dbs',
  replies: [],
  failures: [],
  keys: NO_KEY,
}

const BATCH_TRACE = [
  ...defineEach(['DBS_GETFILELIST_INUK01'], {
    ...batch,
    title: 'Batch trace: list files',
    class: 'audited-read',
    transport: 'soap',
  }),
  ...defineEach(['DBS_DOWNLOADFILE_INUK01', 'DBS_ACKNOWLEDGEDOWNLOAD_INUK01'], {
    ...batch,
    title: 'Batch trace: download and acknowledge',
    class: 'write',
    transport: 'soap',
  }),
  ...defineEach(['DBS_SEND_FILE_UK01'], {
    ...batch,
    title: 'Batch trace: send a file',
    class: 'write',
    transport: 'ebxml-reliable',
  }),
]

/** Declares what a supplier may ask of the Personal Demographics Service by HL7v3. */
export const PDS_INTERACTIONS: readonly Interaction[] = [
  ...QUERIES,
  ...OLDER_QUERIES,
  ...UPDATES,
  ...BATCH_TRACE,
]
