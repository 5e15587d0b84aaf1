import { once } from 'node:events'
import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { Upstream } from '../../src/exchange/index.ts'
import { type Answering, openSockets, type Sockets } from '../../src/sockets/index.ts'
import { LOCALHOST } from './localhost.ts'

async function open(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

const upstreamAt = (origin: string, of: Partial<Upstream> = {}): Upstream => ({
  ...{ name: 'spine', origin, basePath: '', timeoutMs: 5_000, connections: 1, queue: 10 },
  ...{ ca: undefined, cert: undefined, key: undefined },
  ...{ preserveHost: false, simulated: false, rehearsal: false, ...of },
})

/** Sends a request and gives the status once the answer is whole, or why there is none. */
function statusBy(sockets: Sockets, headers: string[] = []): Promise<number | string> {
  const { promise, resolve } = Promise.withResolvers<number | string>()
  let status = 0
  const answering: Answering = {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, own) => void (status = own),
    onResponseData: () => undefined,
    onResponseEnd: () => resolve(status),
    onResponseError: (_controller, error) =>
      resolve('code' in error ? String(error.code) : error.message),
  }
  sockets.dispatch({ path: '/', method: 'GET', headers }, answering)
  return promise
}

async function statusOf(upstream: Upstream, headers: string[] = []): Promise<number | string> {
  const sockets = openSockets(upstream, 1)
  const status = await statusBy(sockets, headers)
  await sockets.destroy()
  return status
}

const ok: RequestListener = (_request, response) => void response.end('ok')

t.test(
  'over TLS the name asked for is the address, whatever a message says of its host',
  async t => {
    const asked: unknown[] = []
    const server = createServer(LOCALHOST, ok).on('secureConnection', socket => {
      asked.push(socket.servername)
    })
    const port = await open(t, server)
    const upstream = upstreamAt(`https://localhost:${port}`, { ca: LOCALHOST.cert })
    t.equal(await statusOf(upstream, ['Host', 'another.example']), 200)
    t.strictSame(asked, ['localhost'])
  },
)

t.test('a certificate nobody vouches for, or of another name, is not believed', async t => {
  const port = await open(t, createServer(LOCALHOST, ok))
  t.equal(await statusOf(upstreamAt(`https://localhost:${port}`)), 'DEPTH_ZERO_SELF_SIGNED_CERT')
  const byNumber = upstreamAt(`https://127.0.0.1:${port}`, { ca: LOCALHOST.cert })
  t.equal(await statusOf(byNumber), 'ERR_TLS_CERT_ALTNAME_INVALID')
})

t.test('TLS older than 1.2 is not spoken', async t => {
  const old = { ...LOCALHOST, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const
  const port = await open(t, createServer({ ...old, ciphers: 'ALL:@SECLEVEL=0' }, ok))
  const upstream = upstreamAt(`https://localhost:${port}`, { ca: LOCALHOST.cert })
  t.match(String(await statusOf(upstream)), /^ERR_SSL_/)
})

t.test('as many sockets as are allowed, one request on each', async t => {
  let sockets = 0
  const waiting: (() => void)[] = []
  const server = createPlain((_request, response) => {
    waiting.push(() => void response.end('ok'))
    if (waiting.length === 2) for (const answer of waiting.splice(0)) answer()
  }).on('connection', () => (sockets += 1))
  const port = await open(t, server)
  const pool = openSockets(upstreamAt(`http://127.0.0.1:${port}`), 2)
  t.teardown(() => pool.destroy())
  const came = await Promise.all(Array.from({ length: 6 }, () => statusBy(pool)))
  t.strictSame(came, [200, 200, 200, 200, 200, 200])
  t.equal(sockets, 2)
})
