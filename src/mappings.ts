/** Finds every mapping by its name: a product's, the generic one as a route sets it, a module of the operator's. */
import { createGeneric, type GenericAsked } from './generic/index.ts'
import type { Mapping } from './mapping/index.ts'
import { INTERACTIONS, MAPPINGS } from './products/index.ts'
import {
  editionOf,
  isUnfit,
  judgedMapping,
  type ModuleSources,
  runModule,
} from './modules/index.ts'

/** A mapping no product has, as plain data: every thread makes the same of it, and what is another has another name. */
export type OwnMapping =
  | { readonly name: string; readonly generic: GenericAsked }
  | { readonly name: string; readonly module: ModuleSources }

/** Names what a route sets of the generic mapping. */
export const genericMapping = (generic: GenericAsked): OwnMapping => ({
  name: createGeneric(generic).name,
  generic,
})

/** Names a module of the operator's by the mapping it exports and by what its files say. */
export const moduleMapping = (name: string, module: ModuleSources): OwnMapping => ({
  name: `${name}@${editionOf(module)}`,
  module,
})

// By names that say all of what they name, so that what is once in it is true for as long as the thread lasts.
const opened = new Map<string, Mapping>()

/** Nothing is asked of a module but to define: one that takes longer waits for something. */
const OPEN_MS = 5_000

/**
 * Makes mappings no product has ready to be found in this thread. Rejects where a module does not give what it gave
 * when it was checked.
 */
export async function openMappings(own: readonly OwnMapping[]): Promise<void> {
  for (const each of own) {
    if (opened.has(each.name)) continue
    opened.set(each.name, 'generic' in each ? createGeneric(each.generic) : await fromModule(each))
  }
}

async function fromModule({
  name,
  module,
}: Extract<OwnMapping, { module: unknown }>): Promise<Mapping> {
  const judged = judgedMapping(await inTime(runModule(module), name))
  if (isUnfit(judged)) throw new Error(`${name} ${judged.says}`)
  return { ...judged, name, isAlone }
}

const KNOWN: ReadonlySet<string> = new Set(INTERACTIONS.map(({ id }) => id))

/** Where no product knows an interaction no key is read in it. */
const isAlone = (interaction: string | undefined): boolean => !KNOWN.has(interaction ?? '')

function inTime<Came>(work: Promise<Came>, name: string): Promise<Came> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${name} does not end`)), OPEN_MS)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}

/** Finds a mapping by the name its route has for it: a product's, or one that was opened in this thread. */
export const mappingNamed = (name: string | undefined): Mapping | undefined =>
  name === undefined
    ? undefined
    : (MAPPINGS.find(mapping => mapping.name === name) ?? opened.get(name))
