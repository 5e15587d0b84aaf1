import type { Dashboard } from './classic.ts'
import { COLOURS, GATE_WORDS, HALT_WORDS, STAGE_WORDS } from './colours.ts'
import { dashboard } from './dashboard.ts'
import { lines, stat } from './panels.ts'
import {
  counted,
  gateNumber,
  growth,
  haltNumber,
  instant,
  quantile,
  range,
  rate,
  ROUTE,
  share,
  stageNumber,
} from './queries.ts'
import { columns } from './route-columns.ts'

const grown = (metric: string, labels = ROUTE): string => counted(`sum(${growth(metric, labels)})`)

export const route: Dashboard = dashboard({
  uid: 'ficus-route',
  title: 'Ficus / Route detail',
  about:
    'One route: legacy on the left, the cloud on the right, the same panels row by row. What a supplier gets is drawn whole, what copies say is dashed.',
  routes: 'one',
  rows: [
    {
      title: 'Where $route stands',
      panels: [
        stat({
          title: 'Stage',
          about: 'How far the route has moved.',
          unit: 'none',
          wide: 3,
          words: STAGE_WORDS,
          ask: [range(stageNumber(ROUTE))],
        }),
        stat({
          title: 'On cloud',
          about: 'The percentage the cloud is to serve; 0 while it is halted.',
          unit: 'percent',
          wide: 3,
          colour: COLOURS.cloud,
          ask: [range(`max(ficus_route_percent{${ROUTE}})`)],
        }),
        stat({
          title: 'Halted',
          about: 'Whether a halt lies over it: then legacy serves everyone, whatever its stage.',
          unit: 'none',
          wide: 3,
          words: HALT_WORDS,
          ask: [range(haltNumber(ROUTE))],
        }),
        stat({
          title: 'Gate',
          about:
            'Whether its evidence lets it go on. `ficus evidence` says in words what is missing.',
          unit: 'none',
          wide: 3,
          words: GATE_WORDS,
          nothing: 'no gate',
          ask: [range(gateNumber(ROUTE))],
        }),
        stat({
          title: 'Critical differences',
          about: 'In the time shown. Any while the cloud serves: roll back first, read it second.',
          unit: 'short',
          wide: 3,
          decimals: 0,
          bad: 1,
          ask: [instant(grown('ficus_critical_differences_total'))],
        }),
        stat({
          title: 'Writes perhaps done',
          about: 'In the time shown: sent, never answered. Somebody has to look each up.',
          unit: 'short',
          wide: 3,
          decimals: 0,
          bad: 1,
          ask: [instant(grown('ficus_errors_total', `${ROUTE},error="sent-unknown"`))],
        }),
        stat({
          title: 'Fell back to legacy',
          about: 'Reads in the time shown that the cloud failed and legacy answered.',
          unit: 'short',
          wide: 3,
          decimals: 0,
          warn: 1,
          ask: [instant(grown('ficus_fallbacks_total'))],
        }),
        stat({
          title: 'Attempts a request',
          about:
            'Attempts at upstreams for each request, copies not counted. Above 1: reads are sent again or fall back.',
          unit: 'none',
          wide: 3,
          decimals: 2,
          warn: 1.05,
          nothing: 'no traffic',
          ask: [
            range(
              share(
                `sum(${rate('ficus_upstream_requests_total', `${ROUTE},role="control"`)})`,
                `sum(${rate('ficus_requests_total', `${ROUTE},upstream!="none"`)})`,
              ),
            ),
          ],
        }),
      ],
    },
    { title: 'Legacy | cloud', panels: columns },
    {
      title: 'Between the sides',
      panels: [
        lines({
          title: 'Cloud ÷ legacy, how long they take',
          about:
            'Over pairs of which both were timed. Above 1 the cloud is slower; the gate asks for this.',
          unit: 'none',
          wide: 8,
          nothing: 'nothing was compared',
          warn: 1,
          showsLimits: true,
          ask: [0.5, 0.95].map(q =>
            range(quantile(q, rate('ficus_shadow_latency_ratio_bucket', ROUTE)), `p${q * 100}`),
          ),
        }),
        lines({
          title: 'Fallbacks',
          about: 'Reads the cloud failed, by the error; legacy answered them.',
          unit: 'reqps',
          wide: 8,
          isStacked: true,
          ask: [range(`sum by (error) (${rate('ficus_fallbacks_total', ROUTE)})`, '{{error}}')],
        }),
        lines({
          title: 'Errors of our own',
          about:
            'What suppliers were told where no answer could be given, by its code; aborted is a supplier that left.',
          unit: 'reqps',
          wide: 8,
          isStacked: true,
          ask: [range(`sum by (error) (${rate('ficus_errors_total', ROUTE)})`, '{{error}}')],
        }),
        lines({
          title: 'What chose the side',
          about:
            'The rule with the last word: stage, percentage, override, pin, halt. Declined and disagrees went to legacy untouched.',
          unit: 'reqps',
          wide: 8,
          isStacked: true,
          ask: [
            range(
              `sum by (side, because) (${rate('ficus_assignments_total', ROUTE)})`,
              '{{because}}: {{side}}',
            ),
          ],
        }),
        lines({
          title: 'In time',
          about: 'Share of replies that ended within what is promised on this route.',
          unit: 'percentunit',
          wide: 8,
          max: 1,
          nothing: 'no traffic',
          ask: [
            range(
              share(
                `sum(${rate('ficus_slo_in_time_total', ROUTE)})`,
                `sum(${rate('ficus_requests_total', ROUTE)})`,
              ),
              'in time',
            ),
          ],
        }),
        lines({
          title: 'Body bytes',
          about: 'What suppliers sent and got.',
          unit: 'Bps',
          wide: 8,
          ask: [
            range(`sum(${rate('ficus_request_bytes_total', ROUTE)})`, 'sent'),
            range(`sum(${rate('ficus_reply_bytes_total', ROUTE)})`, 'got'),
          ],
        }),
      ],
    },
  ],
})
