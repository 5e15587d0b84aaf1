import { readFileSync } from 'node:fs'
import t from 'tap'
import { isFicusError } from '../../src/exchange/index.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { createDraw } from '../support/corpus-cuts.ts'
import { compare, NO_RULES, xml } from './compared.ts'
import { writeAnew } from './written.ts'

function read(bytes: Buffer): XmlElement | undefined {
  try {
    return readXml(bytes)
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

t.test('every published message in XML is identical to itself written anew', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const draw = createDraw(3)
  let documents = 0
  const others: string[] = []
  const unread: string[] = []
  for (const { file, path } of spineSamples(folder)) {
    const bytes = readFileSync(file)
    if (!/^(?:\ufeff)?\s*<[?!\w]/.test(bytes.toString('utf8', 0, 200))) continue
    const root = read(bytes)
    if (root === undefined) {
      unread.push(path)
      continue
    }
    documents += 1
    const candidate = Buffer.from(writeAnew(root, draw))
    t.notOk(candidate.equals(bytes), path)
    const { verdict, differences } = compare(
      { control: xml(bytes), candidate: xml(candidate) },
      NO_RULES,
    )
    if (verdict !== 'identical')
      others.push(`${path}: ${verdict} ${JSON.stringify(differences.slice(0, 3))}`)
  }
  t.comment(`${documents} documents; not XML after all: ${unread.join(', ')}`)
  t.strictSame(others, [])
  t.ok(documents > 100)
  t.end()
})
