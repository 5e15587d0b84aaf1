import { setTimeout as wait } from 'node:timers/promises'
import { download, type Framing, startStreamUpstream, upload } from './streams-ends.ts'
import { type ProxyProcess, startProxyProcess } from './streams-proxy.ts'
import type { Closing } from './upstream.ts'

export const MiB = 1_048_576
export const GiB = 1_024 * MiB
export const inMiB = (bytes: number): string => `${(bytes / MiB).toFixed(1)} MiB`

const FLOWS = { upload, download } as const

/** Every way a large body can go. */
export const WAYS = (['upload', 'download'] as const).flatMap(direction =>
  (['content-length', 'chunked'] as const satisfies readonly Framing[]).map(framing => ({
    direction,
    framing,
  })),
)

/** What the proxy had grown to, at its most, while bodies of one size went through. */
export interface Growth {
  readonly bytes: number
  readonly times: number
  readonly growth: number
  readonly seconds: number
  /** Whether every byte arrived, and at its place. */
  readonly isWhole: boolean
}

export const routesTo = (upstream: URL): object => ({
  environment: { name: 'test' },
  upstreams: { spine: { url: upstream.origin, timeoutMs: 600_000 } },
  routes: [{ name: 'default', legacy: 'spine' }],
})

const SMALL = 65_536
const LOOK_MS = 50

/** Waits until one answer was read for its outcome: the thread that does is there then, and its memory is no body's. */
async function warmedUp({ admin }: ProxyProcess, flow: Promise<unknown>): Promise<void> {
  await flow
  const isRead = async (): Promise<boolean> =>
    /^ficus_outcomes_(?:unread_)?total\{.*\} [1-9]/m.test(
      await (await fetch(new URL('/metrics', admin))).text(),
    )
  while (!(await isRead())) await wait(LOOK_MS)
}

/**
 * Sends four bodies of a quarter and then one whole through one proxy, itself a process, and reads its peak after
 * each kind. The same number of bytes both times: a collector that comes late comes as late to either.
 */
export async function growthBy(
  t: Closing,
  { direction, framing }: (typeof WAYS)[number],
  bytes: number,
): Promise<{ readonly quarters: Growth; readonly whole: Growth }> {
  const upstream = await startStreamUpstream(t)
  const proxy = await startProxyProcess(t, routesTo(upstream.url))
  await warmedUp(proxy, FLOWS[direction](proxy.url, SMALL, framing))
  const before = proxy.residentBytes()
  const through = async (size: number, times: number): Promise<Growth> => {
    const startedAt = performance.now()
    let isWhole = true
    for (let i = 0; i < times; i += 1) {
      const flow = await FLOWS[direction](proxy.url, size, framing)
      isWhole &&= flow.isEqual && flow.bytes === size
    }
    const seconds = (performance.now() - startedAt) / 1_000
    return { bytes: size, times, growth: proxy.peakBytes() - before, seconds, isWhole }
  }
  return { quarters: await through(bytes / 4, 4), whole: await through(bytes, 1) }
}

/** Says what is wrong with the memory the whole needed, held against its quarters. */
export function growthFaults(quarters: Growth, whole: Growth): string[] {
  const said = `${inMiB(quarters.growth)} at ${inMiB(quarters.bytes)}, ${inMiB(whole.growth)} at ${inMiB(whole.bytes)}`
  return [
    ...(quarters.isWhole && whole.isWhole ? [] : ['a body did not arrive as it was sent']),
    ...(whole.growth <= quarters.growth + 16 * MiB ? [] : [`more bytes need more memory: ${said}`]),
    ...(whole.growth < 160 * MiB ? [] : [`more than 160 MiB: ${said}`]),
  ]
}

/** One line of figures. */
export const spoken = (
  { direction, framing }: (typeof WAYS)[number],
  { bytes, times, growth, seconds }: Growth,
): string =>
  `${direction} ${framing} ${times} × ${inMiB(bytes)}: peak growth ${inMiB(growth)},` +
  ` ${seconds.toFixed(1)} s, ${inMiB((times * bytes) / seconds)}/s`
