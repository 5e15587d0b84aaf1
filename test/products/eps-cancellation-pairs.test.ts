import t from 'tap'
import { createCompare, definePolicy, type InformationLeaf } from '../../src/comparison/index.ts'
import type { Told } from '../../src/mapping/index.ts'
import { CANCELLATION_DOCUMENT } from '../../src/products/eps/cancellation-document.ts'
import { corpusFolder } from '../support/corpus.ts'
import { aboutMessage, type EpsPair, epsPairs } from '../support/eps-pairs.ts'

// Other hands wrote both sides of these; whatever is compared here is compared as a supplier's traffic is.
const POLICY = definePolicy({ name: 'eps.cancellation pairs', rules: [] })
const compare = createCompare({ key: Buffer.alloc(16, 7), now: () => 0 })

const accepted = <T extends { readonly kind: string }>(of: T): Exclude<T, { kind: 'declined' }> => {
  if (of.kind === 'declined') throw new Error(JSON.stringify(of))
  return of as Exclude<T, { kind: 'declined' }> // just told apart
}

const XML = ['content-type', 'text/xml']
const JSON_TYPE = ['content-type', 'application/fhir+json']

const answered = (body: Buffer, headers: string[], means?: readonly InformationLeaf[]) => ({
  status: 200,
  headers,
  body,
  ...(means && { means }),
})

const withoutBlanks = (text: Buffer): Buffer =>
  Buffer.from(text.toString().replace(/>\s+</g, '><').trim())

const leavesOf = ({ information }: Told): readonly InformationLeaf[] =>
  CANCELLATION_DOCUMENT.leaves(information)

function differences(pair: EpsPair): Record<'toHl7' | 'toFhir', string[]> {
  const legacy = accepted(CANCELLATION_DOCUMENT.readLegacy(pair.hl7))
  const cloud = accepted(CANCELLATION_DOCUMENT.readCloud(pair.fhir))
  const message = accepted(
    CANCELLATION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission),
  )
  const toHl7 = compare(
    {
      control: answered(withoutBlanks(pair.hl7), XML),
      candidate: answered(Buffer.from(message.value), XML),
    },
    POLICY,
  )
  const bundle = accepted(
    CANCELLATION_DOCUMENT.request(pair.hl7, aboutMessage(legacy.transmission)),
  )
  const written = accepted(CANCELLATION_DOCUMENT.readCloud(bundle.value.body))
  const toFhir = compare(
    {
      control: answered(pair.fhir, JSON_TYPE, leavesOf(cloud)),
      candidate: answered(bundle.value.body, JSON_TYPE, leavesOf(written)),
    },
    POLICY,
  )
  const told = (of: typeof toHl7): string[] =>
    of.differences.map(({ kind, path }) => `${kind} ${path}`)
  return { toHl7: told(toHl7), toFhir: told(toFhir) }
}

t.test('every published cancellation says the same on both sides, either way', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = epsPairs(folder, 'Cancel')
  const count = { toHl7: 0, toFhir: 0 }
  for (const pair of pairs) {
    const found = differences(pair)
    for (const way of ['toHl7', 'toFhir'] as const) {
      t.strictSame(found[way], [], `${pair.name} ${way}`)
      if (found[way].length === 0) count[way] += 1
    }
  }
  t.comment(`${pairs.length} pairs: ${count.toHl7} equal as HL7v3, ${count.toFhir} as FHIR`)
  t.ok(pairs.length >= 10, `${pairs.length} pairs`)
})

t.test('nothing in a published cancellation is passed over, on either side', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  for (const { name, hl7, fhir } of epsPairs(folder, 'Cancel')) {
    const legacy = accepted(CANCELLATION_DOCUMENT.readLegacy(hl7))
    const cloud = accepted(CANCELLATION_DOCUMENT.readCloud(fhir))
    t.strictSame([legacy.source.dropped, cloud.source.dropped], [{}, {}], name)
    t.strictSame(legacy.source.lossy, { 'effectiveTime/@value': 1 }, `${name}: all but its time`)
  }
})
