import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { createXmlScanner } from '../../src/xml/index.ts'
import { refusalOf } from './refused.ts'

/** Limits so small that generated documents pass them. */
const LIMITS = {
  depth: 4,
  attributes: 3,
  namespaces: 3,
  nameLength: 8,
  valueLength: 12,
  elements: 9,
  textLength: 16,
  bytes: 300,
}

/** Everything a scanner tells of the pieces, and its refusal, as one list. */
function toldOf(pieces: readonly Buffer[], stopAt: number): string[] {
  const told: string[] = []
  const tell = (line: string): 'stop' | undefined =>
    told.push(line) === stopAt ? 'stop' : undefined
  const scanner = createXmlScanner(
    {
      open: (...of) => tell(`open ${JSON.stringify(of)}`),
      text: text => tell(`text ${text}`),
      close: (...of) => tell(`close ${JSON.stringify(of)}`),
    },
    LIMITS,
  )
  const refusal = refusalOf(() => {
    for (const piece of pieces) scanner.write(piece)
    scanner.end()
  })
  return [...told, `stopped ${String(scanner.stopped)}`, `refused ${refusal ?? 'not'}`]
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map(place => place % (bytes.length + 1)), bytes.length]
  const sorted = ends.sort((a, b) => a - b)
  return sorted.map((end, i) => bytes.subarray(sorted[i - 1] ?? 0, end))
}

const SOUND = ['<a>', '</a>', '<b c="d"/>', 'text', ' ', '\r\n', '\r', 'é€😀', '&amp;', '&#x1F600;']
const OTHER = [
  ...['<p:a xmlns:p="u">', '</p:a>', '<![CDATA[x]]>', '<!-- c -->', '<a p:b="1" b=\'2\'>', ']]'],
  ...['<a xmlns="v" d="\r\n">', '<?xml version="1.0"?>', '<?xml version="1.1"?>', '<?b?>', '>'],
  ...['<!DOCTYPE a>', '<!', '<!-', '<![CDAT', ']]>', '--', '-->', '<', '&', ';', '\0', '\uFEFF'],
  ...['<?xml version="1.0" encoding="us-ascii"?>', '<longerthan8/>', '"', "'", '=', '/'],
]
const BYTES = [[0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f], [0x98, 0x80], [0xed, 0xa0, 0x80]]

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SOUND).map(text => Buffer.from(text)) },
  { weight: 3, arbitrary: fc.constantFrom(...OTHER).map(text => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.constantFrom(...BYTES).map(bytes => Buffer.from(bytes)) },
)
const anything = fc.array(piece, { maxLength: 30 }).map(pieces => Buffer.concat(pieces))
const wrapped = anything.map(inner =>
  Buffer.concat([Buffer.from('<r>'), inner, Buffer.from('</r>')]),
)
const document = fc.oneof(anything, wrapped)

t.test('however the bytes are cut, the events and the refusal are the same', t => {
  const property = fc.property(
    document,
    fc.array(fc.nat()),
    fc.nat(12),
    (bytes, places, stopAt) => {
      assert.deepEqual(toldOf(cut(bytes, places), stopAt), toldOf([bytes], stopAt))
    },
  )
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1500 }))
  t.end()
})

t.test('byte by byte the events and the refusal are the same', t => {
  const property = fc.property(document, bytes => {
    const single = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))
    assert.deepEqual(toldOf(single, 0), toldOf([bytes], 0))
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 500 }))
  t.end()
})

t.test('the documents tried are both sound and broken', t => {
  const refusals = fc.sample(document, 300).map(bytes => toldOf([bytes], 0).at(-1))
  const sound = refusals.filter(refusal => refusal === 'refused not').length
  t.ok(sound > 10, `${sound} sound`)
  t.ok(new Set(refusals).size > 20, 'many refusals')
  t.end()
})
