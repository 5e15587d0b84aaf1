import type { DrainWaits, Proxy } from '../proxy.ts'
import type { Log } from '../telemetry/index.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** After which an instance cuts what is still under way, milliseconds. */
export const HARD_STOP_MS = 30_000

const MOST_WAIT_S = 600

/** Reads how long an instance that drains still takes connections. Throws a CommandError. */
export function drainWaitOf({ env }: Pick<Terminal, 'env'>): number {
  const written = env['FICUS_DRAIN_WAIT'] ?? '0'
  if (/^\d{1,3}$/.test(written) && Number(written) <= MOST_WAIT_S) return Number(written) * 1_000
  throw new CommandError(
    EXIT.usage,
    `FICUS_DRAIN_WAIT=${written}: give whole seconds, ${MOST_WAIT_S} at most`,
  )
}

/** Who is told how a drain goes. */
export interface DrainListeners {
  readonly log: Log
  readonly say: (line: string) => void
}

/** Drains an instance and says, as it goes, what it waits for: routes and numbers, nothing of a message. */
export async function drain(
  proxy: Proxy,
  waitMs: number,
  { log, say }: DrainListeners,
): Promise<void> {
  let first: DrainWaits | undefined
  let last: DrainWaits | undefined
  const cut = await proxy.close(HARD_STOP_MS, {
    waitMs,
    told: waits => {
      first ??= waits
      last = waits
      log.event('draining', 'info', loggedOf(waits))
      say(`draining, ${spokenSeconds(waits.ms)}: ${spokenWaits(waits)}`)
    },
  })
  const waited = { ...(first && loggedOf(first)), seconds: secondsOf(last?.ms ?? 0) }
  log.event('stopped', cut === 0 ? 'info' : 'warn', { cut, waited })
  log.flush()
  const after = first && last ? `; after ${spokenSeconds(last.ms)} of ${spokenWaits(first)}` : ''
  const came = cut === 0 ? 'nothing was lost' : `${cut} requests were cut at the hard stop`
  say(`stopped: ${came}${after}`)
}

const total = (counts: DrainWaits['requests']): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0)

const loggedOf = ({ requests, connections, beside, ms }: DrainWaits): Record<string, unknown> => ({
  requests: total(requests),
  routes: Object.fromEntries(requests),
  connections,
  ...Object.fromEntries(beside),
  seconds: secondsOf(ms),
})

/** Says what is waited for, as `3 requests (reads 2, default 1), 5 connections, 2 copies`. */
function spokenWaits({ requests, connections, beside }: DrainWaits): string {
  const routes = [...requests].map(([route, count]) => `${route} ${count}`).join(', ')
  const by = routes === '' ? '' : ` (${routes})`
  return [
    `${counted(total(requests), 'request')}${by}`,
    counted(connections, 'connection'),
    ...[...beside].map(([what, count]) => `${count} ${what}`),
  ].join(', ')
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
const secondsOf = (ms: number): number => Math.round(ms / 100) / 10
const spokenSeconds = (ms: number): string => `${secondsOf(ms).toFixed(1)} s`
