import t from 'tap'
import { everythingTo, startProxy } from '../support/proxy.ts'
import { ask, lineOf } from '../support/raw-client.ts'
import { startRawUpstream } from '../support/upstream.ts'

t.test('what is not framed as HTTP is refused bare, and its connection ends', async t => {
  const upstream = await startRawUpstream(t, () => t.fail('it reached the upstream'))
  const { url } = await startProxy(t, everythingTo(upstream))
  const requests: Readonly<Record<string, string>> = {
    'two lengths': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'a length and chunks':
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'an empty Transfer-Encoding': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n',
    'no Host': 'GET / HTTP/1.1\r\n\r\n',
    'two Hosts': 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n',
    'a Host with user info': 'GET / HTTP/1.1\r\nHost: me@a\r\n\r\n',
    'a Host with a path': 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n',
    'an empty Host': 'GET / HTTP/1.1\r\nHost: \r\n\r\n',
    'a list of Hosts': 'GET / HTTP/1.1\r\nHost: a, b\r\n\r\n',
    'an asterisk for GET': 'GET * HTTP/1.1\r\nHost: a\r\n\r\n',
    'another absolute target': 'GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n',
    'a shadowing name': 'GET / HTTP/1.1\r\nHost: a\r\nContent_Length: 5\r\n\r\n',
    TRACE: 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n',
    CONNECT: 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
    'no HTTP': 'hello\r\n\r\n',
  }
  for (const [what, request] of Object.entries(requests)) {
    const answer = await ask(url, request)
    t.equal(answer?.status, 400, what)
    t.equal(lineOf(answer?.headers ?? [], 'connection')?.toLowerCase(), 'close', what)
    t.equal(answer?.body.length, 0, what)
  }
})
