import type { Assigned } from '../exchange/index.ts'

/** A rule that has a say in a decision: those of the precedence, then what follows from the side. */
export type DecisionRule = Assigned['because'] | 'mirror' | 'fallback'

/** One step to a decision, for a person or a program to read. Holds no key, only four digits of its hash. */
export interface DecisionStep {
  readonly rule: DecisionRule
  /** What the rule looked at. */
  readonly looked: string
  /** What it said: a side, an upstream, why not, or `nothing`, which leaves it to the next rule. */
  readonly said: string
}
