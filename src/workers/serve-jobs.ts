import type { EndedJob, FromThread, ThreadStart, ToThread } from './told.ts'

/**
 * Runs a piece of work that lets nothing else in its thread go on, and so may be what hangs there: whoever watches
 * from outside is told whose it is.
 */
export type Busy = <Result>(work: () => Result) => Result

/** What a thread does. */
export interface Jobs {
  /** Takes over what later jobs work by. */
  use(setup: object): void
  /** Does one job; what it resolves to is told. It may wait, and others go on meanwhile. */
  run(work: object, busy: Busy): Promise<unknown>
}

/** The end of a channel to whoever gives jobs. */
export interface JobPort {
  on(event: 'message', listener: (told: ToThread) => void): unknown
  postMessage(told: FromThread): void
}

/** Where in the shared memory stands which job is busy, 0 where none is; and what changes while the thread goes on. */
export const SIGNS = { busy: 0, pulse: 1 } as const

const PULSE_MS = 50

/**
 * Does what comes through a port and tells what it came to, several at once. `signs` is memory shared with whoever
 * watches, who can read it whatever this thread does. Gives what ends its pulse.
 */
export function serveJobs(
  port: JobPort,
  { signs, gatherMs }: Pick<ThreadStart, 'signs' | 'gatherMs'>,
  jobs: Jobs,
): () => void {
  let ended: EndedJob[] = []
  const pulse = setInterval(() => Atomics.add(signs, SIGNS.pulse, 1), PULSE_MS)

  const tell = (job: EndedJob): void => {
    if (ended.push(job) > 1) return
    setTimeout(() => {
      port.postMessage({ ended })
      ended = []
    }, gatherMs)
  }
  const busyWith =
    (id: number): Busy =>
    work => {
      Atomics.store(signs, SIGNS.busy, id)
      try {
        return work()
      } finally {
        Atomics.store(signs, SIGNS.busy, 0)
      }
    }
  const start = (id: number, work: object): void => {
    Promise.try(() => jobs.run(work, busyWith(id))).then(
      came => tell({ id, came }),
      // A mistake of ours: what it says could hold a piece of a message, so it goes no further.
      () => tell({ id, failed: true }),
    )
  }

  port.on('message', told => {
    if ('setup' in told) jobs.use(told.setup)
    else for (const { id, work } of told.jobs) start(id, work)
  })
  port.postMessage({ ready: true })
  return () => clearInterval(pulse)
}
