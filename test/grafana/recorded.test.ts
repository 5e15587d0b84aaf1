import { join } from 'node:path'
import t from 'tap'
import { noPrometheus } from '../support/prometheus.ts'
import { runUnit } from '../support/promtool.ts'
import { RECORDED, RULE_FILES } from './rules.ts'
import { growing, of, standing } from './story.ts'

const ROUTE = 'route="pds"'
const QUIET = 'route="quiet"'
const WELL = 'route="well"'

const outcome = (route: string, role: string, side: string, word: string): string =>
  of(
    'outcomes_total',
    `${route},upstream="${side}",side="${side}",role="${role}",outcome="${word}"`,
  )
const requests = (route: string, code: string, more = ''): string =>
  of('requests_total', `${route},upstream="spine",side="legacy",code="${code}"${more}`)
const objective = (route: string, which: string): string =>
  of('slo_objective_ratio', `${route},objective="${which}"`)

/** So many samples, five minutes apart, are a little more than four days. */
const STEPS = 1_200

/**
 * Of four answers of pds three are bad, each in its own way; of its replies, given by two instances, one in two is
 * late. Nobody asks for `quiet`, and nothing ever goes wrong on `well`.
 */
const SERIES: Readonly<Record<string, string>> = {
  [outcome(ROUTE, 'control', 'legacy', 'rejected')]: growing([STEPS, 4]),
  ...Object.fromEntries(
    ['app_error', 'fault', 'transport'].map(word => [
      outcome(ROUTE, 'control', 'legacy', word),
      growing([STEPS, 4]),
    ]),
  ),
  [outcome(ROUTE, 'control', 'cloud', 'ok')]: growing([STEPS, 240]),
  [outcome(ROUTE, 'control', 'cloud', 'not_found')]: growing([STEPS, 16]),
  [outcome(ROUTE, 'candidate', 'legacy', 'not_found')]: growing([STEPS, 16]),
  [outcome(ROUTE, 'candidate', 'legacy', 'fault')]: growing([STEPS, 96]),
  [requests(ROUTE, '200')]: growing([STEPS, 32]),
  [requests(ROUTE, '500', ',instance="b:9400"')]: growing([STEPS, 32]),
  [of('slo_in_time_total', ROUTE)]: growing([STEPS, 32]),
  [objective(ROUTE, 'answered')]: standing([STEPS, 0.875]),
  [objective(ROUTE, 'in_time')]: standing([STEPS, 0.75]),
  [outcome(QUIET, 'control', 'legacy', 'ok')]: standing([STEPS, 5]),
  [requests(QUIET, '200')]: standing([STEPS, 5]),
  [of('slo_in_time_total', QUIET)]: standing([STEPS, 5]),
  [outcome(WELL, 'control', 'legacy', 'ok')]: growing([STEPS, 16]),
  [requests(WELL, '200')]: growing([STEPS, 4]),
  [of('slo_in_time_total', WELL)]: growing([STEPS, 4]),
}

const BAD = 12 / 272
const WINDOWS = { '5m': 1, '30m': 6, '1h': 12, '6h': 72, '3d': 864 } as const

type Expected = Readonly<Record<string, number>>

const objectives = (answered: number, inTime: number, more: Expected = {}): Expected => ({
  'route="pds",objective="answered"': answered,
  'route="pds",objective="in_time"': inTime,
  ...more,
})

const RIGHT = { 'route="well",objective="answered"': 0, 'route="well",objective="in_time"': 0 }

/** What each rule comes to after four days, rounded to thousandths. */
const COMES_TO: Readonly<Record<string, Expected>> = {
  'route:ficus_slo_allowed:ratio': objectives(0.125, 0.25),
  ...Object.fromEntries(
    Object.entries(WINDOWS).flatMap(([window, steps]): [string, Expected][] => [
      [`route:ficus_slo_errors:ratio_rate${window}`, objectives(BAD, 0.5, RIGHT)],
      [`route:ficus_slo_burn:ratio_rate${window}`, objectives(BAD / 0.125, 2)],
      [
        `route:ficus_slo_bad:increase${window}`,
        objectives(12 * steps, 32 * steps, { 'route="well",objective="in_time"': 0 }),
      ],
    ]),
  ),
  'route_side:ficus_outcomes:increase1h': {
    'route="pds",side="cloud"': 256 * 12,
    'route="pds",side="legacy"': 128 * 12,
    'route="quiet",side="legacy"': 0,
    'route="well",side="legacy"': 192,
  },
  'route_side:ficus_not_found:ratio_increase1h': {
    'route="pds",side="cloud"': 0.0625,
    'route="pds",side="legacy"': 0.125,
    // Nothing was ever not found: that is a share, and none of it.
    'route="well",side="legacy"': 0,
  },
  'route_side:ficus_not_found:variance1h': {
    'route="pds",side="cloud"': variance(192, 3_072),
    'route="pds",side="legacy"': variance(192, 1_536),
    'route="well",side="legacy"': variance(0, 192),
  },
  'route:ficus_not_found_above_legacy:ratio': { 'route="pds"': -0.0625 },
  'route:ficus_not_found_above_legacy:sigmas': {
    'route="pds"': -0.0625 / Math.sqrt(variance(192, 3_072) + variance(192, 1_536)),
  },
}

/** Of a share, as if two more had been asked and one had it. */
function variance(having: number, asked: number): number {
  const share = (having + 1) / (asked + 2)
  return (share * (1 - share)) / asked
}

const MILLIONTHS = 1e6

/** Compared in whole millionths: 2.42 holds samples against one another to the last bit. */
const expected = (record: string) => ({
  expr: `round(${record} * ${MILLIONTHS})`,
  eval_time: '4d',
  exp_samples: Object.entries(COMES_TO[record] ?? {}).map(([labels, value]) => ({
    labels: `{job="ficus",${labels}}`,
    value: Math.round(value * MILLIONTHS),
  })),
})

const NAMES = [...new Set(RECORDED.map(({ record }) => record))]

t.test('what each rule is to come to is known', async t => {
  t.ok(NAMES.length > 15)
  t.strictSame(
    NAMES.filter(name => COMES_TO[name] === undefined),
    [],
  )
})

t.test('each comes to what was counted', { skip: noPrometheus }, async t => {
  const { error, says } = await runUnit(join(t.testdir({}), 'unit.yml'), {
    ruleFiles: RULE_FILES.filter(file => /objectives|safety/.test(file)),
    // Evaluated twice: at the start, and after four days.
    step: 4 * 24 * 60,
    tests: [
      {
        interval: '5m',
        input_series: Object.entries(SERIES).map(([series, values]) => ({ series, values })),
        promql_expr_test: NAMES.map(expected),
      },
    ],
  })
  t.equal(error, null, error === null ? 'promtool' : says)
})
