import type { Policy } from '../comparison/index.ts'
import type { Match } from '../exchange/index.ts'
import type { Mapping } from '../mapping/index.ts'
import type { Interaction } from '../message/index.ts'
import type { Mistake } from './config-error.ts'
import { genericMapping, moduleMapping, type OwnMapping } from '../mappings.ts'
import { isKnown, type ToldModule } from './own-modules.ts'
import type { Fields } from './read-fields.ts'
import type { MatchFields, RouteFields } from './schema.ts'

/** What the file is told of a mapping a route may name. */
export type KnownMapping = Pick<
  Mapping,
  'name' | 'interactions' | 'legacyOnly' | 'namesAsker' | 'neverServes'
>

/** What a check is given: the fields of the file, and what there is to name in them. */
export interface Inquiry {
  readonly fields: Fields
  readonly interactions: readonly Interaction[]
  readonly mappings: readonly KnownMapping[]
  /** The modules it names, as they came. */
  readonly modules: readonly ToldModule[]
  readonly policies: readonly Policy[]
  /** Whether simulators stand behind every `env:` address. */
  readonly simulated: boolean
}

/** One kind of mistake that only shows where parts of the file are held together. */
export type Check = (inquiry: Inquiry) => Mistake[]

/** A route whose own fields are in order. */
export interface Candidate {
  readonly route: RouteFields
  /** `routes[2]`. */
  readonly path: string
  readonly index: number
  readonly match: Match | 'default'
}

/** Gives the routes whose own fields are in order; the others have been complained of already. */
export const candidatesOf = ({ routes }: Fields): Candidate[] =>
  routes.flatMap((route, index) =>
    route === undefined
      ? []
      : [{ route, index, path: `routes[${index}]`, match: matchOf(route.match) }],
  )

/** Gives a match with the fields that are there; a route without one owns everything that comes to it. */
export function matchOf(match: MatchFields | undefined): Match | 'default' {
  if (match === undefined) return 'default'
  return Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined))
}

/** Says whether an upstream is a simulator, by its own word or because simulators stand behind `env:` addresses. */
export function isSimulated({ fields, simulated }: Inquiry, upstream: string): boolean {
  const named = fields.upstreams.get(upstream)
  return named !== undefined && (named.simulated || (simulated && named.url.startsWith('env:')))
}

/** What there is of mappings. */
export type Mapped = Pick<Inquiry, 'mappings' | 'modules'>

type Translate = RouteFields['translate']

/** Finds what a route's mapping says of itself; undefined where there is none, and of one that takes whatever it can. */
export function mappingOf(translate: Translate, of: Mapped): KnownMapping | undefined {
  if (typeof translate === 'string') return of.mappings.find(({ name }) => name === translate)
  if (translate === undefined || 'generic' in translate) return undefined
  const came = of.modules.find(({ written }) => written === translate.module)?.came
  return came !== undefined && isKnown(came) ? came : undefined
}

/** Gives a mapping that no product has as every thread makes it; undefined where a product has it. */
export function ownMappingOf(translate: Translate, of: Mapped): OwnMapping | undefined {
  if (typeof translate !== 'object') return undefined
  if ('generic' in translate) return genericMapping(translate.generic)
  const came = of.modules.find(({ written }) => written === translate.module)?.came
  return came !== undefined && isKnown(came) ? moduleMapping(came.name, came.sources) : undefined
}
