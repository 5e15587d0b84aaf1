import t from 'tap'
import { stateOf } from '../../src/fleet/index.ts'
import { flip, readEntry } from '../../src/flips/index.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'
import { at, bench, NOW, owning, SENDERS, standsAt } from './given.ts'

t.test('a fleet that has never run takes every route where its file starts it', async t => {
  const made = await bench([])
  const store = connectMemory(createMemory())
  const routes = [owning('read', { startsAt: 'cloud' }), owning('write', { startsAt: 'shadow' })]
  const before = stateOf(store.known, routes)
  const change = { verb: 'adopt', actor: 'instance', reason: 'read a routes file' } as const
  t.match(await flip(store, change, { ...made.context, routes }), { kind: 'flipped', revision: 1 })
  t.strictSame(stateOf(store.known, routes).routes, before.routes)
  t.match(store.known.routes.get('read'), { stage: 'cloud', home: 'legacy', since: NOW })
  t.match(store.known.routes.get('write'), { home: 'shadow' })
  t.match(await flip(store, change, { ...made.context, routes }), { isChanged: false })
})

t.test('in one that runs a new route starts at shadow at most', async t => {
  for (const startsAt of ['canary', 'reverse-shadow', 'cloud'] as const) {
    const made = await bench([owning('read', { startsAt }), owning('write')], {})
    t.match(await made.ask({ verb: 'adopt' }), {
      kind: 'refused',
      code: 'file',
      exitCode: 2,
      says: new RegExp(`^read is new .* ${startsAt}$`),
    })
    t.equal(standsAt(made, 'write'), 'nowhere', 'and nothing else is taken')
  }
  const made = await bench([owning('read', { startsAt: 'shadow' }), owning('write')], {})
  await made.ask({ verb: 'adopt' })
  t.strictSame([standsAt(made, 'read'), standsAt(made, 'write')], ['shadow', 'legacy'])
})

t.test('where the fleet keeps a route its file has no say', async t => {
  const made = await bench([owning('read', { startsAt: 'cloud' })], { read: at('canary', 25) })
  const before = made.store.known.routes
  t.equal((await made.ask({ verb: 'adopt' })).kind, 'flipped')
  t.strictSame(made.store.known.routes, before)
  t.match(await made.ask({ verb: 'adopt' }), { kind: 'flipped', isChanged: false })
})

t.test('a renamed route keeps what it had', async t => {
  const made = await bench([owning('read')], { old: at('canary', 25, { halt: 'hard' }) })
  t.match(await made.ask({ verb: 'adopt' }), {
    code: 'file',
    says: 'old is gone from the file and stands at canary, halted',
  })
  const was = new Map([['read', 'old']])
  t.match(await made.ask({ verb: 'adopt', was }), { kind: 'flipped', isChanged: true })
  t.equal(standsAt(made, 'read'), 'canary 25 hard')
  t.equal(standsAt(made, 'old'), 'nowhere')
  t.match(await made.ask({ verb: 'adopt', was }), { isChanged: false })
})

t.test('a route that is gone is forgotten where it stood at legacy, and not before', async t => {
  const away = await bench([owning('read')], { read: at('shadow'), gone: at('legacy') })
  t.equal((await away.ask({ verb: 'adopt' })).kind, 'flipped')
  t.equal(standsAt(away, 'gone'), 'nowhere')
  for (const position of [at('shadow'), at('cloud'), at('legacy', 0, { halt: 'halt' })]) {
    const kept = await bench([owning('read')], { read: at('shadow'), gone: position })
    t.match(await kept.ask({ verb: 'adopt' }), { kind: 'refused', code: 'file', wayOut: /`was`/ })
  }
})

t.test(
  'a cohort that no route is in any more is not forgotten while its overrides stand',
  async t => {
    let now = NOW
    const routes = [owning('read', { cohort: SENDERS })]
    const made = await bench(routes, { read: at('canary', 25) }, { now: () => now })
    const to = { side: 'cloud', owner: 'ops', expires: NOW + 1 } as const
    await made.ask({ verb: 'override', cohort: 'senders', key: 'a1', to })
    const context = { ...made.context, routes: [owning('read')] }
    const change = { verb: 'adopt', actor: 'instance', reason: 'read a routes file' } as const
    t.match(await flip(made.store, change, context), {
      kind: 'refused',
      code: 'file',
      says: 'cohort senders: no route is in it any more, and 1 override of it stands',
    })
    now = to.expires
    t.match(
      await flip(made.store, change, context),
      { kind: 'flipped' },
      'one that is over is no word',
    )
  },
)

t.test(
  'what a file says otherwise is written down, also where the fleet keeps none of it',
  async t => {
    const made = await bench([owning('read')], { read: at('shadow') })
    const differences = [{ path: 'upstreams.spine.timeoutMs', before: '1000', after: '2000' }]
    t.match(await made.ask({ verb: 'adopt', differences }), { isChanged: true, revision: 2 })
    const line = made.memory.lines.at(-1)
    t.match(line && readEntry(line), { verb: 'adopt', differences, before: {}, after: {} })
    t.match(await made.ask({ verb: 'adopt', differences: [] }), { isChanged: false, revision: 2 })
    t.match(await made.ask({ verb: 'adopt', differences, isDryRun: true }), { revision: 2 })
  },
)
