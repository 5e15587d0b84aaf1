import type { Received, Route } from '../exchange/index.ts'
import { compileMatch, type Condition, type Verdict } from './condition.ts'
import type { Names } from './names.ts'

/** A route with its conditions compiled and its place in the order they are tried. */
export interface Rule {
  readonly route: Route
  readonly order: number
  readonly conditions: readonly Condition[]
}

/** Compiles the routes into rules in the order of the file, the default last wherever it stands. */
export function compileRules(routes: readonly Route[]): readonly Rule[] {
  const matching = routes.filter(route => route.match !== 'default')
  const defaults = routes.filter(route => route.match === 'default')
  return [...matching, ...defaults].map((route, order) => ({
    route,
    order,
    conditions: route.match === 'default' ? [] : compileMatch(route.match),
  }))
}

/** Says whether a rule owns a message: `no` wins over `unread`, and with no conditions it owns everything. */
export function verdictOf(rule: Rule, head: Received, names: Names): Verdict {
  let verdict: Verdict = 'yes'
  for (const condition of rule.conditions) {
    const said = condition.test(head, names)
    if (said === 'no') return 'no'
    if (said === 'unread') verdict = 'unread'
  }
  return verdict
}
