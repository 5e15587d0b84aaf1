import type { GridPos, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import { format, resolveConfig } from 'prettier'
import type { Dashboard } from './classic.ts'
import { isRow } from './dashboard.ts'
import { fleet } from './fleet.ts'
import { overview } from './overview.ts'
import { route } from './route.ts'
import { shadow } from './shadow.ts'
import { slo } from './slo.ts'
import { translation } from './translation.ts'

/** One query of a panel, with Grafana's variables in it. */
export interface TargetDrawn {
  readonly refId: string
  readonly expr: string
  /** What its series are called: `{{route}}` is the value of a label, `__auto` what Grafana thinks best. */
  readonly legend: string
  readonly as: 'range' | 'instant' | 'table'
  readonly hasExemplars: boolean
}

/** One panel, as Grafana draws it. */
export interface PanelDrawn {
  readonly id: number
  readonly title: string
  /** `timeseries`, `stat`, `table`, `bargauge` or `state-timeline`. */
  readonly type: string
  readonly unit: string
  readonly gridPos: GridPos
  readonly targets: readonly TargetDrawn[]
}

/** One dashboard: what its file holds, and its panels without the headings. */
export interface DashboardDrawn {
  readonly uid: string
  readonly title: string
  /** Its file, from the project's root. */
  readonly file: string
  readonly model: Dashboard
  readonly panels: readonly PanelDrawn[]
}

/** Every dashboard, in the order they are read in. */
export const DASHBOARDS: readonly DashboardDrawn[] = [
  overview,
  route,
  shadow,
  translation,
  fleet,
  slo,
].map(drawn)

/** Writes a dashboard as its file holds it: as Prettier leaves it. */
export async function textOf({ model, file }: DashboardDrawn): Promise<string> {
  const style = await resolveConfig(file)
  return format(JSON.stringify(model), { ...style, parser: 'json' })
}

function drawn(model: Dashboard): DashboardDrawn {
  const { uid = '', title = '', panels = [] } = model
  return {
    uid,
    title,
    file: `grafana/dashboards/${uid.replace('ficus-', '')}.json`,
    model,
    panels: panels.filter(panel => !isRow(panel)).map(panelOf),
  }
}

/** A query as the builder of panels makes it. */
interface Made {
  readonly refId: string
  readonly expr: string
  readonly legendFormat: string
  readonly instant: boolean
  readonly format?: string
  readonly exemplar?: boolean
}

function panelOf(panel: Panel): PanelDrawn {
  const { id = 0, title = '', type, fieldConfig, gridPos } = panel
  const targets = (panel.targets ?? []) as unknown as Made[] // the SDK hides what kind of query it is
  return {
    id,
    title,
    type,
    unit: fieldConfig?.defaults.unit ?? '',
    gridPos: gridPos ?? { x: 0, y: 0, w: 0, h: 0 },
    targets: targets.map(({ refId, expr, legendFormat, instant, format: shape, exemplar }) => ({
      refId,
      expr,
      legend: legendFormat,
      as: shape === 'table' ? 'table' : instant ? 'instant' : 'range',
      hasExemplars: exemplar ?? false,
    })),
  }
}
