// A small reader of its own for a check that shares nothing with what it checks: JSON.parse, and what is pointed at
// told where it is pointed at.

import type { Leaves } from './eps-by-hand.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Resource = Readonly<Record<string, Json>>

interface Bundle extends Resource {
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[]
}

/** References that say who and what. */
const FOLLOWED = ['/performer/actor', '/authorizingPrescription', '/PractitionerRole/organization']

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** What an extension or identifier is told apart by, which is the end of its URL. */
function kindOf(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ''
  const { url, system, value: own } = value as Resource
  const named = url ?? (own === undefined ? undefined : system)
  return typeof named === 'string' ? `[${named.slice(named.lastIndexOf('/') + 1)}]` : ''
}

const containedIn = (resource: Resource): ReadonlyMap<string, Resource> => {
  const contained = (resource['contained'] ?? []) as readonly Resource[] // what FHIR has there
  return new Map(contained.map(each => [`#${textOf(each['id'])}`, each]))
}

/** Numbers keep the digits they are written with. */
const parsed = (text: string): Bundle =>
  JSON.parse(text.replace(/(?<="value":\s*)-?\d[\d.]*/g, '"$&"')) as Bundle // what was published, or written just now

/** Reads every leaf of a notification below its resources' types, each as often as it is pointed at. */
export function leavesOfNotification(text: string): Leaves {
  const { entry, ...rest } = parsed(text)
  const at = new Map(entry.map(each => [each.fullUrl.toLowerCase(), each.resource]))
  const leaves: string[] = []
  const tell = (value: Json, path: string, within: ReadonlyMap<string, Resource>): void => {
    if (Array.isArray(value)) {
      for (const each of value as readonly Json[]) tell(each, `${path}${kindOf(each)}`, within)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) {
        const to = textOf(each)
        const target =
          name === 'reference' ? (within.get(to) ?? at.get(to.toLowerCase())) : undefined
        if (target !== undefined && FOLLOWED.some(end => path.endsWith(end))) {
          tell(target, `${path}/${textOf(target['resourceType'])}`, within)
        } else if (name !== 'url' && name !== 'contained')
          tell(each, path === '' ? name : `${path}/${name}`, within)
      }
    } else leaves.push(`${path}=${String(value)}`)
  }
  tell(rest, 'Bundle', new Map())
  for (const { resource } of entry) {
    const type = textOf(resource['resourceType'])
    if (['MessageHeader', 'MedicationDispense'].includes(type))
      tell(resource, type, containedIn(resource))
  }
  return leaves.toSorted()
}
