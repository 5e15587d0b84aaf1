import type { Dashboard } from './classic.ts'
import { GATE_WORDS, STAGE_WORDS } from './colours.ts'
import { dashboard } from './dashboard.ts'
import { hurt } from './overview-hurt.ts'
import { stands } from './overview-stands.ts'
import { lines, timeline } from './panels.ts'
import {
  BAD,
  COMPARED,
  gateNumber,
  OURS,
  quantile,
  range,
  rate,
  share,
  stageNumber,
} from './queries.ts'

export const overview: Dashboard = dashboard({
  uid: 'ficus-overview',
  title: 'Ficus / Migration overview',
  about:
    'First whether anybody may be hurt, then where every route stands and who serves it, then what suppliers get. A vertical line is a change of a route: what steps at it was changed by it.',
  routes: 'all',
  rows: [
    { title: 'May anybody be hurt', panels: hurt },
    { title: 'Where every route stands', panels: stands },
    {
      title: 'Who serves',
      panels: [
        lines({
          title: 'Requests by side',
          about:
            'Replies that ended, by the side that served them; none is what was refused before anybody was asked. After a halt the blue must be gone within a second.',
          unit: 'reqps',
          wide: 8,
          isStacked: true,
          looks: 'sides',
          ask: [range(`sum by (side) (${rate('ficus_requests_total')})`, '{{side}}')],
        }),
        lines({
          title: 'Percentage the cloud is to serve',
          about:
            'What each route is set to, 0 while it is halted. What is served can differ: overrides, pins and what no mapping takes go where they must.',
          unit: 'percent',
          wide: 8,
          max: 100,
          nothing: 'no route',
          ask: [range(`max by (route) (ficus_route_percent{${OURS}})`, '{{route}}')],
        }),
        lines({
          title: 'Share the cloud serves',
          about:
            'Of what each route served. Well below its percentage: its messages are declined, fall back or lack their key.',
          unit: 'percentunit',
          wide: 8,
          max: 1,
          nothing: 'no traffic',
          ask: [
            range(
              share(
                `sum by (route) (${rate('ficus_requests_total', `${OURS},side="cloud"`)})`,
                `sum by (route) (${rate('ficus_requests_total', `${OURS},side=~"legacy|cloud"`)})`,
              ),
              '{{route}}',
            ),
          ],
        }),
        timeline({
          title: 'Stages',
          about:
            'At which stage each route was, when. Orange is served by legacy, blue by the cloud.',
          wide: 12,
          tall: 8,
          nothing: 'no route',
          words: STAGE_WORDS,
          ask: [range(stageNumber(), '{{route}}')],
        }),
        timeline({
          title: 'Gates',
          about:
            'What the gate of each route said, when: a promotion asks it. Closed is evidence against, undecided is not enough evidence.',
          wide: 12,
          tall: 8,
          nothing: 'no route has a gate',
          words: GATE_WORDS,
          ask: [range(gateNumber(), '{{route}}')],
        }),
      ],
    },
    {
      title: 'What suppliers get',
      panels: [
        lines({
          title: 'Bad answers by side',
          about:
            'Share of the answers suppliers got that were an application error, a fault or none. The cloud above legacy is a reason to go back.',
          unit: 'percentunit',
          wide: 8,
          looks: 'sides',
          nothing: 'no traffic',
          ask: [
            range(
              share(
                `sum by (side) (${rate('ficus_outcomes_total', `${OURS},role="control",${BAD}`)})`,
                `sum by (side) (${rate('ficus_outcomes_total', `${OURS},role="control"`)})`,
              ),
              '{{side}}',
            ),
          ],
        }),
        lines({
          title: 'Not found by side',
          about:
            'Share of answers, copies included, that say there is no such record. The cloud above legacy: records may not have come across, and a patient may look unknown.',
          unit: 'percentunit',
          wide: 8,
          looks: 'sides',
          nothing: 'no traffic',
          ask: [
            range(
              share(
                `sum by (side) (${rate('ficus_outcomes_total', `${OURS},outcome="not_found"`)})`,
                `sum by (side) (${rate('ficus_outcomes_total')})`,
              ),
              '{{side}}',
            ),
          ],
        }),
        lines({
          title: 'Reply time by side, p95',
          about: 'From the head of a request to the last byte of its reply, what a supplier waits.',
          unit: 's',
          wide: 8,
          looks: 'sides',
          nothing: 'no traffic',
          ask: (['legacy', 'cloud'] as const).map(side =>
            range(
              quantile(
                0.95,
                `${rate('ficus_request_duration_seconds_bucket')} * on (job, instance, route, upstream) group_left () ficus_route_upstream_info{${OURS},side="${side}"}`,
              ),
              `${side} p95`,
            ),
          ),
        }),
      ],
    },
    {
      title: 'Whether the sides agree',
      panels: [
        lines({
          title: 'Pairs that differ',
          about:
            'Share of the pairs that came to a comparison and that no rule explains. What was not compared counts as neither.',
          unit: 'percentunit',
          wide: 8,
          nothing: 'nothing was compared',
          ask: [
            range(
              share(
                `sum by (route) (${rate('ficus_comparisons_total', `${OURS},verdict="different"`)})`,
                `sum by (route) (${rate('ficus_comparisons_total', `${OURS},${COMPARED}`)})`,
              ),
              '{{route}}',
            ),
          ],
        }),
        lines({
          title: 'Evidence',
          isTenfold: true,
          about:
            'What there is, divided by what the gate asks: a route may go on from 1. A critical difference closes its gate all the same.',
          unit: 'none',
          wide: 8,
          nothing: 'no route has a gate',
          warn: 1,
          showsLimits: true,
          ask: [range(`max by (route) (ficus_evidence_ratio{${OURS}})`, '{{route}}')],
        }),
        lines({
          title: 'Flips',
          isNowAndThen: true,
          about:
            'Changes of routes, by verb. A halt or a rollback nobody told you of is worth a call.',
          unit: 'none',
          wide: 8,
          ask: [
            range(
              `sum by (verb) (increase(ficus_flips_total{${OURS}}[$__rate_interval]))`,
              '{{verb}}',
            ),
          ],
        }),
      ],
    },
  ],
})
