/** The whole reply to a trace, written by hand: every place stands here once. */
import { replyMessage } from './pds-golden-reply.ts'
import { FROM, PAYLOAD_ID, REPLY_ID, TO } from './pds-golden-about.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** What a traced person says, in the order a reply says it. */
export interface Traced {
  readonly number: string
  readonly gender: string
  readonly birth: string
  readonly death?: string
  /** The content of `name use="L"`. */
  readonly name: string
  /** The content of `addr use="H"`. */
  readonly address?: string
  /** Whole telecom elements. */
  readonly telecoms?: string
  /** The organisation's code and its effective time. */
  readonly practice?: readonly [ods: string, effectiveTime: string]
}

const provider = ([ods, effectiveTime]: readonly [string, string]): string =>
  `<playedOtherProviderPatient classCode="PAT"><subjectOf typeCode="SBJ">` +
  `<patientCareProvision classCode="PCPR" moodCode="EVN">` +
  `<code codeSystem="${V3}.17.37" code="1"/>${effectiveTime}` +
  `<performer typeCode="PRF"><assignedOrganization classCode="ASSIGNED">` +
  `<id root="2.16.840.1.113883.2.1.4.3" extension="${ods}"/></assignedOrganization></performer>` +
  `</patientCareProvision></subjectOf></playedOtherProviderPatient>`

const value = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name} value="${text}"/>`

/** The subject of a reply. */
export const tracedSubject = (traced: Traced): string =>
  `<PdsTraceMatch classCode="OBS" moodCode="EVN"><subject typeCode="SBJ"><patientRole classCode="PAT">` +
  (traced.address === undefined ? '' : `<addr use="H">${traced.address}</addr>`) +
  `<id root="2.16.840.1.113883.2.1.4.1" extension="${traced.number}"/>${traced.telecoms ?? ''}` +
  `<patientPerson classCode="PSN" determinerCode="INSTANCE">` +
  `<administrativeGenderCode code="${traced.gender}"/>${value('birthTime', traced.birth)}` +
  `${value('deceasedTime', traced.death)}<name use="L">${traced.name}</name>` +
  (traced.practice === undefined ? '' : provider(traced.practice)) +
  `</patientPerson></patientRole></subject></PdsTraceMatch>`

const ENVELOPE = {
  version: 'V3NPfIT3.0',
  id: REPLY_ID,
  time: '20261122093015',
  ref: PAYLOAD_ID,
  to: FROM,
  from: TO,
}

const MATCH = ['3', 'Match - NHS Number and standard Service User details returned', 'WG'] as const

/** The interactions, and what their replies are. */
export const TRACE_REPLIES = {
  QUPA_IN000005UK01: { root: 'QUPA_IN000007UK01', reasons: [] },
  QUPA_IN000005UK03: { root: 'QUPA_IN000007UK03', reasons: [MATCH] },
} as const

export type TraceInteraction = keyof typeof TRACE_REPLIES
export const TRACE_INTERACTIONS = Object.keys(TRACE_REPLIES) as readonly TraceInteraction[] // its own keys

/** The whole message that says who was found. */
export function tracedReply(interaction: TraceInteraction, traced: Traced): string {
  const { root, reasons } = TRACE_REPLIES[interaction]
  return replyMessage(
    { ...ENVELOPE, root, type: 'AA', ...(reasons.length > 0 ? { reasons } : {}) },
    tracedSubject(traced),
  )
}

/** The whole message that says that nobody was, or more than one. */
export const untracedReply = (found: 'none' | 'several'): string =>
  replyMessage({
    ...ENVELOPE,
    root: 'QUQI_IN010000UK14',
    type: 'AE',
    response: 'ID',
    reasons:
      found === 'none'
        ? [
            ['1', 'No match to a Service User record', 'ER'],
            ['ST004', 'No match to a Service User record', 'ER'],
          ]
        : [['2', 'More than one match to a Service User record', 'ER']],
  })
