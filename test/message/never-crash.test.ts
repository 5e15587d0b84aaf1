import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isFicusError, type Language, type RawHeaders } from '../../src/exchange/index.ts'
import { createBinding, expectationOf } from '../../src/message/index.ts'
import { corpusCases, corpusFiles, corpusFolder } from '../support/corpus.ts'
import {
  answerHead,
  beginning,
  expectedOf,
  identifier,
  received,
  retrieval,
  whole,
} from './given.ts'

const TYPES: Readonly<Record<string, string>> = {
  soap: 'text/xml',
  ebxml: 'multipart/related; boundary=dfhjksd23f43242f43fv4b4g2g2g23vf2',
}

/** Does everything this room does with bytes nobody has seen before; says how it ended. */
function handled(bytes: Buffer, language: 'soap' | 'ebxml'): string[] {
  const headers: RawHeaders = ['Content-Type', TYPES[language] ?? '', 'SOAPAction', '"urn:x/A"']
  const outcomes = ['scan', 'beginning'].map(how => {
    try {
      const body = how === 'scan' ? whole(bytes) : beginning(bytes)
      return `${how}: ${identifier.scan(received(headers), body, 'scan').agrees === true ? 'agrees' : 'read'}`
    } catch (error) {
      if (!isFicusError(error) || error.code !== 'malformed') throw error
      return `${how}: malformed`
    }
  })
  const expected = expectationOf(language satisfies Language, whole(bytes))
  expected?.payloadId()
  const binding = createBinding(expectedOf('soap', retrieval()))
  return [...outcomes, binding.check(answerHead(TYPES[language]), bytes, true)]
}

t.test('whatever arrives is read or refused, and never proven to be ours', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const fuzz = ['xml', 'multipart', 'mime'].flatMap(kind =>
    corpusCases(join(folder, `security/dvyukov+go-fuzz-corpus/${kind}.dev.jsonl`)),
  )
  const bombs = ['tiran+defusedxml', 'node-saml+xml-crypto'].flatMap(suite =>
    corpusFiles(join(folder, 'security', suite), path => path.endsWith('.xml')).map(path => ({
      id: path,
      bytes: readFileSync(path),
    })),
  )
  const counts = new Map<string, number>()
  for (const { id, bytes } of [...fuzz, ...bombs]) {
    for (const language of ['soap', 'ebxml'] as const) {
      try {
        for (const outcome of handled(bytes, language)) {
          counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
        }
      } catch (error) {
        t.fail(`${id} as ${language}`, { error })
      }
    }
  }
  t.ok(fuzz.length > 500 && bombs.length > 10)
  t.equal(counts.get('bound'), undefined)
  t.equal(counts.get('more'), undefined, 'of what is complete there is no more')
  t.equal(counts.get('scan: agrees'), undefined)
  t.comment(Object.fromEntries(counts))
  t.end()
})
