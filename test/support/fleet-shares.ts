import type { Identified } from '../../src/exchange/index.ts'
import { assign } from '../../src/rollout/index.ts'
import { PATIENTS, route, routed, state } from '../routing/given.ts'

/** What came of sending a share of a cohort to the cloud. */
export interface Share {
  readonly percent: number
  /** Of all keys, how many went to the cloud, per cent. */
  readonly seen: number
  /** How far that is from what was asked for, in standard deviations of a fair draw. */
  readonly sigmas: number
  /** Keys that were at the cloud at the share before and are not any more. */
  readonly left: number
}

const PERCENTS = [1, 5, 25, 50] as const
const FIRST = 9_990_000_000
const NOW = 1_800_000_000_000

/** Decides for so many neighbouring keys, as a country's are, at one share after another. */
export function measureShares(keys = 1_000_000): readonly Share[] {
  const owner = route('it', 'default', { cohort: PATIENTS, shadowAs: '990000009999' })
  const states = PERCENTS.map(percent => state({ routes: { it: { stage: 'canary', percent } } }))
  const seen = PERCENTS.map(() => 0)
  const left = PERCENTS.map(() => 0)
  const message: Partial<Identified> = { class: 'read' }
  const one = routed(owner, message)
  for (let i = 0; i < keys; i += 1) {
    const asked = { ...one, keys: { ...one.keys, nhsNumber: String(FIRST + i) } }
    let wasCloud = false
    for (const [at, stand] of states.entries()) {
      const isCloud = assign(asked, stand, NOW).side === 'cloud'
      if (isCloud) seen[at] = (seen[at] ?? 0) + 1
      else if (wasCloud) left[at] = (left[at] ?? 0) + 1
      wasCloud = isCloud
    }
  }
  return PERCENTS.map((percent, at) => {
    const share = (seen[at] ?? 0) / keys
    const p = percent / 100
    const sigmas = Math.abs(share - p) / Math.sqrt((p * (1 - p)) / keys)
    return { percent, seen: share * 100, sigmas, left: left[at] ?? 0 }
  })
}
