import { runtimeMetrics } from '../../src/telemetry/render.ts'
import { RECORDED } from '../grafana/rules.ts'
import { CATALOGUED } from './catalogued.ts'
import { metricsIn } from './promql.ts'

const TARGET = ['job', 'instance']

/** What the registry keeps of a metric of the runtime's. */
interface OfRuntime {
  readonly name: string
  readonly type: string
  readonly labelNames: readonly string[]
}

/** The metrics of the process, with their labels, as prom-client itself names them. */
export const RUNTIME: ReadonlyMap<string, readonly string[]> = withLabels()

function withLabels(): ReadonlyMap<string, readonly string[]> {
  const registry = runtimeMetrics()
  const all = registry.getMetricsAsArray() as unknown as readonly OfRuntime[] // typed without labels
  registry.clear()
  return new Map(all.flatMap(seriesOf))
}

function seriesOf({ name, type, labelNames }: OfRuntime): [string, readonly string[]][] {
  const labels = [...labelNames, ...TARGET]
  if (type !== 'histogram') return [[name, labels]]
  return [
    [`${name}_bucket`, [...labels, 'le']],
    [`${name}_sum`, labels],
    [`${name}_count`, labels],
  ]
}

/** What recording rules write, with the labels they leave; a rule may read what another writes. */
export const WRITTEN: ReadonlyMap<string, readonly string[]> = recordedSeries()

function recordedSeries(): ReadonlyMap<string, readonly string[]> {
  const labels = new Map(RECORDED.map(({ record }) => [record, new Set<string>()]))
  const reads = RECORDED.map(rule => ({ rule, read: metricsIn(rule.expr) }))
  // As often as rules can stand on rules.
  for (let times = 0; times < RECORDED.length; times += 1) {
    for (const { rule, read } of reads) {
      const own = labels.get(rule.record)
      for (const label of Object.keys(rule.labels ?? {})) own?.add(label)
      for (const { clause, labels: named } of read.grouped) {
        if (clause === 'by') for (const label of named) own?.add(label)
      }
      for (const { metric } of read.selected) {
        for (const label of labels.get(metric) ?? []) own?.add(label)
      }
    }
  }
  return new Map([...labels].map(([name, has]) => [name, [...has]]))
}

/** What is not of the catalogue and may be asked for. */
export const BESIDE: ReadonlyMap<string, readonly string[]> = new Map([...RUNTIME, ...WRITTEN])

/** Gives the labels of a metric, whoever writes it. */
export const labelsOf = (metric: string): readonly string[] | undefined =>
  CATALOGUED.get(metric) ?? BESIDE.get(metric)
