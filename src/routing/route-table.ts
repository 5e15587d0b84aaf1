import {
  FicusError,
  type Identified,
  type InteractionClass,
  type Language,
  type Need,
  type Received,
  type Route,
  type State,
} from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'
import { indexRules } from './candidates.ts'
import { type RouteTrial, tryRules } from './explain.ts'
import { type Names, UNREAD } from './names.ts'
import { larger, needOf } from './need.ts'
import { compileRules, verdictOf } from './rule.ts'

/** Every route, compiled once per configuration and asked once per request. */
export interface RouteTable {
  /**
   * Says from the head alone how much of the message must be read before its route and its side can be
   * decided. `headInteraction` is what the head names, undefined where it names nothing.
   */
  need(received: Received, headInteraction: string | undefined, state: State): Need
  /** The routes it was compiled from, in the order of the file. */
  readonly routes: readonly Route[]
  /** Finds the route that owns a message: the first in file order, the default last. Throws `no-route`. */
  match(identified: Identified): Route
  /** Gives every rule tried in file order with why not; the last one owns the message, or none does. */
  explain(identified: Identified): readonly RouteTrial[]
}

/** What a table is compiled with: every interaction a product knows, and what happens to what no route owns. */
export interface RouteTableOptions {
  readonly interactions: readonly Interaction[]
  readonly unmatched: 'refuse' | 'default'
}

/** What a head says a message is. */
interface Claim {
  readonly names: Names
  /** Undefined while the body may still say something else. */
  readonly class: InteractionClass | undefined
}

/** Compiles the routes of a file. Throws where it has no default and does not say that it refuses. */
export function compileRoutes(routes: readonly Route[], options: RouteTableOptions): RouteTable {
  const rules = compileRules(routes)
  if (options.unmatched === 'default' && !routes.some(route => route.match === 'default')) {
    throw new Error("the routes have no default and do not say unmatched: 'refuse'")
  }
  const candidates = indexRules(rules)
  const claims = compileClaims(routes, options.interactions)

  return {
    routes,
    need(received, headInteraction, state) {
      const claim = claimOf(claims, received, headInteraction)
      let need: Need = 'headers'
      for (const rule of candidates(received.headers, claim.names.interaction)) {
        const verdict = verdictOf(rule, received, claim.names)
        if (verdict === 'no') continue
        need = larger(need, needOf(rule.route, state, claim.class))
        if (verdict === 'yes') return need
        need = larger(need, 'scan')
      }
      return need
    },
    match(identified) {
      for (const rule of candidates(identified.headers, identified.interaction)) {
        if (verdictOf(rule, identified, identified) === 'yes') return rule.route
      }
      throw new FicusError('no-route')
    },
    explain: identified => tryRules(rules, identified),
  }
}

const NOTHING_READ: Claim = {
  names: { interaction: UNREAD, product: UNREAD, from: UNREAD, to: UNREAD },
  class: undefined,
}

// Also what an interaction gets that neither a product nor a route knows: no condition can tell it from nothing.
const NOTHING_NAMED: Claim = claim(undefined, undefined, 'unknown')

function claim(
  interaction: string | undefined,
  product: string | undefined,
  klass: InteractionClass,
): Claim {
  return { names: { interaction, product, from: UNREAD, to: UNREAD }, class: klass }
}

/** One claim for every interaction that a product or a route knows, so that asking allocates nothing. */
function compileClaims(
  routes: readonly Route[],
  interactions: readonly Interaction[],
): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>()
  for (const { match } of routes) {
    if (match === 'default') continue
    for (const id of match.interaction ?? []) claims.set(id, claim(id, undefined, 'unknown'))
  }
  for (const { id, product, class: klass } of interactions) {
    claims.set(id, claim(id, product, klass))
  }
  return claims
}

/** Only these languages name an interaction inside the body; a REST call is named by its head or not at all. */
const NAMES_INSIDE = {
  soap: true,
  ebxml: true,
  fhir: false,
  mesh: false,
  plain: false,
} as const satisfies Record<Language, boolean>

function claimOf(
  claims: ReadonlyMap<string, Claim>,
  received: Received,
  headInteraction: string | undefined,
): Claim {
  if (headInteraction !== undefined) return claims.get(headInteraction) ?? NOTHING_NAMED
  return NAMES_INSIDE[received.language] && received.length !== 0 ? NOTHING_READ : NOTHING_NAMED
}
