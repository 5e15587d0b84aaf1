import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import {
  createXmlScanner,
  decodePart,
  decodeXml,
  parameterOf,
  readMultipart,
  readXml,
} from '../../src/xml/index.ts'
import { attackSamples, corpusCases, corpusFolder } from '../support/corpus.ts'
import { refusalOf } from './refused.ts'

/** The boundary of the multipart seeds. */
const FORM = 'multipart/form-data; boundary=dfhjksd23f43242f43fv4b4g2g2g23vf2'

/** Every way bytes can go through the room; {@link refusalOf} throws on anything but a refusal in our words. */
function everyWay(bytes: Buffer, contentType: string): void {
  refusalOf(() => decodeXml(bytes))
  refusalOf(() => readXml(bytes))
  refusalOf(() => createXmlScanner({ open: () => 'stop' }).write(bytes))
  parameterOf(bytes.toString('latin1'), 'boundary')
  for (const type of [contentType, bytes.toString('latin1')]) {
    for (const partial of [false, true]) {
      refusalOf(() => {
        for (const part of readMultipart(bytes, type, { partial })) decodePart(part)
      })
    }
  }
}

t.test('no fuzzing seed ends in anything but a tree, parts or a refusal in our own words', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const seeds = ['xml', 'multipart', 'mime'].flatMap(kind =>
    corpusCases(join(folder, `security/dvyukov+go-fuzz-corpus/${kind}.dev.jsonl`)),
  )
  t.ok(seeds.length > 800, `${seeds.length} seeds`)
  t.doesNotThrow(() => {
    for (const { bytes } of seeds) everyWay(bytes, FORM)
  })
  t.end()
})

t.test('no naughty string does either, as a document, a value or a Content-Type', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const list = 'security/minimaxir+big-list-of-naughty-strings/blns.dev.jsonl'
  const strings = corpusCases(join(folder, list)).map(({ bytes }) => bytes.toString())
  t.ok(strings.length > 300, `${strings.length} strings`)
  t.doesNotThrow(() => {
    for (const naughty of strings) {
      everyWay(Buffer.from(naughty), naughty)
      everyWay(
        Buffer.from(`<a b="${naughty}">${naughty}</a>`),
        `multipart/x; boundary="${naughty}"`,
      )
      everyWay(
        Buffer.from(`--B\r\n${naughty}: ${naughty}\r\n\r\n${naughty}\r\n--B--`),
        'multipart/x; boundary=B',
      )
    }
  })
  t.end()
})

t.test('no W3C file and no piece of one does either', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = attackSamples(folder, 'w3c-xmlconf').map(({ file }) => readFileSync(file))
  const small = files.filter(bytes => bytes.length < 4096)
  t.ok(small.length > 1000, `${small.length} files`)
  const cut = fc.property(fc.constantFrom(...small), fc.nat(), fc.nat(), (bytes, from, to) => {
    everyWay(bytes.subarray(from % (bytes.length + 1), to % (bytes.length + 1)), FORM)
  })
  t.doesNotThrow(() => {
    for (const bytes of small) everyWay(bytes, FORM)
    fc.assert(cut, { numRuns: 1000 })
  })
  t.end()
})

t.test('no bytes at all do', t => {
  const alphabet = Buffer.from('<>/!?-[]&;:="\' \r\n\0aB1')
  const byte = fc.oneof(fc.constantFrom(...alphabet), fc.nat(255))
  const bytes = fc.array(byte, { maxLength: 60 }).map(list => Buffer.from(list))
  const property = fc.property(bytes, inner => {
    everyWay(inner, 'multipart/x; boundary=B')
    everyWay(
      Buffer.concat([Buffer.from('--B\r\n'), inner, Buffer.from('\r\n--B--')]),
      'multipart/x; boundary=B',
    )
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1000 }))
  t.end()
})

t.test('no refusal quotes the message: names, values, text, prefixes, entities, headers', t => {
  const secret = 'NHSNUMBER9990000018'
  const documents = [
    `<${secret}>`,
    `<a></${secret}>`,
    `<${secret}:a/>`,
    `<a ${secret}:b=""/>`,
    `<a ${secret}/>`,
    `<a ${secret}="" ${secret}=""/>`,
    `<a xmlns:p="${secret}" xmlns:q="${secret}" p:b="" q:b=""/>`,
    `<a>&${secret};</a>`,
    `<a:${secret}:b/>`,
    `<?xml version="1.0" encoding="${secret}"?><a/>`,
    `<?xml version="${secret}"?><a/>`,
    `<?${secret}?>`,
    `<!${secret}>`,
    secret,
  ]
  for (const document of documents) {
    const refusal = refusalOf(() => readXml(Buffer.from(document)))
    t.ok(refusal !== undefined && !refusal.includes('999'), String(refusal))
  }
  const bodies = [`--B\r\n${secret}\r\n\r\n`, `--B${secret}\r\n`, secret]
  for (const body of bodies) {
    const refusal = refusalOf(() => readMultipart(Buffer.from(body), 'multipart/x; boundary=B'))
    t.ok(refusal !== undefined && !refusal.includes('999'), String(refusal))
  }
  t.end()
})
