import { WELL_WORDS } from './colours.ts'
import type { PanelMade } from './dashboard.ts'
import { lines, timeline } from './panels.ts'
import { counted, OURS, quantile, range, rate } from './queries.ts'
import { table } from './tables.ts'

const grown = (metric: string): string => `increase(${metric}{${OURS}}[$__rate_interval])`

/** Whether all act on the same. */
export const agreement: readonly PanelMade[] = [
  table({
    title: 'Instances',
    about:
      'What runs where. Two versions for longer than a rollout, or two revisions: look at that instance.',
    wide: 12,
    tall: 9,
    nothing: '–',
    columns: [
      { title: 'Instance', label: 'instance' },
      { title: 'Version', label: 'version' },
      { title: 'Environment', label: 'environment' },
      {
        title: 'Node',
        label: 'node',
        expr: `max by (instance, version, environment, node) (ficus_build_info{${OURS}})`,
      },
      {
        title: 'Revision',
        expr: `max by (instance) (ficus_state_revision{${OURS}})`,
        unit: 'none',
      },
      {
        title: 'Followed after',
        expr: `max by (instance) (ficus_state_taken_delay_seconds{${OURS}})`,
        unit: 's',
        warn: 0.5,
        bad: 1,
      },
      {
        title: 'Started',
        expr: `max by (instance) (ficus_process_start_time_seconds{${OURS}}) * 1000`,
        unit: 'dateTimeFromNow',
      },
    ],
  }),
  lines({
    title: 'Revision',
    about:
      'One line where all act on the same state; lines apart are instances that did not follow.',
    unit: 'none',
    wide: 6,
    tall: 9,
    ask: [range(`max by (instance) (ficus_state_revision{${OURS}})`, '{{instance}}')],
  }),
  lines({
    title: 'Instances of the fleet',
    about:
      'As the store knows them: serves, drains, silent. Silent ones may not have heard of a halt.',
    unit: 'short',
    wide: 6,
    tall: 9,
    ask: [range(`max by (state) (ficus_fleet_instances{${OURS}})`, '{{state}}')],
  }),
  lines({
    title: 'Flips and reloads',
    isNowAndThen: true,
    about: 'Changes by verb, and loads of the routes file by what came of them.',
    unit: 'none',
    wide: 8,
    ask: [
      range(`sum by (verb) (${grown('ficus_flips_total')})`, '{{verb}}'),
      range(`sum by (result) (${grown('ficus_config_reloads_total')})`, 'file {{result}}'),
    ],
  }),
  lines({
    title: 'Messages of peers not believed',
    isNowAndThen: true,
    about:
      'By reason. A clock, a key or somebody else: halts told by such an instance do not arrive.',
    unit: 'none',
    wide: 8,
    ask: [range(`sum by (reason) (${grown('ficus_peer_messages_refused_total')})`, '{{reason}}')],
  }),
  lines({
    title: 'Overrides',
    about:
      'That stand, by cohort and side. Each has an owner and an end: many old ones are a migration nobody finishes.',
    unit: 'short',
    wide: 8,
    nothing: 'no override stands',
    ask: [range(`max by (cohort, side) (ficus_cohort_overrides{${OURS}})`, '{{side}} {{cohort}}')],
    looks: 'sides',
  }),
]

/** The store, and what requests wait for of it. */
export const shared: readonly PanelMade[] = [
  timeline({
    title: 'Whether the store answers',
    about:
      'By instance. Reads do not notice; a write whose side is pinned is told to be sent again.',
    wide: 8,
    nothing: 'no instance',
    words: WELL_WORDS,
    ask: [range(`min by (instance) (ficus_store_answering{${OURS}})`, '{{instance}}')],
  }),
  lines({
    title: 'Why it does not',
    about: 'Instances by reason, now.',
    unit: 'short',
    wide: 8,
    nothing: 'it answers',
    ask: [range(`sum by (reason) (ficus_store_trouble_info{${OURS}})`, '{{reason}}')],
  }),
  lines({
    title: 'Waits for the store, p99',
    about:
      'How long requests waited, by what they asked. At 0.05 s it is silence, and silence is refused.',
    unit: 's',
    wide: 8,
    nothing: 'nobody had to wait',
    ask: [
      range(quantile(0.99, rate('ficus_store_wait_seconds_bucket'), 'asked, le'), '{{asked}} p99'),
    ],
  }),
  lines({
    title: 'Pins and bindings',
    looks: 'results',
    about:
      'What came of asking. Contradicting is one that is on both sides: stop, and find out which is true. Silent was refused.',
    unit: 'ops',
    wide: 8,
    nothing: 'nothing is pinned',
    ask: [range(`sum by (result) (${rate('ficus_records_total')})`, '{{result}}')],
  }),
  lines({
    title: 'Fetching answers that wait',
    looks: 'results',
    about: 'By what came of it: given, again (not there yet), unknown.',
    unit: 'reqps',
    wide: 8,
    nothing: 'nobody fetches',
    ask: [range(`sum by (result) (${rate('ficus_polls_total')})`, '{{result}}')],
  }),
  lines({
    title: 'Lost, doubted or forgotten',
    about:
      'Answers nobody fetched in time, halts a restart may forget, and fleets of another line in the store: each wants a person.',
    unit: 'none',
    wide: 8,
    ask: [
      range(counted(`sum(${grown('ficus_replies_unfetched_total')})`), 'replies unfetched'),
      range(`sum(${grown('ficus_halts_unkept_total')})`, 'halts unkept'),
      range(`max(ficus_store_forks{${OURS}})`, 'forks of the store'),
    ],
  }),
]

/** What runs out, and what nobody expects. */
export const oddities: readonly PanelMade[] = [
  table({
    title: 'Certificates',
    about:
      'When the first of each kind ends, soonest first: what an upstream shows, what is shown to it, whom it is trusted by.',
    wide: 8,
    tall: 8,
    nothing: 'no certificate',
    columns: [
      { title: 'Upstream', label: 'upstream' },
      { title: 'Certificate', label: 'certificate' },
      {
        title: 'Ends',
        expr: `sort(min by (upstream, certificate) (ficus_tls_certificate_not_after_timestamp_seconds{${OURS}} > 0) * 1000)`,
        unit: 'dateTimeFromNow',
      },
    ],
  }),
  lines({
    title: 'Connections refused, trailers dropped',
    about:
      'Connections that ended before they made a request, by reason: scanners, or a supplier’s new client.',
    unit: 'cps',
    wide: 8,
    ask: [
      range(`sum by (reason) (${rate('ficus_connections_refused_total')})`, '{{reason}}'),
      range(counted(`sum(${rate('ficus_request_trailers_dropped_total')})`), 'trailers dropped'),
    ],
  }),
  lines({
    title: 'Log lines not written',
    about: 'Of exchanges that went well, by reason. Every other line is written.',
    unit: 'cps',
    wide: 8,
    ask: [range(`sum by (reason) (${rate('ficus_log_lines_dropped_total')})`, '{{reason}}')],
  }),
  lines({
    title: 'Series',
    about: 'That stand, by instance. More than ten thousand make the page slow to scrape.',
    unit: 'short',
    wide: 12,
    tall: 6,
    warn: 10_000,
    ask: [range(`max by (instance) (ficus_metric_series{${OURS}})`, '{{instance}}')],
  }),
  lines({
    title: 'Series counted as other',
    about:
      'By family: it had no room for one more, so that some of what it counts cannot be told apart.',
    unit: 'none',
    wide: 12,
    tall: 6,
    nothing: 'every series has its room',
    ask: [range(`sum by (family) (${grown('ficus_metric_overflows_total')}) > 0`, '{{family}}')],
  }),
]
