import t from 'tap'
import { openAdmin, type Readiness } from '../../src/admin/index.ts'
import { ask } from '../support/raw-client.ts'

const start = async (
  readiness: Readiness = { reasons: [], facts: { routes: 3 } },
  host = '127.0.0.1',
) => {
  const admin = await openAdmin(
    { host, port: 0 },
    {
      metrics: accept =>
        Promise.resolve({
          pieces: [Buffer.from('ficus_x 1\n'), Buffer.from('# é\n')],
          contentType: accept === 'application/x' ? accept : 'text/plain',
        }),
      readiness: () => readiness,
      isStarted: true,
      api: request => Promise.resolve({ status: 200, body: request }),
      failed: () => undefined,
      version: { version: '1', node: '24', environment: 'test' },
    },
  )
  t.teardown(() => admin.close())
  const ask = async (path: string, method = 'GET', more: RequestInit = {}) => {
    const url = `http://127.0.0.1:${admin.address.port}${path}`
    const response = await fetch(url, { method, ...more })
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  return ask
}

t.test('the pages a probe, a scrape and a person read', async t => {
  const ask = await start()
  t.strictSame(JSON.parse((await ask('/livez')).text), { status: 'live' })
  t.strictSame(JSON.parse((await ask('/startupz')).text), { status: 'started' })
  t.strictSame(JSON.parse((await ask('/readyz')).text), { status: 'ready' })
  t.strictSame(JSON.parse((await ask('/readyz?verbose')).text), { status: 'ready', routes: 3 })
  t.strictSame(JSON.parse((await ask('/version')).text), {
    version: '1',
    node: '24',
    environment: 'test',
  })
  t.equal((await ask('/livez')).headers.get('cache-control'), 'no-store')
})

t.test('the metrics come whole from their pieces, as whoever scrapes wants them', async t => {
  const ask = await start()
  const page = await ask('/metrics')
  t.equal(page.text, 'ficus_x 1\n# é\n')
  t.equal(page.headers.get('content-length'), '15', 'in bytes')
  t.equal(page.headers.get('content-type'), 'text/plain')
  const other = await ask('/metrics', 'GET', { headers: { accept: 'application/x' } })
  t.equal(other.headers.get('content-type'), 'application/x')
  const head = await ask('/metrics', 'HEAD')
  t.strictSame([head.text, head.headers.get('content-length')], ['', '15'])
})

t.test('an instance that wants no traffic says so with 503 and why, and stays alive', async t => {
  const ask = await start({ reasons: ['draining'], facts: {} })
  const page = await ask('/readyz')
  t.equal(page.status, 503)
  t.strictSame(JSON.parse(page.text), { status: 'not ready', reasons: ['draining'] })
  t.equal((await ask('/livez')).status, 200)
})

t.test('an unknown page names those there are, and nothing but reading is allowed', async t => {
  const ask = await start()
  const page = await ask('/nowhere')
  t.equal(page.status, 404)
  t.match(page.text, '/metrics')
  t.equal((await ask('/__proto__')).status, 404)
  t.equal((await ask('/livez', 'POST')).status, 405)
  t.equal((await ask('/livez', 'HEAD')).text, '')
})

const posted = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  body,
  headers,
})

t.test('what is under /api/ is answered by the API, with who asks and the whole body', async t => {
  const ask = await start()
  const page = await ask(
    '/api/flip?a=b',
    'POST',
    posted('{"verb":"halt"}', { 'content-type': 'x/y' }),
  )
  t.strictSame(JSON.parse(page.text), {
    method: 'POST',
    path: '/api/flip',
    query: 'a=b',
    contentType: 'x/y',
    body: '{"verb":"halt"}',
    actor: 'operator',
    roles: ['operator', 'approver'],
  })
})

t.test('on an address others reach, who asks may look and halt', async t => {
  const ask = await start(undefined, '0.0.0.0')
  t.match(JSON.parse((await ask('/api/routes')).text), { actor: 'viewer', roles: ['viewer'] })
})

t.test('a page of somebody else’s in an operator’s browser changes nothing', async t => {
  const ask = await start()
  const foreign = await ask(
    '/api/flip',
    'POST',
    posted('{}', { origin: 'https://elsewhere.example' }),
  )
  t.equal(foreign.status, 403)
  t.match(foreign.text, 'another origin')
})

t.test('a name made to point here is not how this port is asked', async t => {
  const admin = await openAdmin(
    { host: '127.0.0.1', port: 0 },
    {
      metrics: () => Promise.resolve({ pieces: [], contentType: 'text/plain' }),
      readiness: () => ({ reasons: [], facts: {} }),
      isStarted: true,
      api: () => Promise.resolve({ status: 200, body: 'asked' }),
      failed: () => undefined,
      version: { version: '1', node: '24', environment: 'test' },
    },
  )
  t.teardown(() => admin.close())
  const url = new URL(`http://127.0.0.1:${admin.address.port}`)
  const get = (host: string) =>
    ask(url, `GET /api/routes HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  t.equal((await get('rebound.example:9400'))?.status, 403)
  for (const host of ['127.0.0.1:9400', 'localhost', '[::1]:9400']) {
    t.equal((await get(host))?.status, 200, host)
  }
})

t.test('a change is of a size that can be read', async t => {
  const ask = await start()
  const page = await ask('/api/flip', 'POST', posted('x'.repeat(65_537)))
  t.equal(page.status, 413)
  t.equal((await ask('/api/flip', 'POST', posted('x'.repeat(65_536)))).status, 200)
})
