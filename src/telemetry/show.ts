import type { Metrics } from './metrics.ts'

const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const

/** What an instance holds at one moment. */
export interface Moment {
  readonly inFlight: number
  readonly connections: number
  readonly copies: { readonly count: number; readonly bytes: number }
  readonly upstreams: readonly {
    readonly upstream: { readonly name: string }
    readonly inFlight: number
    /** Says how it is at a moment of the process's own clock. */
    readonly breaker: { state(now: number): keyof typeof BREAKER }
  }[]
  /** What it knows of the other instances. */
  readonly peers: {
    /** Messages that were not believed since the start, by why; undefined where nobody can be believed. */
    readonly refused: ReadonlyMap<string, number> | undefined
    /** How many instances are known, by what they do. */
    readonly lives: Readonly<Record<string, number>>
  }
}

/** Brings the gauges up to the moment of a scrape. */
export function showMoment(metrics: Metrics, moment: Moment): void {
  const { inFlight, connections, breakerState, upstreamInFlight } = metrics
  const { shadowPending, shadowPendingBytes } = metrics
  inFlight.set(inFlight.cell(), moment.inFlight)
  connections.set(connections.cell(), moment.connections)
  shadowPending.set(shadowPending.cell(), moment.copies.count)
  shadowPendingBytes.set(shadowPendingBytes.cell(), moment.copies.bytes)
  const now = performance.now()
  for (const { upstream, inFlight: own, breaker } of moment.upstreams) {
    upstreamInFlight.set(upstreamInFlight.cell(upstream.name), own)
    breakerState.set(breakerState.cell(upstream.name), BREAKER[breaker.state(now)])
  }
  showPeers(metrics, moment.peers)
}

function showPeers(
  { peersRefused, instances }: Metrics,
  { refused, lives }: Moment['peers'],
): void {
  for (const [why, count] of refused ?? []) peersRefused.set(peersRefused.cell(why), count)
  for (const [life, count] of Object.entries(lives)) instances.set(instances.cell(life), count)
}

/** Shows what runs here. */
export function showBuild(
  { buildInfo, reloadSuccessful }: Metrics,
  { version, node, environment }: { version: string; node: string; environment: string },
): void {
  buildInfo.set(buildInfo.cell(version, node, environment), 1)
  reloadSuccessful.set(reloadSuccessful.cell(), 1)
}

/** Counts one loading of the routes file. */
export function countReload(
  { reloads, reloadSuccessful }: Metrics,
  came: 'taken' | 'refused',
): void {
  reloads.add(reloads.cell(came))
  reloadSuccessful.set(reloadSuccessful.cell(), came === 'taken' ? 1 : 0)
}

/** How it is counted what comes of answers that wait to be fetched. */
export interface ReplyCounts {
  readonly polled: (result: 'given' | 'again' | 'unknown') => void
  readonly unfetched: (count: number) => void
}

/** Gives how that is counted in a catalogue, every count at 0. */
export function countsOfReplies({ polls, repliesUnfetched }: Metrics): ReplyCounts {
  const unfetched = repliesUnfetched.cell()
  const polled = {
    given: polls.cell('given'),
    again: polls.cell('again'),
    unknown: polls.cell('unknown'),
  }
  return {
    polled: result => polls.add(polled[result]),
    unfetched: count => repliesUnfetched.add(unfetched, count),
  }
}
