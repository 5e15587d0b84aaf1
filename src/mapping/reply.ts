import type { Drawing } from './drawing.ts'
import type { RequestAbout } from './mapping.ts'
import type { Reason } from './spec.ts'
import { xmlText } from './texts.ts'

const HL7 = 'urn:hl7-org:v3'
const ASID = '1.2.826.0.1285.0.2.0.107'
const INTERACTION_ID = '2.16.840.1.113883.2.1.3.2.4.12'

/** What differs between the replies of one interaction. */
export interface Reply {
  readonly id: string
  readonly interaction: string
  readonly versionCode: string
  /** AA: here is the answer. AE: understood and failed. AR: not taken at all. */
  readonly type: 'AA' | 'AE' | 'AR'
  readonly reasons: readonly Reason[]
  readonly subject: Drawing | undefined
  /** Whether it answers a query: what it came to is said once more. */
  readonly isToQuery: boolean
}

const drawn = (
  label: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Drawing[]
): Drawing => ({
  label,
  step: label,
  isItem: false,
  leaf: undefined,
  children: [
    ...Object.entries(attributes).map(([name, value]) => ({
      ...drawn(`@${name}`, {}),
      leaf: { value, scalar: 'text', from: 'invented' } as const,
    })),
    ...children,
  ],
})

const device = (name: string, asid: string): Drawing =>
  drawn(
    name,
    { classCode: 'DEV', determinerCode: 'INSTANCE' },
    drawn('id', { root: ASID, extension: asid }),
  )

const reason = ({ code, codeSystem, display, severity }: Reason): Drawing =>
  drawn(
    'reason',
    { typeCode: 'RSON' },
    drawn(
      'justifyingDetectedIssueEvent',
      { classCode: 'ALRT', moodCode: 'EVN' },
      drawn(
        'code',
        { code, codeSystem, displayName: display },
        drawn('qualifier', { code: severity }),
      ),
    ),
  )

/** Why a message was not taken stands in its acknowledgement, why it failed with what was tried. */
const detail = ({ code, codeSystem, display, severity }: Reason): Drawing =>
  drawn(
    'acknowledgementDetail',
    { typeCode: severity },
    drawn('code', { code, codeSystem, displayName: display }),
  )

const queryAck = (type: Reply['type']): Drawing =>
  drawn(
    'queryAck',
    { type: 'QueryAck' },
    drawn('queryResponseCode', { code: type === 'AA' ? 'OK' : 'ID' }),
  )

const controlAct = (reply: Reply, asid: string): Drawing =>
  drawn(
    'ControlActEvent',
    { classCode: 'CACT', moodCode: 'EVN' },
    drawn(
      'author1',
      { typeCode: 'AUT' },
      drawn('AgentSystemSDS', { classCode: 'AGNT' }, device('agentSystemSDS', asid)),
    ),
    ...(reply.type === 'AR' ? [] : reply.reasons.map(reason)),
    ...(reply.subject === undefined ? [] : [drawn('subject', { typeCode: 'SUBJ' }, reply.subject)]),
    ...(reply.isToQuery ? [queryAck(reply.type)] : []),
  )

/**
 * Writes a reply in the transmission wrapper every Spine message has, the ASIDs the other way round;
 * its times are UTC. Throws FicusError `malformed` for a character XML cannot hold.
 */
export function replyText(reply: Reply, about: RequestAbout): string {
  const { id, interaction, versionCode, type } = reply
  const time = about.now.toISOString().replace(/\D/g, '').slice(0, 14)
  return xmlText(
    drawn(
      interaction,
      {},
      drawn('id', { root: id }),
      drawn('creationTime', { value: time }),
      drawn('versionCode', { code: versionCode }),
      drawn('interactionId', { root: INTERACTION_ID, extension: interaction }),
      drawn('processingCode', { code: 'P' }),
      drawn('processingModeCode', { code: 'T' }),
      drawn('acceptAckCode', { code: 'NE' }),
      drawn(
        'acknowledgement',
        { typeCode: type },
        ...(type === 'AR' ? reply.reasons.map(detail) : []),
        drawn('messageRef', {}, drawn('id', { root: about.payloadId })),
      ),
      drawn('communicationFunctionRcv', { typeCode: 'RCV' }, device('device', about.fromAsid)),
      drawn('communicationFunctionSnd', { typeCode: 'SND' }, device('device', about.toAsid)),
      controlAct(reply, about.toAsid),
    ),
    HL7,
  )
}
