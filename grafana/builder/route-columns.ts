import { BREAKER_WORDS } from './colours.ts'
import type { PanelMade } from './dashboard.ts'
import { lines, timeline } from './panels.ts'
import {
  BAD,
  ofSide,
  ofUpstream,
  OURS,
  quantile,
  type Query,
  range,
  rate,
  ROUTE,
  share,
} from './queries.ts'

type Side = 'legacy' | 'cloud'

/** Draws one panel for a side. */
type OfSide = (side: Side) => PanelMade

const capital = (side: Side): string => (side === 'legacy' ? 'Legacy' : 'Cloud')

const QUANTILES = [0.5, 0.95, 0.99]

/** p50, p95 and p99 of a histogram, called by their side first: it gives them its colour. */
const quantiles = (side: Side, buckets: string, called = ''): Query[] =>
  QUANTILES.map(q => range(quantile(q, ofSide(buckets, side)), `${side} p${q * 100}${called}`))

const upstreamBuckets = (role: string): string =>
  rate('ficus_upstream_request_duration_seconds_bucket', `${ROUTE},role="${role}"`)

const volume: OfSide = side =>
  lines({
    title: `${capital(side)}: requests served`,
    about:
      'By the status suppliers saw. An error within a SOAP or ebXML answer may be a 200: see the outcomes below.',
    unit: 'reqps',
    wide: 12,
    tall: 7,
    isStacked: true,
    nothing: `${side} serves nobody`,
    ask: [
      range(
        `sum by (code) (${rate('ficus_requests_total', `${ROUTE},side="${side}"`)})`,
        '{{code}}',
      ),
    ],
  })

const outcomes: OfSide = side =>
  lines({
    title: `${capital(side)}: what became of requests`,
    about:
      'What its answers say in their own language, whatever their status. Dashed are copies: nobody saw those answers.',
    unit: 'reqps',
    wide: 12,
    tall: 7,
    looks: 'outcomes',
    nothing: 'no answer was read',
    ask: [
      range(
        `sum by (outcome, role) (${rate('ficus_outcomes_total', `${ROUTE},side="${side}"`)})`,
        '{{outcome}} {{role}}',
      ),
    ],
  })

const failing: OfSide = side => {
  const of = (more: string): string =>
    `sum by (side, role) (${rate('ficus_outcomes_total', `${ROUTE},side="${side}"${more}`)})`
  return lines({
    title: `${capital(side)}: bad and not found`,
    about:
      'Share of its answers that were an application error, a fault or none, and of those that found no record. Both columns should look alike; more not found on the cloud are records that did not come across.',
    unit: 'percentunit',
    wide: 12,
    tall: 7,
    looks: 'sides',
    nothing: 'no answer was read',
    ask: [
      range(share(of(`,${BAD}`), of('')), '{{side}} bad {{role}}'),
      range(share(of(',outcome="not_found"'), of('')), '{{side}} not found {{role}}'),
    ],
  })
}

const replies: OfSide = side =>
  lines({
    title: `${capital(side)}: reply time`,
    about:
      'What a supplier waits where this side serves, from the head of its request to the last byte. The dots lead to single exchanges by their trace.',
    unit: 's',
    wide: 12,
    looks: 'sides',
    nothing: `${side} serves nobody`,
    ask: quantiles(side, rate('ficus_request_duration_seconds_bucket', ROUTE)).map(query => ({
      ...query,
      hasExemplars: true,
    })),
  })

const latency: OfSide = side =>
  lines({
    title: `${capital(side)}: upstream time`,
    about: 'From sending to the last byte of the answer, without us. Dashed are copies.',
    unit: 's',
    wide: 12,
    looks: 'sides',
    nothing: `${side} was not asked`,
    ask: [
      ...quantiles(side, upstreamBuckets('control')),
      range(quantile(0.95, ofSide(upstreamBuckets('candidate'), side)), `${side} p95 candidate`),
    ],
  })

const attempts: OfSide = side =>
  lines({
    title: `${capital(side)}: attempts by what came of them`,
    looks: 'results',
    about:
      'Answered, gone (the supplier left first) or our word for why not. More attempts than requests are reads that were sent once more.',
    unit: 'reqps',
    wide: 12,
    tall: 7,
    nothing: `${side} was not asked`,
    ask: [
      range(
        `sum by (result, role) (${ofSide(rate('ficus_upstream_requests_total', ROUTE), side)})`,
        '{{result}} {{role}}',
      ),
    ],
  })

const inFlight: OfSide = side =>
  lines({
    title: `${capital(side)}: in flight`,
    about:
      'Requests at its upstream, of all routes that use it. A line that climbs and does not come down: it hangs.',
    unit: 'short',
    wide: 8,
    tall: 6,
    looks: 'sides',
    nothing: 'none',
    ask: [range(`sum (${ofUpstream(`ficus_upstream_in_flight_requests{${OURS}}`, side)})`, side)],
  })

const breaker: OfSide = side =>
  timeline({
    title: `${capital(side)}: breaker`,
    about:
      'Open: it failed so often that it is not asked for a while; reads of the cloud go to legacy, writes get a code that is sent again.',
    wide: 4,
    tall: 6,
    nothing: 'none',
    words: BREAKER_WORDS,
    ask: [
      range(
        `max by (upstream) (${ofUpstream(`ficus_breaker_state{${OURS}}`, side)})`,
        '{{upstream}}',
      ),
    ],
  })

const crossed: OfSide = side =>
  lines({
    title: `${capital(side)}: proofs that answers belong to their requests`,
    looks: 'results',
    about:
      'Of its upstream, over all routes that use it. Crossed and unproven reached no supplier; either is a reason to go back now.',
    unit: 'cps',
    wide: 12,
    tall: 6,
    nothing: 'nothing was to be proven',
    ask: [
      range(`sum by (result) (${ofUpstream(rate('ficus_bindings_total'), side)})`, '{{result}}'),
    ],
  })

const ROWS: readonly (readonly OfSide[])[] = [
  [volume],
  [outcomes],
  [failing],
  [replies],
  [latency],
  [attempts],
  [inFlight, breaker],
  [crossed],
]

/** Legacy on the left and the cloud on the right, the same panels row by row. */
export const columns: readonly PanelMade[] = ROWS.flatMap(row =>
  (['legacy', 'cloud'] as const).flatMap(side => row.map(panel => panel(side))),
)
