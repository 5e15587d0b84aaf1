import t from 'tap'
import { DEFAULT_GATE, mixtureEvidence } from '../../src/evidence/index.ts'
import { StoreError } from '../../src/fleet/index.ts'
import { count, ENOUGH, NOW, standsAt } from '../flips/given.ts'
import { asking, make, posting } from './given.ts'

t.test(
  'the routes, in the order of the file, with who serves them and what their gates say',
  async t => {
    const made = await make()
    await count(made, 'read', { ...ENOUGH, critical: 1 })
    made.store.hold('hard', ['write'])
    t.strictSame(await asking(made)({ path: '/api/routes' }), {
      status: 200,
      headers: { ETag: '"1"' },
      body: {
        environment: 'int',
        confirm: false,
        revision: 1,
        trouble: null,
        freezes: [],
        routes: [
          {
            name: 'read',
            legacy: 'spine',
            cloud: 'pds-fhir',
            cohort: 'patients',
            stage: 'canary',
            percent: 25,
            halt: 'none',
            serves: { legacy: 75, cloud: 25 },
            since: NOW - 9,
            gate: {
              epoch: 'e1',
              verdict: 'closed',
              e: mixtureEvidence(5_001, 1, 0.001),
              needed: null,
              why: [
                '1 critical: what became of a request, or a field that must never differ',
                'the evidence stands at 5.71 of 20',
              ],
              compared: 5_001,
              bad: 1,
              critical: 1,
              uncompared: 0,
            },
          },
          {
            name: 'write',
            legacy: 'spine',
            cloud: null,
            cohort: 'patients',
            stage: 'legacy',
            percent: 0,
            halt: 'hard',
            serves: { legacy: 100, cloud: 0 },
            since: 1_000,
            gate: null,
          },
        ],
      },
    })
  },
)

t.test('one route by its name, and nobody’s is not found', async t => {
  const made = await make()
  const ask = asking(made)
  t.match(await ask({ path: '/api/routes/read' }), { status: 200, body: { name: 'read' } })
  for (const path of ['/api/routes/nobody', '/api/routes/%E0%A4%A', '/api', '/api/routes/']) {
    t.match(await ask({ path }), { status: 404, body: { error: String } })
  }
  t.match(await ask({ path: '/api/routes', method: 'POST' }), { status: 405 })
  t.match(await ask({ path: '/api/flip' }), { status: 405, body: { error: 'only POST' } })
})

t.test('with the store gone the routes are shown as they were last known', async t => {
  const made = await make()
  made.store.failure = new StoreError('silent', 'it is away')
  t.match(await asking(made)({ path: '/api/routes' }), {
    status: 200,
    body: { trouble: 'it is away', routes: [{ stage: 'canary', gate: null }, {}] },
  })
  t.match(await asking(made)({ path: '/api/routes/read/evidence' }), {
    status: 503,
    body: { error: 'it is away' },
  })
})

t.test('the evidence of a route, what it asks, and how much longer', async t => {
  const made = await make()
  await count(made, 'read', { identical: 4_000, equivalent: 500, 'not_compared.size': 10 })
  const ask = asking(made, { perSecondOf: () => 2 })
  t.match(await ask({ path: '/api/routes/read/evidence' }), {
    status: 200,
    body: {
      route: 'read',
      gate: { verdict: 'undecided', needed: 12 },
      asks: { ...DEFAULT_GATE, latencyRatioBelow: null },
      counts: { identical: 4_000, equivalent: 500, notCompared: { size: 10 }, truncated: {} },
      perSecond: 2,
      remainingMs: 6_000,
    },
  })
  t.match(await asking(made)({ path: '/api/routes/read/evidence' }), {
    body: { perSecond: null, remainingMs: null },
  })
})

t.test('a change is made by whoever was let in, and answered with what it moved', async t => {
  const made = await make()
  const post = posting(made)
  await count(made, 'read', ENOUGH)
  t.match(await post('/api/routes/read/flip', { verb: 'promote', reason: 'ticket 12' }), {
    status: 200,
    body: { kind: 'flipped', revision: 2, routes: [{ after: { percent: 50 } }] },
  })
  t.match(made.memory.lines.at(-1)?.body, '"actor":"ada"')
  t.match(await post('/api/flip', { verb: 'halt', isHard: true, reason: 'ticket 13' }), {
    status: 200,
  })
  t.match(await post('/api/flip', { verb: 'resume', reason: 'ticket 13' }), { status: 200 })
  t.match(await post('/api/flip', { verb: 'undo', reason: 'too early' }), { status: 200 })
  t.equal(made.store.known.halt, 'hard')
  t.match(
    await post('/api/routes/cohort%3Apatients/flip', { verb: 'rollback', reason: 'ticket 14' }),
    { status: 200, body: { routes: [{ route: 'read' }, { route: 'write' }] } },
  )
  t.equal(standsAt(made, 'read'), 'shadow')
})

t.test('what is refused is answered by its reason', async t => {
  const made = await make()
  const post = posting(made)
  const promote = { verb: 'promote', reason: 'ticket 12' }
  const cases = [
    ['/api/routes/read/flip', promote, 403, 'gate'],
    ['/api/routes/nobody/flip', promote, 404, 'no-such-name'],
    ['/api/routes/read/flip', { ...promote, percent: 5 }, 400, 'usage'],
    ['/api/routes/read/flip', { ...promote, reason: '' }, 400, 'words'],
    ['/api/routes/read/flip', { ...promote, environment: 'live' }, 400, 'environment'],
    ['/api/routes/read/flip', { ...promote, revision: 9 }, 409, 'conflict'],
    ['/api/routes/read/flip', { ...promote, breakGlass: { approver: 'ada' } }, 403, 'approver'],
    ['/api/routes/write/flip', promote, 400, 'class'],
  ] as const
  for (const [path, body, status, code] of cases) {
    t.match(await post(path, body), { status, body: { kind: 'refused', code } }, code)
  }
  made.store.failure = new StoreError('silent', 'it is away')
  t.match(await post('/api/routes/read/flip', promote), { status: 503 })
  t.match(await post('/api/flip', { verb: 'halt', reason: 'now' }), {
    status: 200,
    body: { isHeld: true },
  })
})

t.test('a body that is no change is refused without repeating it', async t => {
  const made = await make()
  const post = posting(made)
  const one = '/api/routes/read/flip'
  const cohort = '/api/cohorts/patients/flip'
  const cases = [
    [one, 'SECRET'],
    [one, '"SECRET"'],
    [one, '[]'],
    [one, 'null'],
    [one, {}],
    [one, { verb: 'SECRET', reason: 'x' }],
    [one, { verb: '__proto__', reason: 'x' }],
    [one, { verb: 'promote' }],
    [one, { verb: 'promote', reason: 5 }],
    [one, { verb: 'promote', reason: 'x', percent: 'SECRET' }],
    [one, { verb: 'promote', reason: 'x', to: 'SECRET' }],
    [one, { verb: 'promote', reason: 'x', SECRET: 1 }],
    [one, { verb: 'promote', reason: 'x', actor: 'SECRET' }],
    [one, { verb: 'promote', reason: 'x', breakGlass: 'SECRET' }],
    [one, { verb: 'promote', reason: 'x', breakGlass: { approver: 'b', SECRET: 1 } }],
    [one, { verb: 'rollback', reason: 'x', breakGlass: { approver: 'b' } }],
    [one, { verb: 'halt', reason: 'x', isHard: 'SECRET' }],
    [one, { verb: 'undo', reason: 'x' }],
    [one, { verb: 'adopt', reason: 'x' }],
    ['/api/flip', { verb: 'promote', reason: 'x' }],
    ['/api/flip', { verb: 'rollback', reason: 'x' }],
    ['/api/flip', { verb: 'halt', reason: 'x', name: 'SECRET' }],
    [one, { verb: 'override', reason: 'x', key: 'a' }],
    ['/api/flip', { verb: 'override', reason: 'x', key: 'a' }],
    [cohort, { verb: 'halt', reason: 'x' }],
    [cohort, { verb: 'override', reason: 'x' }],
    [cohort, { verb: 'override', reason: 'x', key: 5 }],
    [cohort, { verb: 'override', reason: 'x', key: 'a', side: 'SECRET' }],
    [cohort, { verb: 'override', reason: 'x', key: 'a', side: 'cloud' }],
    [cohort, { verb: 'override', reason: 'x', key: 'a', side: 'cloud', owner: 'SECRET' }],
    [cohort, { verb: 'override', reason: 'x', key: 'a', cohort: 'SECRET' }],
  ] as const
  for (const [path, body] of cases) {
    const answer = await post(path, body)
    t.match(answer, { status: 400, body: { error: String } }, JSON.stringify(body))
    t.notMatch(JSON.stringify(answer), 'SECRET')
  }
  t.equal(made.store.known.revision, 1)
})

t.test('a change that a page elsewhere could post from a browser is not taken', async t => {
  const made = await make()
  for (const contentType of [
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
  ]) {
    const body = { verb: 'halt', reason: 'x' }
    const answer = await posting(made)('/api/flip', body, { contentType })
    t.equal(answer.status, 415)
  }
  t.equal(made.store.known.halt, 'none')
})

t.test('the audit, line by line, verified', async t => {
  const made = await make()
  const post = posting(made)
  for (let i = 0; i < 3; i += 1) {
    await post('/api/flip', { verb: i === 1 ? 'resume' : 'halt', reason: `ticket ${i}` })
  }
  const audit = (query: string) => asking(made)({ path: '/api/audit', query })
  t.match(await audit('from=2'), {
    status: 200,
    body: { lines: { length: 3 }, verified: { isWhole: true, says: null } },
  })
  t.match(await audit('from=2&most=1'), { body: { lines: { length: 1 } } })
  const { lines } = made.memory
  const last = lines.at(-1)
  if (last === undefined) throw new Error('the changes left lines')
  lines[lines.length - 1] = { ...last, body: last.body.replace('ticket', 'reason') }
  t.match(await audit('from=2'), { body: { verified: { isWhole: false, says: /not what was/ } } })
  lines.pop()
  t.match(await audit('from=2'), { body: { verified: { isWhole: false, says: /missing/ } } })
  for (const query of ['from=0', 'from=x', 'most=0', 'most=1001', 'from=1.5']) {
    t.match(await audit(query), { status: 400 })
  }
})

t.test('whoever is no operator may halt, and change nothing else', async t => {
  const made = await make()
  const post = posting(made)
  for (const verb of ['promote', 'rollback', 'resume']) {
    const answer = await post(
      '/api/routes/read/flip',
      { verb, reason: 'a test' },
      { roles: ['viewer'] },
    )
    t.equal(answer.status, 403, verb)
  }
  const before = made.store.known.revision
  const halt = await post(
    '/api/routes/read/flip',
    { verb: 'halt', reason: 'a test' },
    { roles: ['viewer'] },
  )
  t.equal(halt.status, 200)
  t.equal(made.store.known.revision, before + 1)
})
