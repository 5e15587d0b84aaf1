import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/redis-server.ts'

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
const REDIS = '/usr/bin/redis-server'

/** How many instances there are, and in how many processes. */
export const FLEET = { instances: PROCESSES * EACH, processes: PROCESSES } as const

/** What an instance goes by, and since when. */
interface Moment {
  readonly revision: number
  readonly isHalted: boolean
  readonly at: number
}

/** What an instance tells. */
type Told = { readonly i: number; readonly admin: number } | ({ readonly i: number } & Moment)

/** A fleet on one Redis. */
export interface Running {
  /** The ports instances are asked at. */
  readonly admins: readonly number[]
  /** Gives when the last of all instances took a revision over. */
  known(revision: number): Promise<number>
  /** Gives when the last of all instances was halted, after a moment. */
  halted(after: number): Promise<number>
  /** Waits until no instance is halted, so long at most, milliseconds; says whether that is so. */
  isNobodyHalted(within: number): Promise<boolean>
  /** Stops the last process as a machine hangs; says which and where its instances were asked. */
  hang(): { readonly pid: number; readonly admins: readonly number[] }
  readonly redis: {
    kill(): Promise<void>
    start(): Promise<void>
    stop(): void
    resume(): void
  }
  stop(): void
}

/** Gives the moment, milliseconds of the machine's own clock, which all processes share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** What a change is answered, as far as it is looked at. */
interface Came {
  readonly kind: string
  readonly isChanged?: boolean
  readonly revision: number
  readonly peers?: readonly { readonly address: string; readonly isConfirmed: boolean }[]
}

/** Asks an instance for a change: of the route there is, or of everything for a halt and a resume. */
export async function ask(
  admin: number | undefined,
  change: Readonly<Record<string, unknown>>,
): Promise<Came> {
  const isOfAll = change['verb'] === 'halt' || change['verb'] === 'resume'
  const path = isOfAll ? '/api/flip' : '/api/routes/reads/flip'
  const answer = await fetch(`http://127.0.0.1:${admin ?? 0}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...change, reason: 'a bench' }),
  })
  return (await answer.json()) as Came
}

/** Sums up how long something took. */
export function spreadOf(what: string, took: readonly number[], reach: number): Spread {
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN
  return { what, p50: at(0.5), p99: at(0.99), most: at(1), times: took.length, reach }
}

/** Starts a Redis and all instances on it. */
export async function startInstances(tell: (line: string) => void): Promise<Running> {
  const redis = await startRedis()
  const root = join(import.meta.dirname, 'fleet-instances.ts')
  const admins: number[] = []
  const children: ChildProcess[] = []
  const follow = createFollowing()
  for (let each = 0; each < PROCESSES; each += 1) {
    tell(`fleet, process ${each + 1} of ${PROCESSES}`)
    const child = fork(root, [redis.address, String(EACH)])
    children.push(child)
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the instances did not start')))
      child.on('message', (told: Told) => {
        if ('at' in told) follow.took(`${each} ${told.i}`, told)
        else if (admins.push(told.admin) % EACH === 0) resolve()
      })
    })
  }
  for (const child of children) child.send(admins)
  return {
    admins,
    redis,
    known: revision => follow.all(seen => seen.find(each => each.revision >= revision)),
    halted: after => follow.all(seen => seen.find(each => each.at >= after && each.isHalted)),
    isNobodyHalted: within =>
      Promise.race([
        follow
          .all(seen => (seen.at(-1)?.isHalted === false ? seen.at(-1) : undefined))
          .then(() => true),
        new Promise<boolean>(resolve => setTimeout(() => resolve(false), within)),
      ]),
    hang: () => {
      const pid = children.at(-1)?.pid ?? 0
      process.kill(pid, 'SIGSTOP')
      return { pid, admins: admins.slice(-EACH) }
    },
    stop: () => {
      for (const child of children) child.disconnect()
      redis.end()
    },
  }
}

/** Starts a Redis that keeps what it is told, and may be ended and started again where it was. */
async function startRedis() {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'ficus-bench-fleet-'))
  const at = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const keeps = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always']
  const begin = (): ChildProcess =>
    spawn(REDIS, [...at, ...keeps, '--loglevel', 'warning'], { stdio: 'ignore' })
  let process = begin()
  await reached(port)
  return {
    address: `redis://127.0.0.1:${port}`,
    kill: async () => {
      const ended = once(process, 'exit')
      process.kill('SIGKILL')
      await ended
    },
    start: async () => {
      process = begin()
      await reached(port)
    },
    stop: () => void process.kill('SIGSTOP'),
    resume: () => void process.kill('SIGCONT'),
    end: () => void process.kill('SIGKILL'),
  }
}

/** Waits until somebody listens at a port. */
async function reached(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const isThere = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (isThere) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** Follows which instance has taken over what, and when. */
function createFollowing() {
  const seen = new Map<string, Moment[]>()
  const checks = new Set<() => void>()
  /** Gives the latest of the moments that are looked for, one of each instance, once all are there. */
  const all = (look: (seen: readonly Moment[]) => Moment | undefined): Promise<number> =>
    new Promise(resolve => {
      const check = (): void => {
        const found = [...seen.values()].map(look).filter(each => each !== undefined)
        if (found.length < FLEET.instances) return
        checks.delete(check)
        resolve(Math.max(...found.map(({ at }) => at)))
      }
      checks.add(check)
      check()
    })
  return {
    all,
    took: (who: string, { revision, isHalted, at }: Moment): void => {
      seen.set(who, [...(seen.get(who) ?? []).slice(-20), { revision, isHalted, at }])
      for (const check of [...checks]) check()
    },
  }
}
