import * as model from '@grafana/grafana-foundation-sdk/dashboard'
import type { Panel as BuiltPanel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard'
import { createDashboard, type Dashboard } from './classic.ts'
import { COLOURS } from './colours.ts'
import { DATASOURCE } from './panels.ts'
import { OURS, ROUTE } from './queries.ts'

/** A panel as its kind builds it, before it has a place. */
export interface PanelMade {
  id(id: number): PanelMade
  build(): BuiltPanel
}

/** Panels under a heading, from left to right and then down. */
export interface Row {
  readonly title: string
  readonly panels: readonly PanelMade[]
}

/** A dashboard before it is laid out. */
export interface DashboardTold {
  readonly uid: `ficus-${string}`
  readonly title: string
  readonly about: string
  /** Whether one route is chosen, any number of them, or none. */
  readonly routes: 'one' | 'many' | 'all'
  /** Marks in time besides changes of routes. */
  readonly marks?: 'starts'
  readonly rows: readonly Row[]
}

/** Every dashboard by the name it is linked by. */
const LINKED = {
  'ficus-overview': 'Migration overview',
  'ficus-route': 'Route detail',
  'ficus-shadow': 'Shadow and divergence',
  'ficus-translation': 'Translation',
  'ficus-fleet': 'Fleet',
  'ficus-slo': 'SLO',
}

/** Lays out a dashboard as Grafana keeps it: ids by order, variables, links to the others, changes of routes as marks. */
export function dashboard(of: DashboardTold): Dashboard {
  const built = createDashboard(of.title)
    .uid(of.uid)
    .description(of.about)
    .tags(['ficus'])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-3h', to: 'now' })
    .refresh('30s')
    .tooltip(model.DashboardCursorSync.Crosshair)
    .variables(variablesOf(of))
    .annotations(marksOf(of))
    .links(linksOf(of))
  let id = 0
  for (const { title, panels } of of.rows) {
    built.withRow(new model.RowBuilder(title).id((id += 1)))
    for (const panel of panels) built.withPanel(panel.id((id += 1)))
  }
  return built.build()
}

/** Says whether something on a dashboard is a heading. */
export const isRow = (panel: BuiltPanel | RowPanel): panel is RowPanel => panel.type === 'row'

function variablesOf({ routes }: DashboardTold): model.QueryVariableBuilder[] {
  const source = new model.DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
  const all = [
    source as unknown as model.QueryVariableBuilder, // a builder of the same thing
    many('job', 'Job', 'label_values(ficus_build_info, job)'),
    many('instance', 'Instance', 'label_values(ficus_build_info{job=~"$job"}, instance)'),
  ]
  const asked = `label_values(ficus_route_stage_info{${OURS}}, route)`
  if (routes === 'one') all.push(variable('route', 'Route', asked))
  if (routes === 'many') all.push(many('route', 'Route', asked))
  return all
}

const variable = (name: string, label: string, query: string): model.QueryVariableBuilder =>
  new model.QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(query)
    .refresh(model.VariableRefresh.OnTimeRangeChanged)
    .sort(model.VariableSort.AlphabeticalAsc)

const many = (name: string, label: string, query: string): model.QueryVariableBuilder =>
  variable(name, label, query)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all' })

/** Marks stand where a value says they do: a change is seen once, at its moment, however often it is scraped. */
const mark = (name: string, iconColor: string): model.AnnotationQueryBuilder =>
  new model.AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor(iconColor)
    .useValueForTime(true)
    .step('30s')

/** What lasts is one mark from its first sample to its last: samples a step apart belong together. */
const stretch = (name: string, iconColor: string): model.AnnotationQueryBuilder =>
  mark(name, iconColor).useValueForTime(false)

function marksOf({ routes, marks }: DashboardTold): model.AnnotationQueryBuilder[] {
  const labels = routes === 'all' ? OURS : ROUTE
  const all = [
    mark('Changes of routes', '#B877D9')
      .expr(
        `max by (route, stage) ((ficus_route_changed_timestamp_seconds{${labels}} > 0) * on (job, instance, route) group_left (stage) (ficus_route_stage_info{${labels}} == 1)) * 1000`,
      )
      .titleFormat('{{route}}: {{stage}}')
      .textFormat('The stage, percentage or halt of {{route}} changed; it is at {{stage}}.')
      .tagKeys('route,stage'),
    stretch('Freezes', COLOURS.quiet)
      .expr(`max by (route) (ficus_freeze_active{${labels}}) == 1`)
      .titleFormat('{{route}} is frozen')
      .textFormat('Nothing leads {{route}} forward meanwhile.')
      .tagKeys('route'),
    stretch('Maintenance', COLOURS.quiet)
      .expr(`max by (upstream) (ficus_upstream_maintenance{${OURS}}) == 1`)
      .titleFormat('{{upstream}} is worked on')
      .textFormat('{{upstream}} gets no copies meanwhile, and nothing is learnt from it.')
      .tagKeys('upstream'),
  ]
  if (marks === 'starts') {
    all.push(
      mark('Starts', COLOURS.quiet)
        .expr(`ficus_process_start_time_seconds{${OURS}} * 1000`)
        .titleFormat('{{instance}} started')
        .textFormat('{{instance}} started.')
        .tagKeys('instance'),
    )
  }
  return all
}

const linksOf = ({ uid }: DashboardTold): model.DashboardLinkBuilder[] =>
  Object.entries(LINKED)
    .filter(([other]) => other !== uid)
    .map(([other, title]) =>
      new model.DashboardLinkBuilder(title)
        .type(model.DashboardLinkType.Link)
        .url(`/d/${other}`)
        .includeVars(true)
        .keepTime(true),
    )
