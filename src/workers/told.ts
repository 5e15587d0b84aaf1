/**
 * How long messages between threads are gathered, both ways: each wakes the thread that gets it, which costs more than
 * what it holds. Nobody waits for what these threads do.
 */
export const BATCH_MS = 5

/** What a thread is told: what it works by from then on, or jobs. */
export type ToThread =
  | { readonly setup: object }
  | { readonly jobs: readonly { readonly id: number; readonly work: object }[] }

/** What a thread tells: that it can work, or what jobs came to. */
export type FromThread = { readonly ready: true } | { readonly ended: readonly EndedJob[] }

/** What one job came to; `failed` where its work threw what it should not have. */
export type EndedJob =
  { readonly id: number; readonly came: unknown } | { readonly id: number; readonly failed: true }
