import { load, loadScript } from './load.ts'
import { type Peer, startPeers, startUpstream } from './peers.ts'
import { cpuSeconds, residentBytes } from './process-cost.ts'

/** What one peer came to: minima over the blocks, so that another program's noise counts least. */
interface Row {
  readonly name: string
  readonly cpuMicros: number
  readonly p50: number
  readonly p99: number
  readonly perSecond: number
  readonly residentMiB: number
}

interface Measured {
  cpuMicros: number[]
  p50: number[]
  p99: number[]
  perSecond: number[]
  residentBytes: number
}

const BLOCK_SECONDS = 2
const NOISE = [0.85, 1.15] as const

/**
 * Measures an untranslated 5 KB POST with a 5 KB answer through each peer in turn; gives the rows, Ficus first,
 * and how far apart the two Ficus were.
 */
export async function measureForwarding(
  blocks: number,
  tell: (line: string) => void,
): Promise<{ rows: readonly Row[]; noise: number; isTooNoisy: boolean }> {
  const upstream = await startUpstream(5_000)
  const peers = await startPeers(upstream.port)
  const script = loadScript(5_000)
  try {
    for (const peer of peers) await load(peer.port, script, BLOCK_SECONDS)
    const measured = new Map<Peer, Measured>(
      peers.map(peer => [
        peer,
        { cpuMicros: [], p50: [], p99: [], perSecond: [], residentBytes: 0 },
      ]),
    )
    for (let block = 1; block <= blocks; block += 1) {
      tell(`block ${block} of ${blocks}`)
      for (const [peer, into] of measured) await measureBlock(peer, script, into)
    }
    const rows = [...measured].map(([peer, of]) => rowOf(peer.name, of))
    const noise = cpuOf(rows, 'ficus again') / cpuOf(rows, 'ficus')
    return { rows, noise, isTooNoisy: noise < NOISE[0] || noise > NOISE[1] }
  } finally {
    for (const peer of [...peers, upstream]) peer.stop()
  }
}

async function measureBlock(peer: Peer, script: string, into: Measured): Promise<void> {
  const before = cpuSeconds(peer.pid)
  const { requests, failed, p50, p99 } = await load(peer.port, script, BLOCK_SECONDS)
  const spent = cpuSeconds(peer.pid) - before
  if (failed > 0) throw new Error(`${peer.name} failed ${failed} requests`)
  into.cpuMicros.push((spent / requests) * 1e6)
  into.p50.push(p50)
  into.p99.push(p99)
  into.perSecond.push(requests / BLOCK_SECONDS)
  into.residentBytes = Math.max(into.residentBytes, residentBytes(peer.pid))
}

const rowOf = (name: string, of: Measured): Row => ({
  name,
  cpuMicros: Math.min(...of.cpuMicros),
  p50: Math.min(...of.p50),
  p99: Math.min(...of.p99),
  perSecond: Math.max(...of.perSecond),
  residentMiB: of.residentBytes / 1_048_576,
})

const cpuOf = (rows: readonly Row[], name: string): number =>
  rows.find(row => row.name === name)?.cpuMicros ?? Number.NaN

/** CPU per request of Ficus, the better of its two stands, as a share of a peer's. */
export const costAgainst = (rows: readonly Row[], peer: string): number =>
  Math.min(cpuOf(rows, 'ficus'), cpuOf(rows, 'ficus again')) / cpuOf(rows, peer)

/** Writes the rows as ratios to Ficus. */
export function forwardingTable(rows: readonly Row[]): string {
  const ficus = rows[0] as Row
  const ratio = (own: number, other: number): string => (own / other).toFixed(2)
  const lines = rows.map(row =>
    [
      row.name.padEnd(12),
      ratio(ficus.cpuMicros, row.cpuMicros).padStart(9),
      ratio(ficus.p50, row.p50).padStart(9),
      ratio(ficus.p99, row.p99).padStart(9),
      ratio(ficus.perSecond, row.perSecond).padStart(11),
      row.cpuMicros.toFixed(0).padStart(9),
      row.residentMiB.toFixed(0).padStart(7),
    ].join(''),
  )
  const head = 'ficus against   cpu/req      p50      p99  throughput   µs/req    MiB'
  return [head, ...lines].join('\n')
}
