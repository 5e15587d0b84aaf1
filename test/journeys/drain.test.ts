import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import t from 'tap'
import { everythingTo, startProxy, untilInFlight } from '../support/proxy.ts'
import { ask, lineOf, readAnswer } from '../support/raw-client.ts'
import { startUpstream } from '../support/upstream.ts'

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
