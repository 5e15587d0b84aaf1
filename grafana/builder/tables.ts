import * as model from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table'
import type { Word } from './colours.ts'
import { DATASOURCE, type Limits, mappings, targetsOf, isGraded, thresholds } from './panels.ts'
import { table as asked } from './queries.ts'

/** A column: a label of the rows, or what a query gives for each row. */
interface Column extends Limits {
  readonly title: string
  /** The label it shows, as it stands, of this query or of another. */
  readonly label?: string
  /** The query that fills it, or that brings the label. */
  readonly expr?: string
  readonly unit?: string
  readonly words?: readonly Word[]
  readonly decimals?: number
}

interface TableTold {
  readonly title: string
  readonly about: string
  readonly wide: number
  readonly tall: number
  /** What stands in an empty table, and in an empty cell. */
  readonly nothing: string
  readonly columns: readonly Column[]
  /** The title of the column that is highest first. */
  readonly sortedBy?: string
  /** Keeps only rows that the first query has. */
  readonly isLedByFirst?: boolean
}

const letterOf = (at: number): string => String.fromCharCode('A'.charCodeAt(0) + at)

/** One row for each combination of the labels of its queries, brought together by the labels they share. */
export function table(of: TableTold): Table {
  const asking = of.columns.filter(({ expr }) => expr !== undefined)
  const panel = new Table()
    .title(of.title)
    .description(of.about)
    .datasource(DATASOURCE)
    .span(of.wide)
    .height(of.tall)
    .unit('none')
    .noValue(of.nothing)
    .targets(targetsOf(asking.map(({ expr = '' }) => asked(expr))))
    .transformations([...transformationsOf(of, asking)])
  for (const column of of.columns) {
    const properties = propertiesOf(column)
    if (properties.length > 0) panel.overrideByName(column.title, properties)
  }
  return panel
}

/** Names the field a query's numbers come in: with one query alone Grafana gives it no letter. */
const fieldOf = (at: number, of: number): string => (of === 1 ? 'Value' : `Value #${letterOf(at)}`)

function* transformationsOf(
  { columns, sortedBy, isLedByFirst }: TableTold,
  asking: readonly Column[],
): Generator<model.DataTransformerConfig> {
  const valueOf = (column: Column): string => fieldOf(asking.indexOf(column), asking.length)
  const nameOf = (column: Column): string => column.label ?? valueOf(column)
  if (asking.length > 1) yield { id: 'merge', options: {} }
  if (isLedByFirst) {
    const filters = [{ fieldName: fieldOf(0, asking.length), config: { id: 'isNotNull' } }]
    yield { id: 'filterByValue', options: { type: 'include', match: 'all', filters } }
  }
  // A query that brings a label along has only 1 to say beside it.
  const bringers = asking.filter(({ label }) => label !== undefined).map(valueOf)
  yield {
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries(['Time', ...bringers].map(name => [name, true])),
      indexByName: Object.fromEntries(columns.map((column, at) => [nameOf(column), at])),
      renameByName: Object.fromEntries(columns.map(column => [nameOf(column), column.title])),
    },
  }
  if (sortedBy !== undefined) {
    yield { id: 'sortBy', options: { sort: [{ field: sortedBy, desc: true }] } }
  }
}

/** Leads from the name of a route to all there is of it, at the same time. */
export const ROUTE_LINK =
  '/d/ficus-route?var-route=${__value.raw}&var-datasource=${datasource}&${job:queryparam}&${instance:queryparam}&${__url_time_range}'

function propertiesOf(column: Column): model.DynamicConfigValue[] {
  const { label, unit, words, decimals } = column
  if (label === 'route')
    return [{ id: 'links', value: [{ title: 'Route detail', url: ROUTE_LINK }] }]
  if (unit === undefined) return []
  const hasLimits = isGraded(column)
  return [
    { id: 'unit', value: unit },
    ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
    ...(words === undefined ? [] : [{ id: 'mappings', value: mappings(words) }]),
    ...(hasLimits ? [{ id: 'thresholds', value: thresholds(column).build() }] : []),
    ...(hasLimits || words !== undefined
      ? [{ id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } }]
      : []),
  ]
}
