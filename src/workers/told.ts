/** What a thread is started with. */
export interface ThreadStart {
  /** Memory shared with whoever watches it. */
  readonly signs: Int32Array
  /** How long messages are gathered, both ways, milliseconds. */
  readonly gatherMs: number
  /** Whether it steps back behind every thread that serves suppliers. */
  readonly isBehind: boolean
}

/** What a thread is told: what it works by from then on, or jobs. */
export type ToThread =
  | { readonly setup: object }
  | { readonly jobs: readonly { readonly id: number; readonly work: object }[] }

/** What a thread tells: that it can work, or what jobs came to. */
export type FromThread = { readonly ready: true } | { readonly ended: readonly EndedJob[] }

/** What one job came to; `failed` where its work threw what it should not have. */
export type EndedJob =
  { readonly id: number; readonly came: unknown } | { readonly id: number; readonly failed: true }
