import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { genericOptions, jsonOf, xmlOf } from '../../src/generic/index.ts'
import { isFicusError } from '../../src/exchange/index.ts'
import { corpusFiles, corpusFolder, spineSamples } from '../support/corpus.ts'
import { documentOf, documentOfText, shapeOf } from './given.ts'

const NAMES: readonly string[] = [
  ...[
    'a><evil/><a',
    '?xml',
    '?pi x',
    '!DOCTYPE a',
    '!--',
    '#a',
    '/a',
    'a b',
    'a=',
    'a"',
    "a'",
    '1a',
  ],
  ...['-a', 'a:b:c', ':a', 'a:', '', ' ', 'a\n', 'a\0', 'é', '\ud800', 'xmlns:', 'a'.repeat(257)],
]

t.test('a name JSON has and XML does not is refused, wherever it stands', async t => {
  for (const name of NAMES) {
    const shapes = [{ [name]: '' }, { a: { [name]: '' } }, { a: { [`@_${name}`]: '' } }]
    for (const shape of shapes) t.throws(() => documentOf(shape), { code: 'malformed' }, name)
    const inOrder = [{ [name]: [] }]
    t.throws(() => documentOf(inOrder, { preserveOrder: true }), { code: 'malformed' }, name)
  }
})

const TEXTS: readonly string[] = [
  '</a><evil/>',
  '" evil="1',
  ']]><evil/>',
  '<!-- -->',
  '&evil;',
  '&#60;evil/&#62;',
  '<?evil?>',
]

t.test('a value never becomes markup', async t => {
  for (const text of TEXTS) {
    const shape = { a: { '#text': text, '@_b': text } }
    t.strictSame(shapeOf(documentOf(shape)), shape, text)
  }
})

const UNCLEAR: Readonly<Record<string, string>> = {
  'a property given twice': '{"a":{"b":"1","b":"2"}}',
  'a property given twice in other words': '{"a":{"b":"1","\\u0062":"2"}}',
  'no JSON': '{a:1}',
  'two values': '{"a":""}{"a":""}',
  'two roots': '{"a":"","b":""}',
  'a list of roots': '{"a":["",""]}',
  'no root': '{}',
  'a text': '"a"',
  'a list': '[{"a":""}]',
  'an attribute without an element': '{"@_a":""}',
  null: '{"a":null}',
  'null in a list': '{"a":{"b":["",null]}}',
  'a list of nothing': '{"a":{"b":[]}}',
  'a list in a list': '{"a":{"b":[["c"]]}}',
  'a group for an attribute': '{"a":{"@_b":{"c":""}}}',
  'a list for a text': '{"a":{"#text":["b","c"]}}',
  'a character XML cannot hold': '{"a":"\\u0001"}',
  'half a character': '{"a":"\\ud800"}',
  'a name of an object’s own': '{"a":{"__proto__":{"b":""}}}',
  'a prefix nobody declared': '{"p:a":""}',
  'an attribute that is one other by its namespace':
    '{"a":{"@_xmlns:p":"u","@_xmlns:q":"u","@_p:b":"1","@_q:b":"2"}}',
  'a hundred and one levels': `${'{"a":'.repeat(101)}""${'}'.repeat(101)}`,
}

t.test('what stands for no one document is refused', async t => {
  for (const [what, json] of Object.entries(UNCLEAR)) {
    t.throws(() => documentOfText(json), { code: 'malformed' }, what)
  }
  const blank = '{"a":{"b":"","#text":" "}}'
  t.throws(() => documentOfText(blank, { blanks: 'dropped' }), { code: 'malformed' }, 'a blank')
  t.throws(() => xmlOf(Buffer.from([0x7b, 0xff, 0x7d]), genericOptions({})), { code: 'malformed' })
})

t.test('of fast-xml-parser’s form in order too', async t => {
  const unclear = ['{"a":""}', '[]', '[{"#text":"a"}]', '[{"a":[]},{"b":[]}]', '[{"a":""}]']
  unclear.push('[{"a":[],"b":[]}]', '[{":@":{}}]', '[{"a":["b"]}]', '[{"a":[],":@":{"b":"1"}}]')
  for (const json of unclear) {
    t.throws(() => documentOfText(json, { preserveOrder: true }), { code: 'malformed' }, json)
  }
})

t.test('a number is the digits it was written as', async t => {
  const digits = ['0', '-0', '1.10', '1e5', '9007199254740993', '123456789012345678901234567890']
  for (const each of digits) t.equal(documentOfText(`{"a":${each}}`), `<a>${each}</a>`)
  t.equal(documentOfText('{"a":{"@_b":true,"#text":false}}'), '<a b="true">false</a>')
})

t.test('an error holds nothing of what was written', async t => {
  const secret = 'Zz9990000018'
  const documents = [`<${secret}`, `<a><__proto__>${secret}</__proto__></a>`, `<a>&${secret};</a>`]
  for (const document of documents) {
    t.throws(() => shapeOf(document))
    try {
      shapeOf(document)
    } catch (error) {
      t.notMatch(`${String(error)} ${isFicusError(error) ? error.detail : ''}`, secret)
    }
  }
})

t.test('naughty strings stay what they are', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const [file = ''] = corpusFiles(join(folder, 'security'), path => path.endsWith('blns.dev.jsonl'))
  const strings = readFileSync(file, 'utf8').trimEnd().split('\n')
  let held = 0
  for (const line of strings) {
    const read: unknown = JSON.parse(line)
    const text = typeof read === 'string' ? read : JSON.stringify(read)
    const shape = { a: { '#text': text, '@_b': text } }
    if (text === '') continue
    try {
      if (JSON.stringify(shapeOf(documentOf(shape))) === JSON.stringify(shape)) held += 1
      else t.fail(`changed: ${line}`)
    } catch (error) {
      t.ok(isFicusError(error), line)
    }
  }
  t.comment(`${strings.length} strings, ${held} held`)
  t.ok(held > 0)
  t.end()
})

t.test('every document of the corpus comes back canonically the same, or is refused', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = spineSamples(folder).filter(({ path }) => path.endsWith('.xml'))
  for (const asked of [{}, { blanks: 'dropped' }, { preserveOrder: true }] as const) {
    const came = new Map<string, number>()
    for (const { file } of files) {
      const word = cameOf(readFileSync(file), genericOptions(asked))
      came.set(word, (came.get(word) ?? 0) + 1)
    }
    t.comment(`${JSON.stringify(asked)}: ${[...came].map(([is, n]) => `${n} ${is}`).join(', ')}`)
    if ('preserveOrder' in asked) t.ok((came.get('equal') ?? 0) > files.length * 0.9)
  }
  t.end()
})

function cameOf(bytes: Buffer, options: ReturnType<typeof genericOptions>): string {
  try {
    xmlOf(jsonOf(bytes, options).json, options)
    return 'equal'
  } catch (error) {
    if (!isFicusError(error)) throw error
    return (error.detail ?? '').replace(/,? (?:line|at|after|character) .*/, '')
  }
}

t.test('four times as much takes about four times as long', async t => {
  const document = (n: number): Buffer =>
    Buffer.from(`<r>${'<a b="1"><c>é&amp;x</c></a>'.repeat(n)}</r>`)
  const least = (n: number): number => {
    const bytes = document(n)
    const options = genericOptions({})
    const times = Array.from({ length: 7 }, () => {
      // Not by the clock: others may be at work on this machine.
      const at = process.cpuUsage()
      xmlOf(jsonOf(bytes, options).json, options)
      const { user, system } = process.cpuUsage(at)
      return (user + system) / 1_000
    })
    return Math.min(...times)
  }
  least(500) // what is run for the first time is compiled first
  const [few, many] = [least(500), least(2_000)]
  t.comment(`${few.toFixed(1)} ms, ${many.toFixed(1)} ms`)
  t.ok(many <= 6 * few)
})
