/**
 * However large a body is, the proxy holds little of it: what one end does not take, the other does not give.
 * `npm run soak` holds the same of four gigabytes.
 */
import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { downloadSlowly, startStreamUpstream, uploadToSlow } from '../support/streams-ends.ts'
import {
  GiB,
  growthBy,
  growthFaults,
  inMiB,
  MiB,
  routesTo,
  spoken,
  WAYS,
} from '../support/streams-growth.ts'
import { startProxyProcess } from '../support/streams-proxy.ts'

t.setTimeout(230_000)
const skip = existsSync('/proc/self/status') ? false : 'memory is read from /proc'

for (const way of WAYS) {
  const title = `${way.direction} by ${way.framing}: a body four times as large needs no more memory`
  t.test(title, { skip }, async t => {
    // How much garbage waits to be collected hangs on what else the machine does; what is held shows every time.
    let faults: string[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      const { quarters, whole } = await growthBy(t, way, 512 * MiB)
      for (const growth of [quarters, whole]) t.comment(spoken(way, growth))
      t.ok(quarters.isWhole && whole.isWhole, 'it arrives as it was sent, each time')
      faults = growthFaults(quarters, whole)
      if (faults.length === 0) break
    }
    t.strictSame(faults, [])
  })
}

/** The most two connections may hold in the kernel on this machine, which its window sizes decide. */
function inKernel(): number {
  const largest = (name: string): number =>
    Number(readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8').trim().split(/\s+/)[2])
  return 2 * (largest('tcp_rmem') + largest('tcp_wmem'))
}

const OFFERED = GiB
const HAD = 10_000_000

t.test('a supplier that reads at a trickle holds its upstream back', { skip }, async t => {
  const upstream = await startStreamUpstream(t)
  const proxy = await startProxyProcess(t, routesTo(upstream.url))
  const before = proxy.residentBytes()
  const pouring = upstream.nextPouring()
  const flow = await downloadSlowly(proxy.url, OFFERED, HAD)
  const given = await pouring
  const { taken } = given
  // A read nobody waits for is not drained: its upstream is told at once.
  await given.closed
  const growth = proxy.peakBytes() - before
  t.comment(`slow supplier: had ${inMiB(flow.bytes)}, upstream gave ${inMiB(taken)}`)
  t.comment(`slow supplier: peak growth ${inMiB(growth)}`)
  t.ok(flow.isEqual && flow.bytes >= HAD)
  t.ok(
    taken < HAD + inKernel() + 16 * MiB,
    `the upstream gave ${inMiB(taken)} of ${inMiB(OFFERED)}`,
  )
  t.ok(growth < 64 * MiB, `growth ${inMiB(growth)}`)
})

t.test('an upstream that reads at a trickle holds its supplier back', { skip }, async t => {
  const upstream = await startStreamUpstream(t)
  const proxy = await startProxyProcess(t, routesTo(upstream.url))
  const before = proxy.residentBytes()
  const { taken, flow } = await uploadToSlow(proxy.url, OFFERED, HAD)
  const growth = proxy.peakBytes() - before
  t.comment(`slow upstream: had ${inMiB(flow.bytes)}, supplier gave ${inMiB(taken)}`)
  t.comment(`slow upstream: peak growth ${inMiB(growth)}`)
  t.ok(flow.isEqual && flow.bytes >= HAD)
  t.ok(
    taken < HAD + inKernel() + 16 * MiB,
    `the supplier gave ${inMiB(taken)} of ${inMiB(OFFERED)}`,
  )
  t.ok(growth < 64 * MiB, `growth ${inMiB(growth)}`)
})
