import type { Dashboard } from './classic.ts'
import { dashboard, type PanelMade } from './dashboard.ts'
import { instances } from './fleet-instances.ts'
import { people } from './fleet-people.ts'
import { agreement, shared, oddities } from './fleet-shared.ts'
import { stat } from './panels.ts'
import { counted, growth, instant, OURS, range } from './queries.ts'

const now: readonly PanelMade[] = [
  stat({
    title: 'Instances scraped',
    about:
      'Instances that answer Prometheus now. Fewer than the store knows: one hangs or is gone.',
    unit: 'short',
    wide: 3,
    ask: [range(`count(ficus_build_info{${OURS}})`)],
  }),
  stat({
    title: 'Silent to the store',
    about:
      'Instances the fleet knows of that the store has not heard lately. A halt may not have reached them; they still serve.',
    unit: 'short',
    wide: 3,
    bad: 1,
    ask: [range(counted(`max(ficus_fleet_instances{${OURS},state="silent"})`))],
  }),
  stat({
    title: 'Revisions apart',
    about:
      'Between the newest and the oldest state an instance acts on. Not 0 for more than a second: suppliers get different sides by chance.',
    unit: 'short',
    wide: 3,
    bad: 1,
    ask: [range(`max(ficus_state_revision{${OURS}}) - min(ficus_state_revision{${OURS}})`)],
  }),
  stat({
    title: 'Slowest to follow',
    about:
      'How long after it was made the slowest instance acted on the last change. A rollback is that slow.',
    unit: 's',
    wide: 3,
    warn: 0.5,
    bad: 1,
    ask: [range(`max(ficus_state_taken_delay_seconds{${OURS}})`)],
  }),
  stat({
    title: 'Without a store',
    about:
      'Instances whose store does not answer. What is known still serves; writes whose side the store must say are refused with a code that is sent again.',
    unit: 'short',
    wide: 3,
    bad: 1,
    ask: [range(counted(`count(ficus_store_answering{${OURS}} == 0)`))],
  }),
  stat({
    title: 'Halts a restart may forget',
    about:
      'In the time shown: they hold, and the disk did not take them. Do not restart that instance.',
    unit: 'short',
    wide: 3,
    decimals: 0,
    bad: 1,
    ask: [instant(counted(`sum(${growth('ficus_halts_unkept_total')})`))],
  }),
  stat({
    title: 'Routes file refused',
    about:
      'Instances whose last load of the routes file was not taken over: they act on an older one.',
    unit: 'short',
    wide: 3,
    bad: 1,
    ask: [range(counted(`count(ficus_config_last_reload_successful{${OURS}} == 0)`))],
  }),
  stat({
    title: 'First certificate ends in',
    about:
      'Of all: what upstreams show, what is shown to them, whom they are trusted by. After it nobody is answered there.',
    unit: 's',
    wide: 3,
    nothing: 'no certificate',
    ask: [range(`min(ficus_tls_certificate_not_after_timestamp_seconds{${OURS}} > 0) - time()`)],
  }),
]

export const fleet: Dashboard = dashboard({
  uid: 'ficus-fleet',
  title: 'Ficus / Fleet',
  about:
    'Whether all instances are there, act on the same state and have room: use, saturation and errors of each, their store, their certificates. A grey line is an instance that started.',
  routes: 'all',
  marks: 'starts',
  rows: [
    { title: 'Is the fleet one', panels: now },
    { title: 'Use and saturation', panels: instances },
    { title: 'State and agreement', panels: agreement },
    { title: 'Who asks and who is told', panels: people },
    { title: 'Store and records', panels: shared },
    { title: 'Limits and oddities', panels: oddities },
  ],
})
