import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'grafana/dashboards'

/** A query as a dashboard's file has it. */
export interface FileTarget {
  readonly refId: string
  readonly expr: string
  readonly legendFormat: string
  readonly instant: boolean
  readonly format?: string
  readonly exemplar?: boolean
  readonly datasource: { readonly uid: string }
}

/** An override, and the properties it sets. */
export interface FileOverride {
  /** Its options are a name or an expression; those by value are not looked at. */
  readonly matcher: { readonly id: string; readonly options: string }
  readonly properties: readonly { readonly id: string; readonly value: unknown }[]
}

interface FileField {
  readonly unit?: string
  readonly noValue?: string
  readonly color?: { readonly mode: string; readonly fixedColor?: string }
  readonly mappings?: readonly {
    readonly options: Readonly<Record<string, { readonly text: string; readonly color: string }>>
  }[]
}

/** A panel as a dashboard's file has it; a heading has no targets. */
export interface FilePanel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly datasource?: { readonly uid: string }
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>
  readonly targets?: readonly FileTarget[]
  readonly fieldConfig?: {
    readonly defaults: FileField
    readonly overrides: readonly FileOverride[]
  }
  readonly transformations?: readonly {
    readonly id: string
    readonly options: { readonly renameByName?: Readonly<Record<string, string>> }
  }[]
}

/** A variable as a dashboard's file has it. */
export interface FileVariable {
  readonly name: string
  readonly label?: string
  readonly type: string
  readonly query: string
  readonly datasource?: { readonly uid: string }
  readonly multi?: boolean
  readonly includeAll?: boolean
  readonly allValue?: string
  readonly refresh?: number
}

/** What marks moments of time. */
export interface FileAnnotation {
  readonly name: string
  readonly expr: string
  readonly titleFormat: string
  readonly textFormat: string
  readonly tagKeys: string
}

/** What a dashboard's file holds, as far as it is looked at. */
export interface DashboardFile {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly editable: boolean
  readonly refresh: string
  readonly tags: readonly string[]
  readonly panels: readonly FilePanel[]
  readonly templating: { readonly list: readonly FileVariable[] }
  readonly annotations: { readonly list: readonly FileAnnotation[] }
  readonly links: readonly { readonly title: string; readonly url: string }[]
}

/** Every dashboard that is committed; their shape is held by the schema. */
export const FILES: readonly DashboardFile[] = readdirSync(FOLDER)
  .filter(name => name.endsWith('.json'))
  .map(name => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as DashboardFile)

/** The panels that show something. */
export const shown = ({ panels }: DashboardFile): readonly FilePanel[] =>
  panels.filter(({ type }) => type !== 'row')

/** Puts durations where Grafana's own variables stand; those within strings stay. */
export const withDurations = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '4m').replaceAll('$__range', '3h')
