import type { Dashboard } from './classic.ts'
import { GATE_WORDS } from './colours.ts'
import { dashboard, type PanelMade } from './dashboard.ts'
import { bars, lines, stat, timeline } from './panels.ts'
import {
  COMPARED,
  counted,
  gateNumber,
  growth,
  instant,
  OURS,
  quantile,
  range,
  rate,
  ROUTE,
  share,
} from './queries.ts'
import { table } from './tables.ts'

const pairs = (more = ''): string => rate('ficus_comparisons_total', `${ROUTE}${more}`)
const pairsShown = (more: string): string => growth('ficus_comparisons_total', `${ROUTE},${more}`)
const UNCOMPARED = 'verdict=~"not_compared|not_comparable|truncated"'

const now: readonly PanelMade[] = [
  stat({
    title: 'Pairs compared',
    about: 'In the time shown. Evidence grows by these alone.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    ask: [instant(counted(`sum(${pairsShown(COMPARED)})`))],
  }),
  stat({
    title: 'Differ',
    about:
      'Share of the pairs compared in the time shown that differ in something no rule explains.',
    unit: 'percentunit',
    wide: 4,
    warn: 0.001,
    bad: 0.01,
    nothing: 'nothing was compared',
    ask: [
      instant(share(`sum(${pairsShown('verdict="different"')})`, `sum(${pairsShown(COMPARED)})`)),
    ],
  }),
  stat({
    title: 'Critical',
    about:
      'Pairs in the time shown that differ in what became of the request or in a field that must never differ.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    bad: 1,
    ask: [instant(counted(`sum(${growth('ficus_critical_differences_total', ROUTE)})`))],
  }),
  stat({
    title: 'Coverage',
    about:
      'Pairs compared divided by requests that were to be mirrored, in the time shown. Low: most of what the sides say is not known, and what is not compared never counts as equal.',
    unit: 'percentunit',
    wide: 4,
    nothing: 'nothing was to be mirrored',
    ask: [
      instant(
        share(`sum(${pairsShown(COMPARED)})`, `sum(${growth('ficus_comparisons_total', ROUTE)})`),
      ),
    ],
  }),
  stat({
    title: 'Dropped for want of room',
    about:
      'Copies in the time shown for which there was no room. The shadow gives way before a supplier waits: raise its threads or lower the samples.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    warn: 1,
    ask: [instant(counted(`sum(${pairsShown('reason="full"')})`))],
  }),
  stat({
    title: 'Counts wait for the store',
    about:
      'Instances whose counts wait for a store that is silent: gates see what was counted before.',
    unit: 'short',
    wide: 4,
    warn: 1,
    ask: [range(`sum(ficus_evidence_store_failing{${OURS}})`)],
  }),
]

const differences: readonly PanelMade[] = [
  table({
    title: 'What differs most',
    about:
      'Differences no rule explains in the time shown, by place, kind and severity, once a pair. Start with what is critical; `ficus divergences` has examples.',
    wide: 16,
    tall: 11,
    nothing: 'nothing differs',
    sortedBy: 'Pairs',
    columns: [
      { title: 'Route', label: 'route' },
      { title: 'Path', label: 'path' },
      { title: 'Kind', label: 'kind' },
      { title: 'Severity', label: 'severity' },
      {
        title: 'Pairs',
        expr: `topk(30, sum by (route, path, kind, severity) (${growth('ficus_divergences_total', ROUTE)}) > 0)`,
        unit: 'short',
        decimals: 0,
      },
    ],
  }),
  bars({
    title: 'By kind',
    about: 'In what way the sides differ, in the time shown.',
    unit: 'short',
    wide: 8,
    tall: 11,
    nothing: 'nothing differs',
    ask: [instant(`sum by (kind) (${growth('ficus_divergences_total', ROUTE)})`, '{{kind}}')],
  }),
  lines({
    title: 'Differences by severity',
    about: 'A step at a mark was brought by that change.',
    unit: 'cps',
    wide: 12,
    isStacked: true,
    looks: 'severities',
    nothing: 'nothing differs',
    ask: [range(`sum by (severity) (${rate('ficus_divergences_total', ROUTE)})`, '{{severity}}')],
  }),
  lines({
    title: 'Critical differences by route',
    about: 'Any closes its gate until what explains it is mended and its evidence begins anew.',
    unit: 'cps',
    wide: 12,
    nothing: 'no critical difference',
    ask: [
      range(`sum by (route) (${rate('ficus_critical_differences_total', ROUTE)})`, '{{route}}'),
    ],
  }),
]

const coverage: readonly PanelMade[] = [
  lines({
    title: 'Coverage by route',
    about: 'Pairs compared divided by requests that were to be mirrored.',
    unit: 'percentunit',
    wide: 8,
    max: 1,
    nothing: 'nothing was to be mirrored',
    ask: [
      range(
        share(`sum by (route) (${pairs(`,${COMPARED}`)})`, `sum by (route) (${pairs()})`),
        '{{route}}',
      ),
    ],
  }),
  lines({
    title: 'Why nothing was compared',
    about:
      'By reason: full and rate are limits, declined is the mapping, control-failed and fell-back are the side that serves, late and thread-ended are our threads.',
    unit: 'cps',
    wide: 8,
    isStacked: true,
    nothing: 'everything was compared',
    ask: [range(`sum by (reason) (${pairs(`,${UNCOMPARED}`)})`, '{{reason}}')],
  }),
  lines({
    title: 'Whether a copy was to be sent',
    about:
      'Of every request: copy, or why none. Class is what must never be copied: writes, and whatever nobody knows.',
    unit: 'reqps',
    wide: 8,
    isStacked: true,
    ask: [
      range(`sum by (decision) (${rate('ficus_mirror_decisions_total', ROUTE)})`, '{{decision}}'),
    ],
  }),
]

const queue: readonly PanelMade[] = [
  lines({
    title: 'Copies that wait',
    about: 'Not compared yet, by instance. At its bound copies are dropped, requests never are.',
    unit: 'short',
    wide: 8,
    ask: [range(`sum by (instance) (ficus_shadow_pending_copies{${OURS}})`, '{{instance}}')],
  }),
  lines({
    title: 'Bytes they may come to',
    about: 'What memory the copies under way may take, by instance.',
    unit: 'bytes',
    wide: 8,
    ask: [range(`sum by (instance) (ficus_shadow_pending_bytes{${OURS}})`, '{{instance}}')],
  }),
  lines({
    title: 'How long copies take',
    about: 'From sending a copy to the last byte of its answer. No supplier waits for it.',
    unit: 's',
    wide: 8,
    nothing: 'no copy was sent',
    ask: [0.5, 0.95, 0.99].map(q =>
      range(
        quantile(
          q,
          rate('ficus_upstream_request_duration_seconds_bucket', `${ROUTE},role="candidate"`),
        ),
        `p${q * 100} candidate`,
      ),
    ),
  }),
]

const evidence: readonly PanelMade[] = [
  lines({
    title: 'Evidence, divided by what the gate asks',
    isTenfold: true,
    about: 'A route may go on from 1.',
    unit: 'none',
    wide: 8,
    warn: 1,
    showsLimits: true,
    nothing: 'no route has a gate',
    ask: [range(`max by (route) (ficus_evidence_ratio{${ROUTE}})`, '{{route}}')],
  }),
  timeline({
    title: 'Gates',
    about:
      'What they said, when. Back to undecided: mapping, policy or rules changed and counting began anew.',
    wide: 8,
    nothing: 'no route has a gate',
    words: GATE_WORDS,
    ask: [range(gateNumber(ROUTE), '{{route}}')],
  }),
  table({
    title: 'Evidence of this epoch',
    about:
      'Over the whole fleet, since mapping, policy, rules and upstreams are what they are. Needed is how many more comparisons without a difference would open the gate.',
    wide: 8,
    tall: 8,
    nothing: '–',
    columns: [
      { title: 'Route', label: 'route' },
      {
        title: 'Compared',
        expr: `max by (route) (ficus_evidence_comparisons{${ROUTE}})`,
        unit: 'short',
      },
      {
        title: 'Differ',
        expr: `max by (route) (ficus_evidence_differing_comparisons{${ROUTE}})`,
        unit: 'short',
      },
      {
        title: 'Needed',
        expr: `max by (route) (ficus_evidence_needed_comparisons{${ROUTE}})`,
        unit: 'short',
      },
    ],
  }),
]

export const shadow: Dashboard = dashboard({
  uid: 'ficus-shadow',
  title: 'Ficus / Shadow and divergence',
  about:
    'What copies say beside what suppliers got: how much is compared, what differs and where, and what the evidence comes to. Nothing here was seen by a supplier.',
  routes: 'many',
  rows: [
    { title: 'Do the sides agree', panels: now },
    {
      title: 'Verdicts',
      panels: [
        lines({
          title: 'Verdicts',
          about: 'What comparing came to, of every request that was to be mirrored.',
          unit: 'cps',
          wide: 12,
          isStacked: true,
          looks: 'verdicts',
          nothing: 'nothing was to be mirrored',
          ask: [range(`sum by (verdict) (${pairs()})`, '{{verdict}}')],
        }),
        lines({
          title: 'Pairs that differ, by route',
          about: 'Share of the pairs that came to a comparison.',
          unit: 'percentunit',
          wide: 12,
          nothing: 'nothing was compared',
          ask: [
            range(
              share(
                `sum by (route) (${pairs(',verdict="different"')})`,
                `sum by (route) (${pairs(`,${COMPARED}`)})`,
              ),
              '{{route}}',
            ),
          ],
        }),
      ],
    },
    { title: 'What differs', panels: differences },
    { title: 'How much is compared', panels: coverage },
    { title: 'Queue', panels: queue },
    { title: 'Evidence', panels: evidence },
  ],
})
