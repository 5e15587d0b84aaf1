/**
 * The page a scraper is given. prom-client writes the text; it is asked for some lines at a time, with a turn of the
 * event loop after each piece, so that no request waits for a scrape longer than for another request.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { collectDefaultMetrics, Registry, type RegistryContentType } from 'prom-client'
import type { Format } from './accept.ts'
import { linesOf } from './cells.ts'
import { type Family, PREFIX } from './family.ts'
import type { Line, Rows } from './series.ts'

/** A page, in pieces as they were made. */
export interface MetricsPage {
  readonly contentType: string
  readonly pieces: readonly Buffer[]
}

/** What prom-client asks of a metric when it writes it. */
interface Written {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly values: readonly unknown[]
}

const CONTENT_TYPES = {
  plain: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
} as const satisfies Record<Format, string>

/** Lines between two turns: some tenths of a millisecond, and some milliseconds the first time they are written. */
const LINES = 150

/** What asking the runtime for one of its metrics counts as: it reads what the system says of the process. */
const RUNTIME_LINES = 30

/** Of the runtime's own metrics: they list every handle one by one, which takes longer the more connections there are. */
const COSTLY = /_active_(?:resources|handles|requests)(?:_total)?$/

/** Gives the registry of what the runtime tells of the process, under the prefix of all. */
export function runtimeMetrics(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  for (const { name } of registry.getMetricsAsArray()) {
    if (COSTLY.test(name)) registry.removeSingleMetric(name)
  }
  return registry
}

/** Renders the runtime's metrics and every family, each piece as it stands at the moment it is made. */
export async function renderPage(
  runtime: Registry,
  families: readonly Rows[],
  format: Format,
): Promise<MetricsPage> {
  const pieces: Buffer[] = []
  const breathe = afterLines(LINES)
  for (const metric of runtime.getMetricsAsArray()) {
    // The type leaves out that it can be asked: the registry does nothing else with it.
    const asked = metric as unknown as { get(): Promise<Written> }
    pieces.push(await written(await asked.get(), format))
    await breathe(RUNTIME_LINES)
  }
  for (const rows of families) {
    const step = Math.max(1, Math.floor(LINES / linesOf(rows.family)))
    for (let start = 0; start === 0 || start < rows.cells.places; start += step) {
      const lines = rows.between([start, start + step], format === 'openmetrics')
      pieces.push(await written(pieceOf(rows.family, lines), format, start === 0))
      await breathe(lines.length)
    }
  }
  if (format === 'openmetrics') pieces.push(Buffer.from('# EOF\n'))
  return { contentType: CONTENT_TYPES[format], pieces }
}

/** Builds what waits for a turn of the event loop once so many lines were written since the last. */
function afterLines(most: number): (written: number) => Promise<void> {
  let since = 0
  return async written => {
    since += written
    if (since < most) return
    since = 0
    await turn()
  }
}

const pieceOf = ({ name, help, type }: Family, values: readonly Line[]): Written => ({
  name,
  help,
  type,
  values,
})

async function written(metric: Written, format: Format, isFirst = true): Promise<Buffer> {
  const registry = registryOf(format)
  // OpenMetrics §5.1: a counter is declared without the _total its lines end in; prom-client adds it to each line.
  const isBare = format === 'openmetrics' && metric.type === 'counter'
  const name = isBare ? metric.name.replace(/_total$/, '') : metric.name
  const given = { name, get: () => Promise.resolve({ ...metric, name }) }
  registry.registerMetric(given as never) // it is asked for nothing but its name and what it gives
  const text = await registry.getSingleMetricAsString(name)
  return Buffer.from(`${isFirst ? text : withoutHead(text)}\n`)
}

/** The help and the type of a family are said once, before its first line. */
const withoutHead = (text: string): string =>
  text.slice(text.indexOf('\n', text.indexOf('\n') + 1) + 1)

// A registry knows one format and one metric of a name, so each piece has one of its own.
function registryOf(format: Format): Registry<RegistryContentType> {
  const registry = new Registry<RegistryContentType>()
  registry.setContentType(CONTENT_TYPES[format])
  return registry
}
