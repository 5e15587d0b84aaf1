import t from 'tap'
import { openAdmin, type Readiness } from '../../src/admin/index.ts'

const start = async (readiness: Readiness = { reasons: [], facts: { routes: 3 } }) => {
  const admin = await openAdmin(
    { host: '127.0.0.1', port: 0 },
    {
      metrics: () => Promise.resolve({ text: 'ficus_x 1\n', contentType: 'text/plain' }),
      readiness: () => readiness,
      isStarted: true,
      version: { version: '1', node: '24', environment: 'test' },
    },
  )
  t.teardown(() => admin.close())
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${admin.address.port}${path}`, { method })
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
  t.equal((await ask('/metrics')).text, 'ficus_x 1\n')
  t.equal((await ask('/livez')).headers.get('cache-control'), 'no-store')
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
