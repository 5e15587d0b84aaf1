/** Published pointers of both editions, read, written for the other side and read again. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { NRL_POINTERS as MAPPING } from '../../src/products/nrl/pointers.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { aboutCall, callsOf, cameWith, SEARCHED, searchset } from '../support/nrl-called.ts'
import type { Pointer } from '../support/nrl-golden-plain.ts'

const calls = callsOf(MAPPING)

/** Documents of a database that stand one behind the other, each as the pointer it is. */
const exported = (text: string): readonly Pointer[] =>
  text
    .split(/^(?=\{)/m)
    .filter(piece => /\S/.test(piece))
    .map(piece => {
      // The database's own id is the pointer's.
      const { _id, ...pointer } = JSON.parse(piece) as Pointer & { _id: { $oid: string } }
      return { ...pointer, id: _id.$oid }
    })

t.test('every published pointer of STU3 says the same in R4 and back', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = spineSamples(folder).filter(({ path }) => path.endsWith('/DocumentReference.json'))
  let count = 0
  for (const { file, path } of files) {
    for (const pointer of exported(readFileSync(file, 'utf8'))) {
      const body = Buffer.from(JSON.stringify(searchset(pointer)))
      const headers = ['Content-Type', 'application/fhir+json']
      const about = aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED })
      const said = calls.readLegacy({ status: 200, headers, body }, about)
      if (said.kind !== 'said') {
        t.fail(`${path}: ${said.says}`)
        continue
      }
      t.strictSame(said.unread, [], path)
      const written = MAPPING.writeCloud(said.information ?? {})
      if (written.kind === 'declined') {
        t.fail(`${path}: ${written.says}`)
        continue
      }
      const again = MAPPING.readCloud(
        cameWith(200, searchset(JSON.parse(written.value) as Pointer)),
      ) // as it writes them
      t.strictSame(again.kind === 'said' && again.information, said.information, path)
      count += 1
    }
  }
  t.comment(`${count} pointers of STU3, both ways`)
  t.ok(count > 0)
  t.end()
})

/** Every resource that stands as an example in a contract. */
function* examplesIn(at: unknown): Generator<Pointer> {
  if (typeof at !== 'object' || at === null) return
  for (const [name, value] of Object.entries(at as Pointer)) {
    const isExample = name === 'example' || name === 'value'
    const type = (value as Pointer | null)?.['resourceType']
    // Every one is a resource that says its type.
    if (isExample && typeof type === 'string') yield value as Pointer
    else yield* examplesIn(value)
  }
}

const isOf = (type: string) => (example: Pointer) => example['resourceType'] === type

t.test(
  'every published pointer of R4 is told in STU3 and read again, or declined for a reason',
  t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const contracts = spineSamples(folder).filter(
      ({ product, kind }) => product === 'NRL' && kind === 'openapi',
    )
    const examples = contracts.flatMap(({ file }) => [
      ...examplesIn(parse(readFileSync(file, 'utf8'))),
    ])
    const alone = examples.filter(isOf('DocumentReference'))
    const listed = examples
      .filter(isOf('Bundle'))
      .flatMap(({ entry = [] }) => (entry as { resource: Pointer }[]).map(each => each.resource)) // as searchsets are
    const came = { told: 0, declined: [] as string[] }
    for (const pointer of [...alone, ...listed]) {
      const said = MAPPING.readCloud(cameWith(200, pointer))
      const written = said.kind === 'said' ? MAPPING.writeLegacy(said.information ?? {}, '') : said
      if (written.kind === 'declined') {
        came.declined.push(written.says)
        continue
      }
      const body = Buffer.from(written.value)
      const headers = ['Content-Type', 'application/fhir+json']
      const about = aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED })
      const again = calls.readLegacy({ status: 200, headers, body }, about)
      t.strictSame(
        again.kind === 'said' && again.information,
        said.kind === 'said' && said.information,
      )
      came.told += 1
    }
    t.comment(`${came.told} pointers of R4, both ways; declined: ${came.declined.join('; ')}`)
    t.ok(came.told > 0)
    t.ok(came.declined.every(says => !/\d{6}/.test(says)))
    t.end()
  },
)
