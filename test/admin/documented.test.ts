/** Every operation of the API, asked well and badly, of instances in several states, held against the document. */
import t from 'tap'
import type { Admission, Role } from '../../src/roles/index.ts'
import { createDecisions } from '../../src/decisions/index.ts'
import { StoreError } from '../../src/fleet/index.ts'
import { NOW } from '../flips/given.ts'
import { bodiesOf, createStrictValidation, leastOf } from '../support/api-document.ts'
import { listenTo } from '../support/event-client.ts'
import { until } from '../fleet/given.ts'
import { askingBy, documentAt } from '../support/documented.ts'
import { everythingTo, TEST_NAMING } from '../support/proxy.ts'
import { givenDocumented } from './given-documented.ts'

t.setTimeout(60_000)

/** What is documented and cannot be met here, and why. */
const UNMET: Readonly<Record<string, string>> = {
  'POST /api/pending/{name}/reject 409':
    'comes where others change something in the same moment again and again, since a rejection names no revision',
  'POST /api/peer 500': 'what a peer says is done without anything that could fail but the store',
}

/** One whose first word says who they are; `nobody` is not let in, and nobody can say of `unsure`. */
const ADMISSION: Admission = {
  ...{ asksForTokens: true, isOpen: false, says: '', trouble: undefined },
  admit: authorization => {
    const [name = 'nobody', role = 'operator'] = authorization?.split(' ') ?? []
    if (name === 'nobody') return Promise.resolve({ not: 'without-token', says: 'bring a token' })
    if (name === 'unsure')
      return Promise.resolve({ not: 'issuer', says: 'it is silent', afterSeconds: 1 })
    return Promise.resolve({ actor: name, roles: role.split('+') as Role[] })
  },
  close: () => undefined,
}

const as = (name: string, role: Role = 'operator') => ({ authorization: `${name} ${role}` })
const ADA = as('ada')
const BECAUSE = { reason: 'ticket 12' }
const FLIP = 'POST /api/routes/{name}/flip'
const COHORT = 'POST /api/cohorts/{name}/flip'
const ALL = 'POST /api/flip'

t.test('every answer is as the document has it, and every one it has is met', async t => {
  let now = 0
  const clock = (): number => now
  const notify = {
    notifiers: [
      { name: 'team', url: 'https://a.example/x', host: 'a.example', on: ['*' as const], keys: [] },
    ],
    test: (name: string) =>
      Promise.resolve(
        name === 'team'
          ? { name, host: 'a.example', isDelivered: true, status: 200, why: undefined, ms: 3 }
          : undefined,
      ),
  }
  const decisions = createDecisions({ naming: TEST_NAMING, now: () => NOW })
  let isLoaded = true
  const more = {
    notify,
    decisions,
    config: everythingTo(new URL('http://127.0.0.1:1')),
    reload: () =>
      Promise.resolve(
        isLoaded
          ? {
              ...{
                kind: 'reloaded' as const,
                file: 'a',
                isDryRun: false,
                isChanged: true,
                revision: 2,
              },
              differences: [{ path: 'a', before: '1', after: '2' }],
            }
          : { ...{ kind: 'refused' as const, exitCode: 2, says: 'a', wayOut: 'b' } },
      ),
  }
  const given = await givenDocumented(
    t,
    { admission: ADMISSION, clock, streams: { most: 1 } },
    more,
  )
  const document = await documentAt(given.url, ADA)
  const asking = askingBy(t, document)
  const here = asking(given.url)
  const { operations, ask } = here
  const api = operations.filter(({ path }) => path.startsWith('/api/'))
  const proven = api.filter(({ path }) => path !== '/api/peer')
  const named = ({ method, path }: (typeof api)[number]): string => `${method} ${path}`

  t.comment('what any page answers')
  for (const at of proven) {
    now += 3_600_000
    await ask(named(at), { headers: as('nobody') })
    await ask(named(at), { headers: as('unsure') })
    await ask(named(at), { name: 'x', headers: { ...ADA, origin: 'https://elsewhere.example' } })
    await ask(named(at), { name: 'x', headers: ADA, body: 'x'.repeat(70_000) })
    await ask(named(at), { name: 'x', headers: ADA, body: Buffer.from([0xff, 0xfe, 0xfd]) })
  }
  for (const body of ['x'.repeat(70_000), Buffer.from([0xff])])
    await ask('POST /api/peer', { body })
  await ask('POST /api/peer', { headers: { origin: 'https://elsewhere.example' } })
  for (const at of proven) {
    let status = 0
    for (let i = 0; i < 300 && status !== 429; i += 1) {
      ;({ status } = await ask(named(at), {
        name: 'x',
        headers: as('greedy'),
        ...(at.method === 'POST' && { body: {} }),
      }))
    }
    t.equal(status, 429, `${named(at)} too often`)
  }
  now += 3_600_000

  t.comment('what is there')
  const names = ({ path }: (typeof api)[number]): readonly string[] =>
    path.includes('cohorts')
      ? ['senders', 'patients', 'nobody']
      : path.includes('/divergences/{')
        ? [given.divergence, 'none']
        : ['read', 'audited-read', 'write', 'nobody', '%']
  const QUERIES: Readonly<Record<string, readonly string[]>> = {
    '/api/audit': ['?from=0', '?most=2', '?from=x'],
    '/api/events': ['?from=0'],
    '/api/decisions': ['?id=4711'],
    '/api/routes/{name}/whatif': ['?percent=50', '?to=cloud', '?percent=x', '?to=canary'],
    '/api/cohorts/{name}/pins': ['?most=0', '?most=1'],
    '/api/routes/{name}/evidence': ['?by=supplier', '?by=x'],
    '/api/routes/{name}/divergences': ['?by=supplier', '?by=x'],
  }
  const look = async (): Promise<void> => {
    for (const at of api.filter(({ method }) => method === 'GET')) {
      now += 3_600_000
      for (const name of at.path.includes('{name}') ? names(at) : ['']) {
        for (const query of ['', ...(QUERIES[at.path] ?? [])])
          await ask(named(at), { name, query, headers: ADA })
      }
    }
  }
  for (const path of ['/livez', '/startupz', '/readyz', '/version', '/metrics']) {
    await ask(`GET ${path}`)
    await ask(`GET ${path}`, { query: '?verbose' })
  }
  await look()

  t.comment('what is changed, and refused')
  const change = async (
    operation: string,
    name: string,
    body: object,
    who = ADA,
  ): Promise<number> => {
    now += 3_600_000
    return (await ask(operation, { name, body: { ...BECAUSE, ...body }, headers: who })).status
  }
  const OVERRIDE = {
    verb: 'override',
    key: '200000000115',
    side: 'cloud',
    owner: 'team',
    expires: NOW + 1_000,
  }
  const CHANGES: readonly (readonly [string, string, object, number, Role?])[] = [
    [ALL, '', { verb: 'freeze', from: NOW + 3_600_000, to: NOW + 7_200_000 }, 200],
    [ALL, '', { verb: 'freeze', from: 5, to: 1 }, 400],
    [COHORT, 'senders', OVERRIDE, 200],
    [COHORT, 'nobody', OVERRIDE, 404],
    [COHORT, 'senders', { ...OVERRIDE, expires: 1 }, 400],
    [COHORT, 'senders', { verb: 'pin', key: '200000000116', side: 'cloud' }, 200],
    [COHORT, 'senders', { ...OVERRIDE, key: '1' }, 403, 'viewer'],
    [COHORT, 'senders', { ...OVERRIDE, revision: 999 }, 409],
    [FLIP, 'audited-read', { verb: 'promote', to: 'canary', percent: 5 }, 403],
    [FLIP, 'audited-read', { verb: 'promote', revision: 999 }, 409],
    [FLIP, 'nobody', { verb: 'promote' }, 404],
    [FLIP, 'read', { verb: 'promote', percent: 500 }, 400],
    [FLIP, 'read', { verb: 'promote', percent: 50 }, 202],
    [COHORT, 'others', OVERRIDE, 202],
    [FLIP, 'read', { verb: 'rollback' }, 200],
    [ALL, '', { verb: 'undo' }, 202],
    [ALL, '', { verb: 'unfreeze', id: 'none' }, 404],
    [FLIP, 'audited-read', { verb: 'halt' }, 200],
    [FLIP, 'audited-read', { verb: 'resume' }, 200],
    [ALL, '', { verb: 'resume', revision: 999 }, 409],
    [ALL, '', { verb: 'resume' }, 403, 'viewer'],
    [ALL, '', { verb: 'halt', isHard: true }, 200],
    [ALL, '', { verb: 'undo', environment: 'live' }, 400],
  ]
  for (const [operation, name, body, status, role] of CHANGES) {
    t.equal(await change(operation, name, body, as('ada', role)), status, JSON.stringify(body))
  }
  await look()
  for (const at of proven.filter(({ method }) => method === 'POST')) {
    now += 3_600_000
    await ask(named(at), {
      name: '1',
      body: 'x',
      headers: { authorization: 'max operator+approver', 'content-type': 'text/plain' },
    })
    await ask(named(at), { name: '1', body: '[]', headers: as('ben', 'approver') })
    for (const schema of bodiesOf(at.operation, document)) {
      for (const name of ['nobody', '77', '1'])
        await ask(named(at), {
          name,
          body: leastOf(schema, document),
          headers: as('eve', 'viewer'),
        })
    }
  }

  t.comment('what waits for a second person')
  const [APPROVE, REJECT] = ['POST /api/pending/{name}/approve', 'POST /api/pending/{name}/reject']
  await change(ALL, '', { verb: 'resume' })
  const pendings = async (): Promise<string> => {
    const { body } = await ask('GET /api/pending', { headers: ADA })
    return String((body as { requests: { id: number }[] }).requests.at(-1)?.id ?? '')
  }
  const BEN = as('ben', 'approver')
  t.equal(await change(APPROVE, await pendings(), { revision: 999 }, BEN), 409)
  for (const operation of [APPROVE, REJECT]) {
    t.equal(await change(operation, '77', {}, BEN), 404)
    await change(operation, await pendings(), { environment: 'live' }, BEN)
    await change(operation, await pendings(), { reason: '' }, BEN)
  }
  t.equal(await change(REJECT, await pendings(), {}, BEN), 200)
  await change(COHORT, 'others', { ...OVERRIDE, key: '200000000117' })
  t.equal(await change(APPROVE, await pendings(), {}, BEN), 202)
  t.equal(await change(APPROVE, await pendings(), {}, as('eve', 'approver')), 200)

  t.comment('what is told as it happens')
  now += 3_600_000
  const isAccepted = createStrictValidation(document)
  const events = document.paths['/api/events']?.['get']?.['x-ficus-events'] ?? {}
  let listening = await listenTo(t, new URL('/api/events?from=1', given.url), ADA)
  while (listening.status !== 200) {
    now += 3_600_000
    listening = await listenTo(t, new URL('/api/events?from=1', given.url), ADA)
  }
  await until(() => listening.lastId === String(given.memory.lines.length))
  listening.close()
  t.ok(listening.heard.length > 10)
  for (const { event, data } of listening.heard) {
    t.equal(isAccepted(events[event] ?? { not: {} }, data), undefined, event)
  }

  t.comment('a file that is loaded, receivers that are tried, other instances that are heard')
  await change('POST /api/reload', '', {})
  isLoaded = false
  await change('POST /api/reload', '', {})
  for (const name of ['team', 'nobody'])
    await ask('POST /api/notify/{name}/test', { name, body: {}, headers: ADA })
  for (const message of [{ says: 'look' }, { says: 'nothing' }]) {
    const body = JSON.stringify({ from: crypto.randomUUID(), message })
    const { status } = await ask('POST /api/peer', { body, headers: given.signed(body) })
    t.equal(status, message.says === 'look' ? 200 : 400)
  }
  await ask('POST /api/peer', { body: '{}', headers: { 'ficus-signature': 'x' } })

  t.comment('a store that is silent, an instance that fails, one that has less')
  given.store.failure = new StoreError('silent', 'it is away')
  await look()
  for (const [operation, name, body] of CHANGES) await change(operation, name, body)
  const bad = asking((await givenDocumented(t, { admission: ADMISSION }, { api: fails })).url)
  for (const at of operations) await bad.ask(named(at), { name: 'x', headers: ADA })
  const alone = await givenDocumented(t, { admission: ADMISSION }, { isReady: true })
  Object.assign(alone.store, { peers: undefined })
  const less = asking(alone.url)
  for (const path of ['/startupz', '/readyz']) await less.ask(`GET ${path}`)
  await less.ask('POST /api/peer', { body: '{}' })
  for (const at of api.filter(({ method }) => method === 'GET'))
    await less.ask(named(at), { name: 'read', query: '?percent=5', headers: ADA })
  await less.ask('POST /api/reload', { body: BECAUSE, headers: ADA })

  const unmet = here.unmet.filter(each => !Object.hasOwn(UNMET, each))
  t.strictSame(unmet, [])
})

const fails = (): never => {
  throw new Error('this is what fails')
}
