import type { z } from 'zod'
import type { Mistake } from './config-error.ts'

/** Writes where something stands: `routes[2].match`, `upstreams.pds-fhir.url`. */
export const pathOf = (steps: readonly PropertyKey[]): string =>
  steps
    .map((step, i) =>
      typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${String(step)}`,
    )
    .join('')

/** Gives zod's issues as mistakes, each with the way out its field names. */
export const mistakesOf = (error: z.ZodError, under: readonly PropertyKey[] = []): Mistake[] =>
  error.issues.flatMap(issue => fromIssue(issue, [...under, ...issue.path]))

function fromIssue(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    const lines = issue.message.split('\n')
    return issue.keys.map((key, i) =>
      mistake([...at, key], `${lines[2 * i] ?? ''}\n${lines[2 * i + 1] ?? ''}`),
    )
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(inner => mistake(at, inner.message))
  }
  const inner = issue.code === 'invalid_union' ? closest(issue) : []
  if (inner.length > 0) return inner.flatMap(each => fromIssue(each, [...at, ...each.path]))
  return [mistake(at, issue.message)]
}

// Of the forms a value may have, the one it got furthest into, with the least amiss, is the one that was meant.
function closest(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const reached = (issues: z.core.$ZodIssue[]): boolean =>
    issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys')
  const entered = issue.errors.filter(issues => issues.length > 0 && reached(issues))
  return entered.toSorted((one, other) => one.length - other.length)[0] ?? []
}

function mistake(at: readonly PropertyKey[], message: string): Mistake {
  const [says = '', wayOut = 'see the comments of the shipped routes.config.ts'] =
    message.split('\n')
  return { path: pathOf(at), says, wayOut }
}
