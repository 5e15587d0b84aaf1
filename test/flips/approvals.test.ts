import t from 'tap'
import { type Flip, flip, type FlipContext, verifyAudit } from '../../src/flips/index.ts'
import { at, bench, count, ENOUGH, NOW, owning, standsAt } from './given.ts'
import {
  askFor,
  atTwo,
  type Ask,
  by,
  DAY,
  HOUR,
  linesOf,
  OVERRIDE,
  PROMOTE,
  read,
  requested,
  sent,
  THREE,
} from './approvals-given.ts'

t.test('what leads a route forward that needs two waits for a second person', async t => {
  const made = await atTwo()
  const came = requested(await made.ask(PROMOTE))
  t.equal(standsAt(made, 'read'), 'legacy', 'and nothing of it is done')
  t.match(came, {
    exitCode: 3,
    missing: 1,
    request: { id: 2, verb: 'promote', name: 'read', actor: 'ada', needs: 2, until: NOW + DAY },
    routes: [{ route: 'read', before: { stage: 'legacy' }, after: { stage: 'shadow' } }],
  })
  const [line] = linesOf(made)
  t.match(line, { verb: 'request', asked: 'promote', request: 2, needs: 2, approver: null })
})

t.test(
  'with the second it is carried out at once, in one line of the verb that was asked',
  async t => {
    const made = await atTwo()
    const told: unknown[] = []
    const context: FlipContext = { ...made.context, made: change => told.push(change.verb) }
    const id = await askFor(made, { ...PROMOTE, reason: 'the soak is over' })
    const came = await flip(made.store, { verb: 'approve', id, ...by('ben') }, context)
    t.match(came, {
      kind: 'flipped',
      isChanged: true,
      request: { id, verb: 'promote', actor: 'ada' },
    })
    t.equal(standsAt(made, 'read'), 'shadow')
    t.equal(made.store.known.requests, undefined, 'and waits no more')
    t.match(linesOf(made).at(-1), {
      verb: 'promote',
      name: 'read',
      actor: 'ada',
      reason: 'the soak is over',
      approver: null,
      needs: 2,
      request: id,
      approvals: [{ actor: 'ben', at: NOW, reason: 'looked at it' }],
      before: { routes: { read: { stage: 'legacy' } } },
      after: { routes: { read: { stage: 'shadow' } }, requests: { [id]: null } },
    })
    t.strictSame(told, ['promote'], 'told of once, as what it was')
    const { lines, fleet } = made.memory
    const [first, ...rest] = lines
    t.ok(verifyAudit(rest, { ...(first && { after: first }), head: fleet.head }).isWhole)
  },
)

t.test('where three are needed two others approve, and the first alone moves nothing', async t => {
  const made = await atTwo([owning('read', { approvals: THREE })])
  const id = await askFor(made, PROMOTE)
  t.match(await made.ask({ verb: 'approve', id, ...by('ben') }), { kind: 'requested', missing: 1 })
  t.equal(standsAt(made, 'read'), 'legacy')
  t.match(linesOf(made).at(-1), { verb: 'approve', actor: 'ben', request: id, asked: 'promote' })
  t.match(await made.ask({ verb: 'approve', id, ...by('Ben ') }), { code: 'approver', exitCode: 3 })
  t.match(await made.ask({ verb: 'approve', id, ...by('eve') }), { kind: 'flipped' })
  t.equal(standsAt(made, 'read'), 'shadow')
  t.match(linesOf(made).at(-1)?.approvals, [{ actor: 'ben' }, { actor: 'eve' }])
})

for (const name of ['ada', 'ADA', ' A da', 'ａｄａ']) {
  t.test(`nobody approves their own request, as "${name}" either`, async t => {
    const made = await atTwo()
    const id = await askFor(made, PROMOTE)
    t.match(await made.ask({ verb: 'approve', id, ...by(name) }), {
      code: 'approver',
      exitCode: 3,
      wayOut: /told apart by their tokens/,
    })
    t.equal(standsAt(made, 'read'), 'legacy')
  })
}

/** What needs a second person on a route that stands at canary 25 %, and what never does. */
const WAITS: readonly (readonly [says: string, change: Ask, isWaiting: boolean])[] = [
  ['a promotion', { verb: 'promote', name: 'unknown' }, true],
  ['a promotion of its cohort', { verb: 'promote', name: 'cohort:senders' }, true],
  ['a key sent to the cloud', OVERRIDE, true],
  ['a key sent to legacy', { ...OVERRIDE, to: { ...OVERRIDE.to, side: 'legacy' } }, false],
  ['a pin to the cloud', { verb: 'pin', cohort: 'senders', key: 'A1', to: 'cloud' }, true],
  ['a pin to legacy', { verb: 'pin', cohort: 'senders', key: 'A1', to: 'legacy' }, true],
  ['a rollback', { verb: 'rollback', name: 'unknown' }, false],
  ['a halt', { verb: 'halt' }, false],
  ['a halt of it', { verb: 'halt', name: 'unknown', isHard: true }, false],
  ['the end of a halt', { verb: 'resume' }, false],
  ['a freeze', { verb: 'freeze', from: NOW, to: NOW + HOUR }, false],
  ['the taking in of a file', { verb: 'adopt' }, false],
]

for (const [says, change, isWaiting] of WAITS) {
  t.test(`${says} ${isWaiting ? 'waits' : 'never waits'} for a second person`, async t => {
    const made = await bench([sent], { unknown: at('canary', 25) })
    await count(made, 'unknown', ENOUGH)
    t.equal((await made.ask(change)).kind, isWaiting ? 'requested' : 'flipped')
  })
}

t.test('an undo waits where it leads forward, and not where it leads back', async t => {
  const made = await atTwo()
  const id = await askFor(made, PROMOTE)
  await made.ask({ verb: 'approve', id, ...by('ben') })
  t.match(await made.ask({ verb: 'undo' }), { kind: 'flipped' }, 'back to legacy')
  t.equal(standsAt(made, 'read'), 'legacy')
  const again = await askFor(made, { verb: 'undo' })
  t.match(await made.ask({ verb: 'approve', id: again, ...by('ben') }), { kind: 'flipped' })
  t.equal(standsAt(made, 'read'), 'shadow')
  t.match(linesOf(made).at(-1), { verb: 'undo', actor: 'ada', approvals: [{ actor: 'ben' }] })
})

t.test('what was asked for and came to nothing is nothing to undo', async t => {
  const made = await atTwo()
  await made.ask({ verb: 'promote', name: 'write' })
  const id = await askFor(made, PROMOTE)
  await made.ask({ verb: 'reject', id, ...by('ben') })
  await made.ask({ verb: 'undo' })
  t.equal(standsAt(made, 'write'), 'legacy', 'the change before it is undone')
})

t.test('what could refuse a change refuses it before anybody waits', async t => {
  const made = await atTwo([read], { read: at('shadow') })
  const bare = await bench([read], { read: at('shadow') })
  t.match(await bare.ask(PROMOTE), { kind: 'refused', code: 'gate' })
  await made.ask({ verb: 'freeze', from: NOW, to: NOW + HOUR })
  t.match(await made.ask(PROMOTE), { code: 'frozen' })
  t.match(await made.ask({ ...PROMOTE, to: 'legacy' }), { code: 'usage' })
  t.equal(made.store.known.requests, undefined)
})

t.test('a dry run says that it would wait, and asks for nothing', async t => {
  const made = await atTwo()
  const came = await made.ask({ ...PROMOTE, isDryRun: true })
  t.match(came, { kind: 'flipped', isDryRun: true, notes: [/would wait for 1 person more/] })
  t.equal(made.store.known.revision, 1)
})

t.test('the glass may be broken for a second person: named, and louder in the audit', async t => {
  const made = await bench([read], { read: at('shadow') })
  await made.ask({ verb: 'freeze', from: NOW, to: NOW + HOUR })
  const came = await made.ask({ ...PROMOTE, breakGlass: { approver: 'ben' } })
  t.match(came, { kind: 'flipped', glass: ['gate', 'approval', 'freeze'] })
  t.match(linesOf(made).at(-1), {
    verb: 'promote',
    actor: 'ada',
    approver: 'ben',
    glass: ['gate', 'approval', 'freeze'],
    needs: 2,
  })
  t.match(await made.ask({ ...PROMOTE, breakGlass: { approver: ' ADA' } }), { code: 'approver' })
})

t.test('glass that nobody had to break is not written down', async t => {
  const made = await bench([owning('read')], { read: at('shadow') })
  await count(made, 'read', ENOUGH)
  const came = await made.ask({ ...PROMOTE, breakGlass: { approver: 'ben' } })
  t.notOk('glass' in came)
  t.match(linesOf(made).at(-1), { approver: null, glass: undefined })
})

t.test('an environment that confirms is named to approve, and not to reject', async t => {
  const made = await atTwo()
  const context = { ...made.context, environment: { name: 'live', confirm: true } }
  const ask = (change: Flip) => flip(made.store, change, context)
  const came = await ask({ ...PROMOTE, environment: 'live', ...by('ada') })
  const { id } = requested(came).request
  t.match(await ask({ verb: 'approve', id, ...by('ben') }), { code: 'environment' })
  t.match(await ask({ verb: 'reject', id, ...by('ben') }), { kind: 'flipped' })
})

t.test('a dry run of an approval says what would come of it, and approves nothing', async t => {
  const made = await atTwo()
  const id = await askFor(made, PROMOTE)
  const came = await made.ask({ verb: 'approve', id, isDryRun: true, ...by('ben') })
  t.match(came, { kind: 'flipped', isDryRun: true, routes: [{ after: { stage: 'shadow' } }] })
  t.match(made.store.known.requests?.get(String(id))?.approvals, [])
  t.equal(standsAt(made, 'read'), 'legacy')
})
