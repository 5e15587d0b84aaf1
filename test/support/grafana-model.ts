import type * as bargauge from '@grafana/grafana-foundation-sdk/bargauge'
import type { Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard'
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus'
import type * as stat from '@grafana/grafana-foundation-sdk/stat'
import type * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline'
import type * as table from '@grafana/grafana-foundation-sdk/table'
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import type { Dashboard } from '../../grafana/builder/classic.ts'

/** Grafana's own types of whatever stands on our dashboards: the schema they are held against is made of these. */
export interface GrafanaModel {
  /** None of ours is a snapshot, which would hold a dashboard again. */
  readonly dashboard: Omit<Dashboard, 'snapshot'>
  readonly panel: Panel
  readonly row: RowPanel
  readonly query: Dataquery
  readonly options: {
    readonly bargauge: bargauge.Options
    readonly stat: stat.Options
    readonly 'state-timeline': statetimeline.Options
    readonly table: table.Options
    readonly timeseries: timeseries.Options
  }
  readonly custom: {
    readonly 'state-timeline': statetimeline.FieldConfig
    readonly table: table.FieldConfig
    readonly timeseries: timeseries.FieldConfig
  }
}
