import { collectDefaultMetrics, Registry } from 'prom-client'
import { createHistograms, createSeries, type Histograms, type Series } from './series.ts'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const

/** Every metric by name. Labels come from configuration and closed sets, never from a message. */
export interface Metrics {
  readonly requests: Series
  readonly requestSeconds: Histograms
  readonly requestBytes: Series
  readonly replyBytes: Series
  readonly errors: Series
  readonly refused: Series
  readonly trailersDropped: Series
  readonly upstreamRequests: Series
  readonly upstreamSeconds: Histograms
  readonly bindings: Series
  readonly fallbacks: Series
  readonly disagreements: Series
  readonly declined: Series
  readonly translatedLeaves: Series
  readonly trials: Series
  readonly mirrors: Series
  readonly comparisons: Series
  readonly candidateSeconds: Histograms
  readonly shadowPending: Series
  readonly shadowPendingBytes: Series
  readonly evidenceUnstored: Series
  readonly polls: Series
  readonly repliesUnfetched: Series
  readonly storeAnswers: Series
  readonly storeTrouble: Series
  readonly storeForks: Series
  readonly haltsUnkept: Series
  readonly peersRefused: Series
  readonly instances: Series
  readonly inFlight: Series
  readonly connections: Series
  readonly breakerState: Series
  readonly upstreamInFlight: Series
  readonly routeStage: Series
  readonly routePercent: Series
  readonly stateRevision: Series
  readonly reloads: Series
  readonly reloadSuccessful: Series
  readonly buildInfo: Series
  /** Renders everything in the Prometheus text format. */
  render(): Promise<string>
  readonly contentType: string
}

const PREFIX = 'ficus_'

/** Builds the catalogue, empty; `process` metrics of the runtime are in it under the same prefix. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const counter = (name: string, help: string, ...labels: string[]): Series =>
    createSeries(registry, { type: 'counter', name: PREFIX + name, help, labels })
  const gauge = (name: string, help: string, ...labels: string[]): Series =>
    createSeries(registry, { type: 'gauge', name: PREFIX + name, help, labels })
  const seconds = (name: string, help: string, ...labels: string[]): Histograms =>
    createHistograms(registry, { name: PREFIX + name, help, labels, bounds: SECONDS })
  return {
    ...requestMetrics(counter, seconds),
    ...translationMetrics(counter),
    ...upstreamMetrics(counter, gauge, seconds),
    ...shadowMetrics(counter, gauge, seconds),
    ...replyMetrics(counter),
    ...storeMetrics(counter, gauge),
    ...peerMetrics(counter, gauge),
    ...instanceMetrics(counter, gauge),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

type Declare = (name: string, help: string, ...labels: string[]) => Series
type DeclareSeconds = (name: string, help: string, ...labels: string[]) => Histograms

const requestMetrics = (counter: Declare, seconds: DeclareSeconds) => ({
  requests: counter(
    'requests_total',
    'Requests whose reply ended, by the side that served them and the status the supplier saw.',
    'route',
    'upstream',
    'side',
    'code',
  ),
  requestSeconds: seconds(
    'request_duration_seconds',
    'From the head of a request to the last byte of its reply.',
    'route',
    'upstream',
  ),
  requestBytes: counter('request_bytes_total', 'Body bytes suppliers sent.', 'route'),
  replyBytes: counter('reply_bytes_total', 'Body bytes suppliers got.', 'route'),
  errors: counter(
    'errors_total',
    'Requests answered with an error of our own, by its code.',
    'route',
    'error',
  ),
  refused: counter(
    'connections_refused_total',
    'Connections ended before they made a request, by reason.',
    'reason',
  ),
  trailersDropped: counter(
    'request_trailers_dropped_total',
    'Requests whose trailers were not sent on.',
  ),
  disagreements: counter(
    'disagreements_total',
    'Messages whose places name different interactions or ASIDs: they went to legacy untouched.',
    'route',
  ),
  mirrors: counter(
    'mirror_decisions_total',
    'Whether a copy was to be sent, or why not.',
    'route',
    'decision',
  ),
})

const translationMetrics = (counter: Declare) => ({
  declined: counter(
    'declined_total',
    'Requests no mapping took: legacy served them untouched.',
    'route',
    'reason',
  ),
  trials: counter(
    'trial_translations_total',
    'Writes legacy served at shadow and their mapping was asked about, nothing sent: taken, or why not.',
    'route',
    'outcome',
  ),
  translatedLeaves: counter(
    'translated_leaves_total',
    'Leaves of translated messages: used, fixed, lossy, blank or dropped of what was read; said, defaulted or invented of what was written. By path where one was let go or made.',
    'route',
    'direction',
    'class',
    'path',
  ),
})

const upstreamMetrics = (counter: Declare, gauge: Declare, seconds: DeclareSeconds) => ({
  upstreamRequests: counter(
    'upstream_requests_total',
    'Attempts at an upstream by what came of them.',
    'route',
    'upstream',
    'role',
    'result',
  ),
  upstreamSeconds: seconds(
    'upstream_request_duration_seconds',
    'From sending to the last byte of the answer.',
    'upstream',
    'role',
  ),
  bindings: counter(
    'bindings_total',
    'What came of proving that an answer belongs to its request.',
    'upstream',
    'result',
  ),
  fallbacks: counter(
    'fallbacks_total',
    'Reads the cloud failed and legacy was asked instead, by the error.',
    'route',
    'error',
  ),
  breakerState: gauge(
    'breaker_state',
    'Whether requests are held back from an upstream: 0 closed, 1 half-open, 2 open.',
    'upstream',
  ),
  upstreamInFlight: gauge('upstream_in_flight_requests', 'Requests at an upstream.', 'upstream'),
})

const shadowMetrics = (counter: Declare, gauge: Declare, seconds: DeclareSeconds) => ({
  comparisons: counter(
    'comparisons_total',
    'Requests that were to be mirrored by what came of comparing, or why nothing was compared.',
    'route',
    'verdict',
    'reason',
  ),
  candidateSeconds: seconds(
    'candidate_duration_seconds',
    'From sending a copy to the last byte of its answer.',
    'route',
    'upstream',
  ),
  shadowPending: gauge('shadow_pending_copies', 'Copies that are not compared yet.'),
  shadowPendingBytes: gauge('shadow_pending_bytes', 'Bytes the copies under way may come to.'),
  evidenceUnstored: gauge(
    'evidence_store_failing',
    '1 while counts wait for a store that is silent.',
  ),
})

const replyMetrics = (counter: Declare) => ({
  polls: counter(
    'polls_total',
    'Requests for an answer that waits to be fetched, by what came of them.',
    'result',
  ),
  repliesUnfetched: counter(
    'replies_unfetched_total',
    'Answers that waited to be fetched and ended, and nobody had fetched them.',
  ),
})

const storeMetrics = (counter: Declare, gauge: Declare) => ({
  storeAnswers: gauge('store_answering', 'Whether the store answers: 1, or 0 while it does not.'),
  storeTrouble: gauge('store_trouble_info', '1 for why the store does not answer now.', 'code'),
  storeForks: gauge(
    'store_forks',
    'Fleets of another line the store was seen to hold: two were changed at once.',
  ),
  haltsUnkept: counter(
    'halts_unkept_total',
    'Halts that were confirmed and hold, and that a restart may forget: the disk did not take them in time.',
  ),
})

const peerMetrics = (counter: Declare, gauge: Declare) => ({
  peersRefused: counter(
    'peer_messages_refused_total',
    'Messages of other instances that were not believed, by reason.',
    'reason',
  ),
  instances: gauge(
    'fleet_instances',
    'Instances of the fleet this one knows of, itself among them: serves, drains, or silent to the store.',
    'state',
  ),
})

const instanceMetrics = (counter: Declare, gauge: Declare) => ({
  inFlight: gauge('in_flight_requests', 'Requests whose reply has not ended.'),
  connections: gauge('open_connections', 'Connections suppliers hold open.'),
  routeStage: gauge('route_stage_info', '1 for the stage a route is at.', 'route', 'stage'),
  routePercent: gauge('route_percent', 'Percentage of a route the cloud serves.', 'route'),
  stateRevision: gauge('state_revision', 'Revision of the state this instance acts on.'),
  reloads: counter('config_reloads_total', 'Times the routes file was loaded again.', 'result'),
  reloadSuccessful: gauge(
    'config_last_reload_successful',
    'Whether the last load of the routes file was taken over.',
  ),
  buildInfo: gauge('build_info', 'Always 1.', 'version', 'node'),
})
