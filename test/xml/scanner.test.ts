import t from 'tap'
import { createXmlScanner } from '../../src/xml/index.ts'
import type { XmlEvents } from '../../src/xml/index.ts'
import { refusalOf } from './refused.ts'

/** Writes down what a scanner tells, one line an event. */
function eventsOf(document: string): string[] {
  const told: string[] = []
  const scanner = createXmlScanner({
    open: (ns, name, attributes, depth) => {
      const listed = attributes.map(({ ns, name, value }) => ` {${ns}}${name}=${value}`).join('')
      told.push(`${depth} <{${ns}}${name}${listed}>`)
    },
    text: text => void told.push(text),
    close: (ns, name, depth) => void told.push(`${depth} </{${ns}}${name}>`),
  })
  scanner.write(Buffer.from(document))
  scanner.end()
  return told
}

t.test('a scanner tells elements with their namespaces, text and depth in order', t => {
  t.strictSame(eventsOf('<a xmlns="u" xmlns:p="v" p:x="1" x="2"><p:b/>t</a>\n'), [
    '1 <{u}a {v}x=1 {}x=2>',
    '2 <{v}b>',
    '2 </{v}b>',
    't',
    '1 </{u}a>',
  ])
  t.end()
})

t.test('text is told once, across CDATA, references and comments', t => {
  const [, text] = eventsOf('<a>one <![CDATA[<two>]]><!-- no -->&#32;&amp; three</a>')
  t.equal(text, 'one <two> & three')
  t.end()
})

t.test('a namespace ends with its element, and a default one can be taken off', t => {
  const told = eventsOf('<a xmlns="u" xmlns:p="v"><b xmlns="" xmlns:p="w"><p:c/></b><p:c/></a>')
  t.strictSame(
    told.filter(line => line.includes(' <{')),
    ['1 <{u}a>', '2 <{}b>', '3 <{w}c>', '2 <{v}c>'],
  )
  t.end()
})

t.test('the name of a namespace is taken as written, blanks and all', t => {
  t.match(eventsOf('<a xmlns=" u"/>'), ['1 <{ u}a>'])
  t.end()
})

t.test('line ends are read as XML asks: LF in text, blanks in attributes', t => {
  t.strictSame(eventsOf('<a b="1\r\n2\t3&#10;4">x\r\ny\rz&#13;</a>').slice(0, 2), [
    '1 <{}a {}b=1 2 3\n4>',
    'x\ny\nz\r',
  ])
  t.end()
})

t.test('an event that answers stop is the last, and what comes after it is not looked at', t => {
  const stops: readonly (readonly [event: string, events: XmlEvents])[] = [
    ['open', { open: (_ns, name) => (name === 'b' ? 'stop' : undefined) }],
    ['text', { text: () => 'stop' }],
    ['close', { close: () => 'stop' }],
  ]
  for (const [event, events] of stops) {
    let after = 0
    const scanner = createXmlScanner({
      ...events,
      close: (...of) => {
        if (scanner.stopped) after++
        return events.close?.(...of)
      },
    })
    t.notOk(scanner.stopped)
    scanner.write(Buffer.from('<a><b>t</b><!DOCTYPE a></c>'))
    t.ok(scanner.stopped, event)
    scanner.write(Buffer.from([0xff, 0x00]))
    scanner.end()
    t.equal(after, 0, `${event}: nothing told after it`)
  }
  t.end()
})

t.test('after a refusal the scanner refuses again with the same words', t => {
  const scanner = createXmlScanner({})
  const first = refusalOf(() => scanner.write(Buffer.from('<a></b>')))
  t.equal(first, 'end tag without its start tag, line 1 column 7')
  t.equal(
    refusalOf(() => scanner.write(Buffer.from('<a/>'))),
    first,
  )
  t.equal(
    refusalOf(() => scanner.end()),
    first,
  )
  t.end()
})

t.test('an error an event throws passes through as it is', t => {
  const own = new Error('of the one who listens')
  const scanner = createXmlScanner({
    open: () => {
      throw own
    },
  })
  t.throws(() => scanner.write(Buffer.from('<a/>')), own)
  t.throws(() => scanner.end(), own)
  t.end()
})

t.test('what stands before an offence is told before the refusal', t => {
  const told: string[] = []
  const scanner = createXmlScanner({ open: (_ns, name) => void told.push(name) })
  const bytes = Buffer.concat([
    Buffer.from('<a><b/>'),
    Buffer.from([0xc0]),
    Buffer.from('<c/></a>'),
  ])
  t.equal(
    refusalOf(() => scanner.write(bytes)),
    'not UTF-8, line 1 column 7',
  )
  t.strictSame(told, ['a', 'b'])
  t.end()
})
