import { DROP_REASONS, RECORD_RESULTS, TRANSLATION_RESULTS } from '../../src/telemetry/index.ts'
import type { Bound } from '../../src/exchange/index.ts'
import { ALERTS } from '../grafana/rules.ts'
import { strangersIn } from './catalogued.ts'
import {
  type DashboardFile,
  type FilePanel,
  type FileTarget,
  shown,
  withDurations,
} from './grafana-file.ts'
import { labelsGivenBy } from './grafana-labels.ts'
import { BESIDE, labelsOf, WRITTEN } from './grafana-metrics.ts'
import { type Matcher, metricsIn, type Query, type Selected } from './promql.ts'

/** One query, with what it is asked for. */
interface Asked {
  readonly at: string
  readonly expr: string
  /** Labels that whatever shows it names. */
  readonly shows: readonly string[]
}

/** Says what is wrong with the queries of a dashboard; empty where nothing is. */
export function faultsInQueries(file: DashboardFile): readonly string[] {
  const variables = new Set(file.templating.list.map(({ name }) => name))
  return queriesOf(file).flatMap(({ at, expr, shows }) =>
    faultsOf(expr, shows, variables).map(fault => `${file.uid}, ${at}: ${fault}`),
  )
}

/** Every query of a dashboard: of its panels, of its marks and of its variables. */
export const queriesOf = (file: DashboardFile): readonly Asked[] => [
  ...shown(file).flatMap(panel => (panel.targets ?? []).map(target => asked(panel, target))),
  ...file.annotations.list.map(({ name, expr, titleFormat, textFormat, tagKeys }) => ({
    at: name,
    expr,
    shows: [...namedIn(titleFormat), ...namedIn(textFormat), ...tagKeys.split(',')],
  })),
  ...file.templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query }) => {
      const [, series = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? []
      return { at: `$${name}`, expr: series, shows: [label] }
    }),
]

function asked(panel: FilePanel, target: FileTarget): Asked {
  const at = `${panel.title} ${target.refId}`
  const legends = target.legendFormat === '__auto' ? [] : namedIn(target.legendFormat)
  return { at, expr: target.expr, shows: legends }
}

const namedIn = (format: string): readonly string[] =>
  [...format.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label)

function faultsOf(
  expr: string,
  shows: readonly string[],
  variables: ReadonlySet<string>,
): readonly string[] {
  let query: Query
  try {
    query = metricsIn(withDurations(expr))
  } catch (error) {
    return [String(error)]
  }
  const given = labelsGivenBy(withDurations(expr), labelsOf)
  return [
    ...strangersIn(query, BESIDE),
    ...variablesIn(expr)
      .filter(name => !variables.has(name))
      .map(name => `there is no variable $${name}`),
    ...query.selected.flatMap(wrongWords),
    ...shows.filter(label => !given.has(label)).map(label => `it gives no ${label}`),
  ]
}

const variablesIn = (expr: string): readonly string[] =>
  [...expr.matchAll(/\$(\w+)/g)]
    .map(([, name = '']) => name)
    .filter(name => !['__rate_interval', '__range'].includes(name))

/** Words that each family closes for itself. */
const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ficus_translations_total: {
    result: Object.values(TRANSLATION_RESULTS).flat(),
  },
  ficus_records_total: { result: RECORD_RESULTS },
  ficus_log_lines_dropped_total: { reason: DROP_REASONS },
  ficus_bindings_total: {
    result: ['bound', 'crossed', 'unproven', 'unstated', 'more', 'none'] satisfies Bound[],
  },
  ficus_gate_state: { state: ['open', 'closed', 'undecided'] },
  ficus_fleet_instances: { state: ['serves', 'drains', 'silent'] },
  ficus_comparisons_total: { reason: ['full'] },
  ficus_requests_total: { upstream: ['none'] },
  ALERTS: { alertstate: ['firing'] },
}

function wrongWords({ metric, matchers }: Selected): readonly string[] {
  return matchers.flatMap(matcher => {
    if (matcher.value.includes('$')) return []
    if (matcher.label === 'alertname') return isAnAlert(matcher) ? [] : ['no alert is so called']
    const words = WORDS[metric]?.[matcher.label]
    if (words === undefined) return []
    const named = matcher.op.includes('~') ? matcher.value.split('|') : [matcher.value]
    return named
      .filter(word => !words.includes(word))
      .map(word => `${matcher.label} of ${metric} is never ${word}`)
  })
}

const isAnAlert = ({ value }: Matcher): boolean =>
  ALERTS.every(({ alert }) => new RegExp(`^(?:${value})$`).test(alert))

/** Says what the public documentation of Grafana's dashboard-linter asks of each query and is not so. */
export function lintedQueries(file: DashboardFile): readonly string[] {
  return shown(file).flatMap(panel =>
    (panel.targets ?? []).flatMap(({ expr, refId }) =>
      metricsIn(withDurations(expr)).selected.flatMap(selected =>
        lintedSelector(selected, expr).map(
          fault => `${file.uid}, ${panel.title} ${refId}: ${fault}`,
        ),
      ),
    ),
  )
}

const GROWING = ['rate', 'irate', 'increase']

function lintedSelector({ metric, matchers, range, within }: Selected, expr: string): string[] {
  const faults: string[] = []
  const asks = (label: string): boolean =>
    matchers.some(
      ({ op, ...has }) => op === '=~' && has.label === label && has.value === `$${label}`,
    )
  // What is recorded has no instance; an alert that nobody answers has not even a job.
  const needed = metric === 'ALERTS' ? [] : WRITTEN.has(metric) ? ['job'] : ['job', 'instance']
  for (const label of needed) if (!asks(label)) faults.push(`${metric} is not asked by ${label}`)
  const isCounting = /_(?:total|bucket|sum|count)$/.test(metric)
  const [around = ''] = within
  if (isCounting && !GROWING.includes(around)) faults.push(`${metric} is read raw`)
  if (!isCounting && range !== undefined) faults.push(`${metric} is no counter and has a range`)
  if (around === 'rate' && expr.includes(`${metric}{`) && range !== '4m') {
    faults.push(`${metric} is rated over ${range}`)
  }
  if (metric.endsWith('_bucket') && !within.includes('histogram_quantile')) {
    faults.push(`${metric} is read without a quantile`)
  }
  return faults
}
