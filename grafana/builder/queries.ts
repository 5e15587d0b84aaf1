/** One query of a panel. */
export interface Query {
  readonly expr: string
  /** What each of its series is called; `{{route}}` is the value of a label. */
  readonly legend?: string
  /** Over the whole time shown, at its end alone, or at its end as a table with a column for each label. */
  readonly as: 'range' | 'instant' | 'table'
  readonly hasExemplars?: boolean
}

export const range = (expr: string, legend?: string): Query => ({
  expr,
  as: 'range',
  ...(legend !== undefined && { legend }),
})
export const instant = (expr: string, legend?: string): Query => ({
  ...range(expr, legend),
  as: 'instant',
})
export const table = (expr: string): Query => ({ expr, as: 'table' })

/** Of the instances that are looked at: a job is a fleet, so that two environments are never added up. */
export const OURS = 'job=~"$job",instance=~"$instance"'
/** Of the routes that are looked at. */
export const ROUTE = `${OURS},route=~"$route"`

/** Outcomes that are nobody's wish: what an objective counts as not answered. */
export const BAD = 'outcome=~"app_error|fault|transport"'
/** Verdicts of pairs that came to a comparison; what was not compared is neither equal nor different. */
export const COMPARED = 'verdict=~"identical|equivalent|different"'

/** How fast a counter grows, a second. */
export const rate = (metric: string, labels = OURS): string =>
  `rate(${metric}{${labels}}[$__rate_interval])`
/** By how much a counter grew in the time that is shown. */
export const growth = (metric: string, labels = OURS): string =>
  `increase(${metric}{${labels}}[$__range])`

/** Of two amounts the share; nothing where there was nothing to have a share of. */
export const share = (part: string, whole: string): string => `${part} / (${whole} > 0)`

/**
 * A count of nothing as 0, but only where an instance was there to count: a fleet nobody scrapes must not look quiet.
 */
export const counted = (expr: string): string => `${expr} or 0 * max(ficus_build_info{${OURS}})`

/** A quantile of what a histogram holds, by labels more than its bounds. */
export const quantile = (q: number, buckets: string, by = 'le'): string =>
  `histogram_quantile(${q}, sum by (${by}) (${buckets}))`

/** Of series counted by route and upstream those of the upstream that plays a side of the route. */
export const ofSide = (series: string, side: 'legacy' | 'cloud'): string =>
  `${series} * on (job, instance, route, upstream) group_left () ficus_route_upstream_info{${ROUTE},side="${side}"}`

/** The same of series that do not say of which route they are. */
export const ofUpstream = (series: string, side: 'legacy' | 'cloud'): string =>
  `${series} * on (job, instance, upstream) group_left () max by (job, instance, upstream) (ficus_route_upstream_info{${ROUTE},side="${side}"})`

/** Gives a gauge that is 1 for one of some words as the number each of them has, the highest where instances differ. */
export function asNumber(
  metric: string,
  label: string,
  { words, labels = OURS, by = 'route' }: Worded,
): string {
  const each = words.map(
    (word, number) => `${number} * (${metric}{${labels},${label}="${word}"} == 1)`,
  )
  return `max by (${by}) (${each.join(' or ')})`
}

interface Worded {
  /** From 0 on. */
  readonly words: readonly string[]
  readonly labels?: string
  readonly by?: string
}

const STAGES = ['legacy', 'shadow', 'canary', 'reverse-shadow', 'cloud']
const GATES = ['undecided', 'open', 'closed']

/** At what stage each route is, from 0. */
export const stageNumber = (labels = OURS): string =>
  asNumber('ficus_route_stage_info', 'stage', { words: STAGES, labels })
/** What the gate of each route says: 0 undecided, 1 open, 2 closed. */
export const gateNumber = (labels = OURS): string =>
  asNumber('ficus_gate_state', 'state', { words: GATES, labels })
/** Whether a route is halted: 0 no, 1 halted, 2 hard. */
export const haltNumber = (labels = OURS): string =>
  `max by (route) (2 * (ficus_route_halted{${labels},halt="hard"} == 1) or ficus_route_halted{${labels},halt="halt"} == 1 or 0 * ficus_route_percent{${labels}})`

/** Of the answers suppliers got, the share that an objective counts as not answered. */
export const badShare = (of: string): string =>
  share(
    `sum(${rate('ficus_outcomes_total', `${of},role="control",${BAD}`)})`,
    `sum(${rate('ficus_outcomes_total', `${of},role="control"`)})`,
  )
