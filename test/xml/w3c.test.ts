import dns from 'node:dns'
import fs, { readFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { readXml } from '../../src/xml/index.ts'
import { attackSamples, corpusFiles, corpusFolder } from '../support/corpus.ts'
import { isWithin, refusalOf } from './refused.ts'

/** Not well formed by the list, read all the same. */
const STAY: Readonly<Record<string, string>> = {
  'xmlconf/eduni/xml-1.1/016.xml': 'a name the fifth edition of XML 1.0 allows',
  'xmlconf/eduni/xml-1.1/019.xml': 'a name the fifth edition of XML 1.0 allows',
}
/** Said to have a document type declaration, read all the same. */
const NO_DOCTYPE: Readonly<Record<string, string>> = {
  'xmlconf/oasis/p18pass1.xml': 'what looks like one is the content of a CDATA section',
}
/** Why a well-formed document without document type declaration is refused. */
const NOT_FOR_US = [
  'processing instruction',
  'XML version other than 1.0',
  'not UTF-8',
  // A colon in a name that is no qualified name: well formed, but not with namespaces.
  'malformed qualified name',
]

const samples = (folder: string) => attackSamples(folder, 'w3c-xmlconf')
const is = (kind: string) => (sample: { readonly what: string }) =>
  sample.what.startsWith(`${kind} `)

t.test('of the W3C files that are not well formed, all but a listed few are refused', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = samples(folder).filter(is('XML 1.0 not-wf no-DOCTYPE'))
  const accepted = files.filter(
    ({ file }) => refusalOf(() => readXml(readFileSync(file))) === undefined,
  )
  t.ok(files.length > 100, `${files.length} files`)
  t.strictSame(accepted.map(({ path }) => path).sort(), Object.keys(STAY).sort())
  t.end()
})

t.test('the W3C files that are well formed are read, but for what is not for us', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = samples(folder).filter(({ what }) =>
    /^XML 1\.\d (valid|invalid) no-DOCTYPE/.test(what),
  )
  const refusals = files.map(({ file }) => refusalOf(() => readXml(readFileSync(file))))
  const rules = refusals
    .filter(refusal => refusal !== undefined)
    .map(refusal => refusal.replace(/, line.*/, ''))
  t.comment(`${files.length} files, ${rules.length} refused`)
  t.strictSame(
    rules.filter(rule => !NOT_FOR_US.includes(rule)),
    [],
  )
  t.ok(rules.length < files.length / 3)
  t.end()
})

t.test('every file with a document type declaration is refused at once, asking for nothing', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const listed = samples(folder).filter(
    ({ what, path }) => / DOCTYPE/.test(what) && NO_DOCTYPE[path] === undefined,
  )
  // The one stylesheet among the bombs is harmless to whoever does not run it.
  const bombs = corpusFiles(join(folder, 'security/tiran+defusedxml'), path =>
    /\/(?!simple)[^/]*\.xml$/.test(path),
  )
  const files = [...listed.map(({ file }) => file), ...bombs]
  const documents = files.map(file => ({ file, bytes: readFileSync(file) }))
  const nothing = (): never => {
    throw new Error('something outside was asked for')
  }
  const asked: (() => readonly unknown[])[] = [
    t.capture(fs, 'openSync', nothing),
    t.capture(fs, 'open', nothing),
    t.capture(fs, 'readFileSync', nothing),
    t.capture(fs.promises, 'open', nothing),
    t.capture(net.Socket.prototype, 'connect', nothing),
    t.capture(dns, 'lookup', nothing),
  ]
  t.throws(() => fs.openSync('README.md', 'r'), /was asked for/)
  const read = documents.filter(({ bytes }) => refusalOf(() => readXml(bytes)) === undefined)
  t.strictSame(read, [])
  const slow = documents.filter(({ bytes }) => {
    const refuse = () => refusalOf(() => readXml(bytes))
    return !isWithin(10, refuse)
  })
  t.strictSame(slow, [], 'all under 10 ms')
  t.equal(asked.map(calls => calls().length).join(' '), '1 0 0 0 0 0', 'only this test asked')
  t.ok(listed.length > 1000, `${listed.length} files`)
  t.equal(bombs.length, 5)
  t.end()
})

t.test('what only looks like a document type declaration is read', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = samples(folder).filter(({ path }) => NO_DOCTYPE[path] !== undefined)
  t.equal(files.length, 1)
  for (const { file } of files)
    t.equal(
      refusalOf(() => readXml(readFileSync(file))),
      undefined,
    )
  t.end()
})
