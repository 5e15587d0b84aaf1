import t from 'tap'
import { createExpiring } from '../../src/flips/index.ts'
import { at, bench, NOW, owning, standsAt } from './given.ts'
import {
  askFor,
  atTwo,
  by,
  DAY,
  linesOf,
  OVERRIDE,
  PROMOTE,
  requested,
  sent,
  THREE,
} from './approvals-given.ts'

t.test('one request is open for a route and verb: the last, whoever asked for it', async t => {
  const made = await atTwo()
  const first = await askFor(made, PROMOTE)
  const came = requested(await made.ask({ ...PROMOTE, actor: 'fay' }))
  t.match(came.notes, [`in place of request ${first} of ada, for the same`])
  t.strictSame([...(made.store.known.requests?.keys() ?? [])], [String(came.request.id)])
  t.match(await made.ask({ verb: 'approve', id: came.request.id, ...by('ada') }), {
    kind: 'flipped',
  })
})

t.test('requests for two keys of a cohort wait side by side', async t => {
  const made = await bench([sent], { unknown: at('canary', 25) })
  await askFor(made, OVERRIDE)
  await askFor(made, { ...OVERRIDE, key: '200000000116' })
  const pin = requested(await made.ask({ verb: 'pin', cohort: 'senders', key: 'A1', to: 'cloud' }))
  t.equal(made.store.known.requests?.size, 3)
  t.notMatch(JSON.stringify(made.memory), 'A1', 'and what an entity is known by is stored nowhere')
  await made.ask({ verb: 'approve', id: pin.request.id, ...by('ben') })
  t.match(linesOf(made).at(-1), {
    verb: 'pin',
    after: { pins: { senders: { [pin.request.key ?? '']: 'cloud' } } },
  })
})

t.test('no more than a hundred wait at once', async t => {
  const made = await bench([sent], { unknown: at('canary', 25) })
  for (let i = 0; i < 100; i += 1) await askFor(made, { ...OVERRIDE, key: `K${i}` })
  t.match(await made.ask({ ...OVERRIDE, key: 'K100' }), { code: 'request', exitCode: 3 })
  t.match(await made.ask({ ...OVERRIDE, key: 'K5' }), { kind: 'requested' }, 'one takes its place')
})

t.test('whoever asked takes it back, an approver rejects it, nobody else does', async t => {
  const made = await atTwo()
  const id = await askFor(made, PROMOTE)
  t.match(await made.ask({ verb: 'reject', id, isOwn: true, ...by('eve') }), { code: 'approver' })
  t.match(await made.ask({ verb: 'reject', id, isOwn: true, ...by('Ada') }), { kind: 'flipped' })
  t.match(linesOf(made).at(-1), { verb: 'reject', actor: 'Ada', request: id })
  t.equal(made.store.known.requests, undefined)
  t.match(await made.ask({ verb: 'approve', id: 99, ...by('ben') }), { code: 'no-such-name' })
  t.match(await made.ask({ verb: 'approve', id: 1, ...by('ben') }), { code: 'no-such-name' })
})

t.test('a request nobody approved in time is taken off once, by whoever looks first', async t => {
  const made = await atTwo()
  const id = await askFor(made, PROMOTE)
  const looks = [made.context, made.context].map(context =>
    createExpiring(made.store, () => context),
  )
  await Promise.all(looks.map(look => look()))
  t.equal(made.store.known.revision, 2, 'not before its time')
  made.clock.now = NOW + DAY
  await Promise.all(looks.map(look => look()))
  t.match(linesOf(made).slice(1), [{ verb: 'expire', actor: 'ficus', request: id }])
  t.equal(made.store.known.requests, undefined)
  t.match(await made.ask({ verb: 'approve', id, ...by('ben') }), { says: /has expired/ })
})

t.test('of two who approve at once where one is needed, one carries it out', async t => {
  const made = await atTwo()
  const id = await askFor(made, PROMOTE)
  const came = await Promise.all(
    ['ben', 'eve'].map(actor => made.ask({ verb: 'approve', id, ...by(actor) })),
  )
  t.strictSame(came.map(({ kind }) => kind).toSorted(), ['flipped', 'refused'])
  t.equal(linesOf(made).filter(({ verb }) => verb === 'promote').length, 1)
})

t.test('of two who approve at once where both are needed, both count', async t => {
  const made = await atTwo([owning('read', { approvals: THREE })])
  const id = await askFor(made, PROMOTE)
  const came = await Promise.all(
    ['ben', 'eve'].map(actor => made.ask({ verb: 'approve', id, ...by(actor) })),
  )
  t.strictSame(came.map(({ kind }) => kind).toSorted(), ['flipped', 'requested'])
  t.equal(standsAt(made, 'read'), 'shadow')
})
