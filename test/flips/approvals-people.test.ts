import t from 'tap'
import { type Flip, flip, type FlipContext } from '../../src/flips/index.ts'
import { PATIENTS } from '../routing/given.ts'
import { at, bench, type Bench, owning, standsAt } from './given.ts'
import {
  askFor,
  atTwo,
  by,
  DAY,
  PROMOTE,
  read,
  requested,
  THREE,
  TWO,
  write,
} from './approvals-given.ts'

const adopting = (
  made: Bench,
  routes: FlipContext['routes'],
  was?: ReadonlyMap<string, string>,
) => {
  const change = { verb: 'adopt', actor: 'instance', reason: 'read a file' } as const
  return flip(made.store, { ...change, ...(was && { was }) }, { ...made.context, routes })
}

t.test(
  'a file that says fewer people is taken in, and the fleet goes on asking for as many',
  async t => {
    const made = await atTwo()
    await adopting(made, [read, write])
    t.strictSame([...(made.store.known.people ?? [])], [['read', 2]])
    const lowered = [owning('read'), write]
    t.match(await adopting(made, lowered), { notes: [/read needs 2 people.*ficus relax read/] })
    const ask = (change: Flip) => flip(made.store, change, { ...made.context, routes: lowered })
    t.match(await ask({ ...PROMOTE, ...by('ada') }), { kind: 'requested', request: { needs: 2 } })
    const relaxed = await ask({ verb: 'relax', name: 'read', ...by('ada') })
    const { id } = requested(relaxed).request
    t.match(await ask({ verb: 'approve', id, ...by('ada') }), { code: 'approver' })
    t.match(await ask({ verb: 'approve', id, ...by('ben') }), { kind: 'flipped' })
    t.equal(made.store.known.people, undefined)
    t.match(await ask({ ...PROMOTE, ...by('ada') }), { kind: 'flipped' })
    t.match(await ask({ verb: 'relax', name: 'read', ...by('ada') }), { code: 'usage' })
  },
)

t.test('neither another name nor a file without the route is a way round', async t => {
  const made = await atTwo()
  await adopting(made, [read, write])
  const renamed = owning('read', { name: 'reads' })
  await adopting(made, [renamed, write], new Map([['reads', 'read']]))
  t.equal(made.store.known.people?.get('reads'), 2)
  await adopting(made, [write])
  await adopting(made, [renamed, write])
  const context = { ...made.context, routes: [renamed, write] }
  const change = { verb: 'promote', name: 'reads', ...by('ada') } as const
  t.match(await flip(made.store, change, context), { kind: 'requested' })
})

t.test('a request keeps the number it was asked under, and takes a larger one', async t => {
  const made = await atTwo([owning('read', { approvals: THREE })])
  const id = await askFor(made, PROMOTE)
  const fewer = { ...made.context, routes: [owning('read')] }
  const more = {
    ...made.context,
    routes: [owning('read', { approvals: { of: 4, withinMs: DAY } })],
  }
  const approve = (actor: string, context: FlipContext) =>
    flip(made.store, { verb: 'approve', id, ...by(actor) }, context)
  t.match(await approve('ben', fewer), { kind: 'requested', missing: 1 })
  t.match(await approve('eve', more), { kind: 'requested', missing: 1 })
  t.match(await approve('fay', fewer), { kind: 'flipped' })
})

t.test('a cohort moves whole, on the word of as many as its strictest route needs', async t => {
  const routes = [owning('read', { approvals: TWO }), owning('audited-read', { cohort: PATIENTS })]
  const made = await bench(routes, { read: at('legacy'), 'audited-read': at('legacy') })
  const id = await askFor(made, { verb: 'promote', name: 'cohort:patients' })
  t.match(await made.ask({ verb: 'approve', id, ...by('ben') }), { kind: 'flipped' })
  t.strictSame(
    ['read', 'audited-read'].map(name => standsAt(made, name)),
    ['shadow', 'shadow'],
  )
})
