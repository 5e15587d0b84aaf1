/** What is promised of a route is shown, and what keeps the promise of its time is counted as its bucket is. */
import t from 'tap'
import type { Route } from '../../src/exchange/index.ts'
import {
  createMetrics,
  createObjectives,
  createRecorder,
  SILENT_LOG,
} from '../../src/telemetry/index.ts'
import { prepared, READS, recordOf } from '../outcomes/given.ts'

const promising = (slo: NonNullable<Route['slo']>): Route => ({ ...READS, slo })

/** The lines of a page that begin so. */
const linesOf = (page: string, ...begins: string[]): string[] =>
  page.split('\n').filter(line => begins.some(begin => line.startsWith(begin)))

const SLO = ['ficus_slo_objective_ratio{', 'ficus_slo_bound_seconds{', 'ficus_slo_in_time_total{']

t.test('what a route promises is shown, and what it leaves out is as the defaults', async t => {
  const metrics = createMetrics()
  const show = createObjectives(metrics)
  show([READS, { ...promising({ answered: 0.9995, withinMs: 250 }), name: 'traces' }])
  t.strictSame(linesOf(await metrics.render(), ...SLO).sort(), [
    'ficus_slo_bound_seconds{route="reads"} 1',
    'ficus_slo_bound_seconds{route="traces"} 0.25',
    'ficus_slo_in_time_total{route="reads"} 0',
    'ficus_slo_in_time_total{route="traces"} 0',
    'ficus_slo_objective_ratio{route="reads",objective="answered"} 0.999',
    'ficus_slo_objective_ratio{route="reads",objective="in_time"} 0.99',
    'ficus_slo_objective_ratio{route="traces",objective="answered"} 0.9995',
    'ficus_slo_objective_ratio{route="traces",objective="in_time"} 0.99',
  ])
})

t.test('another file is followed, and a route it has no longer promises nothing', async t => {
  const metrics = createMetrics()
  const show = createObjectives(metrics)
  show([READS, { ...READS, name: 'traces' }])
  show([promising({ withinMs: 2_500, inTime: 0.9 })])
  t.strictSame(linesOf(await metrics.render(), SLO[0] ?? '', SLO[1] ?? '').sort(), [
    'ficus_slo_bound_seconds{route="reads"} 2.5',
    'ficus_slo_objective_ratio{route="reads",objective="answered"} 0.999',
    'ficus_slo_objective_ratio{route="reads",objective="in_time"} 0.9',
  ])
})

t.test('what is in time is what the bucket of that time holds', async t => {
  for (const [withinMs, le] of [
    [100, '0.1'],
    [250, '0.25'],
    [2_500, '2.5'],
  ] as const) {
    const metrics = createMetrics()
    const record = createRecorder(metrics, SILENT_LOG)
    const assigned = prepared({ route: promising({ withinMs }) })
    for (const ms of [0, 99.9, 100, 100.1, 249, 250, 250.01, 2_499, 2_500, 9_000, 60_000]) {
      record({ ...recordOf({ assigned }), ms })
    }
    const page = await metrics.render()
    const buckets = linesOf(page, 'ficus_request_duration_seconds_bucket{')
    const held = buckets.find(line => line.includes(`le="${le}"`))?.split(' ')[1]
    t.type(held, 'string', `there is a bucket of ${le}`)
    t.strictSame(linesOf(page, SLO[2] ?? ''), [`ficus_slo_in_time_total{route="reads"} ${held}`])
  }
})

t.test('of what no route owns nothing is promised', async t => {
  const metrics = createMetrics()
  createRecorder(metrics, SILENT_LOG)(recordOf({ assigned: undefined, asked: [] }))
  t.strictSame(linesOf(await metrics.render(), ...SLO), [])
})
