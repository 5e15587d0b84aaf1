import { GATE_WORDS, HALT_WORDS } from './colours.ts'
import type { PanelMade } from './dashboard.ts'
import { bars } from './panels.ts'
import {
  COMPARED,
  gateNumber,
  growth,
  haltNumber,
  instant,
  OURS,
  quantile,
  rate,
  share,
} from './queries.ts'
import { table } from './tables.ts'

/** Every route with its stage, its gate and what is seen on it. */
export const stands: readonly PanelMade[] = [
  table({
    title: 'Routes',
    about:
      'A row for each route; its name leads to all there is of it. The gate says whether it may go on, and what is still needed how far that is; the rest whether it should.',
    wide: 19,
    tall: 10,
    nothing: '–',
    sortedBy: 'Requests',
    columns: [
      { title: 'Route', label: 'route' },
      {
        title: 'Stage',
        label: 'stage',
        expr: `max by (route, stage) (ficus_route_stage_info{${OURS}} == 1)`,
      },
      {
        title: 'On cloud',
        expr: `max by (route) (ficus_route_percent{${OURS}})`,
        unit: 'percent',
      },
      { title: 'Halted', expr: haltNumber(), unit: 'none', words: HALT_WORDS },
      { title: 'Gate', expr: gateNumber(), unit: 'none', words: GATE_WORDS },
      {
        title: 'Still needed',
        expr: `max by (route) (ficus_evidence_needed_comparisons{${OURS}})`,
        unit: 'short',
      },
      {
        title: 'Requests',
        expr: `sum by (route) (${rate('ficus_requests_total')})`,
        unit: 'reqps',
      },
      {
        title: 'Differ',
        expr: share(
          `sum by (route) (${growth('ficus_comparisons_total', `${OURS},verdict="different"`)})`,
          `sum by (route) (${growth('ficus_comparisons_total', `${OURS},${COMPARED}`)})`,
        ),
        unit: 'percentunit',
        warn: 0.001,
        bad: 0.01,
      },
      {
        title: 'Cloud ÷ legacy, p95',
        expr: quantile(0.95, growth('ficus_shadow_latency_ratio_bucket'), 'route, le'),
        unit: 'none',
        decimals: 2,
        warn: 1.25,
        bad: 2,
      },
      {
        title: 'Changed',
        expr: `max by (route) (ficus_route_changed_timestamp_seconds{${OURS}} > 0) * 1000`,
        unit: 'dateTimeFromNow',
      },
    ],
  }),
  bars({
    title: 'Routes by stage',
    about: 'How far the migration is: routes that are at each stage now.',
    unit: 'short',
    wide: 5,
    tall: 10,
    looks: 'stages',
    nothing: 'no route',
    ask: [
      instant(
        `sum by (stage) (max by (route, stage) (ficus_route_stage_info{${OURS}}))`,
        '{{stage}}',
      ),
    ],
  }),
]
