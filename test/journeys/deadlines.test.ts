/** Deadlines, queues, kept sockets and suppliers who go away: what may be done twice, and what never. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import t from 'tap'
import {
  ebxmlAcknowledgment,
  ebxmlPost,
  ebxmlPrescription,
  soapAnswer,
  soapPost,
  soapRetrieval,
} from '../support/messages.ts'
import { everythingTo, startProxy, untilInFlight } from '../support/proxy.ts'
import { ask, readAnswer } from '../support/raw-client.ts'
import { startRawUpstream } from '../support/upstream.ts'

const answered = (body: string, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const idIn = (chunk: Buffer): string => /uuid:([-0-9A-F]+)/.exec(chunk.toString())?.[1] ?? ''

/** An upstream that answers the first request of every connection and closes on the second without a word. */
function closingOnSecond(counts: { requests: number }): (socket: Socket) => void {
  return socket => {
    let isFirst = true
    socket.on('data', (chunk: Buffer) => {
      if (!chunk.includes('HTTP/1.1')) return
      counts.requests += 1
      if (!isFirst) {
        socket.destroy()
        return
      }
      isFirst = false
      const ref = /<eb:MessageId>([^<]+)/.exec(chunk.toString())?.[1]
      const body = ref === undefined ? soapAnswer(idIn(chunk)) : ebxmlAcknowledgment(ref)
      socket.write(answered(body, ref === undefined ? '200 OK' : '202 Accepted'))
    })
  }
}

t.test(
  'a read on a kept socket that closes unanswered is asked once more, on a new one',
  async t => {
    const counts = { requests: 0 }
    const { url, lines } = await startProxy(
      t,
      everythingTo(await startRawUpstream(t, closingOnSecond(counts)), { connections: 1 }),
    )
    t.equal((await ask(url, soapPost(soapRetrieval())))?.status, 200)
    t.equal((await ask(url, soapPost(soapRetrieval())))?.status, 200)
    t.equal(counts.requests, 3)
    t.match(lines.at(-1), { attempts: 2, status: 200 })
  },
)

t.test('a write on a kept socket that closes unanswered is never sent again', async t => {
  const counts = { requests: 0 }
  const { url, lines } = await startProxy(
    t,
    everythingTo(await startRawUpstream(t, closingOnSecond(counts)), { connections: 1 }),
  )
  t.equal((await ask(url, ebxmlPost(ebxmlPrescription().body)))?.status, 202)
  const second = await ask(url, ebxmlPost(ebxmlPrescription().body))
  t.match(second?.body.toString(), 'errorCode="504"')
  t.equal(counts.requests, 2)
  t.match(lines.at(-1), { attempts: 1, error: 'sent-unknown' })
})

t.test(
  'waiting for a socket counts towards the deadline, and what waited was not sent',
  async t => {
    let requests = 0
    const upstream = await startRawUpstream(t, socket => socket.on('data', () => (requests += 1)))
    const { url, nextLine } = await startProxy(
      t,
      everythingTo(upstream, { connections: 1, timeoutMs: 400 }),
    )
    const first = ask(url, ebxmlPost(ebxmlPrescription().body))
    while (requests === 0) await new Promise(resolve => setImmediate(resolve))
    const waited = ebxmlPrescription()
    const waiting = (await ask(url, ebxmlPost(waited.body)))?.body.toString() ?? ''
    t.match((await first)?.body.toString(), 'errorCode="504"', 'the first may have been acted on')
    t.match(waiting, 'errorCode="200"', 'the second may be sent again')
    t.match(waiting, `RefToMessageId>${waited.messageId}<`, 'and it is told which message that was')
    t.equal(requests, 1)
    const errors = [(await nextLine()).error, (await nextLine()).error]
    t.strictSame(errors.sort(), ['not-sent', 'sent-unknown'])
  },
)

t.test('a full queue refuses at once', async t => {
  const upstream = await startRawUpstream(t, () => undefined)
  const { url, admin } = await startProxy(
    t,
    everythingTo(upstream, { connections: 1, queue: 1, timeoutMs: 2_000 }),
  )
  const held = [soapRetrieval(), soapRetrieval()].map(body => ask(url, soapPost(body)))
  await untilInFlight(admin, 2)
  const started = performance.now()
  const refused = await ask(url, soapPost(soapRetrieval()))
  t.match(refused?.body.toString(), 'errorCode>200<')
  t.ok(performance.now() - started < 1_000, 'and not when its time is up')
  await Promise.all(held)
})

t.test('a supplier who leaves before its message is sent has it aborted', async t => {
  const bytes: Buffer[] = []
  let closed: () => void = () => undefined
  const isClosed = new Promise<void>(resolve => (closed = resolve))
  const upstream = await startRawUpstream(t, socket => {
    socket.on('data', (chunk: Buffer) => bytes.push(chunk))
    socket.on('close', () => closed())
  })
  const { url, nextLine } = await startProxy(t, everythingTo(upstream))
  const socket = connect(Number(url.port), url.hostname)
  // Longer than is held back: it streams, and never comes to its end.
  socket.write(
    `POST /big HTTP/1.1\r\nHost: spine\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(200_000)}`,
  )
  while (Buffer.concat(bytes).length < 100_000) await new Promise(resolve => setImmediate(resolve))
  socket.destroy()
  await isClosed
  t.match(await nextLine(), { status: 499, attempts: 1 })
})

t.test(
  'a write whose supplier leaves runs to its answer, and the log says what became of it',
  async t => {
    let answer: () => void = () => undefined
    const arrived = new Promise<Socket>(resolve => {
      void startRawUpstream(t, socket => {
        socket.once('data', (chunk: Buffer) => {
          const id = /<eb:MessageId>([^<]+)/.exec(chunk.toString())?.[1] ?? ''
          answer = () => socket.write(answered(ebxmlAcknowledgment(id), '202 Accepted'))
          resolve(socket)
        })
      }).then(upstream => started(upstream))
    })
    let started: (upstream: URL) => void = () => undefined
    const upstream = await new Promise<URL>(resolve => (started = resolve))
    const { url, nextLine } = await startProxy(t, everythingTo(upstream))
    const supplier = connect(Number(url.port), url.hostname)
    supplier.write(ebxmlPost(ebxmlPrescription().body))
    await arrived
    supplier.destroy()
    await once(supplier, 'close')
    answer()
    t.match(await nextLine(), { status: 499, attempts: 1, bound: 'bound', upstream: 'spine' })
  },
)

t.test('a read whose supplier leaves is aborted, and its socket with it', async t => {
  let closed: () => void = () => undefined
  let arrived: () => void = () => undefined
  const isThere = new Promise<void>(resolve => (arrived = resolve))
  const isClosed = new Promise<void>(resolve => (closed = resolve))
  const upstream = await startRawUpstream(t, socket => {
    socket.once('data', () => arrived())
    socket.on('close', () => closed())
  })
  const { url, nextLine } = await startProxy(t, everythingTo(upstream))
  const supplier = connect(Number(url.port), url.hostname)
  supplier.write(soapPost(soapRetrieval()))
  await isThere
  supplier.destroy()
  await isClosed
  t.match(await nextLine(), { status: 499, attempts: 1 })
})

t.test('bytes after an answer never become the next one’s', async t => {
  const upstream = await startRawUpstream(t, socket => {
    socket.on('data', (chunk: Buffer) => {
      const id = idIn(chunk)
      if (id === '') return
      socket.write(
        answered(soapAnswer(id)) + answered(soapAnswer('0F8FAD5B-D9CB-469F-A165-70867728950E')),
      )
    })
  })
  const { url } = await startProxy(t, everythingTo(upstream, { connections: 1 }))
  const supplier = connect(Number(url.port), url.hostname)
  t.teardown(() => supplier.destroy())
  for (let i = 0; i < 20; i += 1) {
    const request = soapRetrieval()
    const answer = readAnswer(supplier)
    supplier.write(soapPost(request))
    t.match((await answer)?.body.toString(), `RelatesTo>uuid:${idIn(Buffer.from(request))}<`)
  }
})

t.test(
  'a supplier who leaves in the middle of a small message is recorded, and nobody is asked',
  async t => {
    const upstream = await startRawUpstream(t, () => t.fail('the upstream was asked'))
    const { url, admin, nextLine } = await startProxy(t, everythingTo(upstream))
    const supplier = connect(Number(url.port), url.hostname)
    const most = soapPost(soapRetrieval()).subarray(0, -10)
    await new Promise(resolve => supplier.write(most, resolve))
    await untilInFlight(admin, 1)
    supplier.destroy()
    t.match(await nextLine(), { status: 499, attempts: 0 })
  },
)
