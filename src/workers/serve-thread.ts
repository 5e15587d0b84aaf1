import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { type Jobs, serveJobs } from './serve-jobs.ts'
import type { ThreadStart } from './told.ts'

/** Enough that whoever serves is never kept waiting for a processor this thread has (nice(1): a tenth of its share). */
const BEHIND = 10

/** Serves jobs from the root of a thread, behind every thread that serves suppliers unless it is one of them. */
export function serveThread(jobs: Jobs): void {
  if (parentPort === null) throw new Error('this is the root of a thread')
  const start = workerData as ThreadStart // handed over by whoever started this thread
  if (start.isBehind) stepBack()
  serveJobs(parentPort, start, jobs)
}

/**
 * On Linux, priority 0 of setpriority(2) is the calling thread and no other: NPTL has one for each thread. Elsewhere
 * it is the whole process, which serves, so there the system shares the processors out as it likes.
 */
function stepBack(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, BEHIND)
  } catch {
    // A system that forbids it loses fairness and nothing else.
  }
}
