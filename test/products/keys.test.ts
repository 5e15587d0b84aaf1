import { readFileSync } from 'node:fs'
import t from 'tap'
import { INTERACTIONS } from '../../src/products/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { hl7, readCall, readHl7 } from './read.ts'

const NHS = '9990000018'
const SHORT = '83C40E-A83008-00001F'
const LONG = '9361DA95-2B2B-4D5A-9C5C-5C8E7D6B1A20'

const nhs = (name = 'id'): string =>
  `<${name} root="2.16.840.1.113883.2.1.4.1" extension="${NHS}"/>`
const short = (name = 'value'): string =>
  `<${name} root="2.16.840.1.113883.2.1.3.2.4.18.8" extension="${SHORT}"/>`
const inside = (path: string, xml: string): string =>
  path.split('/').reduceRight((within, name) => `<${name}>${within}</${name}>`, xml)
const subject = (path: string, xml: string): string => inside(`subject/${path}`, xml)
const query = (parameter: string, value: string): string =>
  inside(`query/${parameter}`, `${value}<semanticsText>x</semanticsText>`)

const all = { nhsNumber: NHS, prescriptionId: SHORT, prescriptionLongId: LONG }
const patient = { nhsNumber: NHS }
const prescription = { prescriptionId: SHORT }

const header = `<pertinentInformation1><pertinentSupplyHeader><pertinentInformation4><pertinentPrescriptionID>${short()}</pertinentPrescriptionID></pertinentInformation4><inFulfillmentOf><priorOriginalPrescriptionRef><id root="${LONG}"/></priorOriginalPrescriptionRef></inFulfillmentOf></pertinentSupplyHeader></pertinentInformation1>`

/** What stands in a message of each kind, and the keys it names, typed by hand from the message manuals. */
const MESSAGES: readonly (readonly [id: string, inside: string, keys: object])[] = [
  ['QUPA_IN000005UK01', query('person.name', '<value use="L"><family>TESTER</family></value>'), {}],
  ['QUPA_IN000008UK05', query('person.id', nhs('value')), patient],
  ['QUPA_IN040000UK32', query('person.id', nhs('value')), patient],
  ['QUPA_IN000014UK03', query('person.id', nhs('value')), patient],
  ['PRPA_IN000203UK06', subject('PdsUpdateRequest/subject/patientRole', nhs()), patient],
  ['PRPA_IN000204UK03', subject('PdsNhaisUpdateRequest/subject/patientRole', nhs()), patient],
  ['PRPA_IN000200UK03', subject('PdsAllocationRequest/subject/patientRole', ''), {}],
  [
    'PORX_IN020101UK31',
    subject(
      'ParentPrescription',
      inside('recordTarget/Patient', nhs()) +
        inside('pertinentInformation1/pertinentPrescription', `<id root="${LONG}"/>${short('id')}`),
    ),
    all,
  ],
  [
    'PORX_IN030101UK32',
    subject(
      'CancellationRequest',
      inside('recordTarget/Patient', nhs()) +
        inside('pertinentInformation2/pertinentPrescriptionID', short()) +
        inside('pertinentInformation3/pertinentOriginalPrescriptionRef', `<id root="${LONG}"/>`),
    ),
    all,
  ],
  [
    'PORX_IN132004UK30',
    subject(
      'PatientPrescriptionReleaseRequest/pertinentInformation/pertinentPrescriptionID',
      short(),
    ),
    prescription,
  ],
  [
    'PORX_IN132004SM30',
    subject(
      'PatientPrescriptionReleaseRequest/pertinentInformation/pertinentPrescriptionID',
      `<value root="${LONG}"/>`,
    ),
    { prescriptionLongId: LONG },
  ],
  ['PORX_IN060102UK30', subject('NominatedPrescriptionReleaseRequest', ''), {}],
  [
    'PORX_IN080101UK31',
    subject('DispenseNotification', inside('recordTarget/patient', nhs()) + header),
    all,
  ],
  [
    'PORX_IN090101UK31',
    subject('DispenseClaim', header),
    { ...prescription, prescriptionLongId: LONG },
  ],
  [
    'PORX_IN100101UK31',
    subject('DispenseProposalReturn/pertinentInformation1/pertinentPrescriptionID', short()),
    prescription,
  ],
  [
    'PORX_IN510101UK31',
    subject(
      'ETPWithdraw',
      inside('recordTarget/patient', nhs()) +
        inside('pertinentInformation3/pertinentWithdrawID', short()),
    ),
    { ...patient, ...prescription },
  ],
  [
    'PORX_IN540101UK31',
    subject(
      'RebuildDispenseHistory',
      inside('pertinentInformation1/pertinentPrescriptionID', short()) +
        inside('component/DispenseNotification/recordTarget/patient', nhs()).repeat(2),
    ),
    { ...patient, ...prescription },
  ],
  ['QURX_IN000005UK98', query('prescription.id', `<value root="${SHORT}"/>`), prescription],
  ['QURX_IN000005UK99', query('prescription.id', short()), prescription],
  [
    'QURX_IN000005UK99',
    query('prescription.id', `<value root="${LONG}"/>`),
    { prescriptionLongId: LONG },
  ],
  [
    'GET_PRESCRIPTION_DOCUMENT_INUK01',
    inside('query', `<prescriptionId value="${SHORT}"/><documentKey value="x"/>`),
    prescription,
  ],
  ['PrescriptionSearchSyncAsync_1_0', inside('query', `<patientId value="${NHS}"/>`), patient],
  [
    'PrescriptionSearchSyncAsync_1_0',
    inside('query', `<prescriptionId value="${SHORT}"/>`),
    prescription,
  ],
  ['QUPC_IN180000SM04', query('nHSNumber', nhs('value')), patient],
  ['QUPC_IN190000UK04', query('nHSNumber', nhs('value')), patient],
  ['QUPC_IN160101UK05', query('nHSNumber', nhs('value')), patient],
  ['REPC_IN150016UK05', subject('GPSummary/recordTarget/patient', nhs()), patient],
  [
    'SET_RESOURCE_PERMISSIONS_INUK01',
    inside('c:setResourcePermissionsRequest/c:permissions', nhs('c:resourceContext')),
    patient,
  ],
  [
    'GET_RESOURCE_PERMISSIONS_INUK01',
    inside('c:getResourcePermissionsRequest/c:accessControlQuery', nhs('c:resourceContext')),
    patient,
  ],
  [
    'HAS_RESOURCE_PERMISSIONS_INUK01',
    inside('c:hasResourcePermissionsRequest/c:accessControlQuery', nhs('c:resourceContext')),
    patient,
  ],
]

t.test('the keys of each kind of message are found where it has them', t => {
  for (const [id, xml, keys] of MESSAGES) {
    const identified = readHl7(id, hl7(id, xml))
    t.equal(identified.interaction, id)
    t.equal(identified.agrees, true, `${id} is what it says it is`)
    t.strictSame({ ...identified.keys }, keys, id)
  }
  t.end()
})

const SYSTEM = 'https://fhir.nhs.uk/Id/nhs-number|'

const CALLS: readonly (readonly [method: string, target: string, id: string, keys: object])[] = [
  ['GET', `/personal-demographics/FHIR/R4/Patient/${NHS}`, 'pds-fhir-read', patient],
  ['PATCH', `/personal-demographics/FHIR/R4/Patient/${NHS}`, 'pds-fhir-update', patient],
  ['GET', '/personal-demographics/FHIR/R4/Patient?family=T', 'pds-fhir-search', {}],
  ['POST', '/personal-demographics/FHIR/R4/Patient', 'pds-fhir-create', {}],
  ['POST', '/personal-demographics/FHIR/R4/Patient/$process-birth-details', 'pds-fhir-birth', {}],
  [
    'GET',
    `/personal-demographics/FHIR/R4/Coverage?subscriber%3Aidentifier=${NHS}`,
    'pds-fhir-coverage',
    patient,
  ],
  ['POST', '/fhir-dispensing/FHIR/R4/Task/$release', 'eps-fhir-release', {}],
  ['POST', '/fhir-dispensing/FHIR/R4/Task', 'eps-fhir-task', {}],
  ['POST', '/fhir-prescribing/FHIR/R4/$process-message', 'eps-fhir-process-message', {}],
  ['GET', `/clinical-prescription-tracker/RequestGroup/${SHORT}`, 'eps-tracker-view', prescription],
  [
    'GET',
    `/clinical-prescription-tracker/RequestGroup?nhsNumber=${NHS}`,
    'eps-tracker-search-patient',
    patient,
  ],
  ['GET', `/mm/patientfacingprescriptions?nhsNumber=${NHS}`, 'eps-patient-facing', patient],
  [
    'GET',
    `/summary-care-record/FHIR/R4/DocumentReference?patient=${encodeURIComponent(SYSTEM + NHS)}`,
    'scr-fhir-list',
    patient,
  ],
  [
    'GET',
    `/summary-care-record/FHIR/R4/Bundle?composition.identifier=x&composition.subject:Patient.identifier=${SYSTEM}${NHS}`,
    'scr-fhir-read',
    patient,
  ],
  ['POST', '/summary-care-record/FHIR/R4/$setPermission', 'scr-fhir-permission', {}],
]

t.test('a REST call is known by its method and path, and its keys are read from its head', t => {
  for (const [method, target, id, keys] of CALLS) {
    const identified = readCall(method, target)
    t.equal(identified.interaction, id, `${method} ${target}`)
    t.strictSame({ ...identified.keys }, keys, target)
  }
  const byHeader = readCall('GET', '/mm/patientfacingprescriptions', ['nhsNumber', NHS])
  t.match(byHeader, { interaction: 'eps-patient-facing-header', keys: patient })
  t.end()
})

t.test(
  'what no product knows stays unknown: a poll, a pointer, an operation of another kind',
  t => {
    const targets = ['/_poll/1234', '/record-locator/consumer/FHIR/R4/DocumentReference?patient=1']
    for (const target of [...targets, '/FHIR/R4/$validate', '/FHIR/R4/$prepare']) {
      for (const method of ['GET', 'POST']) {
        t.equal(readCall(method, target).class, 'unknown', `${method} ${target}`)
      }
    }
    t.end()
  },
)

const EXTENSION = {
  nhsNumber: /root="2\.16\.840\.1\.113883\.2\.1\.4\.1"/,
  prescriptionId: /root="2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.18\.8"/,
} as const

/** Every different value a message has anywhere under the root of a key. */
const anywhere = (xml: string, key: keyof typeof EXTENSION): string[] => {
  const elements = (xml.match(/<[^>]+>/g) ?? []).filter(each => EXTENSION[key].test(each))
  return [...new Set(elements.flatMap(each => /extension="([^"]+)"/.exec(each)?.[1] ?? []))]
}

t.test('in real messages the keys found are all the keys there are', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const hl7Ids = new Set(INTERACTIONS.flatMap(each => (each.service ? [each.id] : [])))
  let read = 0
  for (const { file, path } of spineSamples(folder)) {
    if (!path.endsWith('.xml')) continue
    const xml = readFileSync(file, 'utf8').replace(/^\uFEFF?<\?xml[^>]*\?>\s*/, '')
    const id = /^<(?:\w+:)?(\w+)/.exec(xml)?.[1] ?? ''
    if (!hl7Ids.has(id)) continue
    read += 1
    const { keys, interaction } = readHl7(id, xml)
    t.equal(interaction, id, path)
    for (const key of ['nhsNumber', 'prescriptionId'] as const) {
      const values = anywhere(xml, key)
      t.same(keys[key] === undefined ? [] : [keys[key]], values, `${key} of ${path}`)
    }
  }
  t.ok(read >= 40, `${read} real messages were read`)
  t.end()
})
