/** One prescription as a clinical view tells it, in legacy's words and in the cloud's, by hand. */
const NHS = 'https://fhir.nhs.uk'
const EXT = `${NHS}/StructureDefinition/Extension`
const ODS = `${NHS}/Id/ods-organization-code`

export const SHORT_ID = 'ABCDEF-Y00001-12345X'
export const VIEW_NUMBER = '9990010005'
const ITEMS = [
  {
    id: '1A2B3C4D-0001-4000-8000-00000000000A',
    status: '0001',
    product: 'Madeupine 5mg tablets',
    quantity: '28',
    unit: 'tablet',
    dosage: 'One daily',
  },
  {
    id: '1A2B3C4D-0002-4000-8000-00000000000B',
    status: '0003',
    product: 'Inventol 2.5ml',
    quantity: '0.5',
    unit: 'ml',
    dosage: 'As told',
  },
] as const
const STEPS = [
  ['0001', 'Y00001'],
  ['0002', 'F0001'],
  ['0003', 'F0001'],
] as const

const numbered = (n: number, item: (typeof ITEMS)[number], quantity: string): string =>
  `<productLineItem${n}>${item.product}</productLineItem${n}><quantityLineItem${n}>${quantity}</quantityLineItem${n}>` +
  `<narrativeLineItem${n}>${item.unit}</narrativeLineItem${n}>`

const item = (each: (typeof ITEMS)[number], n: number): string =>
  `<lineItem><order value="${n}"/><ID value="${each.id}"/><previousStatus value="0008"/><status value="${each.status}"/></lineItem>`

/** The subject of legacy's reply: the second item stands first where items are named. */
export const viewSubject = (): string =>
  `<PrescriptionJsonQueryResponse classCode="ORGANIZER" moodCode="EVN"><id root="F8966CE0-E034-11DA-863F-A7A405B41481"/>` +
  `<effectiveTime value="20050922101500"/><epsIndex><dispenser_status>['F0001_0003']</dispenser_status></epsIndex><epsRecord>` +
  `<prescriptionStatus>0003</prescriptionStatus><completionDate>False</completionDate>` +
  `${item(ITEMS[1], 2)}${item(ITEMS[0], 1)}` +
  `<history><SCN>2</SCN><messageID>"X"</messageID></history>` +
  STEPS.map(
    ([status, by]) =>
      `<filteredHistory><fromStatus>False</fromStatus><toStatus>${status}</toStatus><message>Done</message><agentPersonOrgCode>${by}</agentPersonOrgCode></filteredHistory>`,
  ).join('') +
  `<prescriptionTreatmentType>0001</prescriptionTreatmentType><prescriptionType>0101</prescriptionType>` +
  `<prescriptionID>${SHORT_ID}</prescriptionID><prescribingOrganization>Y00001</prescribingOrganization>` +
  `<patientNhsNumber>${VIEW_NUMBER}</patientNhsNumber><nominatedPerformer>F0001</nominatedPerformer>` +
  `<parentPrescription><birthTime>19700203</birthTime><administrativeGenderCode>3</administrativeGenderCode>` +
  `<prefix>DR</prefix><given>Cleo</given><family>Testperson</family><addrLine1>2 Nowhere Lane</addrLine1><postalCode>ZZ99 3WZ</postalCode>` +
  ITEMS.map(
    (each, i) =>
      `${numbered(i + 1, each, each.quantity)}<dosageLineItem${i + 1}>${each.dosage}</dosageLineItem${i + 1}>`,
  ).join('') +
  `</parentPrescription><dispenseNotification><dispenseNotificationID>N1</dispenseNotificationID>` +
  `${numbered(1, ITEMS[0], '28')}<statusLineItem1>0001</statusLineItem1>` +
  `${numbered(2, ITEMS[1], '0.2')}<statusLineItem2>0003</statusLineItem2>` +
  `</dispenseNotification></epsRecord></PrescriptionJsonQueryResponse>`

const ASID = '1.2.826.0.1285.0.2.0.107'
const device = `<device classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="200000000001"/></device>`

const message = (root: string, acknowledgement: string, subject: string): string =>
  `<${root} xmlns="urn:hl7-org:v3"><id root="F1D2C3B4-0000-4000-8000-000000000001"/><creationTime value="20260102030405"/>` +
  `<interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${root}"/>${acknowledgement}` +
  `<communicationFunctionRcv typeCode="RCV">${device}</communicationFunctionRcv><communicationFunctionSnd typeCode="SND">${device}</communicationFunctionSnd>` +
  `<ControlActEvent classCode="CACT" moodCode="EVN"><subject typeCode="SUBJ">${subject}</subject></ControlActEvent></${root}>`

const REFERENCE = '<messageRef><id root="F1D2C3B4-0000-4000-8000-000000000002"/></messageRef>'

export const viewMessage = (subject = viewSubject()): string =>
  message(
    'PORX_IN000006UK98',
    `<acknowledgement typeCode="AA">${REFERENCE}</acknowledgement>`,
    subject,
  )

/** How legacy says that it has no answer: one code, and what it displays tells which. */
export const viewRefusal = (displayed: string): string =>
  message(
    'MCCI_IN010000UK13',
    `<acknowledgement typeCode="AR"><acknowledgementDetail typeCode="ER"><code codeSystem="PRESCRIPTION_SEARCH_ERROR" code="0001" displayName="${displayed}"/></acknowledgementDetail>${REFERENCE}</acknowledgement>`,
    '',
  )

const status = (code: string) => ({
  system: `${NHS}/CodeSystem/EPS-task-business-status`,
  code,
})
const url = (n: string): string => `urn:uuid:00000000-0000-4000-8000-00000000000${n}`
const coding = (code: string) => ({ system: `${NHS}/CodeSystem/medicationdispense-type`, code })
const text = (of: string) => ({ text: of })

const PATIENT = {
  resourceType: 'Patient',
  identifier: [{ system: `${NHS}/Id/nhs-number`, value: VIEW_NUMBER }],
  name: [{ prefix: ['DR'], given: ['Cleo'], family: 'Testperson' }],
  birthDate: '1970-02-03',
  gender: 'other',
  address: [{ line: ['2 Nowhere Lane'], postalCode: 'ZZ99 3WZ' }],
}

const request = ({ id, status: at, product, quantity, unit, dosage }: (typeof ITEMS)[number]) => ({
  resourceType: 'MedicationRequest',
  identifier: [{ system: `${NHS}/Id/prescription-order-item-number`, value: id.toLowerCase() }],
  status: 'active',
  medicationCodeableConcept: text(product),
  courseOfTherapyType: { coding: [{ code: 'acute' }] },
  dispenseRequest: {
    quantity: { value: Number(quantity), unit },
    performer: { identifier: [{ system: ODS, value: 'F0001' }] },
  },
  dosageInstruction: [text(dosage)],
  extension: [
    {
      url: `${EXT}-EPS-DispensingInformation`,
      extension: [{ url: 'dispenseStatus', valueCoding: coding(at) }],
    },
  ],
})

const dispensed = (of: (typeof ITEMS)[number], quantity: number, at: string) => ({
  resourceType: 'MedicationDispense',
  status: 'in-progress',
  type: { coding: [coding(at)] },
  medicationCodeableConcept: text(of.product),
  quantity: { value: quantity, unit: of.unit },
})

const step = ([code, by]: (typeof STEPS)[number]) => ({
  title: 'Done',
  code: [{ coding: [status(code)] }],
  participant: [
    {
      extension: [
        {
          url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-RequestOrchestration.action.participant.typeReference',
          valueReference: { identifier: { system: ODS, value: by } },
        },
      ],
    },
  ],
})

const GROUP = {
  resourceType: 'RequestGroup',
  identifier: [{ system: `${NHS}/Id/prescription-order-number`, value: SHORT_ID }],
  subject: { reference: url('1') },
  status: 'active',
  intent: 'order',
  author: { identifier: { system: ODS, value: 'Y00001' } },
  extension: [
    {
      url: `${EXT}-EPS-PrescriptionStatusHistory`,
      extension: [{ url: 'status', valueCoding: status('0003') }],
    },
    { url: `${EXT}-DM-PrescriptionType`, valueCoding: { code: '0101' } },
  ],
  action: [
    { title: 'Prescription Line Items(Medications)', action: [{ title: 'no step' }] },
    { title: 'Prescription status transitions', action: STEPS.map(step) },
  ],
}

/** The cloud's answer that says the same. */
export const viewBundle = (): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [
        { fullUrl: url('1'), resource: PATIENT },
        ...ITEMS.map((each, i) => ({ fullUrl: url(String(i + 2)), resource: request(each) })),
        { fullUrl: url('4'), resource: dispensed(ITEMS[0], 28, '0001') },
        { fullUrl: url('5'), resource: dispensed(ITEMS[1], 0.2, '0003') },
        { fullUrl: url('6'), resource: GROUP },
      ],
    }),
  )

const issue = (n: string, at: string, pending: 'True' | 'False') => ({
  instanceNumber: n,
  prescriptionStatus: at,
  prescCancPending: pending,
  liCancPending: 'False',
})

/** What legacy finds, which is no HL7v3. */
export const searchAnswer = (): Buffer =>
  Buffer.from(
    JSON.stringify({
      Response: {
        prescriptions: [
          {
            prescriptionID: SHORT_ID,
            patientID: VIEW_NUMBER,
            family: 'Testperson',
            nextActivity: 'expire',
            issueDetail: [issue('1', '0006', 'False'), issue('2', '0001', 'True')],
          },
          {
            prescriptionID: 'FEDCBA-Y00001-54321Z',
            patientID: VIEW_NUMBER,
            family: 'Testperson',
            issueDetail: [issue('1', '0001', 'False')],
          },
        ],
        allPrescriptions: [{ id: SHORT_ID, includedInResults: 'True' }],
      },
    }),
  )

const group = (id: string, at: string, pending: boolean, n?: number) => ({
  resourceType: 'RequestGroup',
  identifier: [{ system: `${NHS}/Id/prescription-order-number`, value: id }],
  subject: { reference: url('1') },
  extension: [
    {
      url: `${EXT}-EPS-PrescriptionStatusHistory`,
      extension: [{ url: 'status', valueCoding: status(at) }],
    },
    ...(n === undefined
      ? []
      : [
          {
            url: `${EXT}-EPS-RepeatInformation`,
            extension: [
              { url: 'numberOfRepeatsIssued', valueInteger: n },
              { url: 'numberOfRepeatsAllowed', valueInteger: 2 },
            ],
          },
        ]),
    {
      url: `${EXT}-PendingCancellation`,
      extension: [
        { url: 'prescriptionPendingCancellation', valueBoolean: pending },
        { url: 'lineItemPendingCancellation', valueBoolean: false },
      ],
    },
  ],
})

/** What the cloud finds of the same: a group of each issue, in an order of its own. */
export const searchBundle = (): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [
        { fullUrl: url('1'), resource: PATIENT },
        { resource: group('FEDCBA-Y00001-54321Z', '0001', false) },
        { resource: group(SHORT_ID, '0001', true, 2) },
        { resource: group(SHORT_ID, '0006', false, 1) },
      ],
    }),
  )
