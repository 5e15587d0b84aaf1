import type { Policy } from '../comparison/index.ts'
import type { Match } from '../exchange/index.ts'
import type { Mapping } from '../mapping/index.ts'
import type { Interaction } from '../message/index.ts'
import type { Mistake } from './config-error.ts'
import type { Fields } from './read-fields.ts'
import type { MatchFields, RouteFields } from './schema.ts'

/** What the file is told of a mapping a route may name. */
export type KnownMapping = Pick<Mapping, 'name' | 'interactions' | 'legacyOnly' | 'neverServes'>

/** What a check is given: the fields of the file, and what there is to name in them. */
export interface Inquiry {
  readonly fields: Fields
  readonly interactions: readonly Interaction[]
  readonly mappings: readonly KnownMapping[]
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
