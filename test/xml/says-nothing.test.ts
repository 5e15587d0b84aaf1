import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import {
  canonicalXml,
  createXmlScanner,
  decodePart,
  decodeXml,
  encodePart,
  readMultipart,
  readXml,
  rewriteMultipart,
  writeMultipart,
  xml,
  xmlAttribute,
  xmlName,
} from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'

/** All that an error says to whoever logs it in whatever way; where it was thrown is our own files. */
function said(step: () => unknown): string {
  try {
    step()
    return ''
  } catch (error) {
    return inspect(error, { depth: null, showHidden: true }).replace(/^\s+at .*$/gm, '')
  }
}

/** Every way bytes can go into the room as XML. */
const WAYS: readonly ((bytes: Buffer) => unknown)[] = [
  readXml,
  decodeXml,
  canonicalXml,
  bytes => {
    const scanner = createXmlScanner({})
    for (let at = 0; at < bytes.length; at += 7) scanner.write(bytes.subarray(at, at + 7))
    scanner.end()
  },
]

// What markup itself is made of, without which a document would not be read far.
const KEPT = new Set([
  'xml',
  'xmlns',
  'version',
  'encoding',
  'standalone',
  'CDATA',
  'UTF',
  'lt',
  'gt',
  'amp',
])
const shifted = (character: string): string =>
  /\d/.test(character)
    ? String.fromCodePoint(0x660 + Number(character))
    : String.fromCodePoint(0x3b1 + (character.charCodeAt(0) % 24))

/**
 * Puts the words of a document in another alphabet, names, text and values alike, so that one character of them
 * is known wherever it turns up.
 */
const greek = (document: string): string =>
  document.replace(/[A-Za-z0-9]+/g, word =>
    KEPT.has(word) || /^(?:1|0|8)$/.test(word)
      ? word
      : word.replace(/^\d/, 'ω').replace(/[A-Za-z0-9]/g, shifted),
  )

const PIECES = [
  '<',
  '>',
  '&',
  '"',
  ' ',
  '/',
  ':',
  '=',
  ']]>',
  '<!',
  '<?',
  '<!--',
  '--',
  '</',
  '\0',
  ';',
]
const damage = fc.record({
  at: fc.nat(),
  removes: fc.nat(3),
  adds: fc.constantFrom(
    '',
    '',
    ...PIECES,
    ' α="" α=""',
    '<α:β>',
    '&αβγδ;',
    ' xmlns:α=""',
    '\uFFFE',
  ),
})

t.test('no error says a character of a damaged message, whatever the damage', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const documents = spineSamples(folder)
    .filter(({ file }) => file.endsWith('.xml'))
    .map(({ file }) => readFileSync(file, 'utf8'))
    .filter(text => text.length < 30_000)
    .map(greek)
  const rules = new Set<string>()
  const property = fc.property(
    fc.constantFrom(...documents),
    fc.array(damage, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(...WAYS),
    (document, damages, way) => {
      const text = damages.reduce((all, { at, removes, adds }) => {
        const place = at % (all.length + 1)
        return all.slice(0, place) + adds + all.slice(place + removes)
      }, document)
      const all = said(() => way(Buffer.from(text)))
      rules.add(/detail: '(.*?)[,']/.exec(all)?.[1] ?? '')
      return !/[^\0-\x7F]/.test(all)
    },
  )
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1500 }))
  t.ok(rules.size > 12, `${rules.size} rules refused`)
  t.end()
})

/** Places for a word that must be in no error, where another alphabet would be refused for itself. */
const PLACES: readonly ((word: string) => unknown)[] = [
  word => readXml(Buffer.from(`<?xml version="1.0" encoding="${word}"?><a/>`)),
  word => decodeXml(Buffer.from(`<?xml version="1.0" encoding="${word}"?><a/>`)),
  word => readXml(Buffer.from(`<?xml version="${word}"?><a/>`)),
  word => readXml(Buffer.from(`<?xml version="1.0" standalone="${word}"?><a/>`)),
  word => readXml(Buffer.from(`<?xml ${word}="1.0"?><a/>`)),
  word => readXml(Buffer.from(`<?${word} ${word}?><a/>`)),
  word => readXml(Buffer.from(`<!DOCTYPE ${word} [<!ENTITY ${word} "${word}">]><a/>`)),
  word => readXml(Buffer.from(`<a>&#x${word};</a>`)),
  word => readXml(Buffer.from('<a/>'), { charset: word }),
  word => decodeXml(Buffer.from('<a/>'), word),
  word => readXml(Buffer.from(`<${word}>`), { limits: { nameLength: 2 } }),
  word => readXml(Buffer.from(`<a b="${word}"/>`), { limits: { valueLength: 2 } }),
  word => readXml(Buffer.from(`<a>${word}</a>`), { limits: { textLength: 2 } }),
  word => readXml(Buffer.from(`<a>${word}</a>`), { limits: { bytes: 6 } }),
  word => readMultipart(Buffer.from('x'), `multipart/${word}; boundary=é${word}`),
  word => readMultipart(Buffer.from('x'), `text/${word}; boundary=${word}`),
  word => readMultipart(Buffer.from(`--${word}x\r\n`), `multipart/x; boundary=${word}`),
  word => readMultipart(Buffer.from(`--B${word}\r\n`), 'multipart/x; boundary=B'),
  word => readMultipart(Buffer.from(`--B\r\n${word}\r\n\r\nx`), 'multipart/x; boundary=B'),
  word =>
    readMultipart(Buffer.from(`--B\r\n${word}: ${word}\0\r\n\r\nx`), 'multipart/x; boundary=B'),
  word =>
    readMultipart(
      Buffer.from(`--B\r\nContent-Type: ${word}\r\nContent-Type: ${word}\r\n\r\nx`),
      'multipart/x; boundary=B',
    ),
  word => readMultipart(Buffer.from(`--B\r\nA: ${word}\n\r\nx`), 'multipart/x; boundary=B'),
  word =>
    readMultipart(Buffer.from(`--B\r\nA: ${word}`), 'multipart/x; boundary=B', {
      limits: { headerBytes: 3 },
    }),
  word => encodePart(word, Buffer.from('x')),
  word => encodePart('7bit', Buffer.from(`${word}é`)),
  word =>
    readMultipart(
      Buffer.from(`--B\r\nContent-Transfer-Encoding: base64\r\n\r\n${word}!\r\n--B--`),
      'multipart/x; boundary=B',
    ).map(decodePart),
  word =>
    readMultipart(
      Buffer.from(`--B\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=${word}\r\n--B--`),
      'multipart/x; boundary=B',
    ).map(decodePart),
  word => writeMultipart([{ headers: [word, `${word}\0`], bytes: Buffer.from(word) }], 'B'),
  word =>
    writeMultipart([{ headers: ['Content-Type', `${word}"`], bytes: Buffer.from(word) }], 'B'),
  word =>
    writeMultipart([{ headers: ['Content-Type', word], bytes: Buffer.from(word) }], `${word}"`),
  word =>
    rewriteMultipart(Buffer.from('--B\r\n\r\nx\r\n--B--'), 'multipart/x; boundary=B', () =>
      Buffer.from(`${word}\r\n--B\r\n\r\n${word}`),
    ),
  word => xml`<a>${`${word}\0`}</a>`,
  word => xml`<a b="${`${word}\0`}"/>`,
  word => xml`<${word}/>`,
  word => xmlName(`${word} ${word}`),
  word => xmlAttribute(xmlName('a'), `${word}\0`),
]

t.test('no error says four characters in a row of a word, wherever in a message it stands', t => {
  // No four of these stand in a row in any of our own words.
  const word = fc.string({
    unit: fc.constantFrom(...'QXZJ'.split(/(?=.)/)),
    minLength: 4,
    maxLength: 40,
  })
  for (const place of PLACES) {
    const property = fc.property(word, own => {
      const all = said(() => place(own))
      const runs = Array.from({ length: own.length - 3 }, (_, i) => own.slice(i, i + 4))
      return all !== '' && !runs.some(run => all.toUpperCase().includes(run))
    })
    t.doesNotThrow(() => fc.assert(property, { numRuns: 50 }), String(place))
  }
  t.end()
})
