import { addedTo, type AlertStory, of, standing } from './story.ts'

const LONG = 600
const DAY = 86_400
const ONE = { job: 'ficus', instance: 'a:9400' }
const OTHER = 'instance="b:9400"'

const UP = 'up{job="ficus",instance="a:9400"}'
const BUILD = of('build_info', 'version="1",node="24",environment="int"')
const ENDS = of(
  'tls_certificate_not_after_timestamp_seconds',
  'upstream="spine",certificate="client"',
)
const BREAKER = of('breaker_state', 'upstream="spine"')
const REFUSED = of('peer_messages_refused_total', 'reason="forged"')
const dropped = (reason: string): string => of('log_lines_dropped_total', `reason="${reason}"`)
const OVERFLOWN = of('metric_overflows_total', 'family="ficus_divergences_total"')
const DESK = { job: 'ficus', notifier: 'desk' }
const BEHIND = of('notifications_behind', 'notifier="desk"')
const LOST = of('notifications_total', 'notifier="desk",result="lost"')
const CERTIFICATE = { job: 'ficus', upstream: 'spine', certificate: 'client' }

/** A counter that is born with its first count, and one that was there for longer than its rule looks back. */
const BORN = [
  { before: '_x10', at: 11 },
  { before: standing([90, 0]), at: 90 },
] as const

/** Gone at once, as Prometheus has it where a scrape fails. */
const gone = (before: number, during: number): string =>
  `${standing([before, 1])} stale _x${during - 1} ${standing([LONG, 1])}`

/** One for every alert of the instances. */
export const FLEET: readonly AlertStory[] = [
  {
    alert: 'FicusNobodyAnswers page',
    labels: {},
    trouble: { [BUILD]: gone(11, 20) },
    ...{ quiet: 12, fires: 13, over: 32 },
    short: [{ [BUILD.replace('a:9400', 'b:9400')]: standing([LONG, 1]) }, { [BUILD]: gone(11, 1) }],
  },
  {
    alert: 'FicusInstanceDown ticket',
    labels: ONE,
    trouble: { [UP]: standing([11, 1], [20, 0], [LONG, 1]) },
    ...{ quiet: 12, fires: 13, over: 31 },
    short: [{ [UP]: standing([11, 1], [2, 0], [LONG, 1]) }],
  },
  {
    alert: 'FicusRevisionSkew page',
    labels: { job: 'ficus' },
    trouble: {
      [of('state_revision')]: standing([11, 1], [LONG, 2]),
      [of('state_revision', OTHER)]: standing([21, 1], [LONG, 2]),
    },
    ...{ quiet: 11, fires: 12, over: 21 },
    short: [{ [of('state_revision', OTHER)]: standing([12, 1], [LONG, 2]) }],
  },
  {
    alert: 'FicusRevisionSkew ticket',
    labels: ONE,
    trouble: {
      [of('state_revision')]: standing([11, 1], [LONG, 2]),
      [of('state_taken_delay_seconds')]: standing([11, 0], [LONG, 1.25]),
    },
    ...{ quiet: 10, fires: 11, over: 27 },
    short: [
      { [of('state_taken_delay_seconds')]: standing([11, 0], [LONG, 1]) },
      // What was late is told for a quarter of an hour, not until the next change.
      { [of('state_revision')]: standing([LONG, 2]) },
    ],
  },
  {
    alert: 'FicusStoreSilent page',
    labels: ONE,
    trouble: { [of('store_answering')]: standing([11, 1], [20, 0], [LONG, 1]) },
    ...{ quiet: 11, fires: 12, over: 31 },
    short: [{ [of('store_answering')]: standing([11, 1], [1, 0], [LONG, 1]) }],
  },
  {
    alert: 'FicusHaltUnkept page',
    labels: ONE,
    trouble: { [of('halts_unkept_total')]: addedTo(11, 1) },
    ...{ quiet: 10, fires: 11, over: 27 },
    short: [{ [of('halts_unkept_total')]: standing([LONG, 1]) }],
  },
  {
    alert: 'FicusNotificationsBehind ticket',
    labels: DESK,
    trouble: { [BEHIND]: standing([11, 0], [30, 3], [LONG, 0]) },
    ...{ quiet: 25, fires: 26, over: 41 },
    short: [{ [BEHIND]: standing([11, 0], [15, 3], [LONG, 0]) }],
  },
  {
    alert: 'FicusNotificationsLost ticket',
    labels: DESK,
    trouble: { [LOST]: addedTo(11, 1) },
    ...{ quiet: 10, fires: 11, over: 27 },
    short: [{ [LOST]: standing([LONG, 0]) }],
  },
  ...BORN.map(({ before, at }): AlertStory => ({
    alert: 'FicusPeerRefused ticket',
    labels: { ...ONE, reason: 'forged' },
    trouble: { [REFUSED]: `${before} ${standing([LONG, 1])}` },
    ...{ quiet: at - 2, fires: at, over: at + 17 },
    short: [{ [REFUSED]: `${before} ${standing([LONG, 0])}` }],
  })),
  {
    // It lets one through each other minute, and that fails.
    alert: 'FicusBreakerOpen page',
    labels: { job: 'ficus', upstream: 'spine' },
    trouble: { [BREAKER]: `${standing([11, 0])} 2 1 2 1 2 1 2 1 ${standing([LONG, 0])}` },
    ...{ quiet: 13, fires: 14, over: 21 },
    short: [
      { [BREAKER]: standing([11, 0], [1, 2], [LONG, 0]) },
      { [BREAKER]: standing([11, 0], [LONG, 1]) },
    ],
  },
  {
    alert: 'FicusCertificateEnds page',
    labels: CERTIFICATE,
    trouble: { [ENDS]: standing([30, 3 * DAY + 600], [LONG, 90 * DAY]) },
    ...{ quiet: 15, fires: 16, over: 31 },
    short: [{ [ENDS]: standing([30, 3 * DAY + 1_800], [LONG, 90 * DAY]) }, { [ENDS]: '0x600' }],
  },
  {
    alert: 'FicusCertificateEnds ticket',
    labels: CERTIFICATE,
    trouble: { [ENDS]: standing([90, 30 * DAY + 600], [LONG, 90 * DAY]) },
    ...{ quiet: 70, fires: 71, over: 91 },
    short: [
      { [ENDS]: standing([90, 30 * DAY + 5_400], [LONG, 90 * DAY]) },
      { [ENDS]: standing([LONG, 3 * DAY]) },
      { [ENDS]: '0x600' },
    ],
  },
  {
    alert: 'FicusConfigReloadFailed ticket',
    labels: ONE,
    trouble: { [of('config_last_reload_successful')]: standing([11, 1], [20, 0], [LONG, 1]) },
    ...{ quiet: 15, fires: 16, over: 31 },
    short: [{ [of('config_last_reload_successful')]: standing([11, 1], [5, 0], [LONG, 1]) }],
  },
  {
    alert: 'FicusTokensRefused ticket',
    labels: ONE,
    trouble: { [of('tokens_last_reload_successful')]: standing([11, 1], [20, 0], [LONG, 1]) },
    ...{ quiet: 15, fires: 16, over: 31 },
    short: [{ [of('tokens_last_reload_successful')]: standing([11, 1], [5, 0], [LONG, 1]) }],
  },
  {
    alert: 'FicusEventLoopBusy ticket',
    labels: ONE,
    trouble: { [of('event_loop_utilization_ratio')]: standing([11, 0.5], [20, 0.9], [LONG, 0.5]) },
    ...{ quiet: 20, fires: 21, over: 31 },
    short: [
      { [of('event_loop_utilization_ratio')]: standing([LONG, 0.85]) },
      { [of('event_loop_utilization_ratio')]: standing([11, 0.5], [10, 0.9], [LONG, 0.5]) },
    ],
  },
  {
    alert: 'FicusLogLinesDropped ticket',
    labels: ONE,
    trouble: { [dropped('destination')]: addedTo(11, 1) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [{ [dropped('destination')]: addedTo(11, 0), [dropped('limit')]: addedTo(11, 99) }],
  },
  ...BORN.map(({ before, at }): AlertStory => ({
    alert: 'FicusSeriesOverflow ticket',
    labels: { job: 'ficus', family: 'ficus_divergences_total' },
    trouble: { [OVERFLOWN]: `${before} ${standing([LONG, 1])}` },
    ...{ quiet: at - 2, fires: at, over: at + 62 },
    short: [{ [OVERFLOWN]: `${before} ${standing([LONG, 0])}` }],
  })),
]
