import t from 'tap'
import { answerApi } from '../../src/admin/index.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { at, bench, type Bench, NOW, owning, standsAt } from '../flips/given.ts'
import { configOf, startProxy } from '../support/proxy.ts'

const DAY = 86_400_000
const TWO = { of: 2, withinMs: DAY }
const PEOPLE = {
  ada: ['operator'],
  ben: ['approver'],
  eve: ['operator', 'approver'],
  vic: ['viewer'],
} as const

const asking =
  ({ store, context }: Bench) =>
  (actor: keyof typeof PEOPLE, method: string, path: string, body: object | string = '') =>
    answerApi(
      {
        ...{ method, path, query: '', actor, roles: PEOPLE[actor] },
        contentType: 'application/json',
        body: typeof body === 'string' ? body : JSON.stringify(body),
      },
      { store, flips: context },
    )

/** A route on which ada's promotion waits. */
async function waiting() {
  const made = await bench([owning('read', { approvals: TWO })], { read: at('legacy') })
  const ask = asking(made)
  const came = await ask('ada', 'POST', '/api/routes/read/flip', { verb: 'promote', reason: 'so' })
  return { made, ask, came }
}

t.test('a change that waits is answered 202, and is among what waits', async t => {
  const { ask, came } = await waiting()
  t.match(came, {
    status: 202,
    body: { kind: 'requested', exitCode: 3, missing: 1, request: { id: 2, actor: 'ada' } },
  })
  t.match(await ask('vic', 'GET', '/api/pending'), {
    status: 200,
    body: {
      environment: 'int',
      revision: 2,
      trouble: null,
      requests: [{ id: 2, verb: 'promote', missing: 1, isExpired: false, moved: [] }],
    },
  })
})

t.test('what waits says what has moved since, and that it is over', async t => {
  const { made, ask } = await waiting()
  await made.ask({ verb: 'promote', name: 'read', breakGlass: { approver: 'ben' } })
  Object.assign(made.context, { now: () => NOW + DAY })
  t.match((await ask('vic', 'GET', '/api/pending')).body, {
    requests: [{ isExpired: true, moved: ['read stood at legacy and stands at shadow'] }],
  })
})

t.test('an approver approves it, and it is answered as the change it is', async t => {
  const { made, ask } = await waiting()
  for (const actor of ['ada', 'vic'] as const) {
    const refused = await ask(actor, 'POST', '/api/pending/2/approve', { reason: 'so' })
    t.match(refused, { status: 403, body: { error: /approve takes approver/ } }, actor)
  }
  t.equal(standsAt(made, 'read'), 'legacy')
  t.match(await ask('ben', 'POST', '/api/pending/2/approve', { reason: 'so' }), {
    status: 200,
    body: { kind: 'flipped', request: { id: 2, verb: 'promote' } },
  })
  t.equal(standsAt(made, 'read'), 'shadow')
})

t.test('who asked takes it back, an approver rejects it, and nobody else', async t => {
  const { ask } = await waiting()
  const reject = (actor: keyof typeof PEOPLE, id = 2) =>
    ask(actor, 'POST', `/api/pending/${id}/reject`, { reason: 'so' })
  t.match(await reject('vic'), {
    status: 403,
    body: { error: /reject takes operator or approver/ },
  })
  t.match(await reject('ada'), { status: 200, body: { kind: 'flipped' } })
  await ask('eve', 'POST', '/api/routes/read/flip', { verb: 'promote', reason: 'so' })
  t.match(await reject('ada', 4), { status: 403, body: { code: 'approver' } })
  t.match(await reject('ben', 4), { status: 200 })
  t.match(await reject('ben', 4), { status: 403, body: { code: 'request' } })
})

t.test('what is no request, no number or no approval is refused', async t => {
  const { ask } = await waiting()
  const approve = (id: string, body: object | string = { reason: 'so' }) =>
    ask('ben', 'POST', `/api/pending/${id}/approve`, body)
  t.equal((await approve('99')).status, 404)
  t.equal((await approve('1')).status, 404, 'the line of revision 1 is no request')
  t.equal((await approve('x')).status, 404)
  t.equal((await approve('2', {})).status, 400)
  t.match(await approve('2', { reason: 'so', actor: 'eve' }), {
    status: 400,
    body: { error: /actor/ },
  })
  t.match(await approve('2', { reason: 'so', revision: 1 }), { status: 409 })
  t.match(await approve('2', { reason: 'for 999 000 0018' }), { status: 400 })
})

t.test('an instance takes off what nobody approved in time, and says so in the audit', async t => {
  const clock = { now: Date.now() }
  const config = configOf({
    environment: { name: 'int' },
    upstreams: { spine: { url: 'http://127.0.0.1:1' }, cloud: { url: 'http://127.0.0.1:2' } },
    routes: [
      {
        ...{ name: 'reads', match: { interaction: ['pds-fhir-read'] }, back: 'none' },
        ...{ legacy: 'spine', cloud: 'cloud', shadow: { as: '200000000999' } },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const { admin } = await startProxy(t, config, { now: () => clock.now })
  const asked = await fetch(new URL('/api/routes/reads/flip', admin), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ verb: 'promote', reason: 'so' }),
  })
  t.equal(asked.status, 202)
  clock.now += DAY
  const audit = async (): Promise<string> => (await fetch(new URL('/api/audit', admin))).text()
  const until = performance.now() + 10_000
  while (!(await audit()).includes('expire') && performance.now() < until) await pause(20)
  t.match(await audit(), /\\"verb\\":\\"expire\\".*\\"actor\\":\\"ficus\\"/)
})
