/** What one instance counts of itself: translation, what it asks the store, certificates, its log and its loop. */
import t from 'tap'
import {
  createInstanceMeter,
  createMetrics,
  createStoreMeter,
  createTranslationMeter,
  DROP_REASONS,
  type Metrics,
  RECORD_RESULTS,
  TRANSLATION_RESULTS,
} from '../../src/telemetry/index.ts'
import { createLoopGauge } from '../../src/telemetry/loop-gauge.ts'

/** Lines of a page that begin so. */
const linesOf = async (metrics: Metrics, begin: string): Promise<string[]> =>
  (await metrics.render()).split('\n').filter(line => line.startsWith(begin))

t.test('a translated route stands in the metrics at 0 before its first message', async t => {
  const metrics = createMetrics()
  const meter = createTranslationMeter(metrics)
  meter.follow([
    { name: 'pds', translate: 'pds.retrieval' },
    { name: 'default', translate: undefined },
  ])
  const lines = await linesOf(metrics, 'ficus_translations_total{')
  const words = Object.entries(TRANSLATION_RESULTS).flatMap(([direction, results]) =>
    results.map(
      result =>
        `ficus_translations_total{route="pds",direction="${direction}",result="${result}"} 0`,
    ),
  )
  t.strictSame(lines.sort(), words.sort())
})

t.test('a step of translation is counted by what came of it, and observed in seconds', async t => {
  const metrics = createMetrics()
  const meter = createTranslationMeter(metrics)
  const route = { name: 'pds' }
  meter.stepped({ route, direction: 'request', result: 'taken', ms: 2 })
  meter.stepped({ route, direction: 'request', result: 'declined', ms: 0.4 })
  meter.stepped({ route, direction: 'answer', result: 'crossed', ms: 30 })
  const text = await metrics.render()
  t.match(text, 'ficus_translations_total{route="pds",direction="request",result="taken"} 1\n')
  t.match(text, 'ficus_translations_total{route="pds",direction="request",result="declined"} 1\n')
  t.match(text, 'ficus_translations_total{route="pds",direction="answer",result="crossed"} 1\n')
  const seconds = 'ficus_translation_duration_seconds'
  t.match(text, `${seconds}_bucket{le="0.001",route="pds",direction="request"} 1\n`)
  t.match(text, `${seconds}_count{route="pds",direction="request"} 2\n`)
  t.match(text, `${seconds}_sum{route="pds",direction="answer"} 0.03\n`)
})

t.test(
  'what the store says is counted from 0, and how long it is waited for by what is asked',
  async t => {
    const metrics = createMetrics()
    const meter = createStoreMeter(metrics)
    const counts = (): Promise<string[]> => linesOf(metrics, 'ficus_records_total{')
    t.strictSame(
      (await counts()).sort(),
      RECORD_RESULTS.map(result => `ficus_records_total{result="${result}"} 0`).sort(),
    )
    meter.came('silent')
    meter.waited('pin', 51)
    const text = await metrics.render()
    t.match(text, 'ficus_records_total{result="silent"} 1\n')
    t.match(text, 'ficus_store_wait_seconds_bucket{le="0.05",asked="pin"} 0\n')
    t.match(text, 'ficus_store_wait_seconds_count{asked="pin"} 1\n')
    t.match(text, 'ficus_store_wait_seconds_sum{asked="pin"} 0.051\n')
    t.match(text, 'ficus_store_wait_seconds_count{asked="reply"} 0\n')
  },
)

const upstream = (name: string, server: number | undefined, authority?: number) => ({
  upstream: { name },
  certificates: { server, client: undefined, authority },
})

t.test(
  'when certificates end is shown in seconds, and what a file no longer names is taken off',
  async t => {
    const metrics = createMetrics()
    const show = createInstanceMeter(metrics, {})
    const ends = (): Promise<string[]> =>
      linesOf(metrics, 'ficus_tls_certificate_not_after_timestamp_seconds{')
    show([upstream('spine', undefined, 4_000_000), upstream('pds-fhir', undefined)])
    t.strictSame(await ends(), [
      'ficus_tls_certificate_not_after_timestamp_seconds{upstream="spine",certificate="authority"} 4000',
    ])
    show([upstream('spine', 2_000_000, 4_000_000)])
    t.strictSame((await ends()).length, 2)
    show(
      [upstream('eps', undefined)],
      new Map([
        ['eps', 3_000_000],
        ['gone', 1],
      ]),
    )
    t.strictSame(await ends(), [
      'ficus_tls_certificate_not_after_timestamp_seconds{upstream="eps",certificate="server"} 3000',
    ])
  },
)

t.test('lines that were not written are shown by why, 0 of each from the start', async t => {
  const metrics = createMetrics()
  const dropped = { sampled: 0, limit: 0, destination: 0 }
  const show = createInstanceMeter(metrics, { dropped })
  const lines = (): Promise<string[]> => linesOf(metrics, 'ficus_log_lines_dropped_total{')
  t.equal((await lines()).length, DROP_REASONS.length)
  dropped.destination = 7
  show([])
  t.match(await lines(), [/sampled"\} 0/, /limit"\} 0/, /destination"\} 7/])
})

/** A loop that is busy as a test says, on a clock of its own. */
function loop() {
  let [now, active] = [1_000, 0]
  const read = () => ({ active, idle: now - active, utilization: active / now })
  const share = createLoopGauge(() => now, read)
  return {
    share,
    pass: (ms: number, busy: number): void => {
      now += ms
      active += ms * busy
    },
  }
}

t.test('a loop’s share is of the time since the last scrape', async t => {
  const { share, pass } = loop()
  pass(15_000, 0.5)
  t.equal(share(), 0.5)
  pass(15_000, 0.25)
  t.equal(share(), 0.25)
})

t.test('a second scraper takes nothing from the first, and is told of no moment alone', async t => {
  const { share, pass } = loop()
  pass(15_000, 0.5)
  t.equal(share(), 0.5)
  pass(1_000, 1)
  t.ok(share() < 0.6, 'of sixteen seconds, one of them busy')
  pass(14_000, 0)
  t.ok(Math.abs(share() - 1 / 15) < 1e-9, 'the first is told of its own fifteen')
})
