import { PanelBuilder as Bars } from '@grafana/grafana-foundation-sdk/bargauge'
import type { BigValueColorMode } from '@grafana/grafana-foundation-sdk/common'
import * as common from '@grafana/grafana-foundation-sdk/common'
import * as model from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as Timeline } from '@grafana/grafana-foundation-sdk/statetimeline'
import { PanelBuilder as Lines } from '@grafana/grafana-foundation-sdk/timeseries'
import { COLOURS, LOOKS, type Looks, type Word } from './colours.ts'
import type { Query } from './queries.ts'

/** Every panel asks the data source that is chosen on top. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' }

/** What every panel says. */
export interface Told {
  readonly title: string
  /** What to look for, and what it means for a supplier. */
  readonly about: string
  readonly unit: string
  /** Of 24. */
  readonly wide: number
  readonly tall?: number
  /** What stands there while there is nothing. */
  readonly nothing?: string
  readonly ask: readonly Query[]
}

/** Puts in a builder of any kind what every panel has, and its queries from A on. */
export function told<Kind extends Lines | Stat | Bars | Timeline>(panel: Kind, of: Told): Kind {
  panel
    .title(of.title)
    .description(of.about)
    .datasource(DATASOURCE)
    .unit(of.unit)
    .span(of.wide)
    .height(of.tall ?? 8)
    .noValue(of.nothing ?? 'none in this time')
    .targets(targetsOf(of.ask))
  return panel
}

/** Gives the queries of a panel as Grafana asks them. */
export function targetsOf(queries: readonly Query[]): DataqueryBuilder[] {
  return queries.map(({ expr, legend, as, hasExemplars }, at) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode('A'.charCodeAt(0) + at))
      .datasource(DATASOURCE)
      .expr(expr)
      .legendFormat(legend ?? '__auto')
    if (as === 'range') query.range()
    else query.instant()
    if (as === 'table') query.format(PromQueryFormat.Table)
    if (hasExemplars) query.exemplar(true)
    return query
  })
}

/** From which values on it is worth a look, and is bad; or below which it is bad. */
export interface Limits {
  readonly warn?: number
  readonly bad?: number
  readonly badBelow?: number
}

export const isGraded = ({ warn, bad, badBelow }: Limits): boolean =>
  warn !== undefined || bad !== undefined || badBelow !== undefined

export function thresholds(limits: Limits): model.ThresholdsConfigBuilder {
  const { warn, bad, badBelow } = limits
  const lowest = badBelow === undefined ? COLOURS.good : COLOURS.bad
  return new model.ThresholdsConfigBuilder()
    .mode(model.ThresholdsMode.Absolute)
    .steps([
      { value: null, color: isGraded(limits) ? lowest : COLOURS.quiet },
      ...(badBelow === undefined ? [] : [{ value: badBelow, color: COLOURS.good }]),
      ...(warn === undefined ? [] : [{ value: warn, color: COLOURS.warn }]),
      ...(bad === undefined ? [] : [{ value: bad, color: COLOURS.bad }]),
    ])
}

const colour = (fixed: string): model.FieldColorBuilder =>
  new model.FieldColorBuilder().mode(model.FieldColorModeId.Fixed).fixedColor(fixed)

const byThreshold = (): model.FieldColorBuilder =>
  new model.FieldColorBuilder().mode(model.FieldColorModeId.Thresholds)

export function mappings(words: readonly Word[]): model.ValueMap[] {
  const options = words.map(({ value, text, colour: color }, index) => [
    String(value),
    { text, color, index },
  ])
  return [
    {
      type: model.MappingType.ValueToText,
      options: Object.fromEntries(options) as model.ValueMap['options'], // as it was just made
    },
  ]
}

interface StatTold extends Told, Limits {
  readonly words?: readonly Word[]
  readonly colour?: string
  readonly decimals?: number
}

/** One number, large. Red fills it: across a room it says that somebody has to look. */
export function stat(of: StatTold): Stat {
  const mode: BigValueColorMode =
    of.words !== undefined || isGraded(of)
      ? common.BigValueColorMode.Background
      : common.BigValueColorMode.Value
  const panel = told(new Stat(), { tall: 4, nothing: 'not scraped', ...of })
    .colorMode(mode)
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .thresholds(thresholds(of))
    .colorScheme(of.colour === undefined ? byThreshold() : colour(of.colour))
    .mappings(mappings(of.words ?? []))
  if (of.decimals !== undefined) panel.decimals(of.decimals)
  return panel
}

interface LinesTold extends Told, Limits {
  readonly looks?: Looks
  readonly isStacked?: boolean
  readonly max?: number
  readonly min?: number
  /** Draws the limits as lines. */
  readonly showsLimits?: boolean
  /** Bars, for what happens now and then: a single one is seen. */
  readonly isNowAndThen?: boolean
  /** Each step up is ten times as much, for what grows by its own share. */
  readonly isTenfold?: boolean
}

const LEGEND = (): common.VizLegendOptionsBuilder =>
  new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .calcs([])

const TENFOLD = (): common.ScaleDistributionConfigBuilder =>
  new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(10)

/** Lines over time. A candidate is dashed, what is bad is filled, and of quantiles the higher is the thicker. */
export function lines(of: LinesTold): Lines {
  const panel = told(new Lines(), of)
    .legend(LEGEND())
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    )
    .lineWidth(1)
    .fillOpacity(of.isStacked ? 30 : of.isNowAndThen ? 80 : 0)
    .showPoints(common.VisibilityMode.Never)
    .thresholds(thresholds(of))
    .colorScheme(new model.FieldColorBuilder().mode(model.FieldColorModeId.PaletteClassicByName))
  if (of.max !== undefined) panel.max(of.max)
  if (of.isNowAndThen) panel.drawStyle(common.GraphDrawStyle.Bars)
  if (of.isTenfold) panel.scaleDistribution(TENFOLD())
  // No power of ten is 0.
  else panel.min(of.min ?? 0)
  if (of.isStacked) {
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'))
  }
  if (of.showsLimits) {
    panel.thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
    )
  }
  if (of.looks !== undefined) paint(panel, of.looks)
  if (of.ask.some(({ legend = '' }) => legend.includes('{{'))) panel.withOverride(UNNAMED_ZEROS)
  for (const { pattern, id, value } of stylesOf(of.ask)) {
    panel.overrideByRegexp(pattern, [{ id, value }])
  }
  return panel
}

/** What was 0 all the time is drawn, and not named below: counters are born at 0, most of them to stay there. */
const UNNAMED_ZEROS = {
  matcher: { id: 'byValue', options: { reducer: 'allIsZero', op: 'gte', value: 0 } },
  properties: [{ id: 'custom.hideFrom', value: { legend: true, tooltip: true, viz: false } }],
}

const STYLES = [
  { word: 'candidate', id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } },
  { word: 'bad', id: 'custom.fillOpacity', value: 15 },
  { word: 'p95', id: 'custom.lineWidth', value: 2 },
  { word: 'p99', id: 'custom.lineWidth', value: 3 },
]

/** A role is of copies where it stands in a legend as a label, too. */
function stylesOf(queries: readonly Query[]): { pattern: string; id: string; value: unknown }[] {
  const legends = queries.map(({ legend = '' }) => legend.replace('{{role}}', 'candidate'))
  return STYLES.filter(({ word }) => legends.some(legend => legend.includes(word))).map(
    ({ word, ...style }) => ({ pattern: `/\\b${word}\\b/`, ...style }),
  )
}

const fixed = (color: string): model.DynamicConfigValue => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: color },
})

function paint(panel: Lines | Bars, looks: Looks): void {
  for (const { called, colour: color } of LOOKS[looks]) {
    panel.overrideByRegexp(called, [fixed(color)])
  }
}

interface TimelineTold extends Omit<Told, 'unit'> {
  readonly words: readonly Word[]
}

/** What something was, when: a band for each series, coloured by what its number stands for. */
export const timeline = (of: TimelineTold): Timeline =>
  told(new Timeline(), { unit: 'none', ...of })
    .legend(LEGEND().showLegend(false))
    .showValue(common.VisibilityMode.Auto)
    .mergeValues(true)
    .rowHeight(0.8)
    .fillOpacity(70)
    .mappings(mappings(of.words))
    .colorScheme(byThreshold())
    .thresholds(thresholds({}))

interface BarsTold extends Told {
  readonly looks?: Looks
}

/** A bar for each series as it is now. */
export function bars(of: BarsTold): Bars {
  const panel = told(new Bars(), of)
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .min(0)
    .colorScheme(new model.FieldColorBuilder().mode(model.FieldColorModeId.PaletteClassicByName))
    .thresholds(thresholds({}))
  if (of.looks !== undefined) paint(panel, of.looks)
  return panel
}
