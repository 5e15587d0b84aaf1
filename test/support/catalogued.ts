import { CATALOGUE } from '../../src/telemetry/catalogue.ts'
import type { Family } from '../../src/telemetry/family.ts'
import { LABELS, type LabelName } from '../../src/telemetry/labels.ts'
import type { Matcher, Query } from './promql.ts'

/** What Prometheus itself puts on every series, and what it makes of whom it scrapes. */
const TARGET = ['job', 'instance'] as const
const OWN: readonly (readonly [string, readonly string[]])[] = [
  ['up', TARGET],
  ['ALERTS', [...TARGET, 'alertname', 'alertstate', 'severity', 'route']],
]

const seriesOf = ({ type, name, labels }: Family): [string, readonly string[]][] => {
  const all = [...labels, ...TARGET]
  if (type !== 'histogram') return [[name, all]]
  return [
    [`${name}_bucket`, [...all, 'le']],
    [`${name}_sum`, all],
    [`${name}_count`, all],
  ]
}

/** Every name a query may select, with its labels: what the catalogue has, and Prometheus's own. */
export const CATALOGUED: ReadonlyMap<string, readonly string[]> = new Map([
  ...OWN,
  ...Object.values<Family>(CATALOGUE).flatMap(seriesOf),
])

/**
 * Says what a query asks for that is not there: a metric, a label of it, a value a closed label never has. `recorded`
 * are the names of recording rules, with their labels. Empty where all is there.
 */
export function strangersIn(
  { selected, grouped }: Query,
  recorded: ReadonlyMap<string, readonly string[]> = new Map(),
): readonly string[] {
  const labelsOf = (metric: string) => CATALOGUED.get(metric) ?? recorded.get(metric)
  const unmatched = selected.flatMap(({ metric, matchers }) => {
    const labels = labelsOf(metric)
    if (labels === undefined) return [`there is no ${metric}`]
    return matchers.flatMap(matcher => [
      ...(labels.includes(matcher.label) ? [] : [`${metric} has no ${matcher.label}`]),
      ...valuesNever(matcher).map(value => `${matcher.label} is never ${value}`),
    ])
  })
  const ungrouped = grouped
    .filter(({ clause }) => clause !== 'ignoring' && clause !== 'without')
    .flatMap(({ labels, metrics }) =>
      labels
        .filter(label => !metrics.some(metric => labelsOf(metric)?.includes(label)))
        .map(label => `none of ${metrics.join(', ')} has ${label}`),
    )
  return [...unmatched, ...ungrouped]
}

function valuesNever({ label, op, value }: Matcher): readonly string[] {
  const values = Object.hasOwn(LABELS, label) ? LABELS[label as LabelName] : undefined
  if (values === undefined || typeof values === 'string') return []
  const named = op === '=' || op === '!=' ? [value] : value.split('|')
  // A dashboard's variable, an empty value and anything of a regular expression but alternatives says no word.
  return named.filter(
    word => /^[\w-]+$/.test(word) && !(values as readonly string[]).includes(word),
  )
}
