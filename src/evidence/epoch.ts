import { createHash } from 'node:crypto'

/** What evidence stands on: where one of these changes, what was counted before says nothing any longer. */
export interface EpochParts {
  /** The mapping's name and version; undefined where bytes pass untouched. */
  readonly mapping: string | undefined
  /** The comparison policy's name and version. */
  readonly policy: string
  /** The rules that explain differences, in their order. */
  readonly ignore: readonly object[]
  /** By side, which upstream and which version of it. */
  readonly upstreams: { readonly legacy: string; readonly cloud: string | undefined }
}

/** Names the epoch of a route's evidence: sixteen hexadecimal digits, the same wherever the parts are. */
export function epochOf({ mapping, policy, ignore, upstreams }: EpochParts): string {
  const { legacy, cloud } = upstreams
  const rules = ignore.map(rule => Object.entries(rule).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const parts = JSON.stringify([mapping ?? null, policy, rules, legacy, cloud ?? null])
  return createHash('sha256').update(parts).digest('hex').slice(0, 16)
}
