import type { Answer, Party } from '../exchange/index.ts'
import { hl7Time, xmlAnswer } from './answer.ts'
import type { Interaction } from './interaction.ts'
import { type Markup, xml } from './markup.ts'
import { ASID, INTERACTION_ID, NS } from './names.ts'

/** The request that is answered. */
export interface ReplyContext {
  readonly interaction: Pick<Interaction, 'service' | 'wrapper'>
  readonly messageId: string | undefined
  /** The id of its HL7v3 message; where unknown, that of its envelope is referred to. */
  readonly payloadId?: string | undefined
  /** As in the request: the answer goes the other way. */
  readonly from: Party
  readonly to: Party
  readonly now: Date
  readonly newId: () => string
}

/** Why: a code of one of Spine's error code systems. */
export interface Reason {
  readonly code: string
  readonly codeSystem: string
  readonly display?: string
  /** Error, warning or information; an error where it is not said. */
  readonly severity?: 'ER' | 'WG' | 'IF'
}

/** What Spine itself writes for a system it does not know. */
const NOT_KNOWN = 'Not Known'

const display = ({ display: text }: Reason): Markup | undefined =>
  text === undefined ? undefined : xml` displayName="${text}"`

const reason = (why: Reason): Markup =>
  xml`<reason typeCode="RSON"><justifyingDetectedIssueEvent classCode="ALRT" moodCode="EVN"><code code="${why.code}" codeSystem="${why.codeSystem}"${display(why)}><qualifier code="${why.severity ?? 'ER'}"/></code></justifyingDetectedIssueEvent></reason>`

const detail = (why: Reason): Markup =>
  xml`<acknowledgementDetail typeCode="${why.severity ?? 'ER'}"><code code="${why.code}" codeSystem="${why.codeSystem}"${display(why)}/></acknowledgementDetail>`

const device = (party: Party): Markup =>
  xml`<device classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="${party.asid ?? NOT_KNOWN}"/></device>`

const ends = (about: ReplyContext): Markup =>
  xml`<communicationFunctionRcv typeCode="RCV">${device(about.from)}</communicationFunctionRcv><communicationFunctionSnd typeCode="SND">${device(about.to)}</communicationFunctionSnd>`

/** What differs between the negative answers. */
interface Refusal {
  readonly id: 'MCCI_IN010000UK13' | 'QUQI_IN010000UK14'
  /** AE: understood and failed. AR: not taken. */
  readonly type: 'AE' | 'AR'
  readonly details: readonly Markup[]
  readonly reasons: readonly Markup[]
  readonly queryAck: Markup | undefined
}

function message(refusal: Refusal, id: string, about: ReplyContext): Markup {
  const answered = about.payloadId ?? about.messageId
  const messageRef =
    answered === undefined ? undefined : xml`<messageRef><id root="${answered}"/></messageRef>`
  const author = xml`<author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT"><agentSystemSDS classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="${about.to.asid ?? NOT_KNOWN}"/></agentSystemSDS></AgentSystemSDS></author1>`
  return xml`<${refusal.id}><id root="${id}"/><creationTime value="${hl7Time(about.now)}"/><versionCode code="V3NPfIT3.0"/><interactionId root="${INTERACTION_ID}" extension="${refusal.id}"/><processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/><acknowledgement typeCode="${refusal.type}">${refusal.details}${messageRef}</acknowledgement>${ends(about)}<ControlActEvent classCode="CACT" moodCode="EVN">${author}${refusal.reasons}${refusal.queryAck}</ControlActEvent></${refusal.id}>`
}

function reply(refusal: Refusal, about: ReplyContext): Answer {
  const id = about.newId()
  const { service = '', wrapper } = about.interaction
  const relatesTo =
    about.messageId === undefined
      ? undefined
      : xml`<wsa:RelatesTo>uuid:${about.messageId}</wsa:RelatesTo>`
  const body = message(refusal, id, about)
  const wrapped = wrapper === undefined ? body : xml`<${wrapper}>${body}</${wrapper}>`
  return xmlAnswer(
    200,
    xml`<soap:Envelope xmlns:soap="${NS.soap}" xmlns:wsa="${NS.wsa}" xmlns="${NS.hl7}"><soap:Header><wsa:MessageID>uuid:${id}</wsa:MessageID><wsa:Action>${service}/${refusal.id}</wsa:Action><wsa:To/><wsa:From><wsa:Address/></wsa:From>${ends(about)}${relatesTo}</soap:Header><soap:Body>${wrapped}</soap:Body></soap:Envelope>`,
  )
}

/** Writes an application acknowledgement of a request that was understood and failed, with its reasons. */
export const writeApplicationError = (why: readonly Reason[], about: ReplyContext): Answer =>
  reply(
    {
      id: 'MCCI_IN010000UK13',
      type: 'AE',
      details: [],
      reasons: why.map(reason),
      queryAck: undefined,
    },
    about,
  )

/** Writes an application acknowledgement of a request that was not taken, e.g. for a message id used before. */
export const writeRejection = (why: readonly Reason[], about: ReplyContext): Answer =>
  reply(
    {
      id: 'MCCI_IN010000UK13',
      type: 'AR',
      details: why.map(detail),
      reasons: [],
      queryAck: undefined,
    },
    about,
  )

/** Writes the failure of a query, with its reasons. */
export const writeQueryFailure = (why: readonly Reason[], about: ReplyContext): Answer =>
  reply(
    {
      id: 'QUQI_IN010000UK14',
      type: 'AE',
      details: [],
      reasons: why.map(reason),
      queryAck: xml`<queryAck type="QueryAck"><queryResponseCode code="ID"/></queryAck>`,
    },
    about,
  )
