import type { EbxmlRequest } from './ebxml-request.ts'
import { STATUS_CODES } from './eps-rules.ts'
import type { EpsState, EpsVerb } from './eps-rules.ts'
import type { Act, Created, Dispenser } from './eps-store.ts'
import { attributeOf, inside, outer, tagOf, textOf, valueOf } from './xml-text.ts'

const SHORT = '2.16.840.1.113883.2.1.3.2.4.18.8'

/** Finds the short id a message is about. */
function shortIdIn(payload: string): string | undefined {
  const tag = new RegExp(`<[^>]*root=["']${SHORT.replaceAll('.', '\\.')}["'][^>]*>`).exec(payload)
  return attributeOf(tag?.[0], 'extension')
}

/**
 * Finds the prescription a message is about by its short id, twenty characters, or where it is an older one by
 * its long id, which stands as a root without extension. Gives undefined where it is neither.
 */
export function prescriptionIn(payload: string): string | undefined {
  const short = shortIdIn(payload)
  if (short !== undefined) return short.length === 20 ? short : undefined
  const long = valueOf(inside(payload, 'pertinentPrescriptionID'), 'value', 'root') ?? ''
  return /^[\w-]{36,37}$/.test(long) ? long.slice(0, 36) : undefined
}

/** Gives an element so that it can stand in another message: it says itself what its prefix, or none, means. */
export function freestanding(element: string): string {
  const [start = '', prefix, root = ''] = /^<(?:([\w.-]+):)?([\w.-]+)/.exec(element) ?? []
  const name = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`
  if (attributeOf(tagOf(element, root), name) !== undefined) return element
  return `${start} ${name}="urn:hl7-org:v3"${element.slice(start.length)}`
}

/** Finds the person and the organisation behind a message. */
export function dispenserIn(payload: string): Dispenser | undefined {
  const said = outer(payload, 'AgentPerson')
  const organisation = inside(said ?? '', 'representedOrganization')
  const ods = valueOf(organisation, 'id', 'extension')
  if (said === undefined || organisation === undefined || ods === undefined) return undefined
  return {
    ods,
    name: textOf(organisation, 'name') ?? '',
    telephone: (valueOf(organisation, 'telecom', 'value') ?? '').replace(/^tel:/, ''),
    said: freestanding(said),
  }
}

/** Finds whom a message is about. */
export const nhsNumberIn = (payload: string): string | undefined =>
  valueOf(inside(payload, 'recordTarget'), 'id', 'extension')

const STATES = new Map<string, EpsState>([
  [STATUS_CODES['part-dispensed'], 'part-dispensed'],
  [STATUS_CODES.dispensed, 'dispensed'],
  [STATUS_CODES['not-dispensed'], 'not-dispensed'],
])

/** Gives the state that a notification's status code says a prescription is in now; others say none. */
export const stateSaid = (code: string | undefined): EpsState | undefined => STATES.get(code ?? '')

/** Finds what a notification says became of the prescription. */
export const saidIn = (payload: string): EpsState | undefined =>
  stateSaid(valueOf(inside(payload, 'pertinentPrescriptionStatus'), 'value', 'code'))

function createdIn(payload: string): Created {
  const parent = outer(payload, 'ParentPrescription') ?? ''
  const pertinent = inside(parent, 'pertinentPrescription') ?? ''
  return {
    shortId: shortIdIn(payload) ?? '',
    longId: valueOf(pertinent, 'id', 'root') ?? '',
    nhsNumber: nhsNumberIn(parent) ?? '',
    nominated: valueOf(inside(pertinent, 'AgentOrgSDS'), 'id', 'extension'),
    sent: freestanding(parent),
  }
}

/** Where a message names the earlier one it replaces or takes back. */
const ABOUT = ['replacementOf', 'pertinentDispenseNotificationRef'] as const

/** Finds the earlier message that one replaces or takes back. */
export function aboutIn(payload: string): string | undefined {
  const where = ABOUT.map(name => inside(payload, name)).find(text => text !== undefined)
  return valueOf(where, 'id', 'root')
}

/** A verb whose message may amend an earlier one of the same interaction. */
const AMENDING: Partial<Record<EpsVerb, EpsVerb>> = { dispense: 'amend', claim: 'amend-claim' }

/** Reads what an accepted message asks of a prescription. */
export function readAct(verb: EpsVerb, request: EbxmlRequest, at: number): Act {
  const { payload } = request
  const about = aboutIn(payload)
  return {
    verb: (about === undefined ? undefined : AMENDING[verb]) ?? verb,
    id: request.payloadId,
    at,
    prescription: prescriptionIn(payload) ?? '',
    by: dispenserIn(payload),
    nhsNumber: nhsNumberIn(payload),
    said: saidIn(payload),
    about,
    created: verb === 'prescribe' ? createdIn(payload) : undefined,
  }
}
