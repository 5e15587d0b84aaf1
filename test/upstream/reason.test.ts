import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { everythingTo, startProxy } from '../support/proxy.ts'
import { startRawUpstream } from '../support/upstream.ts'

const PHRASES: Readonly<Record<string, readonly [sent: string, seen: string]>> = {
  'of words': ['Here You Are; (perhaps)', 'Here You Are; (perhaps)'],
  'that is empty': ['', ''],
  'in UTF-8': ['Tr\u00c3\u00a8s bien', 'Tr\u00c3\u00a8s bien'],
  'in UTF-8 beyond latin1': ['\u00e2\u0082\u00ac 5', '\u00e2\u0082\u00ac 5'],
  // The library keeps no trace of a byte that is no UTF-8.
  'in latin1': ['Tr\u00e8s bien', 'Tr?s bien'],
  'with a tab': ['a\tb', 'a\tb'],
}

for (const [what, [sent, seen]] of Object.entries(PHRASES)) {
  for (const framing of [
    'Content-Length: 2\r\n\r\nok',
    'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  ]) {
    const way = framing.startsWith('C') ? 'held' : 'streamed'
    t.test(`an answer with a reason phrase ${what} reaches the supplier, ${way}`, async t => {
      const upstream = await startRawUpstream(t, socket => {
        socket.once('data', () =>
          socket.write(Buffer.from(`HTTP/1.1 200 ${sent}\r\n${framing}`, 'latin1')),
        )
      })
      const { url } = await startProxy(t, everythingTo(upstream))
      const socket = connect(Number(url.port), url.hostname)
      t.teardown(() => socket.destroy())
      socket.write('GET / HTTP/1.1\r\nHost: spine\r\n\r\n')
      const [bytes] = (await once(socket, 'data')) as [Buffer]
      t.equal(bytes.toString('latin1').split('\r\n', 1)[0], `HTTP/1.1 200 ${seen}`)
    })
  }
}
