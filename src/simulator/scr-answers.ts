import { queryFailure } from './hl7-message.ts'
import type { Message, Reason } from './hl7-message.ts'
import type { Patient } from './patient.ts'
import { NHS_NUMBER } from './pds-parts.ts'
import { firstSummary } from './scr-summary.ts'
import type { Summary } from './scr-summary.ts'
import type { SoapRequest } from './soap-request.ts'
import type { World } from './world.ts'
import { inside, valueOf } from './xml-text.ts'

/** The summaries that were uploaded while the simulator ran, newest first, by NHS number. */
export type Uploads = Map<string, readonly Summary[]>

const VERSION = 'V3NPfIT4.2.00'
const V3 = '2.16.840.1.113883.2.1.3.2.4'

const psis = (code: string, says: string): Reason => ({
  code,
  system: `${V3}.17.33`,
  says,
  qualifier: 'ER',
})

const INVALID = [
  psis('400', 'Invalid Request'),
  psis('35160', 'Mandatory field NHS Number is missing or incorrect'),
]
const NO_ACCESS = [
  psis(
    '420',
    'Business condition related to access control which prevents the action being performed',
  ),
  psis('30418', 'Access control does not permit access to resource'),
]
const NO_EVENT = [psis('410', 'Business condition which prevents the action being performed')]

const target = (patient: Patient): string =>
  `<psis:recordTarget><psis:patient><psis:id root="${NHS_NUMBER}" extension="${patient.nhsNumber}"/>` +
  `</psis:patient></psis:recordTarget>`

const eventHead = (summary: Summary): string =>
  `<psis:eventID root="${summary.eventId}"/>` +
  `<psis:payloadID root="${V3}.12" extension="REPC_MT150007UK05"/>` +
  `<psis:persistenceDate value="${summary.persisted}"/>` +
  `<psis:eventStatus codeSystem="${V3}.17.59" code="1" displayName="Normal"/>` +
  `<psis:eventType codeSystem="${V3}.15" code="196981000000101" displayName="General Practice Summary"/>`

const author =
  `<psis:author><author typeCode="AUT" contextControlCode="OP"><time value="20240301093000"/>` +
  `<UKCT_MT160018UK01.AgentPersonSDS classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="990000000671"/>` +
  `<agentPersonSDS classCode="PSN" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.2.0.65" extension="990000000651"/><name>Dr Made Up</name></agentPersonSDS>` +
  `</UKCT_MT160018UK01.AgentPersonSDS></author></psis:author>`

const assertion = (number: string, code: 'Store' | 'View'): string =>
  `<accessControlAssertion><permission>Yes</permission><resource><type>SCR</type><Id>${number}</Id></resource>` +
  `<function><context>Consent</context><code>${code}</code></function>` +
  `<accessor><type>Everyone</type><accessorId><name>Everyone</name></accessorId></accessor>` +
  `</accessControlAssertion>`

const permissions = ({ nhsNumber }: Patient): string =>
  `<permissions><resourceContext extension="${nhsNumber}" root="${NHS_NUMBER}"/>` +
  `${assertion(nhsNumber, 'Store')}${assertion(nhsNumber, 'View')}</permissions>`

type Answerer = (request: SoapRequest, world: World) => Message
type Answer = (patient: Patient, summaries: readonly Summary[], request: SoapRequest) => Message

// What both queries have in common: whose record it is, and whether it may be seen.
const about =
  (uploads: Uploads, answer: Answer): Answerer =>
  (request, world) => {
    const number = valueOf(inside(request.body, 'nHSNumber'), 'value', 'extension')
    const patient = number === undefined ? undefined : world.find(number)
    if (patient === undefined) return queryFailure(VERSION, INVALID)
    if (patient.restricted) return queryFailure(VERSION, NO_ACCESS)
    const first = firstSummary(patient)
    const summaries = [...(uploads.get(patient.nhsNumber) ?? []), ...(first ? [first] : [])]
    return answer(patient, summaries, request)
  }

const success = (root: string, name: string, content: string): Message => ({
  root,
  version: VERSION,
  ack: 'AA',
  subject: `<psis:${name} xmlns:psis="urn:npfit:psisqr">${content}</psis:${name}>`,
  queryResponse: 'OK',
})

/** Answers an event list query: every summary there is, newest first, and who may see it. */
export const eventList = (root: string, uploads: Uploads): Answerer =>
  about(uploads, (patient, summaries) => {
    const events = summaries.map(each => `<psis:event>${eventHead(each)}${author}</psis:event>`)
    const content = target(patient) + events.join('') + permissions(patient)
    return success(root, 'queryResponseEventList', content)
  })

/** Answers an event query: one summary, the document in it as it was uploaded. */
export const event = (root: string, uploads: Uploads): Answerer =>
  about(uploads, (patient, summaries, request) => {
    const wanted = valueOf(inside(request.body, 'eventRecord'), 'value', 'root')?.toUpperCase()
    const summary = summaries.find(each => each.eventId === wanted)
    if (summary === undefined) return queryFailure(VERSION, NO_EVENT)
    const held = `${eventHead(summary)}<psis:hl7Data>${summary.document}</psis:hl7Data>`
    return success(root, 'queryResponseEvent', `${target(patient)}<psis:event>${held}</psis:event>`)
  })
