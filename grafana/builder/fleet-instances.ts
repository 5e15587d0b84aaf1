import { BREAKER_WORDS } from './colours.ts'
import type { PanelMade } from './dashboard.ts'
import { lines, timeline } from './panels.ts'
import { OURS, range, rate } from './queries.ts'

const byInstance = (expr: string): string => `sum by (instance) (${expr})`

/** What each instance uses, and how near it is to its limits. */
export const instances: readonly PanelMade[] = [
  lines({
    title: 'Requests',
    about:
      'Replies that ended, by instance. One far below the others gets no share: see the balancer.',
    unit: 'reqps',
    wide: 8,
    ask: [range(byInstance(rate('ficus_requests_total')), '{{instance}}')],
  }),
  lines({
    title: 'In flight',
    about: 'Requests whose reply has not ended. It climbs where an upstream hangs.',
    unit: 'short',
    wide: 8,
    ask: [range(byInstance(`ficus_in_flight_requests{${OURS}}`), '{{instance}}')],
  }),
  lines({
    title: 'Open connections',
    about: 'Connections suppliers hold open.',
    unit: 'short',
    wide: 8,
    ask: [range(byInstance(`ficus_open_connections{${OURS}}`), '{{instance}}')],
  }),
  lines({
    title: 'At upstreams',
    about: 'Requests at each upstream, of all instances. Which one hangs.',
    unit: 'short',
    wide: 8,
    ask: [range(`sum by (upstream) (ficus_upstream_in_flight_requests{${OURS}})`, '{{upstream}}')],
  }),
  timeline({
    title: 'Breakers',
    about: 'By upstream, the worst of the instances. Open: it is not asked for a while.',
    wide: 8,
    nothing: 'no upstream',
    words: BREAKER_WORDS,
    ask: [range(`max by (upstream) (ficus_breaker_state{${OURS}})`, '{{upstream}}')],
  }),
  lines({
    title: 'The thread that serves',
    about:
      'Share of time it was at work. Above 0.8 replies wait for one another: start another instance.',
    unit: 'percentunit',
    wide: 8,
    max: 1,
    warn: 0.8,
    showsLimits: true,
    ask: [range(`max by (instance) (ficus_event_loop_utilization_ratio{${OURS}})`, '{{instance}}')],
  }),
  lines({
    title: 'Event loop lag, p99',
    about: 'How long what is due waits for the thread that serves. It is added to every reply.',
    unit: 's',
    wide: 8,
    ask: [
      range(`max by (instance) (ficus_nodejs_eventloop_lag_p99_seconds{${OURS}})`, '{{instance}}'),
    ],
  }),
  lines({
    title: 'CPU',
    about: 'Cores at work, threads beside the one that serves included: the shadow among them.',
    unit: 'none',
    wide: 8,
    ask: [range(byInstance(rate('ficus_process_cpu_seconds_total')), '{{instance}}')],
  }),
  lines({
    title: 'Garbage collection',
    about: 'Share of time spent on it, by kind, of all instances.',
    unit: 'percentunit',
    wide: 8,
    ask: [range(`sum by (kind) (${rate('ficus_nodejs_gc_duration_seconds_sum')})`, '{{kind}}')],
  }),
  lines({
    title: 'Memory',
    about:
      'Resident, and of it what the heap of the thread that serves uses. A line that only climbs for days is a leak.',
    unit: 'bytes',
    wide: 8,
    ask: [
      range(byInstance(`ficus_process_resident_memory_bytes{${OURS}}`), '{{instance}} resident'),
      range(byInstance(`ficus_nodejs_heap_size_used_bytes{${OURS}}`), '{{instance}} heap'),
    ],
  }),
  lines({
    title: 'Open files and sockets',
    about: 'Share of what the system allows the process. At 1 no connection is taken.',
    unit: 'percentunit',
    wide: 8,
    max: 1,
    warn: 0.8,
    showsLimits: true,
    nothing: 'not told by this system',
    ask: [
      range(
        `max by (instance) (ficus_process_open_fds{${OURS}} / ficus_process_max_fds{${OURS}})`,
        '{{instance}}',
      ),
    ],
  }),
  lines({
    title: 'Body bytes',
    about: 'What suppliers sent and got, of all instances.',
    unit: 'Bps',
    wide: 8,
    ask: [
      range(`sum(${rate('ficus_request_bytes_total')})`, 'sent'),
      range(`sum(${rate('ficus_reply_bytes_total')})`, 'got'),
    ],
  }),
]
