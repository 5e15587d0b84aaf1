import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { createStreams } from '../../src/admin/event-stream.ts'
import { until } from '../fleet/given.ts'
import { onMemory, revisionsOf, upTo } from './given-events.ts'

t.test('where nothing happens a comment says now and then that the stream is there', async t => {
  const { listen } = await onMemory(t, { heartbeatMs: 10 })
  const listening = await listen()
  await until(() => listening.comments >= 3)
  t.strictSame(listening.heard, [])
})

t.test('who does not read is let go, and what waits for them is bounded', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const streams = createStreams({ patienceMs: 200, heartbeatMs: 20, failed: () => undefined })
  const large = { event: 'change', id: 1, data: 'x'.repeat(1_000_000) }
  let told = 0
  let mostWaiting = 0
  server.on('request', (_, response) => {
    streams.begin(response, async ({ gone, tell }) => {
      while (!gone.aborted) {
        const telling = tell(large)
        told += 1
        mostWaiting = Math.max(mostWaiting, response.writableLength)
        await telling
      }
    })
  })
  const hanging = connect(port, '127.0.0.1')
  t.teardown(() => hanging.destroy())
  hanging.pause().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await until(() => streams.open === 1)
  await until(() => streams.open === 0)
  t.ok(told < 40, `told ${told} before it was given up`)
  t.ok(mostWaiting < 2_000_000, `${mostWaiting} bytes waited`)
})

t.test('who reads slowly is told everything, however long it takes', async t => {
  const { change, listen } = await onMemory(t, { patienceMs: 1_000 })
  await change(3_000)
  const slow = await listen({}, '?from=1')
  for (let i = 0; i < 5; i += 1) {
    slow.pause()
    await new Promise(resolve => setTimeout(resolve, 50))
    slow.resume()
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  await until(() => slow.heard.length === 3_000)
  t.strictSame(revisionsOf(slow.heard), upTo(1, 3_000))
})

t.test('as many are told as there is room for, and the next when one has gone', async t => {
  const { listen } = await onMemory(t, { most: 2, patienceMs: 50 })
  const [first] = [await listen(), await listen()]
  const third = await listen()
  t.equal(third.status, 503)
  t.equal(third.headers['retry-after'], '5')
  first.close()
  let { status } = third
  while (status !== 200) ({ status } = await listen())
  t.equal(status, 200)
})

t.test('sixty-four are told at once where nobody says otherwise', async t => {
  const { listen } = await onMemory(t)
  for (let i = 0; i < 64; i += 1) t.equal((await listen()).status, 200)
  t.equal((await listen()).status, 503)
})

t.test('an instance that drains ends every stream whole and begins no other', async t => {
  const { listen, change, endStreams } = await onMemory(t)
  const listening = await listen({}, '?from=1')
  await change(1)
  await until(() => listening.heard.length === 1)
  endStreams()
  await until(() => listening.isEnded)
  t.equal((await listen()).status, 503)
})
