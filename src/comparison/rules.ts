import type { LeafType } from './leaf-types.ts'

/** What every rule says. */
interface RuleBase {
  /** By which it is named in verdicts and counted. */
  readonly id: string
  /**
   * Where it holds: names of elements and properties without prefix, `@attribute` and `text()`, divided by `/`,
   * from the document's root; `*` is any one name, `**` any number of them. A list and its members have one path.
   */
  readonly path: string | readonly string[]
  readonly why: string
}

/** Passes over whatever stands at a path and below it, and whether it stands there. */
export interface IgnoreRule extends RuleBase {
  readonly does: 'ignore'
  readonly owner?: string
  /** The last day it holds, `YYYY-MM-DD` in UTC. */
  readonly expires?: string
}

/** Takes two points in time for equal, within `withinMs` where that is said. */
export interface TimestampRule extends RuleBase {
  readonly does: 'timestamp'
  readonly withinMs?: number
}

/** Takes two values for equal that this type writes in two ways. */
export interface TypeRule extends RuleBase {
  readonly does: 'type'
  readonly type: LeafType
}

/** Takes codes for equal that mean the same: in a group of them each may stand for each. */
export interface CodesRule extends RuleBase {
  readonly does: 'codes'
  readonly same: readonly (readonly string[])[]
}

/** Knows the members of a list by what they hold at these paths below them. */
export interface KeyRule extends RuleBase {
  readonly does: 'key'
  readonly key: readonly string[]
}

/**
 * Other rules. `unordered`: the members of a list, or the elements of this path, may stand in any order. `id`:
 * generated anew for each answer, so the two may differ, but only as one renaming of all ids. `cosmetic`: a
 * difference weighs little. `empty-is-absent`: an element without content is as good as none. `optional`: one of
 * the two may be without it, but where both have it they must agree.
 */
export interface PlainRule extends RuleBase {
  readonly does: 'unordered' | 'id' | 'cosmetic' | 'empty-is-absent' | 'optional'
}

/** One rule of a policy. */
export type Rule = IgnoreRule | TimestampRule | TypeRule | CodesRule | KeyRule | PlainRule

export const pathsOf = ({ path }: Rule): readonly string[] =>
  typeof path === 'string' ? [path] : path
