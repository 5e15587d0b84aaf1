import type { Dashboard } from './classic.ts'
import { dashboard, type PanelMade } from './dashboard.ts'
import { type Limits, lines, stat } from './panels.ts'
import { badShare, counted, growth, instant, range, rate, ROUTE } from './queries.ts'
import { table } from './tables.ts'

// Recorded for each job, whichever instances it has.
const THESE = 'job=~"$job",route=~"$route"'
const errors = (window: string, objective: string): string =>
  `max by (route) (route:ficus_slo_errors:ratio_rate${window}{${THESE},objective="${objective}"})`
const burn = (window: string): string =>
  `max by (route, objective) (route:ficus_slo_burn:ratio_rate${window}{${THESE}})`

/** How fast a budget of 30 days may go before somebody is woken or told, as the alerts have it. */
const FAST = 14.4
const SLOW = 6

const burning = (window: string, limits: Limits, says: string): PanelMade =>
  lines({
    title: `Burn over ${window}`,
    about: says,
    unit: 'none',
    wide: 8,
    ...limits,
    showsLimits: true,
    nothing: 'no traffic, or the recording rules are not loaded',
    ask: [range(burn(window.replace(' ', '')), '{{route}} {{objective}}')],
  })

export const slo: Dashboard = dashboard({
  uid: 'ficus-slo',
  title: 'Ficus / SLO',
  about:
    'Whether suppliers get what they are promised: answered, and in time. Drawn from the recording rules in grafana/rules; while those are not loaded, the panels of burn are empty.',
  routes: 'many',
  rows: [
    {
      title: 'Is a promise being broken',
      panels: [
        stat({
          title: 'Worst burn, 1 h',
          about: `How many times faster than it may a budget was spent in the last hour, on the worst route. At 14.4 a month's budget is gone in two days: suppliers feel it now.`,
          unit: 'none',
          wide: 4,
          decimals: 1,
          warn: 1,
          bad: FAST,
          nothing: 'no traffic',
          ask: [range(`max(${burn('1h')})`)],
        }),
        stat({
          title: 'Worst burn, 6 h',
          about: `The same over six hours. At 6 a month's budget is gone in five days.`,
          unit: 'none',
          wide: 4,
          decimals: 1,
          warn: 1,
          bad: SLOW,
          nothing: 'no traffic',
          ask: [range(`max(${burn('6h')})`)],
        }),
        stat({
          title: 'Worst burn, 3 d',
          about:
            'The same over three days. Above 1 the budget does not last the month: a ticket, no alarm.',
          unit: 'none',
          wide: 4,
          decimals: 1,
          warn: 1,
          nothing: 'no traffic',
          ask: [range(`max(${burn('3d')})`)],
        }),
        stat({
          title: 'Least budget left, 3 d',
          about:
            'What is left of what three days may spend, on the worst route. Below 0 more requests went wrong than was promised; a promotion can wait.',
          unit: 'percentunit',
          wide: 4,
          badBelow: 0,
          nothing: 'no traffic',
          ask: [range(`1 - max(${burn('3d')})`)],
        }),
        stat({
          title: 'Bad answers now',
          about:
            'Share of the answers suppliers get that are an application error, a fault or none at all, over all these routes.',
          unit: 'percentunit',
          wide: 4,
          warn: 0.001,
          bad: 0.01,
          nothing: 'no traffic',
          ask: [range(badShare(ROUTE))],
        }),
        stat({
          title: 'Answers not read',
          about:
            'Requests of these routes whose answer nobody had time to read for its outcome, in the time shown. An objective stands on those that were read.',
          unit: 'short',
          wide: 4,
          decimals: 0,
          ask: [instant(counted(`sum(${growth('ficus_outcomes_unread_total', ROUTE)})`))],
        }),
      ],
    },
    {
      title: 'Every objective',
      panels: [
        table({
          title: 'Objectives',
          about:
            'A row for each promise of each route. Read from the burn: above 1 it is being broken, above 14.4 in the last hour it wakes somebody.',
          wide: 24,
          tall: 10,
          nothing: '–',
          sortedBy: 'Burn 1 h',
          columns: [
            { title: 'Route', label: 'route' },
            { title: 'Promise', label: 'objective' },
            {
              title: 'Promised',
              expr: `max by (route, objective) (ficus_slo_objective_ratio{${ROUTE}})`,
              unit: 'percentunit',
            },
            {
              title: 'Bad now',
              expr: `max by (route, objective) (route:ficus_slo_errors:ratio_rate5m{${THESE}})`,
              unit: 'percentunit',
            },
            { title: 'Burn 1 h', expr: burn('1h'), unit: 'none', decimals: 1, warn: 1, bad: FAST },
            { title: 'Burn 6 h', expr: burn('6h'), unit: 'none', decimals: 1, warn: 1, bad: SLOW },
            { title: 'Burn 3 d', expr: burn('3d'), unit: 'none', decimals: 1, warn: 1 },
            {
              title: 'Budget left, 3 d',
              expr: `1 - ${burn('3d')}`,
              unit: 'percentunit',
              badBelow: 0,
            },
          ],
        }),
      ],
    },
    {
      title: 'How fast the budget goes',
      panels: [
        burning(
          '1 h',
          { bad: FAST },
          'Above the red line somebody is woken: a month is spent in two days.',
        ),
        burning('6 h', { bad: SLOW }, 'Above the red line a month is spent in five days.'),
        burning('3 d', { warn: 1 }, 'Above the line the budget does not last the month.'),
      ],
    },
    {
      title: 'What went wrong',
      panels: [
        lines({
          title: 'Not answered',
          about:
            'Share of requests whose answer was an application error, a fault or none. A step at a mark is the change of a route that was made there.',
          unit: 'percentunit',
          wide: 8,
          nothing: 'no traffic, or the recording rules are not loaded',
          ask: [range(errors('5m', 'answered'), '{{route}}')],
        }),
        lines({
          title: 'Not in time',
          about: 'Share of requests whose reply ended later than is promised on their route.',
          unit: 'percentunit',
          wide: 8,
          nothing: 'no traffic, or the recording rules are not loaded',
          ask: [range(errors('5m', 'in_time'), '{{route}}')],
        }),
        lines({
          title: 'Replies in time',
          about:
            'Replies that ended within what is promised, beside all there were. They lie over each other where all is well.',
          unit: 'reqps',
          wide: 8,
          ask: [
            range(`sum(${rate('ficus_requests_total', ROUTE)})`, 'all'),
            range(`sum(${rate('ficus_slo_in_time_total', ROUTE)})`, 'in time'),
          ],
        }),
        lines({
          title: 'Reply time and what is promised',
          about:
            'The time 99 of 100 replies ended within, over all these routes, and the promises. Where the two meet, time is short.',
          unit: 's',
          wide: 12,
          nothing: 'no traffic',
          ask: [
            {
              ...range(
                `histogram_quantile(0.99, sum by (le) (${rate('ficus_request_duration_seconds_bucket', ROUTE)}))`,
                'p99',
              ),
              hasExemplars: true,
            },
            range(`max by (route) (ficus_slo_bound_seconds{${ROUTE}})`, '{{route}} promised'),
          ],
        }),
        lines({
          title: 'Answers not read for their outcome',
          about:
            'By reason. Untouched answers are read beside the path, as many as there is time for: many that are not read make an objective less sure, and harm nobody.',
          unit: 'reqps',
          wide: 12,
          isStacked: true,
          ask: [
            range(`sum by (reason) (${rate('ficus_outcomes_unread_total', ROUTE)})`, '{{reason}}'),
          ],
        }),
      ],
    },
  ],
})
