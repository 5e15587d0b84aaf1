import type { Problem } from './decline.ts'
import { parsePath } from './paths.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'

/** What a search found: one resource that is wholly what was searched for, none, several, or nobody knows. */
export type Found =
  | { readonly kind: 'one'; readonly resource: Tree }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }
  | { readonly kind: 'unclear'; readonly problem: Problem }

/** What may stand in a searchset (HL7 FHIR R4, Bundle): anything else may say something of what was found. */
const MEMBERS: readonly (readonly [path: string, names: readonly string[]])[] = [
  ['', ['id', 'meta', 'type', 'timestamp', 'total', 'link', 'entry']],
  ['entry*', ['fullUrl', 'search', 'resource']],
  ['entry*/search', ['mode', 'score']],
]

const ENTRY = parsePath('entry*')
const NEXT = parsePath('link*[relation=next]')
const MODES = parsePath('entry*/search/mode')

const unclear = (code: Problem['code'], at: string): Found => ({
  kind: 'unclear',
  problem: { code, at },
})

/** The one leaf at a path, where it is of the kind that is meant. */
function only(from: Tree, path: string, scalar: Tree['scalar']): string | undefined {
  const [found, another] = walk(from, parsePath(path))
  return another === undefined && found?.at.scalar === scalar ? found.at.value : undefined
}

function unknownMember(bundle: Tree): string | undefined {
  for (const [path, names] of MEMBERS) {
    const places = path === '' ? [bundle] : walk(bundle, parsePath(path)).map(({ at }) => at)
    const unknown = places.flatMap(({ children }) =>
      children.filter(({ label }) => !names.includes(label)),
    )
    if (unknown.length > 0) return path === '' ? 'Bundle' : path.replace('*', '')
  }
  return undefined
}

/** An entry's resource as a tree of its own, labelled as one that stands alone is. */
function resourceOf(entry: Tree): Tree | undefined {
  const [found, another] = walk(entry, parsePath('resource'))
  const type = found && only(found.at, 'resourceType', 'text')
  if (found === undefined || another !== undefined || type === undefined) return undefined
  const children = found.at.children.filter(({ label }) => label !== 'resourceType')
  return { ...found.at, label: type, children }
}

/**
 * Reads a searchset: what it says of how many there are must be said by how many there are. Of several none is
 * looked at; one alone counts where it scores 1, which says that it is all that was searched for, and where its own
 * address names it.
 */
export function foundIn(bundle: Tree, resourceType: string): Found {
  const unknown = unknownMember(bundle)
  if (unknown !== undefined) return unclear('unread', unknown)
  const total = only(bundle, 'total', 'number')
  const entries = walk(bundle, ENTRY)
    .map(({ at }) => at)
    .filter(({ scalar, children }) => children.length > 0 || scalar !== 'none')
  const isSaid = only(bundle, 'type', 'text') === 'searchset' && total === String(entries.length)
  if (!isSaid || walk(bundle, NEXT).length > 0) return unclear('shape', 'Bundle')
  const [entry] = entries
  if (entry === undefined) return { kind: 'none' }
  if (entries.length > 1) return { kind: 'several' }
  return oneIn(entry, resourceType)
}

/** What a search found of one type, whatever it scores; how many it says there are, where it was only asked for that. */
export type All =
  | { readonly kind: 'all'; readonly resources: readonly Tree[]; readonly total: number }
  | { readonly kind: 'unclear'; readonly problem: Problem }

const unclearAll = (code: Problem['code'], at: string): All => ({
  kind: 'unclear',
  problem: { code, at },
})

/** Reads all of a searchset: one page, each entry a match, and as many as it says; a count has no entries. */
export function allIn(bundle: Tree, resourceType: string, isCount: boolean): All {
  const unknown = unknownMember(bundle)
  if (unknown !== undefined) return unclearAll('unread', unknown)
  const total = only(bundle, 'total', 'number') ?? ''
  const entries = walk(bundle, ENTRY).map(({ at }) => at)
  const isTotal = /^\d{1,9}$/.test(total) && entries.length === (isCount ? 0 : Number(total))
  const isSaid = only(bundle, 'type', 'text') === 'searchset' && isTotal
  if (!isSaid || walk(bundle, NEXT).length > 0) return unclearAll('shape', 'Bundle')
  const resources = entries.map(resourceOf)
  const found = resources.filter(each => each?.label === resourceType)
  const isMatch = walk(bundle, MODES).every(({ at }) => at.value === 'match')
  if (found.length < entries.length || !isMatch) return unclearAll('shape', 'entry')
  return { kind: 'all', resources: found.filter(each => each !== undefined), total: Number(total) }
}

function oneIn(entry: Tree, resourceType: string): Found {
  const resource = resourceOf(entry)
  const mode = walk(entry, parsePath('search/mode'))
  const isMatch = mode.every(({ at }) => at.value === 'match')
  if (resource?.label !== resourceType || !isMatch) return unclear('shape', 'entry')
  if (Number(only(entry, 'search/score', 'number')) !== 1) return unclear('disagrees', 'score')
  const address = only(entry, 'fullUrl', 'text')
  const id = only(resource, 'id', 'text')
  const isOwn = address === undefined || address.endsWith(`/${resourceType}/${id ?? ''}`)
  return isOwn ? { kind: 'one', resource } : unclear('disagrees', 'fullUrl')
}
