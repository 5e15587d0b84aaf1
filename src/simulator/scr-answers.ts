import type { Message } from './hl7-message.ts'
import type { Patient } from './patient.ts'
import { NHS_NUMBER } from './pds-parts.ts'
import { SCR_VERSION, scrFailure, troubleOf } from './scr-errors.ts'
import type { ScrSaying } from './scr-errors.ts'
import type { Consent, Permission, ScrRecord, SummaryRecords } from './scr-store.ts'
import type { Summary } from './scr-summary.ts'
import type { SoapRequest } from './accept-soap.ts'
import type { World } from './world.ts'
import { inside, outer, valueOf } from './xml-text.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** Finds whose record is meant, or says why nobody's is; a number that was merged into another has none. */
export function subjectOf(number: string | undefined, world: World): Patient | ScrSaying {
  const trouble = number === undefined ? undefined : troubleOf(number)
  if (trouble !== undefined) return trouble
  const patient = number === undefined ? undefined : world.find(number)
  if (patient === undefined) return 'no-patient'
  return patient.formerNumber === number ? 'merged' : patient
}

const target = (patient: Patient): string =>
  `<psis:recordTarget><psis:patient><psis:id root="${NHS_NUMBER}" extension="${patient.nhsNumber}"/>` +
  `</psis:patient></psis:recordTarget>`

const eventHead = (summary: Summary): string =>
  `<psis:eventID root="${summary.eventId}"/>` +
  `<psis:payloadID root="${V3}.12" extension="REPC_MT150007UK05"/>` +
  `<psis:persistenceDate value="${summary.persisted}"/>` +
  `<psis:eventStatus codeSystem="${V3}.17.59" code="1" displayName="Normal"/>` +
  `<psis:eventType codeSystem="${V3}.15" code="196981000000101" displayName="General Practice Summary"/>`

const eventListed = (summary: Summary): string =>
  `<psis:event>${eventHead(summary)}` +
  `<psis:author>${outer(summary.document, 'author') ?? ''}</psis:author></psis:event>`

/** Writes one permission; `p` is the prefix of its elements with the colon, or ''. */
export const assertion = (
  number: string,
  consent: Consent,
  permission: Permission,
  p = '',
): string =>
  `<${p}accessControlAssertion><${p}permission>${permission}</${p}permission>` +
  `<${p}resource><${p}type>SCR</${p}type><${p}Id>${number}</${p}Id></${p}resource>` +
  `<${p}function><${p}context>Consent</${p}context><${p}code>${consent}</${p}code></${p}function>` +
  `<${p}accessor><${p}type>Everyone</${p}type>` +
  `<${p}accessorId><${p}name>Everyone</${p}name></${p}accessorId></${p}accessor>` +
  `</${p}accessControlAssertion>`

const permissions = ({ nhsNumber }: Patient, { permissions: given }: ScrRecord): string =>
  `<permissions><resourceContext extension="${nhsNumber}" root="${NHS_NUMBER}"/>` +
  `${assertion(nhsNumber, 'Store', given.Store)}${assertion(nhsNumber, 'View', given.View)}</permissions>`

type Answerer = (request: SoapRequest, world: World) => Message
type Answer = (patient: Patient, record: ScrRecord, request: SoapRequest) => Message

/** Whether somebody looks although the person said no, and takes it upon themselves. */
const overrides = (body: string): boolean =>
  valueOf(inside(body, 'dissentOverride'), 'value', 'code') === '1'

// What both queries have in common: whose record it is, and whether it may be seen.
const about =
  (records: SummaryRecords, answer: Answer): Answerer =>
  (request, world) => {
    const number = valueOf(inside(request.body, 'nHSNumber'), 'value', 'extension')
    const patient = subjectOf(number, world)
    if (typeof patient === 'string') return scrFailure(patient)
    const record = records.of(patient)
    const isSeen = record.permissions.View !== 'No' || overrides(request.body)
    return isSeen ? answer(patient, record, request) : scrFailure('no-access')
  }

const success = (root: string, name: string, content: string): Message => ({
  root,
  version: SCR_VERSION,
  ack: 'AA',
  subject: `<psis:${name} xmlns:psis="urn:npfit:psisqr">${content}</psis:${name}>`,
  queryResponse: 'OK',
})

/** Answers an event list query: every summary there is, newest first, and who may see it. */
export const eventList = (root: string, records: SummaryRecords): Answerer =>
  about(records, (patient, record) => {
    const events = record.summaries.map(eventListed).join('')
    const content = target(patient) + events + permissions(patient, record)
    return success(root, 'queryResponseEventList', content)
  })

/** Answers an event query: one summary, the document in it as it was uploaded. */
export const event = (root: string, records: SummaryRecords): Answerer =>
  about(records, (patient, { summaries }, request) => {
    const wanted = valueOf(inside(request.body, 'eventRecord'), 'value', 'root')?.toUpperCase()
    const summary = summaries.find(each => each.eventId === wanted)
    if (summary === undefined) return scrFailure('no-event')
    const held = `${eventHead(summary)}<psis:hl7Data>${summary.document}</psis:hl7Data>`
    return success(root, 'queryResponseEvent', `${target(patient)}<psis:event>${held}</psis:event>`)
  })
