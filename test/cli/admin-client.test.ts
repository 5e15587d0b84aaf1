import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
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
