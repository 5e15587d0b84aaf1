/** One piece of work for a thread. */
export interface Job {
  /** What the thread is given; its buffers are handed over and gone from here. */
  readonly work: object
  readonly transfer: readonly ArrayBuffer[]
}

/** A bounded pool of threads. */
export interface Threads {
  /** Hands a job over; false where there is no room for it. Never waits. */
  post(job: Job): boolean
  /** Ends every thread; what was under way is told as ended. */
  close(): Promise<void>
}
