import t from 'tap'
import { type Answered, type Rule } from '../../src/comparison/index.ts'
import { compare, compareJson, compareXml, differing, NO_RULES, policyOf, xml } from './compared.ts'

const KEYED = policyOf(
  { id: 'any order', path: 'list/entry', why: 'a test', does: 'unordered' },
  { id: 'by its id', path: 'list/entry', why: 'a test', does: 'key', key: ['@id'] },
)

const list = (...entries: readonly (readonly [id: string, value: string])[]): string =>
  `<list>${entries.map(([id, value]) => `<entry id="${id}"><v>${value}</v></entry>`).join('')}</list>`

t.test('one more under a key the other side has once is a double, on whichever side', async t => {
  const once = list(['a', 'one'], ['b', 'two'])
  const twice = list(['a', 'one'], ['b', 'two'], ['a', 'three'])
  t.strictSame(differing(compareXml(once, twice, KEYED)), ['duplicate-key list/entry'])
  t.strictSame(differing(compareXml(twice, once, KEYED)), ['duplicate-key list/entry'])
})

t.test('what is under a key of its own is missing or extra, and no double', async t => {
  const one = list(['a', 'one'], ['b', 'two'])
  const more = list(['a', 'one'], ['b', 'two'], ['c', 'three'])
  t.strictSame(differing(compareXml(one, more, KEYED)), ['extra list/entry'])
  t.strictSame(differing(compareXml(more, one, KEYED)), ['missing list/entry'])
})

t.test('a key both sides have twice says nothing of who is whose, and is no double', async t => {
  const two = list(['a', 'one'], ['a', 'two'])
  t.equal(compareXml(two, list(['a', 'two'], ['a', 'one']), KEYED).verdict, 'identical')
  const more = list(['a', 'one'], ['a', 'two'], ['a', 'three'])
  t.strictSame(differing(compareXml(two, more, KEYED)), ['extra list/entry'])
})

t.test(
  'a double is not left out by a rule that lets one be without, but one that ignores',
  async t => {
    const [once, twice] = [list(['a', 'one']), list(['a', 'one'], ['a', 'two'])]
    const withRule = (does: 'optional' | 'ignore'): readonly string[] => {
      const rule: Rule = { id: does, path: 'list/entry', why: 'a test', does }
      return differing(compareXml(once, twice, policyOf(...KEYED.rules, rule)))
    }
    t.strictSame(withRule('optional'), ['duplicate-key list/entry'])
    t.strictSame(withRule('ignore'), [])
  },
)

t.test(
  'a list where the other has one thing is another cardinality, and what it holds is told',
  async t => {
    t.strictSame(differing(compareJson({ name: ['A'] }, { name: 'A' })), ['cardinality name'])
    t.strictSame(differing(compareJson({ name: 'A' }, { name: ['B'] })), [
      'cardinality name',
      'value name',
    ])
    t.strictSame(differing(compareJson({ name: [{ family: 'A' }] }, { name: { family: 'B' } })), [
      'cardinality name',
      'value name/family',
    ])
    t.strictSame(differing(compareJson({ name: ['A', 'B'] }, { name: 'A' })), ['cardinality name'])
    t.strictSame(differing(compareJson({ name: 'A' }, { name: {} })), ['type name'])
  },
)

const answered = (type: string, body: string | Buffer, ...more: string[]): Answered => ({
  status: 200,
  headers: ['Content-Type', type, ...more],
  body: Buffer.from(body),
})

const told = (control: Answered, candidate: Answered): readonly string[] =>
  compare({ control, candidate }, NO_RULES).differences.map(
    ({ kind, path, severity, leftToken, rightToken }) =>
      `${severity} ${kind} ${path} ${leftToken} ${rightToken}`,
  )

t.test('bytes that are not what they say they are differ in how they are to be read', async t => {
  const control = xml('<a>\u00e9</a>')
  const UNDECODABLE: readonly Answered[] = [
    answered('text/xml', Buffer.from('<a>\u00e9</a>', 'latin1')),
    answered('text/xml; charset=iso-8859-1', Buffer.from('<a>\u00e9</a>', 'latin1')),
    answered('text/xml', Buffer.from('\ufeff<a>\u00e9</a>', 'utf16le')),
    answered('text/xml', '<a>\u00e9</a>', 'Content-Encoding', 'gzip'),
    answered('text/xml', '<a>\u00e9</a>', 'Content-Encoding', 'secret'),
  ]
  for (const candidate of UNDECODABLE) {
    t.strictSame(told(control, candidate), ['critical encoding body xml undecodable'])
  }
  t.strictSame(told(control, xml('<a>')), ['critical domain-outcome body xml malformed'])
})

t.test('another charset is a difference of its own, told in words that are known', async t => {
  const text = (charset: string): Answered =>
    answered(`text/xml${charset}`, `<a>1</a${' '.repeat(charset.length)}>`)
  const plain = (charset: string): Answered => answered(`text/plain${charset}`, 'one')
  t.strictSame(told(text('; charset=utf-8'), text('')), [])
  t.strictSame(told(text(''), text('; charset=UTF8')), [])
  t.strictSame(told(text('; charset=utf-8'), text('; charset=us-ascii')), [
    'significant encoding http/content-type utf-8 us-ascii',
  ])
  t.strictSame(told(plain('; charset=9990000000'), plain('')), [
    'significant encoding http/content-type another utf-8',
  ])
})
