/**
 * The dashboards, as a program writes them.
 *
 * In: nothing but what is written here; the metrics are those of the catalogue.
 * Out: what `grafana/dashboards` holds, and every panel and query by name.
 * Never: asks a Grafana or a Prometheus.
 *
 * @packageDocumentation
 */
export { COLOURS, LOOKS } from './colours.ts'
export { DASHBOARDS, textOf } from './dashboards.ts'
export type { DashboardDrawn, PanelDrawn, TargetDrawn } from './dashboards.ts'
