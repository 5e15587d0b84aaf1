import { formatFor } from './accept.ts'
import { CATALOGUE } from './catalogue.ts'
import { Room } from './cells.ts'
import type { Family } from './family.ts'
import { type MetricsPage, renderPage, runtimeMetrics } from './render.ts'
import {
  createHistograms,
  createSeries,
  type Histograms,
  type Rows,
  type Series,
} from './series.ts'

type Catalogue = typeof CATALOGUE

/** Every family by the name the code knows it by. */
type Families = {
  readonly [Name in keyof Catalogue]: Catalogue[Name] extends Family<'histogram'>
    ? Histograms
    : Series
}

/** Every metric by name. Labels come from configuration and closed sets, never from a message. */
export type Metrics = Families & {
  /** Renders everything as whoever sends this Accept header wants it, in pieces that hold nobody up. */
  page(accept: string | undefined): Promise<MetricsPage>
  /** Renders everything in the plain Prometheus text format. */
  render(): Promise<string>
  /** Gives every family room for a file of so many routes. */
  makeRoom(routes: number): void
}

/** Builds the catalogue, empty; `process` metrics of the runtime are in it under the same prefix. */
export function createMetrics(): Metrics {
  const runtime = runtimeMetrics()
  const room = new Room()
  const families = new Map<string, Series | Histograms>()
  const rows: Rows[] = []
  const overflown = createSeries(CATALOGUE.overflown, { room, refused: () => undefined })
  for (const [key, family] of Object.entries<Family>(CATALOGUE)) {
    const refusals = overflown.counted.cell(family.name)
    const around = { room, refused: () => overflown.counted.add(refusals) }
    const kept =
      family === CATALOGUE.overflown
        ? overflown
        : family.type === 'histogram'
          ? createHistograms(family, around)
          : createSeries(family, around)
    families.set(key, kept.counted)
    rows.push(kept.rows)
  }
  const metrics = Object.fromEntries(families) as unknown as Families // a row each
  const page = (accept: string | undefined): Promise<MetricsPage> => {
    metrics.series.set(metrics.series.cell(), seriesIn(rows))
    return renderPage(runtime, rows, formatFor(accept))
  }
  return {
    ...metrics,
    page,
    render: async () => Buffer.concat((await page(undefined)).pieces).toString(),
    makeRoom: routes => {
      room.make(routes)
    },
  }
}

const seriesIn = (rows: readonly Rows[]): number =>
  rows.reduce((sum, { cells }) => sum + cells.series, 0)
