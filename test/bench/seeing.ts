import { load, loadScript } from './load.ts'
import { type FicusPeer, passing, startFicus, startUpstream } from './peers.ts'
import { workedSeconds } from './process-cost.ts'

/** The parts of what Ficus tells of itself, each left out once. */
export const PARTS = ['metrics', 'log', 'traces', 'outcomes'] as const
export type Part = (typeof PARTS)[number]

/** What telling costs. */
export interface SeeingCost {
  /** By part: CPU per request with everything, as a share of that without it. */
  readonly ratios: Readonly<Record<Part, number>>
  /** With everything against with everything. */
  readonly noise: number
  readonly isTooNoisy: boolean
  /** Microseconds of CPU a request, threads beside the one that serves included. */
  readonly micros: number
}

const BLOCK_SECONDS = 2
/** Shares of a few hundredths are looked for: noise must be less than they are. */
const NOISE = [0.98, 1.02] as const

const withoutPart = (part: Part): string =>
  `--import ${new URL(`without.ts?${part}`, import.meta.url).href}`

/**
 * Measures what metrics, log lines, traces without an SDK and reading outcomes cost a request of 5 KB that passes
 * untouched, each by the same Ficus without it, in turns. Linux only.
 */
export async function measureSeeing(
  blocks: number,
  tell: (line: string) => void,
): Promise<SeeingCost> {
  const upstream = await startUpstream(5_000)
  const script = loadScript(5_000)
  const routes = passing(upstream.port)
  const peers: FicusPeer[] = [await startFicus('seeing', routes)]
  try {
    for (const part of PARTS) {
      const options = { nodeOptions: withoutPart(part) }
      peers.push(await startFicus(`without-${part}`, routes, options))
    }
    peers.push(await startFicus('seeing-again', routes))
    for (const peer of peers) await load(peer.port, script, BLOCK_SECONDS)
    const micros = peers.map((): number[] => [])
    for (let block = 1; block <= blocks; block += 1) {
      tell(`seeing, block ${block} of ${blocks}`)
      // Every other block the other way round: what comes later finds a warmer machine.
      const order = [...peers.entries()]
      for (const [i, peer] of block % 2 === 0 ? order.reverse() : order) {
        micros[i]?.push(await microsOf(peer, script))
      }
    }
    return costOf(micros.map(all => Math.min(...all)))
  } finally {
    for (const peer of [...peers, upstream]) peer.stop()
  }
}

async function microsOf(peer: FicusPeer, script: string): Promise<number> {
  const before = workedSeconds(peer.pid)
  const { requests, failed } = await load(peer.port, script, BLOCK_SECONDS)
  if (failed > 0) throw new Error(`${peer.name} failed ${failed} requests`)
  return ((workedSeconds(peer.pid) - before) / requests) * 1e6
}

function costOf(micros: readonly number[]): SeeingCost {
  const [whole = NaN, ...parts] = micros
  const again = parts.pop() ?? NaN
  const noise = again / whole
  // The better of both: what one part costs is not to be what another program took meanwhile.
  const least = Math.min(whole, again)
  const ratios = Object.fromEntries(
    PARTS.map((part, i) => [part, least / (parts[i] ?? NaN)]),
  ) as Record<Part, number> // one of each
  return { ratios, noise, isTooNoisy: noise < NOISE[0] || noise > NOISE[1], micros: least }
}
