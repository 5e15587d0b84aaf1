import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type ApiRequest, openAdmin } from '../../src/admin/index.ts'
import { createAdmission, createIssuer, openTokenFile } from '../../src/roles/index.ts'
import { AUDIENCE, startIssuer } from '../roles/local-issuer.ts'
import { ask } from '../support/raw-client.ts'

const TOKENS = {
  tokens: (['anna', 'ben', 'cleo'] as const).map(name => ({
    name,
    roles: [{ anna: 'operator', ben: 'viewer', cleo: 'approver' }[name]],
    sha256: createHash('sha256').update(`token-of-${name}`).digest('hex'),
  })),
}

const bearer = (name: string) => ({ authorization: `Bearer token-of-${name}` })

interface Given {
  readonly host?: string
  readonly withTokens?: boolean
  readonly issuer?: string
  readonly isFollowed?: boolean
}

/** An admin port that answers what it was asked, by whom, and a clock the test sets. */
async function open(
  t: Test,
  { host = '127.0.0.1', withTokens = true, issuer, isFollowed }: Given = {},
) {
  const file = join(t.testdir({}), 'tokens.json')
  writeFileSync(file, JSON.stringify(TOKENS))
  const clock = { now: 0 }
  const turned: string[] = []
  const heard: ApiRequest[] = []
  const admission = createAdmission(host, {
    ...(withTokens && { tokens: openTokenFile(file) }),
    ...(issuer !== undefined && {
      issuer: await createIssuer({
        ...{ issuer, audience: AUDIENCE, rolesIn: 'roles', nameIn: 'sub' },
      }),
    }),
  })
  const admin = await openAdmin(
    { host, port: 0, admission, clock: () => clock.now, lookEveryMs: 50 },
    {
      metrics: () => Promise.resolve({ pieces: [], contentType: 'text/plain' }),
      readiness: () => ({ reasons: [], facts: {} }),
      isStarted: true,
      api: request => {
        heard.push(request)
        const follow = isFollowed ? () => new Promise<void>(() => undefined) : undefined
        return Promise.resolve({
          status: 200,
          body: request,
          ...(follow && request.path === '/api/events' && { follow }),
        })
      },
      failed: error => t.fail(String(error)),
      turned: by => turned.push(by),
      version: { version: '1', node: '24', environment: 'test' },
    },
  )
  t.teardown(() => admin.close())
  const url = `http://127.0.0.1:${admin.address.port}`
  const get = async (
    path: string,
    headers: Record<string, string> = {},
    init: RequestInit = {},
  ) => {
    const response = await fetch(`${url}${path}`, { headers, ...init })
    const text = await response.text()
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    return { status: response.status, headers: response.headers, body }
  }
  const post = (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
    path = '/api/flip',
  ) => get(path, headers, { method: 'POST', body })
  const replace = (tokens: readonly object[]): void =>
    writeFileSync(file, JSON.stringify({ tokens }))
  return { url: new URL(url), get, post, clock, turned, heard, replace }
}

t.test('where tokens are set, nobody is heard without one, on loopback too', async t => {
  const { get, turned, heard } = await open(t)
  const none = await get('/api/routes')
  t.equal(none.status, 401)
  t.equal(none.headers.get('www-authenticate'), 'Bearer realm="ficus"')
  const strangers = ['Bearer token-of-eve', 'Basic YTpi', 'Bearer', 'Bearer a b', 'token-of-anna']
  for (const authorization of strangers) {
    const wrong = await get('/api/routes', { authorization })
    t.equal(wrong.status, 401, authorization)
    t.equal(wrong.headers.get('www-authenticate'), 'Bearer realm="ficus", error="invalid_token"')
    t.notMatch(JSON.stringify(wrong.body), /token-of|YTpi/)
  }
  t.equal((await get('/api/routes', { cookie: 'token=token-of-anna' })).status, 401)
  t.equal((await get('/api/routes?access_token=token-of-anna')).status, 401)
  t.strictSame(turned, [
    'without_token',
    ...strangers.map(() => 'token'),
    'without_token',
    'without_token',
  ])
  t.equal(heard.length, 0)
})

t.test('whoever has a token is who the file says, and is nobody else on their word', async t => {
  const { get, post } = await open(t)
  t.match((await get('/api/routes', bearer('anna'))).body, { actor: 'anna', roles: ['operator'] })
  t.match((await get('/api/routes', { authorization: 'bearer  token-of-ben' })).body, {
    actor: 'ben',
    roles: ['viewer'],
  })
  const asked = await post('{"verb":"halt","actor":"anna"}', {
    ...bearer('ben'),
    'x-actor': 'anna',
  })
  t.match(asked.body, { actor: 'ben' })
})

t.test(
  'probes and scrapes need no token, and another instance proves itself by its signature',
  async t => {
    const { get, post } = await open(t)
    for (const path of ['/livez', '/startupz', '/readyz', '/version', '/metrics']) {
      t.equal((await get(path)).status, 200, path)
    }
    const told = await post('{}', { 'ficus-signature': 'x' }, '/api/peer')
    t.match(told, { status: 200, body: { actor: 'peer', roles: [], signature: 'x' } })
  },
)

t.test('each may read and change so often, and a halt or a rollback always', async t => {
  const { get, post, clock, turned } = await open(t)
  const statuses = async (times: number, one: () => Promise<{ status: number }>) => {
    const counts: Record<number, number> = {}
    for (let i = 0; i < times; i += 1) {
      const { status } = await one()
      counts[status] = (counts[status] ?? 0) + 1
    }
    return counts
  }
  const read = () => get('/api/routes', bearer('anna'))
  const change = (verb: string) => () => post(`{"verb":"${verb}"}`, bearer('anna'))
  t.strictSame(await statuses(203, read), { 200: 200, 429: 3 })
  t.strictSame(await statuses(22, change('promote')), { 200: 20, 429: 2 })
  t.strictSame(await statuses(50, change('halt')), { 200: 50 })
  t.strictSame(await statuses(50, change('rollback')), { 200: 50 })
  t.strictSame(await statuses(50, () => post('{}', {}, '/api/peer')), { 200: 50 })
  const late = await change('promote')()
  t.equal(late.headers.get('retry-after'), '1')
  t.match(late.body, { error: /too often/ })
  t.equal((await get('/api/routes', bearer('ben'))).status, 200, 'another is not held up by it')
  t.strictSame([...new Set(turned)], ['rate'])
  clock.now += 1_000
  t.strictSame(await statuses(7, change('promote')), { 200: 5, 429: 2 })
})

t.test(
  'whoever tries tokens is slowed, and whoever has one is let in from there all the same',
  async t => {
    const { get } = await open(t)
    const tries = await Promise.all(
      Array.from({ length: 15 }, (_, i) => get('/api/routes', bearer(`eve${i}`))),
    )
    t.equal(tries.filter(({ status }) => status === 401).length, 10)
    t.equal(tries.filter(({ status }) => status === 429).length, 5)
    t.equal((await get('/api/routes', bearer('anna'))).status, 200)
  },
)

t.test('on loopback without tokens nobody is bounded, for nobody is told from anybody', async t => {
  const { get } = await open(t, { withTokens: false })
  for (let i = 0; i < 210; i += 1) {
    if ((await get('/api/routes')).status !== 200) t.fail('bounded')
  }
  t.match((await get('/api/routes')).body, { actor: 'operator' })
})

t.test('elsewhere without tokens each address may read so often', async t => {
  const { get, post } = await open(t, { withTokens: false, host: '0.0.0.0' })
  let refused = 0
  for (let i = 0; i < 205; i += 1) if ((await get('/api/routes')).status === 429) refused += 1
  t.equal(refused, 5)
  t.equal((await post('{"verb":"halt"}', {})).status, 200)
})

t.test(
  'a service is asked by its name where tokens are asked for, and by its address else',
  async t => {
    const asking = (url: URL, host: string, more = '') =>
      ask(url, `GET /api/routes HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`)
    const token = 'Authorization: Bearer token-of-anna\r\n'
    const { url } = await open(t)
    t.equal((await asking(url, 'ficus.prod.svc:9400', token))?.status, 200)
    t.equal((await asking(url, 'ficus.prod.svc:9400'))?.status, 401)
    const open2 = await open(t, { withTokens: false })
    t.equal((await asking(open2.url, 'ficus.prod.svc:9400', token))?.status, 403)
  },
)

t.test('what a page of another site has a browser send is refused, also with a token', async t => {
  const { url, turned } = await open(t)
  const asking = (method: string, ...lines: string[]) => {
    const head = [`${method} /api/routes HTTP/1.1`, `Host: ${url.host}`, ...lines]
    const token = 'Authorization: Bearer token-of-anna'
    return ask(url, [...head, token, 'Connection: close', '', ''].join('\r\n'))
  }
  for (const line of [
    'Origin: https://elsewhere.example',
    'Origin: null',
    `Origin: http://${url.hostname}:1`,
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-site',
  ]) {
    t.equal((await asking('GET', line))?.status, 403, line)
  }
  const own = [`Origin: http://${url.host}`, `Origin: https://${url.host}`]
  for (const line of [...own, 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: none']) {
    const answer = await asking('GET', line)
    t.equal(answer?.status, 200, line)
    t.notMatch(JSON.stringify(answer), /access-control/i)
  }
  const preflight = await asking('OPTIONS', 'Access-Control-Request-Method: POST')
  t.equal(preflight?.status, 405)
  t.notMatch(JSON.stringify(preflight), /access-control-allow/i)
  t.strictSame([...new Set(turned)], ['foreign'])
})

t.test('who is told of what happens is told no more once their token is taken back', async t => {
  const { get, replace, url } = await open(t, { isFollowed: true })
  const listening = await fetch(new URL('/api/events', url), { headers: bearer('anna') })
  const staying = await fetch(new URL('/api/events', url), { headers: bearer('ben') })
  const ends = listening.text().then(() => 'ended')
  const stays = staying.text().then(() => 'ended')
  replace(TOKENS.tokens.slice(1))
  t.equal(await ends, 'ended')
  t.equal(await Promise.race([stays, pause(200, 'open')]), 'open')
  t.equal((await get('/api/routes', bearer('anna'))).status, 401)
})

t.test('a body is text that can be read one way', async t => {
  const { post } = await open(t)
  const garbled = await post(new Uint8Array([0x22, 0xff, 0x22]), bearer('anna'))
  t.match(garbled, { status: 400, body: { error: 'the body is not UTF-8' } })
  t.equal((await post('x'.repeat(65_537), bearer('anna'))).status, 413)
})

t.test(
  'whoever has a token of an issuer that is silent is asked to come again, and others are let in',
  async t => {
    const local = await startIssuer(t)
    const token = await local.sign({ exp: Math.floor(Date.now() / 1_000) + 300 })
    const { get, turned } = await open(t, { issuer: local.issuer })
    const signed = { authorization: `Bearer ${token}` }
    t.match(await get('/api/routes', signed), { status: 200, body: { actor: 'anna' } })
    const other = await open(t, { issuer: 'http://127.0.0.1:1' })
    const silent = await other.get('/api/routes', signed)
    t.equal(silent.status, 503)
    t.ok(Number(silent.headers.get('retry-after')) >= 1)
    t.equal((await other.get('/api/routes', bearer('ben'))).status, 200)
    t.strictSame([turned, other.turned], [[], ['issuer']])
  },
)
