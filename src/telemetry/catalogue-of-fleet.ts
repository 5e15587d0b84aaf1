/** What is shown of evidence, of stages, of the store and the fleet, and of one instance. */
import { BRIEF_SECONDS, counter, gauge, histogram } from './family.ts'

const EVIDENCE = {
  gateState: gauge(
    'gate_state',
    '1 for what the gate of a route says: open, closed or undecided.',
    ['route', 'state'],
  ),
  evidenceCompared: gauge(
    'evidence_comparisons',
    'Pairs of this epoch that came to a comparison, over the whole fleet.',
    ['route'],
  ),
  evidenceDiffering: gauge(
    'evidence_differing_comparisons',
    'Pairs of this epoch that differ or could not be compared to their end, over the whole fleet.',
    ['route'],
  ),
  evidenceNeeded: gauge(
    'evidence_needed_comparisons',
    'Comparisons the gate still needs if nothing more differs; +Inf where none would do.',
    ['route'],
  ),
  evidenceRatio: gauge(
    'evidence_ratio',
    'The evidence that less than the share of the gate differs, divided by what the gate asks: 1 opens it.',
    ['route'],
  ),
  evidenceUnstored: gauge(
    'evidence_store_failing',
    '1 while counts wait for a store that is silent.',
  ),
}

const STAGES_AND_COHORTS = {
  routeStage: gauge('route_stage_info', '1 for the stage a route is at.', ['route', 'stage']),
  routeUpstream: gauge(
    'route_upstream_info',
    '1 for an upstream that plays a side of a route; a rehearsal plays the cloud.',
    ['route', 'side', 'upstream'],
  ),
  routePercent: gauge(
    'route_percent',
    'Percentage of a route the cloud serves; 0 while it is halted.',
    ['route'],
  ),
  routeHalted: gauge('route_halted', '1 while a halt lies over a route.', ['route', 'halt']),
  routeChanged: gauge(
    'route_changed_timestamp_seconds',
    'When this instance last saw the stage, percentage or halt of a route change; 0 where it never did.',
    ['route'],
  ),
  flips: counter(
    'flips_total',
    'Changes asked of this instance and carried out, a halt by signal too, by verb: once for each route they moved, else once under none.',
    ['route', 'verb'],
  ),
  glassBroken: counter(
    'glass_broken_total',
    'Changes made through this instance past what would have kept them from being made, on a second person’s word, by what was passed.',
    ['what'],
  ),
  overrides: gauge('cohort_overrides', 'Overrides of a cohort that stand, by the side they name.', [
    'cohort',
    'side',
  ]),
  records: counter(
    'records_total',
    'Pins and bindings asked of the store, by what came of it; contradicting is one on both sides, silent one it did not say.',
    ['result'],
  ),
}

const WINDOWS = {
  freezeActive: gauge(
    'freeze_active',
    '1 while a freeze lies over a route, at run time or by its file.',
    ['route'],
  ),
  upstreamMaintenance: gauge(
    'upstream_maintenance',
    '1 while the file says that an upstream is worked on: it gets no copies then.',
    ['upstream'],
  ),
}

const OBJECTIVES = {
  objective: gauge('slo_objective_ratio', 'The share of requests that is to be good.', [
    'route',
    'objective',
  ]),
  objectiveBound: gauge(
    'slo_bound_seconds',
    'The time a reply is promised within: a bound of ficus_request_duration_seconds.',
    ['route'],
  ),
  inTime: counter(
    'slo_in_time_total',
    'Requests whose reply ended within the time that is promised on their route.',
    ['route'],
  ),
}

const REPLIES = {
  polls: counter(
    'polls_total',
    'Requests for an answer that waits to be fetched, by what came of them.',
    ['result'],
  ),
  repliesUnfetched: counter(
    'replies_unfetched_total',
    'Answers that waited to be fetched and ended, and nobody had fetched them.',
  ),
}

const STORE = {
  storeAnswers: gauge('store_answering', 'Whether the store answers: 1, or 0 while it does not.'),
  storeTrouble: gauge('store_trouble_info', '1 for why the store does not answer now.', ['reason']),
  storeForks: gauge(
    'store_forks',
    'Fleets of another line the store was seen to hold: two were changed at once.',
  ),
  storeSeconds: histogram(
    'store_wait_seconds',
    'How long a request waited for the store, by what it asked for.',
    ['asked'],
    { bounds: BRIEF_SECONDS },
  ),
  haltsUnkept: counter(
    'halts_unkept_total',
    'Halts that were confirmed and hold, and that a restart may forget: the disk did not take them in time.',
  ),
}

const FLEET = {
  peersRefused: counter(
    'peer_messages_refused_total',
    'Messages of other instances that were not believed, by reason.',
    ['reason'],
  ),
  instances: gauge(
    'fleet_instances',
    'Instances of the fleet this one knows of, itself among them: serves, drains, or silent to the store.',
    ['state'],
  ),
  stateRevision: gauge('state_revision', 'Revision of the state this instance acts on.'),
  stateTaken: gauge(
    'state_taken_delay_seconds',
    'How long after it was made this instance acted on the last change; 0 since a start.',
  ),
}

const NOTIFICATIONS = {
  notifications: counter(
    'notifications_total',
    'Changes a receiver was told of, by what came of it: failed is one try, which is made again; lost is never told.',
    ['notifier', 'result'],
  ),
  notificationsBehind: gauge(
    'notifications_behind',
    'Changes a receiver is still to be told of, as the instance sees it that tells it; 0 on the others.',
    ['notifier'],
  ),
}

const API = {
  apiRefused: counter(
    'api_requests_refused_total',
    'Requests to the API that were turned away before anything was done: of another page, without a token, with one that proves nothing or cannot be proven now, too often, or without the role it takes.',
    ['reason'],
  ),
  tokensTaken: gauge(
    'tokens_last_reload_successful',
    'Whether the last look at the file of tokens was taken over; 1 where there is none.',
  ),
}

const INSTANCE = {
  reloads: counter('config_reloads_total', 'Times the routes file was loaded again.', ['result']),
  reloadSuccessful: gauge(
    'config_last_reload_successful',
    'Whether the last load of the routes file was taken over.',
  ),
  eventLoopBusy: gauge(
    'event_loop_utilization_ratio',
    'Share of the time since the last scrape, five seconds at least, in which the thread that serves was at work.',
  ),
  logLinesDropped: counter(
    'log_lines_dropped_total',
    'Lines that were not written: sampled and limit are of what went well, beyond the budget; destination was not taken.',
    ['reason'],
  ),
  series: gauge('metric_series', 'Series of this table that stand.'),
  overflown: counter(
    'metric_overflows_total',
    'Times a series was looked for and is counted as other for want of room: once where it is then remembered, as on the path of a request.',
    ['family'],
  ),
  buildInfo: gauge('build_info', 'Always 1.', ['version', 'node', 'environment']),
}

export const FLEET_FAMILIES = {
  ...EVIDENCE,
  ...STAGES_AND_COHORTS,
  ...WINDOWS,
  ...OBJECTIVES,
  ...REPLIES,
  ...STORE,
  ...FLEET,
  ...NOTIFICATIONS,
  ...API,
  ...INSTANCE,
}
