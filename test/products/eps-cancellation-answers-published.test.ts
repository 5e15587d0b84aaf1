import { readFileSync } from 'node:fs'
import t from 'tap'
import { EPS_CANCELLATION } from '../../src/products/eps/cancellation.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'

// One of them names somebody where a role is meant: who it is cannot be told, and it is not.
const NAMES_NOBODY = 'bundle-error.json'
const ANSWERS =
  /(?:prescription-order-update\/(?:R-\d+-Cancellation|bundle-success|bundle-error)|Process-Response-Cancel-200_OK)\.json$/

t.test('every published answer to a cancellation is read whole', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = spineSamples(folder).flatMap(({ file }) => (ANSWERS.test(file) ? [file] : []))
  const outcomes: Record<string, number> = {}
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1)
    const said = EPS_CANCELLATION.readCloud({ status: 200, body: readFileSync(file) })
    if (said.kind === 'declined') throw new Error(`${name}: ${said.says}`)
    const dropped = Object.keys(said.source?.dropped ?? {})
    t.equal(dropped.length === 0, name !== NAMES_NOBODY, `${name}: ${dropped.join(' ')}`)
    outcomes[said.outcome] = (outcomes[said.outcome] ?? 0) + 1
  }
  t.comment(`${files.length} answers: ${JSON.stringify(outcomes)}`)
  t.ok(files.length >= 13, `${files.length} answers`)
})
