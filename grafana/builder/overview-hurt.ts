import { COLOURS } from './colours.ts'
import type { PanelMade } from './dashboard.ts'
import { stat } from './panels.ts'
import {
  BAD,
  badShare,
  COMPARED,
  counted,
  growth,
  haltNumber,
  instant,
  OURS,
  range,
  rate,
  share,
} from './queries.ts'
import { table } from './tables.ts'

const CLOUD = `${OURS},side="cloud",role="control"`
const FELL_BACK = growth('ficus_fallbacks_total')
/** What the cloud said by route, in the shadow and to suppliers, or could not say, and what of it was wrong. */
const SAID = `sum by (route) (${growth('ficus_comparisons_total', `${OURS},${COMPARED}`)} or ${growth('ficus_outcomes_total', CLOUD)} or ${FELL_BACK})`
const WRONG = `sum by (route) (${growth('ficus_comparisons_total', `${OURS},verdict="different"`)} or ${growth('ficus_outcomes_total', `${CLOUD},${BAD}`)} or ${FELL_BACK})`

/** What must be nothing, first. */
export const hurt: readonly PanelMade[] = [
  stat({
    title: 'Answers crossed',
    about:
      'Answers in the time shown that belong to another request, or could not be proven to belong to theirs. No supplier saw one. Any: find the upstream in the log (answer-crossed) and roll its routes back.',
    unit: 'short',
    wide: 3,
    decimals: 0,
    bad: 1,
    ask: [
      instant(
        counted(`sum(${growth('ficus_bindings_total', `${OURS},result=~"crossed|unproven"`)})`),
      ),
    ],
  }),
  stat({
    title: 'Critical differences',
    about:
      'Pairs in the time shown in which the cloud says otherwise what became of a request, or a field that must never differ. Any on a route the cloud serves: roll it back first, read it second.',
    unit: 'short',
    wide: 3,
    decimals: 0,
    bad: 1,
    ask: [instant(counted(`sum(${growth('ficus_critical_differences_total')})`))],
  }),
  stat({
    title: 'Writes perhaps done',
    about:
      'Writes in the time shown that were sent and never answered: they may have been carried out. Suppliers are told a code that is not sent again; somebody has to look each up.',
    unit: 'short',
    wide: 3,
    decimals: 0,
    bad: 1,
    ask: [instant(counted(`sum(${growth('ficus_errors_total', `${OURS},error="sent-unknown"`)})`))],
  }),
  stat({
    title: 'Replies never fetched',
    about:
      'Answers in the time shown that waited for their sender until they ended. A supplier asked for them and does not know what became of its message.',
    unit: 'short',
    wide: 3,
    decimals: 0,
    bad: 1,
    ask: [instant(counted(`sum(${growth('ficus_replies_unfetched_total')})`))],
  }),
  stat({
    title: 'Bad answers',
    about:
      'Share of the answers suppliers get now that are an application error, a fault or none, from either side.',
    unit: 'percentunit',
    wide: 3,
    warn: 0.001,
    bad: 0.01,
    nothing: 'no traffic',
    ask: [range(badShare(OURS))],
  }),
  stat({
    title: 'Fell back to legacy',
    about:
      'Reads in the time shown that the cloud failed and legacy answered. Suppliers waited longer and noticed nothing else.',
    unit: 'short',
    wide: 3,
    decimals: 0,
    warn: 1,
    ask: [instant(counted(`sum(${growth('ficus_fallbacks_total')})`))],
  }),
  stat({
    title: 'Routes halted',
    about: 'Routes a halt lies over now: legacy serves everyone on them, whatever their stage.',
    unit: 'short',
    wide: 3,
    warn: 1,
    ask: [range(counted(`count(${haltNumber()} > 0)`))],
  }),
  stat({
    title: 'Traffic on the cloud',
    about: 'Share of all requests the cloud serves now.',
    unit: 'percentunit',
    wide: 3,
    colour: COLOURS.cloud,
    nothing: 'no traffic',
    ask: [
      range(
        share(
          `sum(${rate('ficus_requests_total', `${OURS},side="cloud"`)})`,
          `sum(${rate('ficus_requests_total', `${OURS},side=~"legacy|cloud"`)})`,
        ),
      ),
    ],
  }),
  table({
    title: 'Alerts that fire',
    about: 'Each names what to do in its runbook. Empty is well, as long as the rules are loaded.',
    wide: 10,
    tall: 7,
    nothing: 'nothing fires',
    columns: [
      { title: 'Alert', label: 'alertname' },
      { title: 'Severity', label: 'severity' },
      { title: 'Route', label: 'route' },
      {
        title: 'Times',
        expr: 'count by (alertname, severity, route) (ALERTS{alertstate="firing",alertname=~"Ficus.+"})',
      },
    ],
  }),
  table({
    title: 'Riskiest routes',
    about:
      'Of all the cloud said on a route in the time shown, in the shadow and to suppliers, the share that differed from legacy, was bad or could not be used: highest first, at most ten. These are not to be promoted.',
    wide: 14,
    tall: 7,
    nothing: '–',
    sortedBy: 'Wrong',
    isLedByFirst: true,
    columns: [
      { title: 'Route', label: 'route' },
      {
        title: 'Wrong',
        expr: `topk(10, ${share(WRONG, SAID)} > 0)`,
        unit: 'percentunit',
        warn: 0.001,
        bad: 0.01,
      },
      {
        title: 'Stage',
        label: 'stage',
        expr: `max by (route, stage) (ficus_route_stage_info{${OURS}} == 1)`,
      },
      {
        title: 'Critical',
        expr: `sum by (route) (${growth('ficus_critical_differences_total')})`,
        unit: 'short',
        decimals: 0,
        bad: 1,
      },
      {
        title: 'Fell back',
        expr: `sum by (route) (${growth('ficus_fallbacks_total')})`,
        unit: 'short',
        decimals: 0,
        warn: 1,
      },
      {
        title: 'Declined',
        expr: `sum by (route) (${growth('ficus_declined_total')})`,
        unit: 'short',
        decimals: 0,
      },
    ],
  }),
]
