import t from 'tap'
import { createMetrics, showMoment } from '../../src/telemetry/index.ts'

const moment = (refused: ReadonlyMap<string, number> | undefined, serves: number) => ({
  inFlight: 0,
  connections: 0,
  copies: { count: 0, bytes: 0 },
  upstreams: [],
  peers: { refused, lives: { serves, drains: 0, silent: 1 } },
})

t.test('what other instances said and was not believed is counted by reason', async t => {
  const metrics = createMetrics()
  showMoment(metrics, moment(undefined, 1))
  t.notMatch(await metrics.render(), 'ficus_peer_messages_refused_total{')
  const refused = new Map([['forged', 2]])
  showMoment(metrics, moment(refused, 1))
  refused.set('forged', 3).set('late', 1)
  showMoment(metrics, moment(refused, 2))
  const text = await metrics.render()
  t.match(text, 'ficus_peer_messages_refused_total{reason="forged"} 3\n')
  t.match(text, 'ficus_peer_messages_refused_total{reason="late"} 1\n')
  t.match(text, 'ficus_fleet_instances{state="serves"} 2\n')
  t.match(text, 'ficus_fleet_instances{state="drains"} 0\n')
  t.match(text, 'ficus_fleet_instances{state="silent"} 1\n')
})
