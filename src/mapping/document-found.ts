import type { Problem } from './decline.ts'
import { parsePath } from './paths.ts'
import type { Tree } from './tree.ts'
import { unfolded } from './unfold.ts'
import { walk } from './walk.ts'

/** What a search for a document found: one, in the form rows read, none, several, or nobody knows. */
export type DocumentFound =
  | { readonly kind: 'one'; readonly document: Tree }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }
  | { readonly kind: 'unclear'; readonly problem: Problem }

/** What a Bundle says around its entries (HL7 FHIR R4, Bundle): anything else may say something of what is in it. */
const AROUND = ['id', 'identifier', 'meta', 'type', 'timestamp', 'total', 'link', 'entry']
const OF_ENTRY = ['fullUrl', 'resource', 'search']

const ENTRY = parsePath('entry*')
const NEXT = parsePath('link*[relation=next]')
const TYPE = parsePath('type')
const TOTAL = parsePath('total')
const MODE = parsePath('entry*/search/mode')
const RESOURCE_TYPE = parsePath('resource/resourceType')
const ROOT = 'Composition'
const BUNDLE = 'Bundle'

const unclear = (code: Problem['code'], at: string): DocumentFound => ({
  kind: 'unclear',
  problem: { code, at },
})

const textAt = (tree: Tree, path: ReturnType<typeof parsePath>): string | undefined =>
  walk(tree, path)[0]?.at.value

const hasOnly = (tree: Tree, names: readonly string[]): boolean =>
  tree.children.every(({ label }) => names.includes(label))

/** Entries that are there: an empty list has one member, which says nothing. */
const entriesOf = (bundle: Tree): readonly Tree[] =>
  walk(bundle, ENTRY)
    .map(({ at }) => at)
    .filter(({ children }) => children.length > 0)

const typeOf = (entry: Tree): string => textAt(entry, RESOURCE_TYPE) ?? ''

/** A Bundle's resources in the form rows read, without what it says around them. */
const documentOf = (entries: readonly Tree[], bundle: Tree): Tree => {
  const bare = entries.map(entry => ({
    ...entry,
    children: entry.children.filter(({ label }) => label !== 'search'),
  }))
  return unfolded({ ...bundle, label: BUNDLE, children: bare })
}

/** A document that is one entry of a searchset: a Bundle within it. */
function within(entry: Tree): DocumentFound {
  const [bundle] = entry.children.filter(({ label }) => label === 'resource')
  if (bundle === undefined || textAt(bundle, TYPE) !== 'document') return unclear('shape', 'entry')
  if (!hasOnly(bundle, [...AROUND, 'resourceType'])) return unclear('unread', 'entry/resource')
  const entries = entriesOf(bundle)
  if (entries.some(each => !hasOnly(each, OF_ENTRY))) return unclear('unread', 'entry/resource')
  return rootedIn(entries, bundle)
}

function rootedIn(entries: readonly Tree[], bundle: Tree): DocumentFound {
  const [root, another] = entries.filter(entry => typeOf(entry) === ROOT)
  if (root === undefined) return unclear('shape', 'entry')
  return another === undefined
    ? { kind: 'one', document: documentOf(entries, bundle) }
    : { kind: 'several' }
}

/**
 * Reads a searchset that holds a document, which is one entry of it, or lies in it resource by resource as
 * NHSDigital/summary-care-record-api answers. What it says of how many entries there are must be said by how many
 * there are.
 *
 * @throws FicusError `malformed` as {@link unfolded} does.
 */
export function documentIn(bundle: Tree): DocumentFound {
  const entries = entriesOf(bundle)
  if (!hasOnly(bundle, AROUND)) return unclear('unread', BUNDLE)
  if (entries.some(entry => !hasOnly(entry, OF_ENTRY))) return unclear('unread', 'entry')
  const isSaid =
    bundle.label === BUNDLE &&
    textAt(bundle, TYPE) === 'searchset' &&
    textAt(bundle, TOTAL) === String(entries.length)
  const isWhole = walk(bundle, NEXT).length === 0
  const isFound = walk(bundle, MODE).every(({ at }) => ['match', 'include'].includes(at.value))
  if (!isSaid || !isWhole || !isFound) return unclear('shape', BUNDLE)
  if (entries.length === 0) return { kind: 'none' }
  const bundles = entries.filter(entry => typeOf(entry) === BUNDLE)
  const [only, another] = bundles
  if (only === undefined) return rootedIn(entries, bundle)
  if (another !== undefined) return { kind: 'several' }
  return entries.length === 1 ? within(only) : unclear('shape', 'entry')
}
