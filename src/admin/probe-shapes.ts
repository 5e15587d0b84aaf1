/** `GET /livez`: that it can answer at all. */
export interface LiveView {
  readonly status: 'live'
}

/** `GET /startupz`. */
export interface StartedView {
  readonly status: 'started' | 'starting'
}

/** `GET /readyz`: whether it wants traffic; with `?verbose` what a person wants to know besides. */
export interface ReadyView {
  readonly status: 'ready' | 'not ready'
  /** Why not; there only where it does not. */
  readonly reasons?: readonly string[]
  /** The revision it acts on. */
  readonly revision?: number
  /** How many routes its file has. */
  readonly routes?: number
  /** `answers`, or why it does not. */
  readonly store?: string
  /** How many requests it holds. */
  readonly inFlight?: number
  /** Whether its upstreams are simulators. */
  readonly simulated?: boolean
  /** What is wrong with the file of tokens, while the last good one holds; there only where something is. */
  readonly tokens?: string
}

/** `GET /version`: what runs here. */
export interface VersionFacts {
  readonly version: string
  /** The runtime's version. */
  readonly node: string
  readonly environment: string
}

/** What a path nobody knows is answered beside the API. */
export interface NoPageView {
  readonly error: string
  /** Those there are. */
  readonly pages: readonly string[]
}
