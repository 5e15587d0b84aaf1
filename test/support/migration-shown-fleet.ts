import type { Recorded } from './migration-recorded.ts'
import { bytes, flips, SOME_TIME } from './migration-shown-facts.ts'
import type { Amount, Amounts, Shown } from './migration-shown.ts'

const NOTHING: Shown = { shows: () => ({}) }
const OF_PROCESS: Shown = {
  because:
    'it is what the operating system or Node says of the process, which both instances share',
}
const NO_TLS: Shown = { because: 'no system of this story speaks TLS' }
const NO_WAITS: Shown = {
  because: 'nobody’s record was asked of the store: no write was at canary',
}

/** The same of both instances, called by where they are. */
const both =
  (amount: (recorded: Recorded) => Amount) =>
  (recorded: Recorded): Amounts => ({
    [recorded.stand.admin.host]: amount(recorded),
    [recorded.stand.idle.admin.host]: amount(recorded),
  })

/** Every change raises it by one, and so did every change before. */
const revision = ({ stand }: Recorded): number => stand.proxy.state.revision

export const FLEET: Readonly<Record<string, Shown>> = {
  'Instances scraped': { shows: () => ({ '': 2 }) },
  'Silent to the store': NOTHING,
  'Revisions apart': NOTHING,
  'Slowest to follow': { shows: () => ({ '': SOME_TIME }) },
  'Without a store': NOTHING,
  'Halts a restart may forget': NOTHING,
  'Routes file refused': NOTHING,
  'First certificate ends in': NO_TLS,
  Requests: {
    as: 'rate',
    shows: ({ stand, truth }) => ({ [stand.admin.host]: truth.count() }),
  },
  'In flight': NOTHING,
  'Open connections': NOTHING,
  'At upstreams': NOTHING,
  Breakers: NOTHING,
  'The thread that serves': { shows: both(() => [0, 1]) },
  'Event loop lag, p99': OF_PROCESS,
  CPU: OF_PROCESS,
  'Garbage collection': OF_PROCESS,
  Memory: OF_PROCESS,
  'Open files and sockets': OF_PROCESS,
  'Body bytes': { as: 'rate', shows: ({ truth }) => bytes(truth, {}) },
  Instances: {
    rows: recorded => ({
      [recorded.stand.admin.host]: { Revision: revision(recorded) },
      [recorded.stand.idle.admin.host]: { Revision: revision(recorded) },
    }),
  },
  Revision: { shows: both(revision) },
  'Instances of the fleet': { shows: () => ({ serves: 2 }) },
  'Flips and reloads': {
    // The second instance is scraped a little beside the window.
    shows: ({ truth }) => ({
      ...flips(truth),
      'file taken': [1.9 * truth.reloads, 2.2 * truth.reloads],
    }),
  },
  'Messages of peers not believed': NOTHING,
  Overrides: { shows: () => ({ 'cloud suppliers': 1 }) },
  'Glass broken': {
    // Seven pairs that agree open the gate of summaries, so nothing had to be passed there.
    shows: ({ truth }) => ({
      gate: truth.flips.filter(each => 'breakGlass' in each && each.route === 'retrievals').length,
    }),
  },
  'Requests to the API refused': NOTHING,
  'Whether the file of tokens is taken': { shows: both(() => 1) },
  'Receivers of notifications': NOTHING,
  'Whether the store answers': { shows: both(() => 1) },
  'Why it does not': NOTHING,
  'Waits for the store, p99': NO_WAITS,
  'Pins and bindings': NO_WAITS,
  'Fetching answers that wait': NOTHING,
  'Lost, doubted or forgotten': NOTHING,
  Certificates: NO_TLS,
  'Connections refused, trailers dropped': NOTHING,
  'Log lines not written': NOTHING,
  Series: { shows: both(() => [50, 10_000]) },
  'Series counted as other': NOTHING,
}
