import type { Described } from './described.ts'
import type { LiveView, ReadyView, StartedView, VersionFacts } from './probe-shapes.ts'

/** What a probe or a scrape is told from. */
export interface Probed {
  /** The page for whoever sends this Accept header, in the pieces it was made in. */
  metrics(accept: string | undefined): Promise<{
    readonly pieces: readonly Buffer[]
    readonly contentType: string
  }>
  /** Whether this instance wants traffic, and why not; facts are for people, not for a load balancer. */
  readiness(): Readiness
  readonly isStarted: boolean
  readonly version: VersionFacts
}

/** Whether an instance wants traffic. `reasons` is empty where it does. */
export interface Readiness {
  readonly reasons: readonly string[]
  readonly facts: Omit<ReadyView, 'status' | 'reasons'>
}

/** What is answered: one body, in the pieces it was made in. */
export interface WholePage {
  readonly status: number
  readonly contentType: string
  readonly pieces: readonly Buffer[]
  readonly headers?: Readonly<Record<string, string>>
}

/** How a probe is asked for. */
export interface ProbeAsked {
  readonly isVerbose: boolean
  readonly accept: string | undefined
}

/** One page beside the API. Nobody has to be let in for it. */
export interface ProbeRow extends Omit<Described, 'takes'> {
  readonly says: string
  readonly page: (probed: Probed, asked: ProbeAsked) => WholePage | Promise<WholePage>
}

/** Writes a page of JSON. */
export const json = (status: number, value: unknown): WholePage => ({
  status,
  contentType: 'application/json; charset=utf-8',
  pieces: [Buffer.from(`${JSON.stringify(value)}\n`)],
})

/** Every page beside the API, by its path. */
export const PROBES: Readonly<Record<string, ProbeRow>> = {
  // Alive as long as it can answer: never hangs on the store, an upstream or the load.
  '/livez': {
    says: 'Whether it is alive.',
    gives: 'LiveView',
    page: () => json(200, { status: 'live' } satisfies LiveView),
  },
  '/startupz': {
    says: 'Whether it has started.',
    gives: 'StartedView',
    others: { 503: ['StartedView'] },
    page: ({ isStarted }) => {
      const view: StartedView = { status: isStarted ? 'started' : 'starting' }
      return json(isStarted ? 200 : 503, view)
    },
  },
  '/readyz': {
    says: 'Whether it wants traffic.',
    query: {
      verbose: { says: 'Tells what a person wants to know besides.', form: { type: 'string' } },
    },
    gives: 'ReadyView',
    others: { 500: ['ProblemView'], 503: ['ReadyView'] },
    page: (probed, { isVerbose }) => {
      const { reasons, facts } = probed.readiness()
      const isReady = reasons.length === 0
      const view: ReadyView = {
        status: isReady ? 'ready' : 'not ready',
        ...(isReady ? {} : { reasons }),
        ...(isVerbose && facts),
      }
      return json(isReady ? 200 : 503, view)
    },
  },
  '/version': {
    says: 'What runs here.',
    gives: 'VersionFacts',
    page: ({ version }) => json(200, version),
  },
  '/metrics': {
    says: 'Every metric, as Prometheus scrapes them.',
    gives: 'Text',
    as: 'text/plain',
    others: { 500: ['ProblemView'] },
    page: async (probed, { accept }) => ({ status: 200, ...(await probed.metrics(accept)) }),
  },
}
