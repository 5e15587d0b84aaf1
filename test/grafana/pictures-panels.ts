import {
  legendOf,
  type Field,
  type Panel,
  type Row,
  rowsOf,
  type Target,
} from '../support/migration-panels.ts'
import type { Line, Sample } from '../support/prometheus-api.ts'
import { colourOf, filled, mapped, written } from './pictures-units.ts'

/** What the queries of one panel gave: over the time shown, and at its end. */
export interface Given {
  readonly panel: Panel
  readonly over: readonly { readonly target: Target; readonly lines: readonly Line[] }[]
  readonly at: readonly { readonly target: Target; readonly samples: readonly Sample[] }[]
}

/** A series as it is drawn. */
export interface Drawn {
  readonly name: string
  readonly colour: string
  readonly width: number
  readonly isDashed: boolean
  readonly points: readonly (readonly [at: number, value: number])[]
}

/** Grafana's classic palette, for what no override paints. */
const PALETTE = [
  '#7EB26D',
  '#EAB839',
  '#6ED0E0',
  '#EF843C',
  '#E24D42',
  '#705DA0',
  '#BA43A9',
  '#508642',
  '#CCA300',
  '#447EBC',
]

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

type Properties = NonNullable<Panel['fieldConfig']['overrides']>[number]['properties']

/** Gives what overrides say of a series or a column, by name or by expression. */
function saidOf({ fieldConfig }: Panel, name: string): Properties {
  return (fieldConfig.overrides ?? []).flatMap(({ matcher, properties }) => {
    const pattern = /^\/(.*)\/$/.exec(matcher.options)?.[1]
    const isMeant =
      pattern === undefined ? matcher.options === name : new RegExp(pattern).test(name)
    return isMeant ? properties : []
  })
}

const valueIn = (properties: Properties, id: string): unknown =>
  properties.find(property => property.id === id)?.value

/** Puts the series of a panel in the order they are drawn in, each with its look. */
export const drawnOf = ({ panel, over }: Given): readonly Drawn[] =>
  over
    .flatMap(({ target, lines }) => lines.map(line => ({ target, line })))
    .map(({ target, line }, n) => {
      const name = legendOf(target, line.labels)
      const said = saidOf(panel, name)
      const colour = (valueIn(said, 'color') as { fixedColor?: string } | undefined)?.fixedColor // as the file has it
      return {
        name,
        colour: colour ?? PALETTE[n % PALETTE.length] ?? '#888',
        width: Number(valueIn(said, 'custom.lineWidth') ?? 1),
        isDashed: valueIn(said, 'custom.lineStyle') !== undefined,
        points: line.points,
      }
    })

/** The last number of each series, as a stat or a bar shows it. */
function lastOf({ panel, over, at }: Given): readonly {
  readonly name: string
  readonly value: number
  readonly colour: string | undefined
}[] {
  const isInstant = panel.targets.every(({ instant }) => instant)
  const all = isInstant
    ? at.flatMap(({ target, samples }) =>
        samples.map(({ labels, value }) => ({ name: legendOf(target, labels), value })),
      )
    : over.flatMap(({ target, lines }) =>
        lines.map(({ labels, points }) => ({
          name: legendOf(target, labels),
          value: points.at(-1)?.[1] ?? Number.NaN,
        })),
      )
  return all.map(each => {
    const colour = valueIn(saidOf(panel, each.name), 'color') as { fixedColor?: string } | undefined // as the file has it
    return { ...each, colour: colour?.fixedColor }
  })
}

export function statHtml(given: Given): string {
  const field = given.panel.fieldConfig.defaults
  const shown = lastOf(given)
  if (shown.length === 0) return nothing(field)
  const isFilled = given.panel.options?.['colorMode'] === 'background'
  return shown
    .map(({ value }) => {
      const colour = colourOf(value, field)
      const style = isFilled ? filled(colour) : `color:${colour}`
      return `<div class="stat" style="${style}">${escaped(written(value, field))}</div>`
    })
    .join('')
}

export function barsHtml(given: Given): string {
  const field = given.panel.fieldConfig.defaults
  const shown = lastOf(given).filter(({ value }) => Number.isFinite(value))
  if (shown.length === 0) return nothing(field)
  const most = Math.max(...shown.map(({ value }) => value), 1e-9)
  return shown
    .map(({ name, value, colour }, n) => {
      const bar = `<i style="width:${(value / most) * 100}%;background:${colour ?? PALETTE[n % PALETTE.length] ?? ''}"></i>`
      return `<div class="bar"><b>${escaped(name)}</b><span>${bar}</span><em>${escaped(written(value, field))}</em></div>`
    })
    .join('')
}

/** The field of a column: what is said of all of them, and what of this one. */
function columnField(panel: Panel, title: string): Field & { readonly isPainted: boolean } {
  const said = saidOf(panel, title)
  const own = Object.fromEntries(said.map(({ id, value }) => [id, value]))
  return { ...panel.fieldConfig.defaults, ...own, isPainted: 'custom.cellOptions' in own }
}

const ROWS = 12

export function tableHtml({ panel, at }: Given): string {
  const titles = titlesOf(panel)
  const rows = sorted(panel, rowsOf(panel, at))
  if (rows.length === 0) return nothing(panel.fieldConfig.defaults)
  const cell = (row: Row, title: string): string => {
    const value = row[title]
    if (typeof value !== 'number') return `<td>${escaped(value ?? '')}</td>`
    const field = columnField(panel, title)
    const style = field.isPainted ? ` style="${filled(colourOf(value, field))}"` : ''
    return `<td class="number"${style}>${escaped(written(value, field))}</td>`
  }
  const head = titles.map(title => `<th>${escaped(title)}</th>`).join('')
  const body = rows
    .slice(0, ROWS)
    .map(row => `<tr>${titles.map(title => cell(row, title)).join('')}</tr>`)
  return `<table><tr>${head}</tr>${body.join('')}</table>`
}

function titlesOf({ transformations = [] }: Panel): readonly string[] {
  const organized = transformations.find(({ id }) => id === 'organize')?.options
  const order = organized?.indexByName ?? {}
  const named = Object.entries(organized?.renameByName ?? {})
  return named.sort(([a], [b]) => (order[a] ?? 99) - (order[b] ?? 99)).map(([, title]) => title)
}

function sorted({ transformations = [] }: Panel, rows: readonly Row[]): readonly Row[] {
  const by = transformations.find(({ id }) => id === 'sortBy')?.options.sort?.[0]?.field
  return by === undefined
    ? rows
    : rows.toSorted((a, b) => Number(b[by] ?? -1) - Number(a[by] ?? -1))
}

/** A band for each series: what it was, when. */
export function timelineHtml(
  { panel, over }: Given,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const field = panel.fieldConfig.defaults
  const all = over.flatMap(({ target, lines }) =>
    lines.map(line => ({ name: legendOf(target, line.labels), points: line.points })),
  )
  if (all.length === 0) return nothing(field)
  const place = (at: number): number => ((at * 1_000 - from) / (to - from)) * 100
  return all
    .map(({ name, points }) => {
      const bands = points.flatMap(([at, value], n) =>
        n > 0 && points[n - 1]?.[1] === value
          ? []
          : [
              {
                at,
                value,
                end: points.slice(n).find(([, other]) => other !== value)?.[0] ?? to / 1_000,
              },
            ],
      )
      const drawn = bands.map(({ at, value, end }) => {
        const style = `left:${place(at)}%;width:${place(end) - place(at)}%;background:${colourOf(value, field)}`
        return `<i style="${style}">${escaped(mapped(value, field)?.text ?? written(value, field))}</i>`
      })
      return `<div class="line"><b>${escaped(name)}</b><span>${drawn.join('')}</span></div>`
    })
    .join('')
}

export const nothing = ({ noValue }: Field): string =>
  `<div class="nothing">${escaped(noValue ?? 'No data')}</div>`
