/** A route soaks while nobody works on its upstreams: what nobody looked at in earnest has stood no test. */
import t from 'tap'
import { DEFAULT_GATE } from '../../src/evidence/index.ts'
import type { Maintenance } from '../../src/exchange/index.ts'
import { at, bench, count, ENOUGH, owning } from './given.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-11-01T00:00Z')
const once = (from: number, to: number): Maintenance => ({ when: { from, to }, why: 'works' })

/** A route that has stood at shadow for four hours, of which it must stand three; what is asked of it is enough. */
async function soaking(windows: readonly Maintenance[]) {
  const made = await bench(
    [owning('read')],
    { read: at('shadow', 0, { since: NOW - 4 * HOUR }) },
    {
      gateOf: () => ({ ...DEFAULT_GATE, soakMs: 3 * HOUR }),
      maintenanceOf: () => windows,
      now: () => NOW,
    },
  )
  await count(made, 'read', ENOUGH)
  return made.ask({ verb: 'promote', name: 'read' })
}

t.test('a route that has stood long enough is promoted', async t => {
  t.match(await soaking([]), { kind: 'flipped' })
  t.match(
    await soaking([once(NOW - HOUR, NOW)]),
    { kind: 'flipped' },
    'an hour of works is to spare',
  )
  t.match(
    await soaking([once(NOW + HOUR, NOW + 2 * HOUR)]),
    { kind: 'flipped' },
    'nor what is to come',
  )
})

t.test('what it stood while somebody worked on it does not count', async t => {
  const says = /must stand here for 60 min more/
  t.match(await soaking([once(NOW - 2 * HOUR, NOW)]), { code: 'gate', says })
  t.match(await soaking([once(NOW - 6 * HOUR, NOW - 2 * HOUR)]), { code: 'gate', says })
})

t.test('two windows over one time count once', async t => {
  const both = [once(NOW - 2 * HOUR, NOW - HOUR), once(NOW - 2 * HOUR, NOW - HOUR)]
  t.match(await soaking(both), { kind: 'flipped' })
})
