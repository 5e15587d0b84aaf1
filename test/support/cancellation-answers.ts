import {
  agentIn,
  agents,
  agentsIn,
  AT,
  CANCELLED,
  type Cancelled,
  GROUP,
  ITEM,
  ITEM_IN,
  patientOf,
  recordTargetIn,
} from './cancellation-golden.ts'
import { type Entries, NHS, ods, reference, type Resource, UK } from './prescription-golden-laid.ts'
import { SAID } from './prescription-golden-parts.ts'

// Written by hand from NHS MIM 4.2.00 and the FHIR API of NHSDigital/electronic-prescription-service-api.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const DM = `${NHS}/StructureDefinition/Extension-DM`
export const HISTORY = `${NHS}/CodeSystem/medicationrequest-status-history`

/** The id of every answer: what a test's chance makes. */
export const ANSWER_ID = '1f0c8f3e-6a5d-4c1b-8c7e-2b9d6f4a3e10'

/** What became of a golden cancellation. */
export interface Answered {
  readonly of: Cancelled
  readonly code: string
  readonly display: string | undefined
  /** Of the medication request. */
  readonly status: string
  readonly isDispensing: boolean
  /** By which number who dispenses is known. */
  readonly dispenser: readonly [root: string, system: string, id: string]
}

export const DONE: Answered = {
  of: CANCELLED,
  code: '0001',
  display: 'Some words',
  status: 'cancelled',
  isDispensing: false,
  dispenser: ['1.2.826.0.1285.0.2.0.65', `${NHS}/Id/sds-user-id`, '900000000003'],
}

const dispenserIn = ({ of, dispenser: [root, , id] }: Answered): string =>
  agentIn(of, [
    '100000000003',
    'R8003',
    'Somebody Dispensing',
    `<id root="${root}" extension="${id}"/>`,
  ])

/** The subject of a golden reply. */
export function responseSubject(answered: Answered): string {
  const { of, code, display, isDispensing } = answered
  const [author, responsible] = agentsIn(of)
  const performer = isDispensing
    ? `<performer typeCode="PRF">${dispenserIn(answered)}</performer>`
    : ''
  return (
    `<CancellationResponse classCode="INFRM" moodCode="EVN"><id root="${ANSWER_ID.toUpperCase()}"/><effectiveTime value="20260102030407"/>` +
    `${recordTargetIn(of)}${performer}<author contextControlCode="OP" typeCode="AUT">${author}</author>` +
    `<responsibleParty contextControlCode="OP" typeCode="RESP">${responsible}</responsibleParty>${ITEM_IN}` +
    `<pertinentInformation3 contextConductionInd="true" typeCode="PERT"><seperatableInd value="false"/><pertinentResponse classCode="OBS" moodCode="EVN">` +
    `<code code="CRR" codeSystem="${V3}.17.30"/><value code="${code}" codeSystem="${V3}.17.19"${display === undefined ? '' : ` displayName="${display}"`}/></pertinentResponse></pertinentInformation3>` +
    `<pertinentInformation4 inversionInd="false" negationInd="false" typeCode="PERT"><seperatableInd value="true"/>` +
    `<pertinentCancellationRequestRef classCode="ACTN" moodCode="RQO"><id root="${SAID.messageId.toUpperCase()}"/></pertinentCancellationRequestRef></pertinentInformation4></CancellationResponse>`
  )
}

/** A golden reply of legacy's. */
export const responseMessage = (answered: Answered): Buffer =>
  Buffer.from(
    `<PORX_IN050101UK31 xmlns="urn:hl7-org:v3"><acknowledgement typeCode="${answered.code === '0001' ? 'AA' : 'AE'}"/>` +
      `<ControlActEvent classCode="CACT" moodCode="EVN"><subject typeCode="SUBJ">${responseSubject(answered)}</subject></ControlActEvent></PORX_IN050101UK31>`,
  )

const DISPENSER = {
  role: '00000000-0000-4000-8000-000000000009',
  person: '00000000-0000-4000-8000-00000000000a',
}

const dispenser = ({ of, dispenser: [, system, id] }: Answered): Entries => {
  const resources = new Map(agents(of))
  return [
    [
      DISPENSER.role,
      {
        ...resources.get(AT.role),
        identifier: [{ system: `${NHS}/Id/sds-role-profile-id`, value: '100000000003' }],
        code: [
          { coding: [{ system: `${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode`, code: 'R8003' }] },
        ],
        practitioner: reference(DISPENSER.person),
      },
    ],
    [
      DISPENSER.person,
      {
        ...resources.get(AT.person),
        identifier: [{ system, value: id }],
        name: [{ text: 'Somebody Dispensing' }],
      },
    ],
  ]
}

const header = (): Resource => ({
  resourceType: 'MessageHeader',
  eventCoding: { system: `${NHS}/CodeSystem/message-event`, code: 'prescription-order-response' },
  response: { identifier: SAID.messageId, code: 'ok' },
  focus: [reference(AT.line)],
})

const history = ({ code, display }: Answered, name: string): Resource => ({
  url: `${DM}-${name}`,
  extension: [
    { url: 'status', valueCoding: { system: HISTORY, code: `R-${code}`, display } },
    { url: 'statusDate', valueDateTime: '2026-01-02T03:04:07+00:00' },
  ],
})

/** The API says who asked as the responsible practitioner, and who prescribed as the requester. */
const line = (answered: Answered, name: string): Resource => ({
  ...ITEM,
  groupIdentifier: GROUP,
  status: answered.status,
  requester: reference(answered.of.by === 'same' ? AT.role : AT.otherRole),
  extension: [
    history(answered, name),
    { url: `${DM}-ResponsiblePractitioner`, valueReference: reference(AT.role) },
  ],
  ...(answered.isDispensing && {
    dispenseRequest: {
      performer: {
        identifier: ods('Y00001'),
        display: 'MADE UP SURGERY',
        extension: [
          { url: `${DM}-DispensingPerformer`, valueReference: reference(DISPENSER.role) },
        ],
      },
    },
  }),
})

/** A golden answer's resources, by their addresses. */
export const responseEntries = (
  answered: Answered,
  name = 'PrescriptionStatusHistory',
): Entries => [
  [AT.header, header()],
  [AT.line, line(answered, name)],
  [AT.patient, patientOf(answered.of)],
  ...agents(answered.of),
  ...(answered.isDispensing ? dispenser(answered) : []),
]

/** A Bundle the cloud answers with. */
export const answerOf = (entries: Entries, more: Resource = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'Bundle',
      identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: ANSWER_ID },
      type: 'message',
      timestamp: '2026-01-02T03:04:07+00:00',
      ...more,
      entry: entries.map(([id, resource]) => ({ fullUrl: `urn:uuid:${id}`, resource })),
    }),
  )

/** A golden answer of the cloud's. */
export const responseBundle = (answered: Answered): Buffer => answerOf(responseEntries(answered))

/** What the cloud answers where there is no medication request to speak of. */
export const responseOutcome = ({ code, display }: Answered): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'processing',
          diagnostics: 'x',
          details: { coding: [{ system: HISTORY, code: `R-${code}`, display }] },
        },
      ],
    }),
  )

/** Codes that are said of a medication request, and the status it has. */
const OF_ITEM = [
  ['0002', 'active'],
  ['0003', 'active'],
  ['0004', 'completed'],
  ['0005', 'stopped'],
  ['0006', 'cancelled'],
  ['0007', 'unknown'],
  ['0010', 'stopped'],
] as const

const REGISTERS = [
  ['gmc-number', '4123456'],
  ['gphc-number', '2123456'],
  ['nmc-number', '12A3456B'],
  ['gmp-number', 'G1234567'],
  ['hcpc-number', 'PT123456'],
  ['professional-code', '131167442519'],
] as const

/** Answers that say everything a table has a row for, each in both languages, by a title. */
export const GOLDEN_ANSWERS: ReadonlyMap<string, Answered> = new Map([
  ['it was cancelled', DONE],
  ...OF_ITEM.map(
    ([code, status]) =>
      [`${code}, ${status}`, { ...DONE, code, status, isDispensing: true }] as const,
  ),
  ['without words', { ...DONE, display: undefined }],
  ['somebody else prescribed it', { ...DONE, of: { ...CANCELLED, by: 'other' } }],
  ['an organisation prescribed it', { ...DONE, of: { ...CANCELLED, by: 'organisation' } }],
  ...REGISTERS.map(
    ([register, id]) =>
      [
        `a dispenser by ${register}`,
        {
          ...DONE,
          code: '0004',
          status: 'completed',
          isDispensing: true,
          dispenser: ['1.2.826.0.1285.0.2.1.54', `${UK}/Id/${register}`, id],
        },
      ] as const,
  ),
])

/** What is answered with an OperationOutcome. */
export const GOLDEN_REFUSALS: readonly Answered[] = ['0008', '0009', '5000', '5888'].map(code => ({
  ...DONE,
  code,
}))
