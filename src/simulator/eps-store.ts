import { attributeOf, inside, outer, tagOf, valueOf } from './xml-text.ts'

/** A prescription as the simulator keeps it. */
export interface Prescription {
  readonly shortId: string
  readonly longId: string
  /** The ParentPrescription element as it was sent, able to stand in another message. */
  readonly parent: string
  /** ODS code of the nominated dispenser, if any. */
  readonly nominated: string | undefined
  readonly status: 'to-dispense' | 'with-dispenser' | 'dispensed' | 'cancelled'
  /** ODS code of the dispenser that has it. */
  readonly dispenser?: string | undefined
}

/** The prescriptions sent to this simulator, by short id. */
export type Prescriptions = Map<string, Prescription>

const SHORT = '2.16.840.1.113883.2.1.3.2.4.18.8'

/** Finds the short id a dispenser's message is about. */
export function shortIdIn(payload: string): string | undefined {
  const tag = new RegExp(`<[^>]*root=["']${SHORT.replaceAll('.', '\\.')}["'][^>]*>`).exec(payload)
  return attributeOf(tag?.[0], 'extension')
}

/** Finds the organisation the person behind a message works for. */
export const organisationIn = (payload: string): string | undefined =>
  valueOf(inside(payload, 'representedOrganization'), 'id', 'extension')

// Lifted out of its message an element must say itself which namespace its prefix, or none, stands for.
function freestanding(element: string): string {
  const [start = '', prefix] = /^<(?:([\w.-]+):)?[\w.-]+/.exec(element) ?? []
  const name = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`
  if (attributeOf(tagOf(element, 'ParentPrescription'), name) !== undefined) return element
  return `${start} ${name}="urn:hl7-org:v3"${element.slice(start.length)}`
}

/** Reads a prescription out of the message that creates it. */
export function readPrescription(payload: string): Prescription | undefined {
  const parent = outer(payload, 'ParentPrescription')
  const shortId = shortIdIn(payload)
  if (parent === undefined || shortId === undefined) return undefined
  const pertinent = inside(parent, 'pertinentPrescription')
  return {
    shortId,
    longId: valueOf(pertinent, 'id', 'root') ?? '',
    parent: freestanding(parent),
    nominated: valueOf(inside(pertinent ?? '', 'AgentOrgSDS'), 'id', 'extension'),
    status: 'to-dispense',
  }
}
