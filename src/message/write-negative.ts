import type { Answer, Party } from '../exchange/index.ts'
import { type Markup, type WrittenAttribute, xml, xmlAttribute, xmlName } from '../xml/index.ts'
import { hl7Time, xmlAnswer } from './answer.ts'
import type { Interaction } from './interaction.ts'
import { INTERACTION_ID } from './names.ts'
import { endsOf, replyEnvelope, systemId } from './write-soap-reply.ts'

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

const DISPLAY = xmlName('displayName')

const display = ({ display: text }: Reason): WrittenAttribute | undefined =>
  text === undefined ? undefined : xmlAttribute(DISPLAY, text)

const reason = (why: Reason): Markup =>
  xml`<reason typeCode="RSON"><justifyingDetectedIssueEvent classCode="ALRT" moodCode="EVN"><code code="${why.code}" codeSystem="${why.codeSystem}"${display(why)}><qualifier code="${why.severity ?? 'ER'}"/></code></justifyingDetectedIssueEvent></reason>`

const detail = (why: Reason): Markup =>
  xml`<acknowledgementDetail typeCode="${why.severity ?? 'ER'}"><code code="${why.code}" codeSystem="${why.codeSystem}"${display(why)}/></acknowledgementDetail>`

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
  const author = xml`<author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT"><agentSystemSDS classCode="DEV" determinerCode="INSTANCE">${systemId(about.to)}</agentSystemSDS></AgentSystemSDS></author1>`
  const name = xmlName(refusal.id)
  return xml`<${name}><id root="${id}"/><creationTime value="${hl7Time(about.now)}"/><versionCode code="V3NPfIT3.0"/><interactionId root="${INTERACTION_ID}" extension="${refusal.id}"/><processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/><acknowledgement typeCode="${refusal.type}">${refusal.details}${messageRef}</acknowledgement>${endsOf(about)}<ControlActEvent classCode="CACT" moodCode="EVN">${author}${refusal.reasons}${refusal.queryAck}</ControlActEvent></${name}>`
}

function reply(refusal: Refusal, about: ReplyContext): Answer {
  const id = about.newId()
  const { service = '', wrapper } = about.interaction
  const parts = { messageId: id, interaction: refusal.id, wrapper }
  return xmlAnswer(200, replyEnvelope(parts, { ...about, service }, message(refusal, id, about)))
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
