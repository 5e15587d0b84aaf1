import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { createCompare, definePolicy } from '../../src/comparison/index.ts'
import {
  type DocumentMapping,
  textIn,
  type Told,
  type Transmission,
} from '../../src/mapping/index.ts'
import { RETURN_DOCUMENT } from '../../src/products/eps/return.ts'
import { WITHDRAWAL_DOCUMENT } from '../../src/products/eps/withdrawal.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { apart, leavesOfXml } from '../support/eps-by-hand.ts'
import { aboutMessage, type EpsPair, epsPairs } from '../support/eps-pairs.ts'
import { leavesOfTask } from '../support/return-by-hand.ts'
import { listedOfTask } from '../support/return-listed.ts'

// Other hands wrote both sides of these; whatever is compared here is compared as a supplier's traffic is.
const POLICY = definePolicy({ name: 'eps.return pairs', rules: [] })
const compare = createCompare({ key: Buffer.alloc(16, 7), now: () => 0 })

const KINDS = [
  [RETURN_DOCUMENT, 'Return', 'PORX_IN100101SM31'],
  [WITHDRAWAL_DOCUMENT, 'Withdraw', 'PORX_IN510101SM31'],
] as const

const accepted = <T extends { readonly kind: string }>(of: T): Exclude<T, { kind: 'declined' }> => {
  if (of.kind === 'declined') throw new Error(JSON.stringify(of))
  return of as Exclude<T, { kind: 'declined' }> // just told apart
}

/** Whoever is at the keyboard is said around a message, by whoever sends it: no Task of a pair says who that was. */
const leavesOf = (document: DocumentMapping, { information }: Told) =>
  document.leaves(information).filter(({ path }) => path !== 'user')

const written = (
  document: DocumentMapping,
  { hl7, fhir }: EpsPair,
): Record<'hl7' | 'fhir', string> => {
  const legacy = accepted(document.readLegacy(hl7))
  const cloud = accepted(document.readCloud(fhir))
  const message = accepted(document.writeLegacy(cloud.information, legacy.transmission))
  const asked = accepted(document.request(hl7, aboutMessage(legacy.transmission)))
  return { hl7: message.value, fhir: asked.value.body.toString() }
}

const answered = (body: string | Buffer, type: string) => ({
  status: 200,
  headers: ['content-type', type],
  body: Buffer.from(body),
})

function sameByComparison(t: Test, document: DocumentMapping, pair: EpsPair): void {
  const own = written(document, pair)
  const xml = (body: string) => answered(body.replace(/>\s+</g, '><').trim(), 'text/xml')
  const toHl7 = compare({ control: xml(pair.hl7.toString()), candidate: xml(own.hl7) }, POLICY)
  t.strictSame(toHl7.differences, [], `${pair.name} as HL7v3`)
  const json = (body: string | Buffer) => ({
    ...answered(body, 'application/fhir+json'),
    means: leavesOf(document, accepted(document.readCloud(Buffer.from(body)))),
  })
  const toFhir = compare({ control: json(pair.fhir), candidate: json(own.fhir) }, POLICY)
  t.strictSame(toFhir.differences, [], `${pair.name} as FHIR`)
  const { dropped } = accepted(document.readLegacy(pair.hl7)).source
  t.strictSame([dropped, accepted(document.readCloud(pair.fhir)).source.dropped], [{}, {}])
}

function sameByHand(t: Test, document: DocumentMapping, pair: EpsPair): void {
  const own = written(document, pair)
  const asHl7 = apart(leavesOfXml(pair.hl7.toString()), leavesOfXml(own.hl7))
  t.strictSame(asHl7, { onlyA: [], onlyB: [] }, `${pair.name} as HL7v3`)
  const { onlyA, onlyB } = apart(leavesOfTask(pair.fhir.toString()), leavesOfTask(own.fhir))
  t.strictSame(listedOfTask(onlyA, onlyB), [], `${pair.name} as FHIR, but for what is listed`)
}

for (const [document, kind] of KINDS) {
  t.test(`every published ${kind} says the same on both sides, either way`, async t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const pairs = epsPairs(folder, kind)
    t.comment(`${pairs.length} pairs`)
    for (const pair of pairs) sameByComparison(t, document, pair)
    for (const pair of pairs) sameByHand(t, document, pair)
  })
}

const transmissionOf = (interaction: string, id: string): Transmission => ({
  interaction,
  id: id.toUpperCase(),
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
  user: { roleProfile: '100000000001', id: '7654321', jobRole: 'R8000' },
})

/** Published Tasks that nobody published the HL7v3 of. */
const tasksIn = (folder: string): readonly (readonly [file: string, status: string])[] =>
  spineSamples(folder).flatMap(({ file, product, kind }) => {
    if (product !== 'EPS' || kind !== 'fhir-request' || !file.endsWith('.json')) return []
    const text = readFileSync(file, 'utf8')
    const status = /"resourceType": "Task"[\s\S]*"status": ?"(rejected|in-progress)"/.exec(
      text,
    )?.[1]
    return status === undefined || !text.includes('"groupIdentifier"')
      ? []
      : [[file, status] as const]
  })

t.test('every published Task is written as HL7v3, and comes back as it was', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const tasks = tasksIn(folder)
  for (const [file, status] of tasks) {
    const [document, , interaction] = KINDS[status === 'rejected' ? 0 : 1]
    const cloud = accepted(document.readCloud(readFileSync(file)))
    t.strictSame(cloud.source.dropped, {}, file)
    const transmission = transmissionOf(interaction, textIn(cloud.information, 'messageId') ?? '')
    const message = accepted(document.writeLegacy(cloud.information, transmission))
    const asked = accepted(document.request(Buffer.from(message.value), aboutMessage(transmission)))
    const again = accepted(document.readCloud(asked.value.body))
    t.strictSame(leavesOf(document, again), leavesOf(document, cloud), file)
  }
  t.comment(`${tasks.length} Tasks`)
  t.ok(tasks.length >= 6, `${tasks.length} Tasks`)
})
