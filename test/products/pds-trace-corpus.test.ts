/** Published searchsets of the PDS FHIR API, read in place: what is not one person who scores 1 is never one. */
import { basename } from 'node:path'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { PDS_TRACE } from '../../src/products/pds/trace.ts'
import { corpusFiles, corpusFolder } from '../support/corpus.ts'

interface Searchset {
  readonly type?: string
  readonly entry?: readonly { readonly search?: { readonly score?: unknown } }[]
}

t.test('a published searchset is one person, none, several, or not taken', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = corpusFiles(folder, path => /searchResponses\/.*\.json$/.test(path))
  const came: Record<string, number> = {}
  for (const file of files) {
    const [name, body] = [basename(file), readFileSync(file)]
    const { entry = [], type } = JSON.parse(body.toString()) as Searchset // a file of the corpus
    const said = PDS_TRACE.readCloud({ status: 200, body })
    const is = said.kind === 'said' ? said.outcome : 'declined'
    came[is] = (came[is] ?? 0) + 1
    const isOne = type === 'searchset' && entry.length === 1 && entry[0]?.search?.score === 1
    if (is === 'ok') t.ok(isOne, name)
    if (type === 'searchset' && entry.length > 1) t.not(is, 'ok', name)
    if (name === 'TOO_MANY_MATCHES.json') t.equal(is, 'app_error')
  }
  t.comment(JSON.stringify(came))
  t.ok((came['ok'] ?? 0) > 0 && (came['declined'] ?? 0) > 0)
})
