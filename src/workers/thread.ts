import { Worker } from 'node:worker_threads'
import type { Held } from './threads.ts'
import { SIGNS } from './serve-jobs.ts'
import type { EndedJob, FromThread, ThreadStart, ToThread } from './told.ts'

/** What a thread may use before it is ended; the one that serves is not hurt by it. */
const HEAP_MIB = 256
/** Of what is young: V8's own size lets a thread of small jobs grow to several times what it uses. */
const YOUNG_MIB = 12

/** What a thread tells its pool. */
export interface ThreadEvents {
  /** It can work, or has room again. */
  free(): void
  ended(held: Held, job: EndedJob): void
  /** It is no more; what it had is told first. */
  lost(thread: Thread, jobs: readonly Held[]): void
}

/** One thread and the jobs it has. */
export class Thread {
  readonly #worker: Worker
  readonly #events: ThreadEvents
  readonly #jobs = new Map<number, Held>()
  readonly #signs = new Int32Array(new SharedArrayBuffer(8))
  #isReady = false
  #pulse = 0
  #pulseAt = 0

  constructor(root: URL, start: Omit<ThreadStart, 'signs'>, events: ThreadEvents) {
    this.#events = events
    const workerData: ThreadStart = { ...start, signs: this.#signs }
    // What the process was started with, and its secrets, are nothing to this thread.
    this.#worker = new Worker(root, {
      workerData,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
    })
    this.#worker.unref()
    this.#worker.on('message', (told: FromThread) => this.#hear(told))
    // A thread that failed ends too.
    this.#worker.on('error', () => undefined)
    this.#worker.on('exit', () => this.#lost())
  }

  get isReady(): boolean {
    return this.#isReady
  }

  get load(): number {
    return this.#jobs.size
  }

  use(setup: object): void {
    this.#worker.postMessage({ setup } satisfies ToThread)
  }

  /** Hands jobs over. Throws where one of them cannot be. */
  give(jobs: readonly Held[]): void {
    for (const held of jobs) this.#jobs.set(held.id, held)
    const told: ToThread = { jobs: jobs.map(({ id, job }) => ({ id, work: job.work })) }
    try {
      this.#worker.postMessage(
        told,
        jobs.flatMap(({ job }) => job.transfer),
      )
    } catch (error) {
      for (const { id } of jobs) this.#jobs.delete(id)
      throw error
    }
  }

  /** Gives up the jobs whose time is over; what they come to later is nobody's. */
  giveUp(now: number): readonly Held[] {
    const late = [...this.#jobs.values()].filter(({ dueAt }) => dueAt <= now)
    for (const { id } of late) this.#jobs.delete(id)
    return late
  }

  /** For how long it has not gone on, as far as the looks tell: a thread that only waits goes on. */
  hangsFor(now: number): number {
    const pulse = Atomics.load(this.#signs, SIGNS.pulse)
    if (!this.#isReady || pulse !== this.#pulse) {
      this.#pulse = pulse
      this.#pulseAt = now
    }
    return now - this.#pulseAt
  }

  /** The job that lets nothing else go on. */
  get busy(): Held | undefined {
    return this.#jobs.get(Atomics.load(this.#signs, SIGNS.busy))
  }

  /** Ends it from outside, whatever it is doing. Gives the jobs it had. */
  end(): { readonly jobs: readonly Held[]; readonly ended: Promise<unknown> } {
    this.#isReady = false
    const jobs = [...this.#jobs.values()]
    this.#jobs.clear()
    return { jobs, ended: this.#worker.terminate() }
  }

  #hear(told: FromThread): void {
    if ('ready' in told) {
      this.#isReady = true
    } else {
      for (const job of told.ended) {
        const held = this.#jobs.get(job.id)
        this.#jobs.delete(job.id)
        if (held !== undefined) this.#events.ended(held, job)
      }
    }
    this.#events.free()
  }

  #lost(): void {
    const jobs = [...this.#jobs.values()]
    this.#jobs.clear()
    this.#events.lost(this, jobs)
  }
}
