import { measureHalts, namedByHalt } from './fleet-halts.ts'
import { ask, now, type Running, type Spread, spreadOf, startInstances } from './fleet-running.ts'

export { FLEET } from './fleet-running.ts'
export type { Spread } from './fleet-running.ts'

const REACH_MS = 250

/** What was measured of a fleet. */
export interface FleetMeasured {
  readonly rows: readonly Spread[]
  /** Of the instances in a process that hangs, how many a halt named, and after how long. */
  readonly hanging: { readonly silent: number; readonly named: number; readonly ms: number }
}

/**
 * Measures how long a flip and a halt take from the asking until every instance of a fleet on one Redis goes by it.
 * Each is asked of another instance, at a moment that hangs on nothing.
 */
export async function measureFleet(
  flips: number,
  tell: (line: string) => void,
): Promise<FleetMeasured> {
  const running = await startInstances(tell)
  try {
    const flipped = await measureFlips(running, flips, tell)
    const halted = await measureHalts(running, Math.max(4, Math.ceil(flips / 10)), tell)
    return { rows: [flipped, ...halted], hanging: await namedByHalt(running) }
  } finally {
    running.stop()
  }
}

async function measureFlips(
  running: Running,
  flips: number,
  tell: (line: string) => void,
): Promise<Spread> {
  const took: number[] = []
  for (let i = 0; i < flips; i += 1) {
    if (i % 20 === 0) tell(`fleet, flip ${i} of ${flips}`)
    await new Promise(resolve => setTimeout(resolve, Math.random() * 50))
    const asked = now()
    const came = await ask(
      running.admins[i % running.admins.length],
      i % 2 === 0
        ? { verb: 'promote', to: 'shadow', breakGlass: { approver: 'somebody else' } }
        : { verb: 'rollback', to: 'legacy' },
    )
    if (came.isChanged !== true) throw new Error(`the flip was not made: ${JSON.stringify(came)}`)
    took.push((await running.known(came.revision)) - asked)
  }
  return spreadOf('a flip', took, REACH_MS)
}

/** Writes how long everything took, one row for each, and what became of the instances that hang. */
export function fleetTable({ rows, hanging }: FleetMeasured): string {
  const ms = (value: number): string => value.toFixed(0).padStart(8)
  const lines = rows.map(
    ({ what, p50, p99, most, times, reach }) =>
      what.padEnd(24) + ms(p50) + ms(p99) + ms(most) + ms(reach) + String(times).padStart(8),
  )
  const head = 'known everywhere, ms'.padEnd(24) + '     p50     p99    most   reach   times'
  const { named, silent, ms: took } = hanging
  const spoken = `${named} of ${silent} instances that hang are named by a halt, after ${took.toFixed(0)} ms`
  return [head, ...lines, spoken].join('\n')
}

/** Says whether everything stayed below what it is to stay below, and whoever hangs was named. */
export const isReached = ({ rows, hanging }: FleetMeasured): boolean =>
  rows.every(({ p99, reach }) => p99 < reach) && hanging.named === hanging.silent
