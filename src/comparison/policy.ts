import { createHash } from 'node:crypto'
import { isLeafType } from './leaf-types.ts'
import { NEVER_IGNORED, type ProtectedPath, protectedUnder } from './never-ignored.ts'
import { parsePattern } from './path-pattern.ts'
import type { Issue } from './outcome.ts'
import { compilePositions, type Position } from './positions.ts'
import { pathsOf, type Rule } from './rules.ts'
import { readTime } from './times.ts'

/** A code of a code system; of one severity only where that is said. */
export interface IssueCode {
  readonly system: string
  readonly code: string
  readonly severity?: Issue['severity']
}

/** One thing that can become of a request, in all the codes it is said by. */
export interface OutcomeMeaning {
  /** A word of ours, e.g. `no-such-patient`; `done` for a notice beside what was done. */
  readonly meaning: string
  readonly issues: readonly IssueCode[]
  /** HTTP statuses that say it where the body does not. */
  readonly statuses?: readonly number[]
}

/** A policy as it is written. */
export interface PolicyInput {
  readonly name: string
  /** The full interaction ids whose answers it is for. */
  readonly interactions?: readonly string[]
  readonly rules: readonly Rule[]
  /** What this product adds to the fields no rule may make less of. */
  readonly protects?: readonly ProtectedPath[]
  /** Makes outcomes comparable across languages; within one language codes are compared as they are. */
  readonly outcomes?: readonly OutcomeMeaning[]
  /** Codes that only say that something went wrong, beside one that says what. */
  readonly generic?: readonly IssueCode[]
  /** Header lines compared besides Content-Type, in lower case. */
  readonly headers?: readonly string[]
}

/** How the answers of one interaction are compared. */
export interface Policy extends Required<PolicyInput> {
  /** Changes with every change of any rule. */
  readonly version: string
  /** Where a document begins. */
  readonly start: Position
}

/** A difference an operator passes over for a while. */
export interface OperatorRule {
  readonly path: string
  readonly why: string
  readonly owner: string
  readonly expires: string
}

const LENIENT: ReadonlySet<Rule['does']> = new Set([
  'ignore',
  'id',
  'timestamp',
  'cosmetic',
  'empty-is-absent',
  'optional',
  'codes',
])

/** Those that speak of all that stands below their path. */
const SUBTREES: ReadonlySet<Rule['does']> = new Set(['ignore', 'optional'])

const DAY = /^\d{4}-\d\d-\d\d$/

function mistakesOf(rule: Rule, protects: readonly ProtectedPath[]): string[] {
  const mistakes: string[] = []
  if (rule.why.trim() === '') mistakes.push('says no why')
  if (rule.does === 'type' && !isLeafType(rule.type))
    mistakes.push(`knows no type ${String(rule.type)}`)
  if (rule.does === 'key' && rule.key.length === 0) mistakes.push('names no key')
  if (rule.does === 'codes' && !rule.same.some(group => group.length > 1))
    mistakes.push('names no codes that mean the same')
  if (rule.does === 'ignore' && rule.expires !== undefined && !isDay(rule.expires)) {
    mistakes.push('expires on no day: YYYY-MM-DD')
  }
  for (const path of pathsOf(rule)) {
    try {
      const pattern = parsePattern(path)
      if (!LENIENT.has(rule.does)) continue
      const reach = { isSubtree: SUBTREES.has(rule.does), isOfIds: rule.does === 'id' }
      const what = protectedUnder(pattern, reach, protects)
      if (what !== undefined) mistakes.push(`${path} covers a field never to be ignored: ${what}`)
    } catch (error) {
      mistakes.push(error instanceof Error ? error.message : 'has no path')
    }
  }
  return mistakes.map(mistake => `${rule.id}: ${mistake}`)
}

const isDay = (text: string): boolean => DAY.test(text) && readTime(text) !== undefined

const twice = (ids: readonly string[]): string[] =>
  ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `${id}: there are two of this id`)

/**
 * Compiles how the answers of one interaction are compared. Start once, never per pair.
 *
 * @throws Error with every mistake, one per line: a path that cannot be walked, an id given twice, a rule without
 * why, or one that covers a field never to be ignored.
 */
export function definePolicy(input: PolicyInput): Policy {
  const { name, interactions = [], rules, protects = [], outcomes = [] } = input
  const { generic = [], headers = [] } = input
  const mistakes = [
    ...twice(rules.map(({ id }) => id)),
    ...rules.flatMap(rule => mistakesOf(rule, protects)),
  ]
  if (mistakes.length > 0) throw new Error([`policy ${name}:`, ...mistakes].join('\n'))
  const all = { name, interactions, rules, protects, outcomes, generic, headers }
  const version = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 12)
  const start = compilePositions(rules, [...NEVER_IGNORED, ...protects])
  return Object.freeze({ ...all, version, start })
}

/**
 * Adds the operator's rules to a policy, each named by its path.
 *
 * @throws Error as {@link definePolicy} does, and for a rule without owner or last day.
 */
export function withOperatorRules(policy: Policy, rules: readonly OperatorRule[]): Policy {
  const without = rules.filter(({ owner, expires }) => owner.trim() === '' || !isDay(expires))
  if (without.length > 0) {
    throw new Error(without.map(({ path }) => `${path}: needs an owner and a last day`).join('\n'))
  }
  const added = rules.map(rule => ({ ...rule, id: `ignore ${rule.path}`, does: 'ignore' as const }))
  return definePolicy({ ...policy, rules: [...policy.rules, ...added] })
}
