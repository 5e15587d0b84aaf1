import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Prometheus } from './prometheus.ts'
import type { Labels, Line, Sample, Span } from './prometheus-api.ts'

const FOLDER = 'grafana/dashboards'

/** One query of a panel, as the dashboard's file has it. */
export interface Target {
  readonly refId: string
  readonly expr: string
  readonly legendFormat: string
  readonly instant: boolean
  readonly format?: string
}

/** One panel, as the dashboard's file has it. */
export interface Panel {
  readonly title: string
  readonly type: string
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>
  readonly targets: readonly Target[]
  readonly fieldConfig: FieldConfig
  readonly options?: Readonly<Record<string, unknown>>
  readonly transformations?: readonly { readonly id: string; readonly options: Organized }[]
}

/** How a panel says what a number is, and in which colour. */
export interface FieldConfig {
  readonly defaults: Field
  readonly overrides?: readonly {
    readonly matcher: { readonly id: string; readonly options: string }
    readonly properties: readonly { readonly id: string; readonly value?: unknown }[]
  }[]
}

/** What is said of the numbers of one field. */
export interface Field {
  readonly unit?: string
  readonly decimals?: number
  readonly min?: number
  readonly max?: number
  readonly noValue?: string
  readonly mappings?: readonly {
    readonly type: string
    readonly options: Readonly<Record<string, { readonly text?: string; readonly color?: string }>>
  }[]
  readonly thresholds?: {
    readonly steps: readonly { readonly value: number | null; readonly color: string }[]
  }
  readonly color?: { readonly mode: string; readonly fixedColor?: string }
  readonly custom?: Readonly<Record<string, unknown>>
}

interface Organized {
  readonly renameByName?: Readonly<Record<string, string>>
  readonly indexByName?: Readonly<Record<string, number>>
  readonly excludeByName?: Readonly<Record<string, boolean>>
  readonly sort?: readonly { readonly field: string; readonly desc?: boolean }[]
}

/** One dashboard, as its file has it, without its headings. */
export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly panels: readonly Panel[]
  readonly headings: readonly Panel[]
  readonly annotations: readonly { readonly name: string; readonly expr: string }[]
}

/** Reads every dashboard there is. */
export function readDashboards(): readonly Dashboard[] {
  const names = readdirSync(FOLDER).filter(name => name.endsWith('.json'))
  return names.map(name => {
    const read = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Dashboard & {
      annotations: { list: Dashboard['annotations'] }
    } // the schema is held elsewhere
    return {
      ...{ uid: read.uid, title: read.title, annotations: read.annotations.list },
      panels: read.panels.filter(({ type }) => type !== 'row'),
      headings: read.panels.filter(({ type }) => type === 'row'),
    }
  })
}

/** What stands in a query for one moment and what is chosen on top of the dashboard. */
export interface Chosen {
  readonly rangeMs: number
  readonly rateMs: number
  readonly intervalMs: number
  /** By variable; what is not named is everything. */
  readonly variables?: Readonly<Record<string, string>>
}

/** Puts in a query what Grafana would: its own variables, and those that are chosen on top. */
export function interpolate(expr: string, chosen: Chosen): string {
  const { rangeMs, rateMs, intervalMs, variables } = chosen
  const known: Readonly<Record<string, string>> = {
    ...{ job: '.+', instance: '.+', route: '.+', ...variables },
    ...{ __range: `${rangeMs}ms`, __rate_interval: `${rateMs}ms`, __interval: `${intervalMs}ms` },
    __range_s: String(Math.round(rangeMs / 1_000)),
  }
  return expr.replaceAll(/\$\{?(\w+)\}?/g, (_, name: string) => {
    const value = known[name]
    if (value === undefined) throw new Error(`nobody says what $${name} is: ${expr}`)
    return value
  })
}

/** What a series is called below a panel, as Grafana writes it. */
export function legendOf({ legendFormat }: Target, labels: Labels): string {
  if (legendFormat !== '__auto')
    return legendFormat.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => labels[name] ?? '')
  const { __name__: name, ...others } = labels
  const said = Object.entries(others).map(([label, value]) => `${label}="${value}"`)
  if (name === undefined && said.length === 1) return Object.values(others)[0] ?? ''
  return name === undefined && said.length === 0 ? '' : `${name ?? ''}{${said.join(', ')}}`
}

/** What each query of a panel gives at one moment, epoch milliseconds. */
export async function shownAt(
  prometheus: Prometheus,
  panel: Panel,
  { at, chosen }: { readonly at: number; readonly chosen: Chosen },
): Promise<readonly { readonly target: Target; readonly samples: readonly Sample[] }[]> {
  return Promise.all(
    panel.targets.map(async target => ({
      target,
      samples: await prometheus.query(interpolate(target.expr, chosen), at / 1_000),
    })),
  )
}

/** What each query of a panel gives over a time. */
export async function shownOver(
  prometheus: Prometheus,
  panel: Panel,
  { span, chosen }: { readonly span: Span; readonly chosen: Chosen },
): Promise<readonly { readonly target: Target; readonly lines: readonly Line[] }[]> {
  return Promise.all(
    panel.targets.map(async target => ({
      target,
      lines: await prometheus.queryRange(interpolate(target.expr, chosen), span),
    })),
  )
}

/** One row of a table: by the title of its column, what stands there. */
export type Row = Readonly<Record<string, string | number>>

/** Brings the answers to a table's queries together as Grafana does: by the labels they share. */
export function rowsOf(
  { targets, transformations = [] }: Panel,
  shown: readonly { readonly target: Target; readonly samples: readonly Sample[] }[],
): readonly Row[] {
  const rows: Record<string, string | number>[] = []
  for (const { target, samples } of shown) {
    const field = targets.length === 1 ? 'Value' : `Value #${target.refId}`
    for (const { labels, value } of samples) {
      const own = Object.fromEntries(Object.entries(labels).filter(([name]) => name !== '__name__'))
      const row = rows.find(
        each =>
          each[field] === undefined &&
          Object.keys(own).every(label => !(label in each) || each[label] === own[label]),
      )
      if (row === undefined) rows.push({ ...own, [field]: value })
      else Object.assign(row, own, { [field]: value })
    }
  }
  const isLed = transformations.some(({ id }) => id === 'filterByValue')
  const [organized] = transformations.filter(({ id }) => id === 'organize')
  const names = organized?.options.renameByName ?? {}
  // The only filter there is: rows the first query knows nothing of are left out.
  const led = rows.filter(row => !isLed || row['Value #A'] !== undefined)
  return led.map(row =>
    Object.fromEntries(
      Object.entries(names).flatMap(([field, title]) =>
        row[field] === undefined ? [] : [[title, row[field]] as const],
      ),
    ),
  )
}
