import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import type { DrainWaits, Proxy } from '../../src/proxy.ts'
import {
  configOf,
  everythingTo,
  startProxy,
  type StartedProxy,
  untilInFlight,
} from '../support/proxy.ts'
import { ask, lineOf, readAnswer } from '../support/raw-client.ts'
import { onTheWire, retrievalOf } from '../support/translated.ts'
import { startUpstream } from '../support/upstream.ts'

t.setTimeout(110_000)

t.test('a drain finishes what is in flight, takes nothing new, and loses nothing', async t => {
  let held: ServerResponse | undefined
  let arrived: () => void = () => undefined
  const isThere = new Promise<void>(resolve => (arrived = resolve))
  const upstream = await startUpstream(t, (_request, response) => {
    held = response
    arrived()
  })
  const { url, admin, proxy } = await startProxy(t, everythingTo(upstream))
  const answer = ask(url, 'GET /slow HTTP/1.1\r\nHost: spine\r\n\r\n')
  await isThere
  const drained = proxy.close(5_000)
  t.equal((await fetch(new URL('/readyz', admin))).status, 503, 'readiness goes first')
  t.equal((await fetch(new URL('/livez', admin))).status, 200, 'and it lives on')
  const late = connect(Number(url.port), url.hostname)
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException]
  t.equal(error.code, 'ECONNREFUSED')
  held?.end('finished')
  const { body, headers } = (await answer) ?? {}
  t.equal(body?.toString(), 'finished')
  t.equal(lineOf(headers ?? [], 'connection'), 'close')
  t.equal(await drained, 0)
})

t.test('a keep-alive connection that is idle does not hold up a drain', async t => {
  const upstream = await startUpstream(t, (_request, response) => response.end('ok'))
  const { url, proxy } = await startProxy(t, everythingTo(upstream))
  const socket = connect(Number(url.port), url.hostname)
  t.teardown(() => socket.destroy())
  socket.write('GET / HTTP/1.1\r\nHost: spine\r\n\r\n')
  await readAnswer(socket)
  const closed = once(socket, 'close')
  t.equal(await proxy.close(60_000), 0)
  await closed
})

t.test('what is still there at the hard stop is cut and counted', async t => {
  const upstream = await startUpstream(t, () => undefined)
  const { url, admin, proxy } = await startProxy(t, everythingTo(upstream))
  const answer = ask(url, 'GET /never HTTP/1.1\r\nHost: spine\r\n\r\n')
  await untilInFlight(admin, 1)
  t.equal(await proxy.close(50), 1)
  t.equal(await answer, undefined)
})

const REQUEST = 'POST /x HTTP/1.1\r\nHost: spine\r\nContent-Length: 2\r\n\r\nhi'

/** A connection of a test's own. */
async function connected(t: Test, { url }: StartedProxy): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname).setNoDelay(true)
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Waits until a proxy takes no connection any more. */
async function untilClosed({ url }: StartedProxy): Promise<void> {
  for (;;) {
    const socket = connect(Number(url.port), url.hostname)
    const isTaken = await new Promise<boolean>(resolve => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (!isTaken) return
  }
}

t.test('what comes over a connection that is idle is answered still, and it ends', async t => {
  const upstream = await startUpstream(t, (_request, response) => response.end('ok'))
  const started = await startProxy(t, everythingTo(upstream), { limits: { lastTurnMs: 5_000 } })
  const [used, fresh, halfSent] = [
    await connected(t, started),
    await connected(t, started),
    await connected(t, started),
  ]
  used.write(REQUEST)
  t.equal(lineOf((await readAnswer(used))?.headers ?? [], 'connection'), undefined)
  halfSent.write(REQUEST.slice(0, 20))
  const drained = started.proxy.close(20_000)
  await untilClosed(started)
  // Well within its last turn: none is ended before that is over.
  await new Promise(resolve => setTimeout(resolve, 300))
  for (const [what, socket, rest] of [
    ['one that was used before', used, REQUEST],
    ['one that has brought nothing yet', fresh, REQUEST],
    ['one of whose request a part had come', halfSent, REQUEST.slice(20)],
  ] as const) {
    const ended = once(socket, 'end')
    socket.write(rest)
    const { status, headers, body } = (await readAnswer(socket)) ?? {}
    t.match({ status, body: body?.toString() }, { status: 200, body: 'ok' }, what)
    t.equal(lineOf(headers ?? [], 'connection'), 'close', what)
    await ended
  }
  t.equal(await drained, 0)
})

t.test('a request that comes slowly is waited for longer than an idle connection', async t => {
  const upstream = await startUpstream(t, (_request, response) => response.end('ok'))
  const started = await startProxy(t, everythingTo(upstream), { limits: { lastTurnMs: 100 } })
  const [idle, slow] = [await connected(t, started), await connected(t, started)]
  slow.write(REQUEST.slice(0, 20))
  const parted = once(idle, 'close')
  const drained = started.proxy.close(20_000)
  await parted
  slow.write(REQUEST.slice(20))
  t.equal((await readAnswer(slow))?.body.toString(), 'ok')
  t.equal(await drained, 0)
})

t.test('half a request that never goes on is cut at the hard stop, and counted', async t => {
  const upstream = await startUpstream(t, (_request, response) => response.end('ok'))
  const started = await startProxy(t, everythingTo(upstream))
  const socket = await connected(t, started)
  socket.write('POST /x HT')
  t.equal((await ask(started.url, REQUEST))?.status, 200, 'by now what came before was read')
  t.equal(await started.proxy.close(50), 1)
})

t.test('who balances gets time to see that it should not: connections are still taken', async t => {
  const upstream = await startUpstream(t, (_request, response) => response.end('ok'))
  const started = await startProxy(t, everythingTo(upstream))
  const drained = started.proxy.close(5_000, { waitMs: 300 })
  t.equal((await fetch(new URL('/readyz', started.admin))).status, 503)
  const answer = await ask(started.url, REQUEST)
  t.equal(answer?.status, 200)
  t.equal(lineOf(answer?.headers ?? [], 'connection'), 'close', 'each for one request')
  await untilClosed(started)
  t.equal(await drained, 0)
})

/** Gathers what a drain says it waits for. */
function telling(proxy: Proxy, hardStopMs: number) {
  const waits: DrainWaits[] = []
  return { waits, drained: proxy.close(hardStopMs, { told: each => waits.push(each) }) }
}

t.test('a drain says whom it waits for, by route, every second while it lasts', async t => {
  let held: ServerResponse | undefined
  const upstream = await startUpstream(t, (_request, response) => (held = response))
  const { url, admin, proxy } = await startProxy(t, everythingTo(upstream))
  const answer = ask(url, 'GET /Patient/9990000018 HTTP/1.1\r\nHost: spine\r\n\r\n')
  await untilInFlight(admin, 1)
  const { waits, drained } = telling(proxy, 20_000)
  while (waits.length < 3) await new Promise(resolve => setTimeout(resolve, 20))
  held?.end('ok')
  t.equal(await drained, 0)
  t.equal((await answer)?.body.toString(), 'ok')
  for (const { requests, connections } of waits.slice(0, 3)) {
    t.strictSame([...requests], [['default', 1]])
    t.equal(connections, 1)
  }
  const [first, second, third] = waits
  t.ok((first?.ms ?? NaN) < 100 && (second?.ms ?? 0) >= 990 && (third?.ms ?? 0) >= 1_990)
  t.strictSame([...(waits.at(-1)?.requests ?? [])], [], 'and once more when it is over')
  t.notMatch(JSON.stringify(waits), /Patient|9990000018/)
})

t.test('copies that are under way are waited for, and no longer than two seconds', async t => {
  const legacy = await createLegacySpine()
  t.teardown(() => legacy.close())
  const held: ServerResponse[] = []
  const cloud = await startUpstream(t, (_request, response) => held.push(response))
  const copying = async (): Promise<StartedProxy> => {
    const started = await startProxy(
      t,
      configOf({
        environment: { name: 'test' },
        upstreams: {
          spine: { url: legacy.url },
          'pds-fhir': { url: cloud.origin },
        },
        routes: [
          {
            name: 'reads',
            match: { interaction: ['QUPA_IN000008UK02'] },
            legacy: 'spine',
            cloud: 'pds-fhir',
            translate: 'pds.retrieval',
            startsAt: 'shadow',
            shadow: { as: '990000009999', sample: 1 },
          },
          { name: 'default', legacy: 'spine' },
        ],
      }),
    )
    held.length = 0
    const [patient] = createPatients()
    if (patient === undefined) throw new Error('no patient')
    const answer = await ask(started.url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient)))
    t.equal(answer?.status, 200)
    while (held.length === 0) await new Promise(resolve => setTimeout(resolve, 20))
    return started
  }

  const answered = await copying()
  const { waits, drained } = telling(answered.proxy, 20_000)
  t.strictSame([...(waits[0]?.beside ?? [])], [['copies', 1]])
  held[0]?.writeHead(503).end()
  t.equal(await drained, 0)
  t.equal(answered.compared.length, 1)
  t.not(answered.compared[0]?.reason, 'closed', 'what the cloud said of it counts')

  const hanging = await copying()
  const late = telling(hanging.proxy, 20_000)
  t.equal(await late.drained, 0, 'no supplier waits for it')
  t.match(hanging.compared, [{ verdict: 'not_compared', reason: 'closed' }])
  const ms = late.waits.at(-1)?.ms ?? 0
  t.ok(ms >= 2_000 && ms < 10_000, `${ms} ms`)
})
