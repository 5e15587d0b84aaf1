import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How long something took until every instance went by it, milliseconds. */
export interface Spread {
  readonly what: string
  readonly p50: number
  readonly p99: number
  readonly most: number
  readonly times: number
  /** What p99 is to stay below. */
  readonly reach: number
}

const PROCESSES = 5
const EACH = 4
const REACH_MS = 250
const REDIS = '/usr/bin/redis-server'

/** How many instances there are, and in how many processes. */
export const FLEET = { instances: PROCESSES * EACH, processes: PROCESSES } as const

/** What an instance tells. */
type Told =
  | { readonly i: number; readonly admin: number }
  | { readonly i: number; readonly revision: number; readonly at: number }

interface Running {
  readonly admins: readonly number[]
  /** Gives when the last of all instances took a revision over. */
  known(revision: number): Promise<number>
  stop(): void
}

const now = (): number => Number(process.hrtime.bigint()) / 1e6

/**
 * Measures how long a flip takes from the asking until every instance of a fleet on one Redis goes by it. Each is
 * asked of another instance, at a moment that hangs on nothing.
 */
export async function measureFleet(
  flips: number,
  tell: (line: string) => void,
): Promise<readonly Spread[]> {
  const running = await startInstances(tell)
  try {
    const took: number[] = []
    for (let i = 0; i < flips; i += 1) {
      if (i % 20 === 0) tell(`fleet, flip ${i} of ${flips}`)
      await new Promise(resolve => setTimeout(resolve, Math.random() * 50))
      const asked = now()
      const verb =
        i % 2 === 0 ? { verb: 'promote', to: 'shadow' } : { verb: 'rollback', to: 'legacy' }
      const revision = await flip(running.admins[i % running.admins.length] ?? 0, verb)
      took.push((await running.known(revision)) - asked)
    }
    return [spreadOf('a flip', took, REACH_MS)]
  } finally {
    running.stop()
  }
}

const GLASS = { breakGlass: { approver: 'somebody else' } }

async function flip(admin: number, change: { readonly verb: string }): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${admin}/api/routes/reads/flip`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...change, ...(change.verb === 'promote' && GLASS), reason: 'a bench' }),
  })
  const came = (await answer.json()) as { readonly isChanged?: boolean; readonly revision: number }
  if (came.isChanged !== true) throw new Error(`the flip was not made: ${JSON.stringify(came)}`)
  return came.revision
}

const spreadOf = (what: string, took: readonly number[], reach: number): Spread => {
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN
  return { what, p50: at(0.5), p99: at(0.99), most: at(1), times: took.length, reach }
}

async function startInstances(tell: (line: string) => void): Promise<Running> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'ficus-bench-fleet-'))
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const kept = ['--save', '', '--appendonly', 'yes', '--loglevel', 'warning']
  const redis = spawn(REDIS, [...args, ...kept], { stdio: 'ignore' })
  const root = join(import.meta.dirname, 'fleet-instances.ts')
  const address = `redis://127.0.0.1:${port}`
  const admins: number[] = []
  const children: ChildProcess[] = []
  const follow = createFollowing()
  for (let each = 0; each < PROCESSES; each += 1) {
    tell(`fleet, process ${each + 1} of ${PROCESSES}`)
    const child = fork(root, [address, String(EACH)])
    children.push(child)
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the instances did not start')))
      child.on('message', (told: Told) => {
        if ('at' in told) follow.took(`${each} ${told.i}`, told)
        else if (admins.push(told.admin) % EACH === 0) resolve()
      })
    })
  }
  const stop = (): void => {
    for (const child of children) child.disconnect()
    redis.kill('SIGKILL')
  }
  return { admins, known: revision => follow.known(revision), stop }
}

/** Follows which instance has taken over what, and when. */
function createFollowing() {
  const seen = new Map<string, { revision: number; at: number }[]>()
  let check: () => void = () => undefined
  const known = (revision: number): Promise<number> =>
    new Promise(resolve => {
      check = () => {
        const firsts = [...seen.values()].map(all => all.find(each => each.revision >= revision))
        const ats = firsts.flatMap(first => (first === undefined ? [] : [first.at]))
        if (ats.length === FLEET.instances) resolve(Math.max(...ats))
      }
      check()
    })
  return {
    known,
    took: (who: string, told: { readonly revision: number; readonly at: number }): void => {
      const all = seen.get(who) ?? []
      seen.set(who, [...all.slice(-10), told])
      check()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Writes how long everything took, one row for each. */
export function fleetTable(rows: readonly Spread[]): string {
  const ms = (value: number): string => value.toFixed(0).padStart(8)
  const lines = rows.map(
    ({ what, p50, p99, most, times, reach }) =>
      what.padEnd(24) + ms(p50) + ms(p99) + ms(most) + ms(reach) + String(times).padStart(8),
  )
  const head = 'known everywhere, ms'.padEnd(24) + '     p50     p99    most   reach   times'
  return [head, ...lines].join('\n')
}
