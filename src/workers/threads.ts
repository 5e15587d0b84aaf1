import { Thread } from './thread.ts'
import type { EndedJob } from './told.ts'

/** What became of a job: what its work came to, or why there is nothing. */
export type JobEnd =
  | { readonly came: unknown }
  | {
      /**
       * `overtime`: it let its thread not go on and was ended with it; `thread-ended`: its thread was, because of
       * another job or of itself; `late`: it was not done in its time, waiting for a thread or within one;
       * `failed`: its work threw; `refused`: it cannot be handed over; `closed`: the pool is.
       */
      readonly ended: 'overtime' | 'thread-ended' | 'late' | 'failed' | 'refused' | 'closed'
    }

/** One piece of work for a thread. */
export interface Job {
  /** What the thread is given; its buffers are handed over and gone from here. */
  readonly work: object
  readonly transfer: readonly ArrayBuffer[]
  /** How long it may take once a thread has it, milliseconds. */
  readonly mostMs: number
  /** Called once, never within `post`. */
  ended(end: JobEnd): void
}

/** A job a pool holds. */
export interface Held {
  readonly id: number
  readonly job: Job
  readonly bytes: number
  /** Milliseconds on the monotonic clock after which it is over, waiting or running. */
  dueAt: number
}

/** What a pool is built from. Times in milliseconds. */
export interface ThreadsOptions {
  /** The module a thread runs: it calls `serveThread`. */
  readonly root: URL
  /** How many threads at most; none is started before there is a job. Default 1. */
  readonly threads?: number
  /** How many jobs one thread has at once. Default 64. */
  readonly atOnce?: number
  /** How many jobs are held at most, waiting and running. Default 1 024. */
  readonly jobs?: number
  /** How many bytes their buffers may come to. Default 64 MiB. */
  readonly bytes?: number
  /** How long a job may wait for a thread. Default 10 000. */
  readonly waitMs?: number
  /** How long a thread may not go on before it is given nothing more, for whatever it has may end with it. Default 500. */
  readonly stillMs?: number
  /** How long a thread may not go on before it is ended from outside. Default 5 000. */
  readonly hangMs?: number
  /** How often it is looked what hangs and what is late. Default 250. */
  readonly lookMs?: number
  /** The first pause before a thread that ended is started again; it doubles up to 100 of them. Default 100. */
  readonly restartMs?: number
  /**
   * How long messages between threads are gathered, both ways: each wakes the thread that gets it, which costs more
   * than what it holds. Default 5, for work nobody waits for.
   */
  readonly gatherMs?: number
  /** Whether its threads step back behind those that serve suppliers. Default true. */
  readonly isBehind?: boolean
}

/** A bounded pool of threads. */
export interface Threads {
  /** Takes a job; false where there is no room for it. Never waits. */
  post(job: Job): boolean
  /** Tells every thread, those started later too, what jobs work by that are handed to one from now on. */
  use(setup: object): void
  /** How many jobs are held, waiting and running, and the bytes of their buffers. */
  readonly held: { readonly count: number; readonly bytes: number }
  /** Ends every thread; what was under way is told as `closed`. */
  close(): Promise<void>
}

/** Builds a pool. Its threads keep no process alive. */
export const createThreads = (options: ThreadsOptions): Threads => new Pool(options)

const MOST_RESTARTS_APART = 100

class Pool implements Threads {
  readonly #options: Required<ThreadsOptions>
  readonly #waiting = new Set<Held>()
  readonly #threads = new Set<Thread>()
  readonly #restarts = new Set<NodeJS.Timeout>()
  #setup: object | undefined
  #ids = 0
  #count = 0
  #bytes = 0
  #isPumping = false
  #isClosed = false
  #look: NodeJS.Timeout | undefined
  #failures = 0

  constructor(options: ThreadsOptions) {
    this.#options = {
      threads: 1,
      atOnce: 64,
      jobs: 1024,
      bytes: 64 * 1024 * 1024,
      waitMs: 10_000,
      stillMs: 500,
      hangMs: 5_000,
      lookMs: 250,
      restartMs: 100,
      gatherMs: 5,
      isBehind: true,
      ...options,
    }
  }

  get held(): { count: number; bytes: number } {
    return { count: this.#count, bytes: this.#bytes }
  }

  post(job: Job): boolean {
    const bytes = job.transfer.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const { jobs, bytes: most, waitMs, lookMs } = this.#options
    if (this.#isClosed || this.#count >= jobs || this.#bytes + bytes > most) return false
    // Job ids stand in shared memory as 32-bit numbers, and 0 is no job.
    this.#ids = (this.#ids % 0x7fff_ffff) + 1
    this.#count += 1
    this.#bytes += bytes
    this.#waiting.add({ id: this.#ids, job, bytes, dueAt: performance.now() + waitMs })
    this.#look ??= setInterval(() => this.#lookAfter(), lookMs).unref()
    this.#pumpSoon()
    return true
  }

  use(setup: object): void {
    this.#setup = setup
    for (const thread of this.#threads) thread.use(setup)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#look)
    for (const timer of this.#restarts) clearTimeout(timer)
    const ends = [...this.#threads].map(thread => thread.end())
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    this.#endAll([...waiting, ...ends.flatMap(({ jobs }) => jobs)], 'closed')
    await Promise.all(ends.map(({ ended }) => ended))
  }

  #startAll(): void {
    for (let i = 0; i < this.#options.threads; i += 1) this.#start()
  }

  #start(): void {
    const { root, gatherMs, isBehind } = this.#options
    const thread = new Thread(
      root,
      { gatherMs, isBehind },
      {
        free: () => this.#pumpSoon(),
        ended: (held, job) => this.#told(held, job),
        lost: (lost, jobs) => this.#lost(lost, jobs),
      },
    )
    this.#threads.add(thread)
    if (this.#setup !== undefined) thread.use(this.#setup)
  }

  #pumpSoon(): void {
    if (this.#isPumping || this.#waiting.size === 0) return
    this.#isPumping = true
    setTimeout(() => {
      this.#isPumping = false
      this.#pump()
    }, this.#options.gatherMs).unref()
  }

  #pump(): void {
    if (this.#isClosed) return
    if (this.#threads.size + this.#restarts.size === 0) this.#startAll()
    const now = performance.now()
    const goesOn = (thread: Thread): boolean => thread.hangsFor(now) < this.#options.stillMs
    const ready = [...this.#threads].filter(thread => thread.isReady && goesOn(thread))
    for (const thread of ready.sort((a, b) => a.load - b.load)) {
      const room = this.#options.atOnce - thread.load
      const share = Math.ceil(this.#waiting.size / ready.length)
      const batch = [...this.#waiting.values().take(Math.max(0, Math.min(room, share)))]
      if (batch.length > 0) this.#give(thread, batch)
    }
  }

  #give(thread: Thread, batch: readonly Held[]): void {
    const now = performance.now()
    for (const held of batch) {
      this.#waiting.delete(held)
      held.dueAt = now + held.job.mostMs
    }
    try {
      thread.give(batch)
    } catch {
      this.#endAll(batch, 'refused')
    }
  }

  #told(held: Held, job: EndedJob): void {
    this.#failures = 0
    this.#end(held, 'came' in job ? { came: job.came } : { ended: 'failed' })
  }

  #lost(thread: Thread, jobs: readonly Held[]): void {
    this.#threads.delete(thread)
    this.#endAll(jobs, 'thread-ended')
    if (this.#isClosed) return
    const { restartMs } = this.#options
    const pause = restartMs * Math.min(2 ** this.#failures, MOST_RESTARTS_APART)
    this.#failures += 1
    const timer = setTimeout(() => {
      this.#restarts.delete(timer)
      this.#start()
    }, pause).unref()
    this.#restarts.add(timer)
  }

  #lookAfter(): void {
    if (this.#count === 0) {
      clearInterval(this.#look)
      this.#look = undefined
    }
    const now = performance.now()
    const waited = [...this.#waiting].filter(({ dueAt }) => dueAt <= now)
    for (const held of waited) this.#waiting.delete(held)
    this.#endAll(waited, 'late')
    for (const thread of this.#threads) {
      if (thread.hangsFor(now) >= this.#options.hangMs) this.#endHanging(thread)
      else this.#endAll(thread.giveUp(now), 'late')
    }
    this.#pumpSoon()
  }

  /** A job that is busy is to blame, and nothing that waits beside it. */
  #endHanging(thread: Thread): void {
    const { busy } = thread
    for (const held of thread.end().jobs) {
      this.#end(held, { ended: held === busy ? 'overtime' : 'thread-ended' })
    }
  }

  #endAll(jobs: readonly Held[], ended: Extract<JobEnd, { ended: unknown }>['ended']): void {
    for (const held of jobs) this.#end(held, { ended })
  }

  #end(held: Held, end: JobEnd): void {
    this.#count -= 1
    this.#bytes -= held.bytes
    held.job.ended(end)
  }
}
