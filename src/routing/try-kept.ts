import { type Identified, NO_BODY, type Party, type Route } from '../exchange/index.ts'
import type { ConditionTrial } from './explain.ts'
import { compileRules } from './rule.ts'

/** What is kept of a message that a rule may have asked about. */
export interface KeptNames {
  readonly interaction: string | undefined
  readonly product: string | undefined
  readonly method: string
  readonly from: Party
  readonly to: Party
}

/** One rule as far as it can be told of a message nobody has any more. */
export interface KeptTrial {
  readonly route: string
  readonly owns: boolean
  /** Of what hung on a path or a header `holds` is null: that is not kept. */
  readonly conditions: readonly (Omit<ConditionTrial, 'holds'> & {
    readonly holds: boolean | null
  })[]
}

/** What conditions ask about that is kept; a path and a header may name a patient. */
const KEPT: ReadonlySet<string> = new Set(['interaction', 'product', 'method', 'from', 'to'])

/** Tries the rules in their order, up to the one that is known to have owned a message, on what is kept of it. */
export function tryKept(
  routes: readonly Route[],
  kept: KeptNames,
  owner: string | undefined,
): readonly KeptTrial[] {
  const message = { ...NOTHING, ...kept }
  const rules = compileRules(routes)
  const last = rules.findIndex(({ route }) => route.name === owner)
  return rules.slice(0, last < 0 ? rules.length : last + 1).map(({ route, conditions }) => ({
    route: route.name,
    owns: route.name === owner,
    conditions: conditions.map(condition => {
      const { field, wanted } = condition
      if (!KEPT.has(field)) return { field, wanted, seen: undefined, holds: null }
      const holds = condition.test(message, message) === 'yes'
      return { field, wanted, seen: condition.seen(message), holds }
    }),
  }))
}

const NOTHING: Identified = {
  number: 0,
  at: 0,
  method: '',
  target: '',
  headers: [],
  language: 'plain',
  length: undefined,
  need: 'headers',
  body: NO_BODY,
  interaction: undefined,
  product: undefined,
  class: 'unknown',
  agrees: undefined,
  messageId: undefined,
  conversationId: undefined,
  from: {},
  to: {},
  cpaId: undefined,
  keys: {},
}
