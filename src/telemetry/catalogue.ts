/**
 * Every family by name: what is counted of requests, of upstreams, of translation and of the shadow. What is shown of
 * the fleet and of one instance stands in `catalogue-of-fleet.ts`. The README's table is made of both.
 */
import { FLEET_FAMILIES } from './catalogue-of-fleet.ts'
import { counter, gauge, histogram, RATIOS } from './family.ts'

const REQUESTS = {
  requests: counter(
    'requests_total',
    'Requests whose reply ended, by the side that served them and the status the supplier saw.',
    ['route', 'upstream', 'side', 'code'],
    { most: 1_000 },
  ),
  requestSeconds: histogram(
    'request_duration_seconds',
    'From the head of a request to the last byte of its reply, by the upstream that served it.',
    ['route', 'upstream'],
    { hasExemplars: true },
  ),
  requestBytes: counter('request_bytes_total', 'Body bytes suppliers sent.', ['route']),
  replyBytes: counter('reply_bytes_total', 'Body bytes suppliers got.', ['route']),
  errors: counter(
    'errors_total',
    'Requests answered with an error of our own, by its code; sent-unknown is a write that may have been done.',
    ['route', 'error'],
  ),
  outcomes: counter(
    'outcomes_total',
    'What answers say became of their requests, whatever their status: of copies all, of what suppliers got as many as there is time to read.',
    ['route', 'upstream', 'side', 'role', 'outcome'],
    { most: 2_400 },
  ),
  outcomesUnread: counter(
    'outcomes_unread_total',
    'Requests whose answer was not read for its outcome, by reason.',
    ['route', 'reason'],
  ),
  assignments: counter(
    'assignments_total',
    'Requests by the rule that chose their side.',
    ['route', 'side', 'because'],
    { isDetail: true },
  ),
  refused: counter(
    'connections_refused_total',
    'Connections ended before they made a request, by reason.',
    ['reason'],
  ),
  trailersDropped: counter(
    'request_trailers_dropped_total',
    'Requests whose trailers were not sent on.',
  ),
  disagreements: counter(
    'disagreements_total',
    'Messages whose places name different interactions or ASIDs: they went to legacy untouched.',
    ['route'],
  ),
  mirrors: counter(
    'mirror_decisions_total',
    'Whether a copy was to be sent, or why not.',
    ['route', 'decision'],
    { isDetail: true },
  ),
  inFlight: gauge('in_flight_requests', 'Requests whose reply has not ended.'),
  connections: gauge('open_connections', 'Connections suppliers hold open.'),
}

const UPSTREAMS = {
  upstreamRequests: counter(
    'upstream_requests_total',
    'Attempts at an upstream by what came of them.',
    ['route', 'upstream', 'role', 'result'],
  ),
  upstreamSeconds: histogram(
    'upstream_request_duration_seconds',
    'From sending to the last byte of the answer; the candidate is the copy.',
    ['route', 'upstream', 'role'],
  ),
  bindings: counter(
    'bindings_total',
    'What came of proving that an answer belongs to its request; crossed and unproven reached no supplier.',
    ['upstream', 'result'],
  ),
  fallbacks: counter(
    'fallbacks_total',
    'Reads the cloud failed and legacy was asked instead, by the error.',
    ['route', 'error'],
  ),
  breakerState: gauge(
    'breaker_state',
    'Whether requests are held back from an upstream: 0 closed, 1 half-open, 2 open.',
    ['upstream'],
  ),
  upstreamInFlight: gauge('upstream_in_flight_requests', 'Requests at an upstream.', ['upstream']),
  certificateEnds: gauge(
    'tls_certificate_not_after_timestamp_seconds',
    'When the first certificate of its kind ends: what an upstream shows, what is shown to it, the authorities it is trusted by.',
    ['upstream', 'certificate'],
  ),
}

const TRANSLATION = {
  translations: counter(
    'translations_total',
    'Messages put in other words by what came of it: requests towards the cloud, answers from it.',
    ['route', 'direction', 'result'],
  ),
  translationSeconds: histogram(
    'translation_duration_seconds',
    'How long it takes to put one message in other words, waiting for a thread included.',
    ['route', 'direction'],
    { bounds: [0.001, 0.005, 0.025, 0.1, 1] },
  ),
  declined: counter('declined_total', 'Requests no mapping took: legacy served them untouched.', [
    'route',
    'reason',
  ]),
  trials: counter(
    'trial_translations_total',
    'Writes legacy served at shadow and their mapping was asked about, nothing sent: taken, or why not.',
    ['route', 'result'],
    { isDetail: true },
  ),
  translatedLeaves: counter(
    'translated_leaves_total',
    'Leaves of translated messages: used, fixed, lossy, blank or dropped of what was read; said, defaulted or invented of what was written. By path where one was let go or made.',
    ['route', 'direction', 'class', 'path'],
    { most: 1_000, isDetail: true },
  ),
}

const SHADOW = {
  comparisons: counter(
    'comparisons_total',
    'Requests that were to be mirrored by what came of comparing, or why nothing was compared.',
    ['route', 'verdict', 'reason'],
  ),
  divergences: counter(
    'divergences_total',
    'Differences no rule explains, once a pair for each path, kind and severity.',
    ['route', 'path', 'kind', 'severity'],
    { most: 600, isDetail: true },
  ),
  criticals: counter(
    'critical_differences_total',
    'Pairs that differ in what became of the request or in a field that must never differ.',
    ['route'],
  ),
  latencyRatio: histogram(
    'shadow_latency_ratio',
    'How long the cloud took divided by how long legacy took, over pairs.',
    ['route'],
    { bounds: RATIOS },
  ),
  shadowPending: gauge('shadow_pending_copies', 'Copies that are not compared yet.'),
  shadowPendingBytes: gauge('shadow_pending_bytes', 'Bytes the copies under way may come to.'),
}

/** Every family there is, by the name the code knows it by. */
export const CATALOGUE = {
  ...REQUESTS,
  ...UPSTREAMS,
  ...TRANSLATION,
  ...SHADOW,
  ...FLEET_FAMILIES,
}
