import { createHash } from 'node:crypto'
import type { Comparison, Policy } from '../comparison/index.ts'

/** What an answer did not prove. */
export type CrossedBy = 'request' | 'subject'

/**
 * Says that an answer is not proven to be the copy's: somebody else's, or about somebody else. That is what became of
 * the request, so it is critical, and nothing else in it is looked at.
 */
export function crossedComparison(by: CrossedBy, { name, version }: Policy): Comparison {
  const path = `answer/${by}`
  const [kind, editClass] = ['domain-outcome', 'other'] as const
  return {
    verdict: 'different',
    reason: 'outcome',
    differences: [
      { path, kind, editClass, severity: 'critical', leftToken: 'bound', rightToken: 'crossed' },
    ],
    hits: {},
    signature: createHash('sha256')
      .update(`${path} ${kind} ${editClass}`)
      .digest('hex')
      .slice(0, 16),
    policy: `${name}@${version}`,
    steps: 0,
  }
}
