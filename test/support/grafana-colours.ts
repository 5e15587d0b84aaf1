import { COLOURS } from '../../grafana/builder/index.ts'
import { type DashboardFile, type FilePanel, shown } from './grafana-file.ts'

const SIDES = ['legacy', 'cloud'] as const

/** Says where a side is drawn in another colour than its own, or its colour is of something else. */
export const faultsInColours = (file: DashboardFile): readonly string[] =>
  shown(file).flatMap(panel =>
    [...unpainted(panel), ...misused(panel)].map(fault => `${file.uid}, ${panel.title}: ${fault}`),
  )

/** Whether a series of this legend may be called after a side first. */
const mayBegin = (legend: string, side: string): boolean =>
  legend.startsWith('{{side}}') || new RegExp(`^${side}\\b`).test(legend)

/** Panels that draw series, each in its own colour. */
const DRAWS = ['timeseries', 'bargauge']

function unpainted({ type, targets = [], fieldConfig }: FilePanel): string[] {
  if (!DRAWS.includes(type)) return []
  return SIDES.filter(
    side =>
      targets.some(({ legendFormat }) => mayBegin(legendFormat, side)) &&
      colourOf(side, fieldConfig) !== COLOURS[side],
  ).map(side => `${side} is not in its colour`)
}

/** Gives the colour Grafana draws a series in: the last override that fits it decides. */
function colourOf(name: string, fieldConfig: FilePanel['fieldConfig']): string | undefined {
  const fitting = (fieldConfig?.overrides ?? []).filter(
    ({ matcher }) => matcher.id === 'byRegexp' && asRegExp(matcher.options).test(name),
  )
  const colours = fitting
    .flatMap(({ properties }) => properties)
    .filter(({ id }) => id === 'color')
    .map(({ value }) => (value as { fixedColor: string }).fixedColor)
  return colours.at(-1)
}

const asRegExp = (written: string): RegExp => new RegExp(written.replace(/^\/|\/$/g, ''))

/** Every use of a side's colour: what it is of must be called after that side. */
function misused({ title, fieldConfig }: FilePanel): string[] {
  const { color, mappings = [] } = fieldConfig?.defaults ?? {}
  const uses = [
    { colour: color?.fixedColor, of: title },
    ...mappings
      .flatMap(({ options }) => Object.values(options))
      .map(({ color: colour, text: of }) => ({ colour, of })),
    ...(fieldConfig?.overrides ?? []).flatMap(({ matcher, properties }) =>
      properties
        .filter(({ id }) => id === 'color')
        .map(({ value }) => ({
          colour: (value as { fixedColor?: string }).fixedColor,
          of: matcher.options,
        })),
    ),
  ]
  return SIDES.flatMap(side =>
    uses
      .filter(({ colour, of }) => colour === COLOURS[side] && !of.toLowerCase().includes(side))
      .map(({ of }) => `${of} has the colour of ${side}`),
  )
}
