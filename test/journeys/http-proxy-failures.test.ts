/**
 * What http-proxy 1.18.1 does wrong, each as a journey through ours.
 * Sources: the issues of http-party/node-http-proxy named in the titles, and runs of our own against it.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { everythingTo, startProxy } from '../support/proxy.ts'
import { ask, lineOf, readAnswer } from '../support/raw-client.ts'
import { bodyOf, startRawUpstream, startUpstream } from '../support/upstream.ts'

t.test('a request with a Trailer line and no body kills nobody (#1647)', async t => {
  const upstream = await startUpstream(t, (_request, response) => response.end('still here'))
  const { url } = await startProxy(t, everythingTo(upstream))
  for (const round of [1, 2]) {
    const answer = await ask(
      url,
      'POST /x HTTP/1.1\r\nHost: spine\r\nTrailer: X-Sum\r\nContent-Length: 0\r\n\r\n',
    )
    t.equal(answer?.body.toString(), 'still here', `round ${round}`)
  }
})

for (const method of ['DELETE', 'OPTIONS', 'GET', 'POST']) {
  t.test(`a chunked body on ${method} arrives as a body and never as a second request`, async t => {
    const seen: { method: string; body: string }[] = []
    const upstream = await startUpstream(t, (request, response) => {
      void bodyOf(request).then(body => {
        seen.push({ method: request.method ?? '', body: body.toString() })
        response.end('ok')
      })
    })
    const { url } = await startProxy(t, everythingTo(upstream))
    const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: spine\r\n\r\n'
    const chunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`
    const answer = await ask(
      url,
      `${method} /x HTTP/1.1\r\nHost: spine\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
    )
    t.equal(answer?.status, 200)
    t.strictSame(seen, [{ method, body: smuggled }])
  })
}

t.test('twenty suppliers who go away leave no socket open upstream (#1586)', async t => {
  let open = 0
  const arrived: (() => void)[] = []
  let whenAll: () => void = () => undefined
  const all = new Promise<void>(resolve => (whenAll = resolve))
  const closed: Promise<unknown>[] = []
  const upstream = await startUpstream(t, request => {
    open += 1
    closed.push(once(request.socket, 'close').then(() => (open -= 1)))
    arrived.push(() => undefined)
    if (arrived.length === 20) whenAll()
  })
  const { url } = await startProxy(t, everythingTo(upstream))
  const suppliers = Array.from({ length: 20 }, () => {
    const socket = connect(Number(url.port), url.hostname)
    // A read by its interaction: a write would be waited for, to know what became of it.
    socket.write(
      'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\n\r\n',
    )
    return socket
  })
  await all
  for (const socket of suppliers) socket.destroy()
  await Promise.all(closed)
  t.equal(open, 0)
})

t.test(
  'an upstream that resets in the middle of a body ends the connection, and nobody waits',
  async t => {
    const upstream = await startRawUpstream(t, socket => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n')
        setImmediate(() => socket.resetAndDestroy())
      })
    })
    const { url, nextLine } = await startProxy(t, everythingTo(upstream))
    const answer = await ask(url, 'GET /x HTTP/1.1\r\nHost: spine\r\n\r\n', { method: 'GET' })
    t.notOk(answer?.isComplete && answer.status === 200, 'a truncated answer never looks complete')
    t.match(await nextLine(), { error: 'bad-answer', status: 502 })
  },
)

t.test('hop headers and what Connection names stop at us, both ways (#1488)', async t => {
  const hops = {
    Connection: 'keep-alive, X-Private',
    'X-Private': '1',
    'Keep-Alive': 'timeout=5',
    TE: 'gzip',
    'Proxy-Authorization': 'Basic eDp5',
    'Proxy-Connection': 'keep-alive',
  }
  let seen: readonly string[] = []
  const upstream = await startUpstream(t, (request, response) => {
    seen = request.rawHeaders
    response.writeHead(200, { ...hops, 'Proxy-Authenticate': 'Basic', 'X-Kept': 'yes' })
    response.end('ok')
  })
  const { url } = await startProxy(t, everythingTo(upstream))
  const lines = Object.entries(hops).map(([name, value]) => `${name}: ${value}\r\n`)
  const answer = await ask(
    url,
    `GET / HTTP/1.1\r\nHost: spine\r\n${lines.join('')}X-Kept: yes\r\n\r\n`,
  )
  for (const headers of [seen, answer?.headers ?? []]) {
    for (const name of [...Object.keys(hops), 'Proxy-Authenticate']) {
      if (name !== 'Connection') t.equal(lineOf(headers, name), undefined, `${name} stopped`)
    }
    t.equal(lineOf(headers, 'X-Kept'), 'yes')
    t.notMatch(lineOf(headers, 'Connection') ?? '', /private/i)
  }
})

t.test('trailers of an answer reach the supplier', async t => {
  const upstream = await startRawUpstream(t, socket => {
    socket.once('data', () =>
      socket.write(
        'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: abc\r\nX-Sum: def\r\n\r\n',
      ),
    )
  })
  const { url } = await startProxy(t, everythingTo(upstream))
  const answer = await ask(url, 'GET /x HTTP/1.1\r\nHost: spine\r\n\r\n')
  t.equal(answer?.body.toString(), 'ok')
  t.strictSame(answer?.trailers, ['X-Sum', 'abc', 'X-Sum', 'def'])
})

t.test('trailers of a request, which cannot be sent on, are counted', async t => {
  const upstream = await startUpstream(t, (request, response) => {
    void bodyOf(request).then(() => response.end('ok'))
  })
  const { url, admin, nextLine } = await startProxy(t, everythingTo(upstream))
  const chunked =
    'POST /x HTTP/1.1\r\nHost: spine\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n'
  for (const end of ['X-Sum: abc\r\n\r\n', '\r\n']) {
    t.equal((await ask(url, chunked + end))?.status, 200)
    await nextLine()
  }
  const metrics = await (await fetch(new URL('/metrics', admin))).text()
  t.match(metrics, 'ficus_request_trailers_dropped_total 1\n')
})

t.test('an Upgrade to h2c is never forwarded, and the request is served as it stands', async t => {
  let seen: readonly string[] = []
  const upstream = await startUpstream(t, (request, response) => {
    seen = request.rawHeaders
    response.end('plain')
  })
  const { url } = await startProxy(t, everythingTo(upstream))
  const answer = await ask(
    url,
    'GET / HTTP/1.1\r\nHost: spine\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
  )
  t.equal(answer?.body.toString(), 'plain')
  t.equal(lineOf(seen, 'Upgrade'), undefined)
  t.equal(lineOf(seen, 'HTTP2-Settings'), undefined)
})

t.test('duplicate headers stay duplicates, in their order and case, both ways', async t => {
  const lines = ['X-One', 'a', 'x-two', 'b', 'X-ONE', 'c', 'Set-Cookie', 'd=1', 'Set-Cookie', 'e=2']
  let seen: readonly string[] = []
  const upstream = await startUpstream(t, (request, response) => {
    seen = request.rawHeaders
    response.sendDate = false
    response.writeHead(200, [...lines, 'Content-Length', '2'])
    response.end('ok')
  })
  const { url } = await startProxy(t, everythingTo(upstream))
  const text = lines.map((part, i) => (i % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('')
  const answer = await ask(url, `GET / HTTP/1.1\r\nHost: spine\r\n${text}\r\n`)
  t.strictSame(without(seen, 'host', 'connection'), lines)
  t.strictSame(answer?.headers, [...lines, 'Content-Length', '2'])
})

t.test('a path with dot segments or encoded ones is refused, not rewritten', async t => {
  let count = 0
  const upstream = await startUpstream(t, (_request, response) => {
    count += 1
    response.end()
  })
  const { url } = await startProxy(t, everythingTo(upstream))
  for (const path of ['//evil/../%2e%2e/x', '/a/..', '/a/%2E%2e/b', '/a\\b', '/a%00b', '/a#b']) {
    const answer = await ask(url, `GET ${path} HTTP/1.1\r\nHost: spine\r\n\r\n`)
    t.equal(answer?.status, 400, path)
  }
  t.equal(count, 0)
})

t.test('a target arrives upstream byte for byte', async t => {
  const seen: string[] = []
  const upstream = await startUpstream(t, (request, response) => {
    seen.push(request.url ?? '')
    response.end()
  })
  const { url } = await startProxy(t, everythingTo(upstream))
  const targets = [
    '//two//slashes/',
    '/https://provider.example/B82617/STU3/1/Patient',
    '/a%2Fb%20c?q=%3D&&x',
    '/?',
  ]
  for (const target of targets) {
    const answer = await ask(url, `GET ${target} HTTP/1.1\r\nHost: spine\r\n\r\n`)
    t.equal(answer?.status, 200, target)
  }
  t.strictSame(seen, targets)
})

t.test(
  'Expect is answered here and not forwarded, and any other expectation is refused',
  async t => {
    let seen: readonly string[] = []
    const upstream = await startUpstream(t, (request, response) => {
      seen = request.rawHeaders
      void bodyOf(request).then(body =>
        response.end(createHash('sha256').update(body).digest('hex')),
      )
    })
    const { url } = await startProxy(t, everythingTo(upstream))
    const socket = connect(Number(url.port), url.hostname)
    t.teardown(() => socket.destroy())
    const head = 'POST /x HTTP/1.1\r\nHost: spine\r\nContent-Length: 4\r\n'
    socket.write(`${head}Expect: 100-continue\r\n\r\n`)
    const [first] = (await once(socket, 'data')) as [Buffer]
    t.match(first.toString(), /^HTTP\/1\.1 100 Continue/)
    const answer = readAnswer(socket)
    socket.write('body')
    t.equal((await answer)?.body.toString(), createHash('sha256').update('body').digest('hex'))
    t.equal(lineOf(seen, 'expect'), undefined)
    const other = await ask(url, `${head}Expect: something-else\r\n\r\nbody`)
    t.equal(other?.status, 417)
  },
)

function without(headers: readonly string[], ...names: string[]): string[] {
  return headers.filter((_, i) => !names.includes((headers[i - (i % 2)] ?? '').toLowerCase()))
}
