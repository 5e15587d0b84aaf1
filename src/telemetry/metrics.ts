import { collectDefaultMetrics, Registry } from 'prom-client'
import { CATALOGUE } from './catalogue.ts'
import { type Family, PREFIX } from './family.ts'
import { createHistograms, createSeries, type Histograms, type Series } from './series.ts'

type Catalogue = typeof CATALOGUE

/** Every metric by name. Labels come from configuration and closed sets, never from a message. */
export type Metrics = {
  readonly [Name in keyof Catalogue]: Catalogue[Name] extends Family<'histogram'>
    ? Histograms
    : Series
} & {
  /** Renders everything in the Prometheus text format. */
  render(): Promise<string>
  readonly contentType: string
}

/** Builds the catalogue, empty; `process` metrics of the runtime are in it under the same prefix. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const families = Object.entries<Family>(CATALOGUE).map(([key, family]) => [
    key,
    family.type === 'histogram'
      ? createHistograms(registry, family)
      : createSeries(registry, family),
  ])
  return {
    ...(Object.fromEntries(families) as Omit<Metrics, 'render' | 'contentType'>), // a row each
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
