// A small reader of its own for a check that shares nothing with what it checks: regular expressions for the XML of
// converters, which has no comments, CDATA or prefixes, and JSON.parse.

/** Leaves as `path=value`, each as often as it stands there. */
export type Leaves = readonly string[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
  '&#xA;': '\n',
  '&#10;': '\n',
}

const plain = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|apos|amp|#xA|#10);/g, entity => ENTITIES[entity] ?? entity)

/** Reads every attribute and text of an XML document below its names; namespace declarations are none of it. */
export function leavesOfXml(xml: string): Leaves {
  const leaves: string[] = []
  const open: string[] = []
  for (const [, tag = '', text = ''] of xml.matchAll(/<([^>]+)>([^<]*)/g)) {
    if (tag.startsWith('?')) continue
    if (tag.startsWith('/')) open.pop()
    else {
      const [, name = '', rest = ''] = /^([\w.]+)([\s\S]*)$/.exec(tag) ?? []
      open.push(name)
      for (const [, attribute, value = ''] of rest.matchAll(/([\w:]+)="([^"]*)"/g)) {
        if (attribute !== 'xmlns') leaves.push(`${open.join('/')}/@${attribute}=${plain(value)}`)
      }
      if (rest.endsWith('/')) open.pop()
    }
    if (text.trim() !== '') leaves.push(`${open.join('/')}=${plain(text)}`)
  }
  return leaves.toSorted()
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Resource = Readonly<Record<string, Json>>

interface Bundle extends Resource {
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[]
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** What an extension or identifier is told apart by, which is the end of its URL. */
function kindOf(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ''
  const { url, system, value: own } = value as Resource
  const named = url ?? (own === undefined ? undefined : system)
  return typeof named === 'string' ? `[${named.slice(named.lastIndexOf('/') + 1)}]` : ''
}

/**
 * Reads every leaf of a Bundle below its resources' types. What a reference points at stands in its place where it
 * is told, for `from` decides whom a prescription is from and for; each resource is told as often as it is pointed at.
 */
export function leavesOfBundle(text: string, points: readonly string[]): Leaves {
  const bundle = JSON.parse(text) as Bundle // what a converter published, or what was written just now
  const at = new Map(bundle.entry.map(each => [each.fullUrl.toLowerCase(), each.resource]))
  const leaves: string[] = []
  const tell = (value: Json, path: string): void => {
    if (Array.isArray(value)) {
      for (const each of value as readonly Json[]) tell(each, `${path}${kindOf(each)}`)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) {
        const target = name === 'reference' ? at.get(textOf(each).toLowerCase()) : undefined
        if (target !== undefined && points.some(end => path.endsWith(end))) {
          tell(target, `${path}/${textOf(target['resourceType'])}`)
        } else if (name !== 'url') tell(each, path === '' ? name : `${path}/${name}`)
      }
    } else leaves.push(`${path}=${String(value)}`)
  }
  const { entry, ...rest } = bundle
  tell(rest, 'Bundle')
  for (const { resource } of entry) {
    const type = textOf(resource['resourceType'])
    if (ROOTS.includes(type)) tell(resource, type)
  }
  return leaves.toSorted()
}

/** Resources that nothing has to point at. */
const ROOTS = ['MessageHeader', 'MedicationRequest', 'CommunicationRequest', 'Provenance']

/** What stands in one and not in the other, each as often as it stands there oftener. */
export function apart(a: Leaves, b: Leaves): { readonly onlyA: Leaves; readonly onlyB: Leaves } {
  const rest = new Map<string, number>()
  for (const leaf of b) rest.set(leaf, (rest.get(leaf) ?? 0) + 1)
  const onlyA: string[] = []
  for (const leaf of a) {
    const count = rest.get(leaf) ?? 0
    if (count === 0) onlyA.push(leaf)
    else rest.set(leaf, count - 1)
  }
  const onlyB = [...rest].flatMap(([leaf, count]) => Array<string>(count).fill(leaf))
  return { onlyA, onlyB }
}
