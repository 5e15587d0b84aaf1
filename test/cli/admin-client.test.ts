import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { adminOrigin, createAdminClient, expected } from '../../src/cli/admin-client.ts'
import { spokenDuration } from '../../src/cli/spoken-place.ts'

const NOWHERE = { env: {}, cwd: '/' }

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

t.test('an instance is found by the option, the variable, or on this machine', async t => {
  t.equal(adminOrigin(undefined, {}), 'http://127.0.0.1:9400')
  t.equal(adminOrigin(undefined, { FICUS_ADMIN: '10.0.0.7:9401' }), 'http://10.0.0.7:9401')
  t.equal(adminOrigin('https://ficus.example/', { FICUS_ADMIN: 'x' }), 'https://ficus.example')
  t.equal(adminOrigin('9500', {}), 'http://127.0.0.1:9500')
  t.equal(adminOrigin(undefined, { FICUS_ADMIN: '0.0.0.0:9400' }), 'http://127.0.0.1:9400')
  t.equal(adminOrigin(undefined, { FICUS_ADMIN: '[::]:9400' }), 'http://127.0.0.1:9400')
  t.equal(adminOrigin('[::1]:9400', {}), 'http://[::1]:9400')
  t.match(
    thrownBy(() => adminOrigin('nowhere', {})),
    { exitCode: 2 },
  )
})

t.test('what answers something else than JSON is no instance', async t => {
  const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const client = createAdminClient(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    NOWHERE,
  )
  for (const asked of [client.get('/api/routes'), client.post('/api/flip', {})]) {
    t.match(await asked.catch((error: unknown) => error), { exitCode: 4 })
  }
})

/** A server that keeps what it was asked, and answers in turn. */
async function answering(t: Test, ...answers: readonly [number, Record<string, string>, object][]) {
  const asked: { path: string; token: string | undefined }[] = []
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ path: url, token: headers.authorization })
    const [status, more, body] = answers[asked.length - 1] ?? [200, {}, {}]
    response.writeHead(status, more).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return { asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const WITH_TOKEN = { env: { FICUS_TOKEN: 'abc.def' }, cwd: '/' }
const ended = (asking: Promise<unknown>) => asking.catch((error: unknown) => error)

t.test('the token goes to whoever was asked, and after no redirect', async t => {
  const elsewhere = await answering(t)
  const told = { location: `${elsewhere.origin}/api/routes` }
  const { asked, origin } = await answering(t, [200, {}, {}], [307, told, {}], [302, told, {}])
  const client = createAdminClient(origin, WITH_TOKEN)
  await client.get('/api/routes')
  t.strictSame(asked, [{ path: '/api/routes', token: 'Bearer abc.def' }])
  t.match(await ended(client.get('/api/routes')), { exitCode: 4 })
  t.match(await ended(client.post('/api/flip', {})), { exitCode: 4 })
  t.equal(elsewhere.asked.length, 0)
  const { asked: unnamed, origin: other } = await answering(t)
  await createAdminClient(other, NOWHERE).get('/api/routes')
  t.equal(unnamed[0]?.token, undefined)
})

t.test('who is told to wait a moment waits once, and who is told longer is told so', async t => {
  const error = 'this is asked too often'
  const soon = { 'retry-after': '1' }
  const { asked, origin } = await answering(t, [429, soon, { error }], [200, {}, { ok: 1 }])
  const began = performance.now()
  t.match(await createAdminClient(origin, WITH_TOKEN).get('/x'), { status: 200, body: { ok: 1 } })
  t.ok(performance.now() - began >= 990)
  t.equal(asked.length, 2)
  for (const header of [{ 'retry-after': '5' }, {}, { 'retry-after': 'soon' }]) {
    const late = await answering(t, [429, header, { error }])
    t.match(await createAdminClient(late.origin, WITH_TOKEN).get('/x'), { status: 429 })
    t.equal(late.asked.length, 1)
  }
})

t.test('whoever is not let in is told the way out, and their token by nobody', async t => {
  const refused = () => answering(t, [401, {}, { error: 'not let in' }])
  const own = await ended(createAdminClient((await refused()).origin, WITH_TOKEN).get('/x'))
  t.match(own, { exitCode: 3, message: 'not let in: set FICUS_TOKEN to one that is yours' })
  t.notMatch(String(own), 'abc.def')
  const none = await ended(createAdminClient((await refused()).origin, NOWHERE).get('/x'))
  t.match(none, { exitCode: 3, message: 'not let in: set FICUS_TOKEN to your token' })
  for (const FICUS_TOKEN of ['a\nb', 'a b', 'SECRET\u00e9', 'file:/nowhere/SECRET']) {
    const error = thrownBy(() =>
      createAdminClient('http://127.0.0.1:1', { env: { FICUS_TOKEN }, cwd: '/' }),
    )
    t.match(error, { exitCode: 2, message: /^FICUS_TOKEN/ })
    if (!FICUS_TOKEN.startsWith('file:')) t.notMatch(String(error), 'SECRET')
  }
})

t.test('an answer is what was asked for, or ends the command', async t => {
  t.equal(expected({ status: 200, body: 7 }), 7)
  const failing = (status: number) => thrownBy(() => expected({ status, body: { error: 'why' } }))
  t.match(failing(404), { exitCode: 2, message: 'why' })
  t.match(failing(403), { exitCode: 3, message: 'why' })
  t.match(failing(409), { exitCode: 5, message: 'why' })
  t.match(failing(429), { exitCode: 1, message: 'why' })
  t.match(failing(503), { exitCode: 4, message: 'why' })
})

t.test('a duration is said in its two largest units', async t => {
  const cases = [
    [0, 'less than 1 s'],
    [999, 'less than 1 s'],
    [1_000, '1 s'],
    [61_000, '1 min 1 s'],
    [3_600_000, '1 h'],
    [3_600_000 * 27 + 59_000, '1 d 3 h'],
    [86_400_000 * 400, '400 d'],
  ] as const
  for (const [ms, said] of cases) t.equal(spokenDuration(ms), said)
})
