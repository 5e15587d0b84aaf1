import type { Identified } from '../exchange/index.ts'
import { type Rule, verdictOf } from './rule.ts'

/** What one condition of a rule asked and what it found. */
export interface ConditionTrial {
  readonly field: string
  readonly wanted: readonly string[]
  /** What the message has there; undefined where it has nothing. Of a path or a free header only that it differs. */
  readonly seen: string | undefined
  readonly holds: boolean
}

/** One rule that was tried. The default asks nothing and owns everything that comes to it. */
export interface RouteTrial {
  readonly route: string
  readonly owns: boolean
  readonly conditions: readonly ConditionTrial[]
}

/** Tries the rules in their order up to the one that owns the message. */
export function tryRules(rules: readonly Rule[], message: Identified): readonly RouteTrial[] {
  const trials: RouteTrial[] = []
  for (const rule of rules) {
    const owns = verdictOf(rule, message, message) === 'yes'
    trials.push({ route: rule.route.name, owns, conditions: conditionsOf(rule, message) })
    if (owns) break
  }
  return trials
}

const conditionsOf = (rule: Rule, message: Identified): readonly ConditionTrial[] =>
  rule.conditions.map(condition => {
    const holds = condition.test(message, message) === 'yes'
    return {
      field: condition.field,
      wanted: condition.wanted,
      seen: condition.seen(message),
      holds,
    }
  })
