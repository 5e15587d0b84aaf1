import {
  createCloud,
  createLegacySpine,
  type PrescribingSimulator,
} from '../../src/simulator/index.ts'
import { dayRoutes } from './dispensing-day-routes.ts'
import { configOf, startProxy, type StartedProxy } from './proxy.ts'
import type { Closing } from './upstream.ts'

/** The proxy of a day between both sides, and a clock that all three go by. */
export interface Stand extends StartedProxy {
  readonly legacy: PrescribingSimulator
  readonly cloud: PrescribingSimulator
  now(): number
  /** Lets time pass for everybody. */
  pass(ms: number): void
  /** Changes where routes stand, as an operator does. */
  flip(change: Flip): Promise<void>
}

/** What an operator says, of a route or a cohort, or of everything. */
export interface Flip {
  readonly name?: string
  readonly verb: 'promote' | 'rollback' | 'halt' | 'resume'
  readonly to?: string
  readonly percent?: number
  readonly isHard?: boolean
}

const DAY_MS = 86_400_000

/** Starts both sides and the proxy between them. */
export async function standing(t: Closing): Promise<Stand> {
  let passed = 0
  const now = (): number => Date.now() + passed
  const legacy = await createLegacySpine({ now, repliesMs: DAY_MS })
  const cloud = await createCloud({ now })
  t.teardown(() => legacy.close())
  t.teardown(() => cloud.close())
  const config = configOf(dayRoutes({ legacy: legacy.url, cloud: cloud.url }))
  const proxy = await startProxy(t, config, { now })
  const flip = async ({ name, ...change }: Flip): Promise<void> => {
    const path = name === undefined ? '/api/flip' : `/api/routes/${name}/flip`
    // Of a write no copy is compared, so no gate ever opens by evidence.
    const glass = change.verb === 'promote' ? { breakGlass: { approver: 'a second person' } } : {}
    const answer = await fetch(new URL(path, proxy.admin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'a day', ...change, ...glass }),
    })
    if (answer.status !== 200) throw new Error(`${JSON.stringify(change)}: ${await answer.text()}`)
  }
  return { ...proxy, legacy, cloud, now, pass: ms => (passed += ms), flip }
}
