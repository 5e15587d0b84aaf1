import { escape } from './xml-text.ts'
import { hl7Time } from './times.ts'
import type { World } from './world.ts'

/** Why something was refused or is incomplete: a row of a Spine error code system. */
export interface Reason {
  readonly code: string
  readonly system: string
  readonly says: string
  /** Error, or warning beside a success. */
  readonly qualifier: 'ER' | 'WG'
}

/** What differs from one reply to the next inside the common transmission wrapper. */
export interface Message {
  /** Root element and interaction id. */
  readonly root: string
  readonly version: string
  readonly ack: 'AA' | 'AE' | 'AR'
  /** For AR: what the acknowledgement itself says. */
  readonly detail?: Reason
  readonly reasons?: readonly Reason[]
  /** The whole subject element's content, unprefixed. */
  readonly subject?: string
  readonly queryResponse?: 'OK' | 'ID'
  /** What stands last in the control act; given the prefix of the wrapper. */
  readonly last?: (prefix: string) => string
}

/** Between whom a reply goes, and what it answers. */
export interface Ends {
  readonly id: string
  /** The payload id of the request. */
  readonly ref: string
  readonly toAsid: string
  readonly fromAsid: string
}

const ASID = '1.2.826.0.1285.0.2.0.107'

/** Writes a device of a communication function as it stands in headers and wrappers. */
export const device = (asid: string, p: string): string =>
  `<${p}device classCode="DEV" determinerCode="INSTANCE">` +
  `<${p}id root="${ASID}" extension="${escape(asid)}"/></${p}device>`

const coded = (tag: string, { code, system, says }: Reason): string =>
  `<${tag} code="${code}" codeSystem="${system}" displayName="${escape(says)}"`

const reason = (each: Reason, p: string): string =>
  `<${p}reason typeCode="RSON"><${p}justifyingDetectedIssueEvent classCode="ALRT" moodCode="EVN">` +
  `${coded(`${p}code`, each)}><${p}qualifier code="${each.qualifier}"/></${p}code>` +
  `</${p}justifyingDetectedIssueEvent></${p}reason>`

const detail = (each: Reason, p: string): string =>
  `<${p}acknowledgementDetail typeCode="ER">${coded(`${p}code`, each)}/></${p}acknowledgementDetail>`

function controlAct(message: Message, ends: Ends, p: string): string {
  const { reasons = [], subject, queryResponse, last } = message
  return (
    `<${p}ControlActEvent classCode="CACT" moodCode="EVN">` +
    `<${p}author1 typeCode="AUT"><${p}AgentSystemSDS classCode="AGNT">` +
    `<${p}agentSystemSDS classCode="DEV" determinerCode="INSTANCE">` +
    `<${p}id root="${ASID}" extension="${escape(ends.fromAsid)}"/>` +
    `</${p}agentSystemSDS></${p}AgentSystemSDS></${p}author1>` +
    reasons.map(each => reason(each, p)).join('') +
    (subject === undefined ? '' : `<${p}subject typeCode="SUBJ">${subject}</${p}subject>`) +
    (queryResponse === undefined
      ? ''
      : `<${p}queryAck type="QueryAck"><${p}queryResponseCode code="${queryResponse}"/></${p}queryAck>`) +
    `${last?.(p) ?? ''}</${p}ControlActEvent>`
  )
}

/**
 * Writes a reply in the HL7v3 transmission wrapper. With the prefix `hl7:` the wrapper carries it, as ebXML
 * replies do, and the subject brings its own default namespace; without, the envelope around has declared it.
 */
export function writeMessage(
  message: Message,
  ends: Ends,
  world: World,
  prefix: 'hl7:' | '' = '',
): string {
  const p = prefix
  return (
    `<${p}${message.root}${p === '' ? '' : ' xmlns:hl7="urn:hl7-org:v3"'}>` +
    `<${p}id root="${ends.id}"/><${p}creationTime value="${hl7Time(world.now)}"/>` +
    `<${p}versionCode code="${message.version}"/>` +
    `<${p}interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${message.root}"/>` +
    `<${p}processingCode code="P"/><${p}processingModeCode code="T"/><${p}acceptAckCode code="NE"/>` +
    `<${p}acknowledgement typeCode="${message.ack}">` +
    (message.detail === undefined ? '' : detail(message.detail, p)) +
    `<${p}messageRef><${p}id root="${escape(ends.ref)}"/></${p}messageRef></${p}acknowledgement>` +
    `<${p}communicationFunctionRcv typeCode="RCV">${device(ends.toAsid, p)}</${p}communicationFunctionRcv>` +
    `<${p}communicationFunctionSnd typeCode="SND">${device(ends.fromAsid, p)}</${p}communicationFunctionSnd>` +
    controlAct(message, ends, p) +
    `</${p}${message.root}>`
  )
}

/** The negative answer to any query: AE with reasons, and no data. */
export const queryFailure = (version: string, reasons: readonly Reason[]): Message => ({
  root: 'QUQI_IN010000UK14',
  version,
  ack: 'AE',
  reasons,
  queryResponse: 'ID',
})
