/** When certificates end is learned where they are shown, and from the file where they are ours. */
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { Upstream } from '../../src/exchange/index.ts'
import { openSockets, type Sockets } from '../../src/sockets/index.ts'
import { selfSigned } from '../config/certificate.ts'
import { LOCALHOST } from './localhost.ts'

const ENDS = Date.parse(new X509Certificate(LOCALHOST.cert).validTo)
/** When those end that the tests make. */
const MADE_ENDS = Date.parse('2049-12-31T23:59:59Z')

const socketsTo = (t: Test, of: Partial<Upstream>): Sockets => {
  const sockets = openSockets(
    {
      ...{ name: 'spine', origin: 'https://localhost:1', basePath: '', timeoutMs: 5_000 },
      ...{ connections: 1, queue: 10, ca: undefined, cert: undefined, key: undefined },
      ...{ preserveHost: false, simulated: false, rehearsal: false, ...of },
    },
    1,
  )
  t.teardown(() => sockets.destroy())
  return sockets
}

/** Sends one request and waits for its end, whatever it is. */
function sent(sockets: Sockets): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  sockets.dispatch(
    { path: '/', method: 'GET' },
    {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData: () => undefined,
      onResponseEnd: () => resolve('answered'),
      onResponseError: (_controller, error) => resolve(error.message),
    },
  )
  return promise
}

/** A server over TLS that ends every connection behind its answer. */
async function startTls(t: Test): Promise<string> {
  const server = createServer(LOCALHOST, (_request, response) => {
    response.writeHead(200, { connection: 'close' }).end('ok')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `https://localhost:${(server.address() as AddressInfo).port}`
}

t.test(
  'what an upstream shows is learned when it is asked, and stays when a session goes on',
  async t => {
    const sockets = socketsTo(t, { origin: await startTls(t), ca: LOCALHOST.cert })
    t.equal(sockets.certificates.server, undefined)
    for (let i = 0; i < 3; i += 1) {
      t.equal(await sent(sockets), 'answered')
      t.equal(sockets.certificates.server, ENDS)
    }
  },
)

t.test('what nobody vouches for is not learned', async t => {
  const sockets = socketsTo(t, { origin: await startTls(t) })
  t.not(await sent(sockets), 'answered')
  t.equal(sockets.certificates.server, undefined)
})

t.test('of several in a file the first to end counts', async t => {
  const [made, other] = [selfSigned('ours'), selfSigned('theirs')]
  const { certificates } = socketsTo(t, {
    ca: `${LOCALHOST.cert}\n${other.cert}\n${LOCALHOST.cert}`,
    cert: `${made.cert}\n${LOCALHOST.cert}`,
    key: made.key,
  })
  t.equal(certificates.authority, MADE_ENDS)
  t.equal(certificates.client, MADE_ENDS)
  t.ok(ENDS > MADE_ENDS)
})

t.test('an upstream without TLS has none', async t => {
  const { certificates } = socketsTo(t, { origin: 'http://localhost:1' })
  const { server, client, authority } = certificates
  t.strictSame([server, client, authority], [undefined, undefined, undefined])
})
