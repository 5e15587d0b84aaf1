// What Spine's replies are, from the public templates and replies of nhsdigitalmait/SPINE_MTH and
// nhsdigitalmait/SPINE_MTH_EPS_Dispenser_Simulator.
import type { Rule } from './spine-acceptance.ts'
import { orderRule, WRAPPER_RULES } from './spine-acceptance-wrapper.ts'

const MTH = 'nhsdigitalmait/SPINE_MTH'
const SIMULATOR = 'nhsdigitalmait/SPINE_MTH_EPS_Dispenser_Simulator'
const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ASID = '1.2.826.0.1285.0.2.0.107'
const UUID = /^[\dA-Fa-f-]{36}$/
const FILLED = /\S/
const MANY = Number.POSITIVE_INFINITY
const EVENT = 'ControlActEvent'
const ROLE = `${EVENT}/subject/*/subject/patientRole`
const CODED = 'justifyingDetectedIssueEvent/code'

/** What a reply has to say again of what it answers. */
export interface AskedFacts {
  /** Of the message in the envelope. */
  readonly id: string
  /** Of what is in the message, where a reply names that. */
  readonly payloadId: string
  readonly fromAsid: string
  readonly toAsid: string
}

/** What a reply is to be. */
export interface ReplyFacts {
  readonly interaction: string
  readonly type: 'AA' | 'AE' | 'AR'
  readonly isToQuery: boolean
}

const system = (end: 'Rcv' | 'Snd'): string =>
  `communicationFunction${end}/device/id[@root=${ASID}]/@extension`

const REASONS: readonly Rule[] = [
  {
    name: 'a reason’s code',
    from: MTH,
    within: `${EVENT}/reason`,
    at: `${CODED}/@code`,
    is: FILLED,
  },
  {
    name: 'a reason’s list',
    from: MTH,
    within: `${EVENT}/reason`,
    at: `${CODED}/@codeSystem`,
    is: /^2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.(?:16|17)\.\d+$/,
  },
  {
    name: 'how bad a reason is',
    from: MTH,
    within: `${EVENT}/reason`,
    at: `${CODED}/qualifier/@code`,
    is: /^(?:ER|WG|IF)$/,
  },
]

/** Who is answered and how: the rules of every reply's message. */
const answering = (asked: AskedFacts, reply: ReplyFacts): readonly Rule[] => [
  // Nobody is at Spine's keyboard.
  ...WRAPPER_RULES.filter(({ within }) => within !== `${EVENT}/author`),
  orderRule('acknowledgement'),
  {
    name: 'its control act in its order',
    from: MTH,
    at: EVENT,
    order: ['author', 'author1', 'reason', 'subject', 'queryAck'],
  },
  { name: 'the interaction of the reply', from: MTH, at: 'name()', is: reply.interaction },
  { name: 'what it acknowledges', from: MTH, at: 'acknowledgement/@typeCode', is: reply.type },
  {
    name: 'the message it answers',
    from: MTH,
    at: 'acknowledgement/messageRef/id/@root',
    is: asked.id,
  },
  { name: 'to whoever asked', from: MTH, at: system('Rcv'), is: asked.fromAsid },
  { name: 'from whoever was asked', from: MTH, at: system('Snd'), is: asked.toAsid },
  {
    name: 'what a query came to',
    from: MTH,
    at: `${EVENT}/queryAck/queryResponseCode/@code`,
    times: reply.isToQuery ? [1, 1] : [0, 0],
    is: reply.type === 'AA' ? 'OK' : 'ID',
  },
  ...REASONS,
]

const one = (at: string, name: string, is: RegExp | string = FILLED, from = MTH): Rule => ({
  name,
  from,
  at,
  is,
})

const patient = (subject: string): readonly Rule[] => [
  one(
    `${EVENT}/subject/${subject}/subject/patientRole/id[@root=2.16.840.1.113883.2.1.4.1]/@extension`,
    'an NHS number',
    /^\d{10}$/,
  ),
  one(`${ROLE}/patientPerson/@classCode`, 'a person', 'PSN'),
]

const PERSON = `${ROLE}/patientPerson`

const shape = (name: string, birth: string, gender: string): readonly Rule[] => [
  one(`${PERSON}/${name}name/family`, 'a family name'),
  one(`${PERSON}/${birth}birthTime/@value`, 'a birth', /^\d{8}/),
  one(`${PERSON}/${gender}administrativeGenderCode/@code`, 'a gender', /^[0129]$/),
]

/** Where each shape of a record says the same of a person. */
const SHAPES: Readonly<Record<string, readonly Rule[]>> = {
  QUPA_IN000007UK01: shape('', '', ''),
  QUPA_IN000007UK03: shape('', '', ''),
  QUPA_IN000009UK03: shape('COCT_MT000203UK02.PartOfWhole/partPerson/', '', ''),
  QUPA_IN000009UK06: shape(
    'COCT_MT000203UK03.PartOfWhole/partPerson/',
    'COCT_MT000210UK01.PartBirthTime/partPerson/',
    'COCT_MT000209UK01.PartAdminGenderCode/partPerson/',
  ),
}

const VERSION = one(
  `${EVENT}/subject/*/pertinentInformation/pertinentSerialChangeNumber/value/@value`,
  'a serial change number',
  /^\d+$/,
)

const prescriptions = (asked: AskedFacts): readonly Rule[] => {
  const released = `${EVENT}/subject/PrescriptionReleaseResponse`
  const from = SIMULATOR
  return [
    one(`${released}/id/@root`, 'an id of the release', UUID, from),
    one(`${released}/effectiveTime/@value`, 'a time of the release', /^\d{14}$/, from),
    { name: 'a prescription', from, at: `${released}/component`, times: [1, MANY] },
    {
      name: 'a prescription’s template',
      from,
      within: `${released}/component`,
      at: `templateId[@root=${V3}.17.120]/@extension`,
      is: FILLED,
    },
    {
      name: 'one prescription each',
      from,
      within: `${released}/component`,
      at: 'ParentPrescription',
    },
    one(
      `${released}/inFulfillmentOf/priorDownloadRequestRef/id/@root`,
      'the payload it answers',
      asked.payloadId,
      from,
    ),
  ]
}

const subjects = (asked: AskedFacts): Readonly<Record<string, readonly Rule[]>> => ({
  QUPA_IN000009: [...patient('PDSResponse'), VERSION],
  QUPA_IN000007: patient('PdsTraceMatch'),
  PRPA_IN000202: [VERSION],
  PORX_IN050101: [
    one(`${EVENT}/subject/CancellationResponse/id/@root`, 'an id of the answer', UUID, SIMULATOR),
    one(
      `${EVENT}/subject/CancellationResponse/effectiveTime/@value`,
      'a time of the answer',
      /^\d{14}$/,
      SIMULATOR,
    ),
    one(
      `${EVENT}/subject/CancellationResponse/recordTarget/Patient/id/@extension`,
      'an NHS number',
      /^\d{10}$/,
      SIMULATOR,
    ),
    one(
      `${EVENT}/subject/CancellationResponse/pertinentInformation3/pertinentResponse/value/@code`,
      'what became of it',
      /^\d{4}$/,
      SIMULATOR,
    ),
    one(
      `${EVENT}/subject/CancellationResponse/pertinentInformation2/pertinentPrescriptionID/value/@extension`,
      'a short prescription id',
      /^.{20}$/,
      SIMULATOR,
    ),
    one(
      `${EVENT}/subject/CancellationResponse/pertinentInformation4/pertinentCancellationRequestRef/id/@root`,
      'the payload it answers',
      asked.payloadId,
      SIMULATOR,
    ),
  ],
  PORX_IN070101: prescriptions(asked),
  PORX_IN070103: prescriptions(asked),
  PORX_IN110101: [
    one(
      `${EVENT}/subject/PrescriptionReleaseReject/id/@root`,
      'an id of the answer',
      UUID,
      SIMULATOR,
    ),
    one(
      `${EVENT}/subject/*/pertinentInformation/pertinentRejectionReason/value[@codeSystem=${V3}.16.34]/@code`,
      'why it is rejected',
      /^\d{4}$/,
      SIMULATOR,
    ),
    one(
      `${EVENT}/subject/*/reversalOf/priorPrescriptionReleaseRequestRef/id/@root`,
      'the payload it answers',
      asked.payloadId,
      SIMULATOR,
    ),
  ],
})

/** Replies that say nothing but that it was done, or why not. */
const BARE: readonly Rule[] = [
  { name: 'no subject', from: MTH, at: `${EVENT}/subject`, times: [0, 0] },
]

const REFUSED: readonly Rule[] = [
  { name: 'a reason', from: MTH, at: `${EVENT}/reason`, times: [1, MANY] },
]

/** Everything a reply's message is to be. */
export function replyRules(asked: AskedFacts, reply: ReplyFacts): readonly Rule[] {
  const subject = subjects(asked)[reply.interaction.slice(0, 'PORX_IN000000'.length)]
  const isBare = subject === undefined
  return [
    ...answering(asked, reply),
    ...(subject ?? BARE),
    ...(SHAPES[reply.interaction] ?? []),
    ...(isBare && reply.type === 'AE' ? REFUSED : []),
  ]
}
