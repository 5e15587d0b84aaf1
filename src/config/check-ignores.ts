import {
  definePolicy,
  withOperatorRules,
  type OperatorRule,
  type Policy,
} from '../comparison/index.ts'
import type { Mistake } from './config-error.ts'
import { candidatesOf, type Candidate, type Inquiry } from './inquiry.ts'
import { ownedBy } from './owned.ts'

/** What holds for every interaction, whether or not its product says how it is compared. */
const BARE = definePolicy({ name: 'every interaction', rules: [] })

/**
 * Finds rules that explain nothing or too much: a path that cannot be walked, the same path twice, one that covers
 * a field never to be ignored. One whose last day is over is in order: it no longer explains, and the file must
 * load again in a fleet that has been running since.
 */
export const checkIgnores = (inquiry: Inquiry): Mistake[] =>
  candidatesOf(inquiry.fields).flatMap(candidate => {
    const policies = policiesOf(inquiry, candidate)
    const { ignore = [] } = candidate.route
    return ignore.flatMap((rule, i) => {
      const path = `${candidate.path}.ignore[${i}].path`
      const before = ignore.findIndex(other => other.path === rule.path)
      if (before < i) {
        const says = `\`${rule.path}\` is the path of ignore[${before}] already`
        return [{ path, says, wayOut: 'leave one of the two out' }]
      }
      return unwalkable(path, rule) ?? covering(path, rule, policies)
    })
  })

/**
 * Gives by which policies the answers of what a route owns may come to be compared, without their own rules: those
 * say nothing of ours, and to prove them again for each of ours would hold up the thread that serves.
 */
function policiesOf({ policies, interactions }: Inquiry, { match }: Candidate): readonly Policy[] {
  const owned = new Set(ownedBy(match, interactions).known.map(({ id }) => id))
  const own = policies.filter(each => each.interactions.some(id => owned.has(id)))
  return own.length === 0 ? [BARE] : own.map(each => ({ ...each, rules: [] }))
}

// A rule that makes less of nothing has only its path to be wrong about.
function unwalkable(path: string, rule: OperatorRule): Mistake[] | undefined {
  const { why } = rule
  const said = refusalOf(() =>
    definePolicy({ name: '', rules: [{ id: '', path: rule.path, why, does: 'unordered' }] }),
  )
  if (said === undefined) return undefined
  const wayOut =
    'names without prefix, `@attribute` or `text()`, divided by `/`; `*` is any one name, `**` any number of them'
  return [{ path, says: `\`${rule.path}\` is no path in an answer`, wayOut }]
}

function covering(path: string, rule: OperatorRule, policies: readonly Policy[]): Mistake[] {
  for (const policy of policies) {
    const said = refusalOf(() => withOperatorRules(policy, [rule]))
    if (said === undefined) continue
    return [{ path, says: said, wayOut: 'name what is expected to differ and nothing above it' }]
  }
  return []
}

/** Gives the first thing a policy is refused for, without the name of its rule. */
function refusalOf(define: () => Policy): string | undefined {
  try {
    define()
    return undefined
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return error.message.split('\n')[1]?.replace(/^.*?: /, '') ?? error.message
  }
}
