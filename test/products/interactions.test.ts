import t from 'tap'
import type { InteractionClass } from '../../src/exchange/index.ts'
import { INTERACTIONS, PRODUCTS } from '../../src/products/index.ts'

const found = (id: string) => INTERACTIONS.find(interaction => interaction.id === id)

const gpConnect = (end: string): string => `urn:nhs:names:services:gpconnect:fhir:rest:${end}`

/**
 * Typed by hand from NHSDigital/integration-adaptor-mhs (interactions.json), the FHIR façades of EPS and SCR and
 * the PDS message implementation manual: what each message does, whatever it is called.
 */
const CLASSES: Record<InteractionClass, readonly string[]> = {
  read: [],
  unknown: [],
  'audited-read': [
    ...['QUPA_IN000005UK01', 'QUPA_IN000005UK03'],
    ...['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13'],
    ...['QUPA_IN000014UK01', 'QUPA_IN000014UK03', 'QUPA_IN000014SM03'],
    ...['QUPA_IN010000UK13', 'QUPA_IN010000UK32', 'QUPA_IN040000UK14', 'QUPA_IN040000UK32'],
    ...['QUPA_IN060000UK30', 'QUPA_IN000016UK02', 'GET_NHS_NUMBER_REQUEST'],
    'DBS_GETFILELIST_INUK01',
    ...['pds-fhir-read', 'pds-fhir-search', 'pds-fhir-related', 'pds-fhir-coverage'],
    ...['QURX_IN000005UK98', 'QURX_IN000005UK99', 'GET_PRESCRIPTION_DOCUMENT_INUK01'],
    'PrescriptionSearchSyncAsync_1_0',
    ...['eps-fhir-track', 'eps-tracker-view', 'eps-patient-facing', 'eps-patient-facing-header'],
    ...['eps-tracker-search', 'eps-tracker-search-patient'],
    ...['QUPC_IN180000SM04', 'QUPC_IN180000UK04', 'QUPC_IN190000UK04'],
    ...['GET_RESOURCE_PERMISSIONS_INUK01', 'HAS_RESOURCE_PERMISSIONS_INUK01'],
    ...['scr-fhir-list', 'scr-fhir-read'],
    ...['nrl-stu3-search', 'nrl-stu3-read', 'nrl-stu3-read-by-query'],
    ...['nrl-producer-search', 'nrl-producer-search-posted', 'nrl-producer-read'],
    ...['nrl-consumer-search', 'nrl-consumer-search-posted', 'nrl-consumer-read'],
    ...['mesh-inbox', 'mesh-count', 'mesh-message', 'mesh-head', 'mesh-message-chunk'],
    ...['mesh-tracking', 'mesh-tracking-local', 'mesh-lookup', 'mesh-workflow-search'],
    ...['read:metadata-1', 'read:patient-1', 'search:patient-1'].map(gpConnect),
    ...['read:practitioner-1', 'search:practitioner-1', 'read:organization-1'].map(gpConnect),
    ...['search:organization-1', 'read:location-1', 'search:slot-1'].map(gpConnect),
    ...['read:appointment-1', 'search:patient_appointments-1'].map(gpConnect),
    'urn:nhs:names:services:gpconnect:fhir:operation:gpc.getstructuredrecord-1',
    'urn:nhs:names:services:nrl:DocumentReference.content.read',
  ],
  'pushed-read': [
    ...['QUPA_IN000006UK02', 'QUPA_IN000006UK05', 'QUPA_IN020000UK14', 'QUPA_IN020000UK31'],
    ...['QUPC_IN160101UK05', 'QUPC_IN160103UK05'],
  ],
  write: [
    ...['PRPA_IN000203UK03', 'PRPA_IN000203UK06'],
    ...['PRPA_IN000204UK03', 'PRPA_IN000204UK06', 'PRPA_IN000204SM13'],
    ...['PRPA_IN160000UK01', 'PRPA_IN160000UK30', 'PRPA_IN040000UK15', 'PRPA_IN040000UK30'],
    ...['PRPA_IN000200UK03', 'PRPA_IN000200UK04', 'PRPA_IN000200SM13'],
    ...['PRPA_IN000205UK03', 'PRPA_IN000205UK05'],
    ...['DBS_DOWNLOADFILE_INUK01', 'DBS_ACKNOWLEDGEDOWNLOAD_INUK01', 'DBS_SEND_FILE_UK01'],
    ...['pds-fhir-update', 'pds-fhir-create', 'pds-fhir-birth', 'pds-fhir-coverage-update'],
    ...['PORX_IN020101UK31', 'PORX_IN020101SM31', 'PORX_IN020101UK04'],
    ...['PORX_IN020102UK31', 'PORX_IN020102SM31', 'PORX_IN020102UK04'],
    ...['PORX_IN030101UK32', 'PORX_IN030101SM32'],
    ...['PORX_IN132004UK30', 'PORX_IN132004SM30', 'PORX_IN060102UK30', 'PORX_IN060102SM30'],
    ...['PORX_IN080101UK31', 'PORX_IN080101SM31'],
    ...['PORX_IN090101UK31', 'PORX_IN090101SM31', 'PORX_IN090102UK31'],
    ...['PORX_IN100101UK31', 'PORX_IN100101SM31', 'PORX_IN510101UK31', 'PORX_IN510101SM31'],
    'PORX_IN540101UK31',
    ...['eps-fhir-process-message', 'eps-fhir-release', 'eps-fhir-task', 'eps-fhir-claim'],
    ...['REPC_IN150016UK05', 'REPC_IN150016SM05', 'REPC_IN150017UK02', 'REPC_IN150018UK02'],
    ...['SET_RESOURCE_PERMISSIONS_INUK01', 'COMT_IN000001UK01'],
    ...['scr-fhir-upload', 'scr-fhir-permission', 'scr-fhir-alert', 'scr-alert'],
    ...['nrl-stu3-create', 'nrl-producer-create', 'nrl-producer-update', 'nrl-producer-delete'],
    ...['nrl-stu3-update', 'nrl-stu3-update-by-query', 'nrl-stu3-update-by-patient'],
    ...['nrl-stu3-delete', 'nrl-stu3-delete-by-query', 'nrl-stu3-delete-by-patient'],
    ...['mesh-handshake', 'mesh-handshake-get', 'mesh-acknowledge'],
    ...['mesh-send', 'mesh-send-chunk'],
    ...['create:appointment-1', 'update:appointment-1', 'cancel:appointment-1'].map(gpConnect),
    'urn:nhs:names:services:gpconnect:fhir:operation:gpc.registerpatient-1',
  ],
}

for (const [interactionClass, ids] of Object.entries(CLASSES)) {
  t.test(`${interactionClass}: each interaction of the public specifications is classed so`, t => {
    for (const id of ids) t.equal(found(id)?.class, interactionClass, id)
    t.end()
  })
}

t.test('nothing is known that the table does not name', t => {
  const named = Object.values(CLASSES).flat().sort()
  t.same(INTERACTIONS.map(({ id }) => id).sort(), named)
  t.end()
})

t.test('every full id stands there once', t => {
  t.equal(new Set(INTERACTIONS.map(({ id }) => id)).size, INTERACTIONS.length)
  t.end()
})

t.test('every REST call stands there once', t => {
  // Through the Spine Secure Proxy a header says which of two that call alike is meant.
  const calls = INTERACTIONS.flatMap(({ id, rest }) =>
    rest ? [`${rest.isProxied ? id : ''} ${rest.method} ${rest.path}`] : [],
  )
  t.equal(new Set(calls).size, calls.length)
  t.ok(calls.length > 15)
  t.end()
})

t.test('a release is a write though it is named a request', t => {
  for (const id of ['PORX_IN132004UK30', 'PORX_IN060102UK30', 'eps-fhir-release']) {
    t.equal(found(id)?.class, 'write', id)
  }
  t.end()
})

t.test(
  'reading a mailbox leaves its messages there: what takes one out or sends one is a write',
  t => {
    for (const { id, product, rest, class: interactionClass } of INTERACTIONS) {
      if (product !== 'mesh') continue
      const isRead = interactionClass === 'audited-read'
      t.equal(isRead, /^(?:GET|HEAD)$/.test(rest?.method ?? '') && id !== 'mesh-handshake-get', id)
    }
    t.end()
  },
)

t.test('unknown is absent: replies, signals, polls and made-up ids are no interaction', t => {
  const absent = ['MCCI_IN010000UK13', 'QUPA_IN000009UK03', 'PORX_IN070101UK31', 'Acknowledgment']
  for (const id of [...absent, 'QUPA_IN000008UK99', 'PORX_IN999000SM01', '/_poll/{id}', '']) {
    t.equal(found(id), undefined, id)
  }
  t.end()
})

t.test('a reply that is pushed to the party key in the request makes a pushed read', t => {
  for (const { id, transport, class: interactionClass } of INTERACTIONS) {
    if (transport === 'ebxml-express') t.equal(interactionClass, 'pushed-read', id)
    if (interactionClass === 'pushed-read') t.equal(transport, 'ebxml-express', id)
  }
  t.end()
})

t.test('each product is named and has interactions of both kinds', t => {
  t.same(new Set(INTERACTIONS.map(({ product }) => product)), new Set(PRODUCTS))
  for (const product of PRODUCTS) {
    const classes = new Set(INTERACTIONS.filter(i => i.product === product).map(i => i.class))
    t.ok(classes.has('audited-read') && classes.has('write'), product)
  }
  t.end()
})

/** Which keys a message carries, by interaction: n NHS number, s short form, l long form. */
const KEYS: Record<string, string> = {
  QUPA_IN000005UK01: '',
  QUPA_IN000006UK02: '',
  QUPA_IN000008UK02: 'n',
  QUPA_IN000014UK03: 'n',
  PRPA_IN000203UK06: 'n',
  PRPA_IN000200UK03: '',
  PRPA_IN000205UK05: '',
  PORX_IN020101UK31: 'nsl',
  PORX_IN030101UK32: 'nsl',
  PORX_IN132004UK30: 'sl',
  PORX_IN060102UK30: '',
  PORX_IN080101UK31: 'nsl',
  PORX_IN090101UK31: 'sl',
  PORX_IN100101UK31: 'sl',
  PORX_IN510101UK31: 'nsl',
  PORX_IN540101UK31: 'nsl',
  QURX_IN000005UK99: 'sl',
  GET_PRESCRIPTION_DOCUMENT_INUK01: 's',
  PrescriptionSearchSyncAsync_1_0: 'ns',
  QUPC_IN180000SM04: 'n',
  QUPC_IN160103UK05: 'n',
  REPC_IN150016UK05: 'n',
  SET_RESOURCE_PERMISSIONS_INUK01: 'n',
}

t.test('a key is absent where the message never carries it', t => {
  for (const [id, letters] of Object.entries(KEYS)) {
    const { nhsNumber, prescriptionId, prescriptionLongId } = found(id)?.keys ?? {}
    const has = `${nhsNumber ? 'n' : ''}${prescriptionId ? 's' : ''}${prescriptionLongId ? 'l' : ''}`
    t.equal(has, letters, id)
  }
  t.end()
})

t.test('the façade’s version of a message carries what the supplier’s does', t => {
  for (const { id, keys, class: interactionClass } of INTERACTIONS) {
    const stem = /^(.+)SM\d\d$/.exec(id)?.[1]
    if (stem === undefined) continue
    const supplier = INTERACTIONS.find(other => other.id.startsWith(`${stem}UK`))
    t.same(supplier?.keys, keys, id)
    t.equal(supplier?.class, interactionClass, id)
  }
  t.end()
})
