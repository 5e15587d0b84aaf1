import fc from 'fast-check'
import t from 'tap'
import { hasToken, headerOf, headersOf, withoutHopHeaders } from '../../src/exchange/index.ts'

const HOPS = [
  'Connection',
  'Keep-Alive',
  'Proxy-Connection',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Authentication-Info',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'HTTP2-Settings',
  'Alt-Svc',
  'ALPN',
  'Close',
]

t.test('each hop header stops, whatever its case, and its neighbours stay', async t => {
  for (const name of HOPS) {
    for (const written of [name, name.toLowerCase(), name.toUpperCase()]) {
      t.strictSame(
        withoutHopHeaders(['A', '1', written, 'x', 'B', '2']),
        ['A', '1', 'B', '2'],
        written,
      )
    }
  }
})

t.test(
  'what Connection names goes with it, but for what frames or addresses the message',
  async t => {
    t.strictSame(
      withoutHopHeaders(['Connection', 'X-One, x-TWO', 'X-One', '1', 'x-two', '2', 'X-Three', '3']),
      ['X-Three', '3'],
    )
    const framing = ['Content-Length', '2', 'Host', 'a', 'Content-Type', 'text/xml']
    t.strictSame(
      withoutHopHeaders(['Connection', 'content-length, host, content-type', ...framing]),
      framing,
    )
  },
)

t.test('every other line keeps its name, value and place', async t => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/)
  const hops = new Set(HOPS.map(hop => hop.toLowerCase()))
  const kept = fc.property(
    fc.array(fc.tuple(name, fc.string({ unit: 'grapheme-ascii' }))),
    lines => {
      const expected = lines.filter(([own]) => !hops.has(own.toLowerCase()))
      const named = lines.filter(([own]) => own.toLowerCase() === 'connection').length > 0
      if (named) return
      t.strictSame(withoutHopHeaders(lines.flat()), expected.flat())
    },
  )
  fc.assert(kept, { numRuns: 100 })
})

t.test('names are found whatever their case, the first value first', async t => {
  const lines = ['X-A', '1', 'x-a', '2', '__proto__', '3']
  t.equal(headerOf(lines, 'x-a'), '1')
  t.strictSame(headersOf(lines, 'x-a'), ['1', '2'])
  t.equal(headerOf(lines, '__proto__'), '3')
  t.equal(headerOf(lines, 'constructor'), undefined)
})

t.test('a token is found in a list, and not inside another', async t => {
  t.ok(hasToken('a, Close ,b', 'close'))
  t.notOk(hasToken('closed', 'close'))
  t.notOk(hasToken(undefined, 'close'))
})
