import t from 'tap'
import type { Override } from '../../src/exchange/index.ts'
import { createMetrics, createOverrideMeter } from '../../src/telemetry/index.ts'

const NOW = 1_700_000_000_000

const override = (key: string, side: Override['side'], expires: number): Override => ({
  key,
  side,
  owner: 'the desk',
  expires,
})

/** What is shown of cohorts, `cohort side count` each. */
async function shown(metrics: { render(): Promise<string> }): Promise<readonly string[]> {
  const found = (await metrics.render()).matchAll(
    /^ficus_cohort_overrides\{cohort="(.*)",side="(.*)"\} (\d+)$/gm,
  )
  return [...found].map(([, cohort, side, count]) => `${cohort} ${side} ${count}`).sort()
}

t.test('an override counts for its side until the moment it ends', async t => {
  const metrics = createMetrics()
  const show = createOverrideMeter(metrics)
  const overrides = new Map([
    ['senders', [override('A', 'cloud', NOW + 1), override('B', 'cloud', NOW + 60_000)]],
  ])
  show(['senders', 'patients'], { overrides }, NOW)
  t.same(await shown(metrics), [
    'patients cloud 0',
    'patients legacy 0',
    'senders cloud 2',
    'senders legacy 0',
  ])
  show(['senders', 'patients'], { overrides }, NOW + 1)
  t.match(await shown(metrics), ['patients cloud 0', 'patients legacy 0', 'senders cloud 1'])
  show(['senders', 'patients'], { overrides }, NOW + 60_000)
  t.match(await shown(metrics), ['patients cloud 0', 'patients legacy 0', 'senders cloud 0'])
})

t.test('a cohort no file has is shown while it has overrides, and then no more', async t => {
  const metrics = createMetrics()
  const show = createOverrideMeter(metrics)
  const overrides = new Map([['other', [override('A', 'legacy', NOW + 1)]]])
  show([], { overrides }, NOW)
  t.same(await shown(metrics), ['other cloud 0', 'other legacy 1'])
  show([], { overrides: new Map() }, NOW)
  t.same(await shown(metrics), [])
})
