import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import { run, served } from './ask.ts'
import { makeInstance as make } from './given-instance.ts'

t.test('status prints what an instance knows', async t => {
  const { ficus, store } = await make(t)
  const { code, out } = await ficus('status')
  t.equal(code, 0)
  const epoch = store.known.epoch ?? ''
  t.equal(
    out,
    `instance one
  runs       1.2.3, up 1 min 30 s, in int
  revision   1, epoch ${epoch}
  store      answers, at revision 1: not behind
  halts      none
  routes     1 at legacy, 1 at canary
`,
  )
  const { out: json } = await ficus('status', '--json')
  t.match(JSON.parse(json), {
    instance: 'one',
    upMs: 90_000,
    revision: 1,
    store: { trouble: null, revision: 1, behind: 0, forks: 0 },
    halts: { all: 'none', routes: {}, held: { all: 'none', routes: {} } },
    stages: { canary: 1, legacy: 1, cloud: 0 },
  })
})

t.test('halts are told with who holds them: the fleet, or this instance by itself', async t => {
  const { ficus, ask, store } = await make(t, { isDraining: true })
  await ask({ verb: 'halt', name: 'read' })
  store.hold('hard', 'all')
  store.hold('halt', ['write'])
  const { out } = await ficus('status')
  t.match(out, 'instance one · draining\n')
  t.match(out, 'halts      read halted, everything halted hard by itself, write halted by itself\n')
  await ask({ verb: 'halt' })
  t.match((await ficus('status')).out, 'halts      everything halted')
})

t.test('a store that does not answer, forks, and how far behind an instance was', async t => {
  const made = await make(t)
  const { ficus, store } = made
  store.failure = new StoreError('silent', 'it is away')
  const silent = await ficus('status')
  t.match(silent, { code: 0, out: /store {6}silent: it is away; it goes by what was last known/ })
  store.failure = undefined
  const late = new Proxy(store, {
    get: (target, name) =>
      name === 'forks'
        ? 2
        : name === 'known'
          ? { ...target.known, revision: target.known.revision - 1 }
          : (Reflect.get(target, name) as unknown),
  })
  const admin = await served(t, { ...made.made, store: late })
  const { out } = await run(['status', '--admin', admin], {})
  t.match(out, 'answers, at revision 1: it was 1 behind')
  t.match(out, 'forks      2 other fleets claim to be this one')
})

t.test('with --watch it is printed until a signal, also while nobody answers', async t => {
  const { admin } = await make(t)
  const looks = await run(
    ['status', '--watch', '--every', '0.1', '--json', '--admin', admin],
    {},
    { signalAfter: 3 },
  )
  const lines = looks.out.trimEnd().split('\n')
  t.equal(looks.code, 0)
  t.ok(lines.length >= 3)
  for (const line of lines) t.match(JSON.parse(line), { instance: 'one' })
  const nobody = await run(
    ['status', '--watch', '--every', '0.1', '--admin', '127.0.0.1:1'],
    {},
    { signalAfter: 2 },
  )
  t.match(nobody, { code: 0, out: /no instance answers at[^]*no instance answers at/ })
  for (const every of ['0', 'x', '3601']) {
    t.match(await run(['status', '--watch', '--every', every, '--admin', admin], {}), { code: 2 })
  }
})

t.test('routes show tells the evidence and the last change that moved the route', async t => {
  const { ficus, ask } = await make(t)
  await ask({ verb: 'rollback', name: 'read', reason: 'to be \u001b[2J safe' }).catch(
    () => undefined,
  )
  t.match((await ficus('routes', 'show', 'read')).out, /last flip {2}\w+ /)
  await ask({ verb: 'halt', name: 'read', reason: 'ticket 7' })
  await ask({ verb: 'halt', name: 'write', reason: 'ticket 8' })
  const { out } = await ficus('routes', 'show', 'read')
  t.match(out, 'evidence   0 compared, 0 differ, 0 critical, 0 not compared; epoch e1\n')
  t.match(out, 'last flip  halt read, revision 2, 1970-01-01T01:23:20.000Z, ada: ticket 7\n')
  await ask({ verb: 'halt', reason: 'ticket 9' })
  t.match((await ficus('routes', 'show', 'read')).out, 'last flip  halt all, revision 4')
  const { out: json } = await ficus('routes', 'show', 'write', '--json')
  t.match(JSON.parse(json), { lastFlip: { revision: 4, verb: 'halt', approver: null } })
})
