/**
 * Threads that work beside the one that serves: how many, how much they may hold, and what ends one that hangs.
 *
 * In: the root of a thread; jobs whose bytes are handed over.
 * Out: what each job came to, or that its thread ended or took too long.
 * Never: holds up the thread that serves, holds more bytes than it may, loses a job without saying so.
 *
 * @packageDocumentation
 */
export { createThreads } from './threads.ts'
export type { Held, Job, JobEnd, Threads, ThreadsOptions } from './threads.ts'
export { serveThread } from './serve-thread.ts'
export { serveJobs } from './serve-jobs.ts'
export type { Busy, JobPort, Jobs } from './serve-jobs.ts'
