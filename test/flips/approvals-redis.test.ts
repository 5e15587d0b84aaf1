import t from 'tap'
import { DEFAULT_GATE } from '../../src/evidence/index.ts'
import type { Store } from '../../src/fleet/index.ts'
import {
  createExpiring,
  flip,
  type Flip,
  type FlipContext,
  verifyAudit,
} from '../../src/flips/index.ts'
import { openedAt } from '../fleet/redis-given.ts'
import { INTERACTIONS } from '../routing/given.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { brokenRules } from './approvals-judge.ts'
import { NOW, owning, testName } from './given.ts'

const DAY = 86_400_000
const ROUNDS = 12
const routes = [owning('read', { approvals: { of: 2, withinMs: DAY } })]

t.test(
  'of approvers at two instances at once one carries it out, and never what somebody else moved',
  { skip: noRedis },
  async t => {
    const { port } = await startRedis(t)
    const stores = [await openedAt(t, port), await openedAt(t, port)] as const
    const clock = { now: NOW }
    const context: FlipContext = {
      routes,
      interactions: INTERACTIONS,
      environment: { name: 'test', confirm: false },
      gateOf: () => DEFAULT_GATE,
      epochOf: () => 'e1',
      nameOf: testName,
      now: () => clock.now,
    }
    const ask = (store: Store, change: Flip) => flip(store, change, context)
    const counts = { flipped: 0, expired: 0 }
    for (let round = 0; round < ROUNDS; round += 1) {
      const [here, there] = round % 2 === 0 ? stores : ([stores[1], stores[0]] as const)
      clock.now += 1_000
      const words = { reason: 'so' }
      await ask(here, { verb: 'rollback', name: 'read', to: 'legacy', actor: 'ada', ...words })
      const asked = await ask(here, { verb: 'promote', name: 'read', actor: 'ada', ...words })
      if (asked.kind !== 'requested') throw new Error(JSON.stringify(asked))
      const { id } = asked.request
      const isOver = round % 4 === 3
      if (isOver) clock.now += DAY
      clock.now += 1
      const [a, b] = await Promise.all([
        ask(here, { verb: 'approve', id, actor: 'ben', ...words }),
        ask(there, { verb: 'approve', id, actor: 'eve', ...words }),
      ])
      const kinds = [a, b].map(came => (came.kind === 'refused' ? came.code : came.kind))
      t.equal(kinds.filter(kind => kind === 'flipped').length, isOver ? 0 : 1, kinds.join())
      if (!isOver) counts.flipped += 1
      if (!isOver) continue
      await Promise.all(stores.map(store => createExpiring(store, () => context)()))
      counts.expired += 1
    }
    t.strictSame(counts.flipped + counts.expired, ROUNDS)
    const fleet = await stores[0].read()
    const lines = await stores[0].readAudit(1, 1_000)
    t.strictSame(brokenRules(lines, { read: 2 }), [])
    t.ok(verifyAudit(lines, { head: fleet.head }).isWhole)
    const expired = lines.filter(({ body }) => body.includes('"verb":"expire"'))
    t.equal(expired.length, counts.expired, 'each is taken off once')
    t.equal(fleet.requests, undefined)
  },
)
