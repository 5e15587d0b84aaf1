import t from 'tap'
import { CANCELLATION_DOCUMENT } from '../../src/products/eps/cancellation-document.ts'
import { alike, FOLLOWED, listedAs } from '../support/cancellation-by-hand.ts'
import { corpusFolder } from '../support/corpus.ts'
import { apart, type Leaves, leavesOfBundle, leavesOfXml } from '../support/eps-by-hand.ts'
import { aboutMessage, epsPairs } from '../support/eps-pairs.ts'

// What is compared with comes from the code; what compares shares nothing with it.

t.test('every published cancellation is written as HL7v3 leaf by leaf', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = epsPairs(folder, 'Cancel')
  for (const { name, hl7, fhir } of pairs) {
    const legacy = CANCELLATION_DOCUMENT.readLegacy(hl7)
    const cloud = CANCELLATION_DOCUMENT.readCloud(fhir)
    if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(name)
    const written = CANCELLATION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
    if (written.kind === 'declined') throw new Error(name)
    const found = apart(leavesOfXml(hl7.toString()), leavesOfXml(written.value))
    t.strictSame(found, { onlyA: [], onlyB: [] }, name)
  }
  t.comment(`${pairs.length} pairs: all equal as HL7v3, leaf by leaf`)
  t.ok(pairs.length >= 10, `${pairs.length} pairs`)
})

const bundleLeaves = (bundle: Buffer): Leaves => alike(leavesOfBundle(bundle.toString(), FOLLOWED))

t.test('every published cancellation is written as FHIR, but for what is listed', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const reasons = new Map<string, number>()
  for (const { name, hl7, fhir } of epsPairs(folder, 'Cancel')) {
    const legacy = CANCELLATION_DOCUMENT.readLegacy(hl7)
    if (legacy.kind === 'declined') throw new Error(name)
    const asked = CANCELLATION_DOCUMENT.request(hl7, aboutMessage(legacy.transmission))
    if (asked.kind === 'declined') throw new Error(name)
    const { onlyA, onlyB } = apart(bundleLeaves(fhir), bundleLeaves(asked.value.body))
    const why = [
      ...onlyA.map(leaf => [leaf, listedAs('published', leaf)] as const),
      ...onlyB.map(leaf => [leaf, listedAs('ours', leaf)] as const),
    ]
    const unlisted = why.filter(([, reason]) => reason === undefined).map(([leaf]) => leaf)
    t.strictSame(unlisted, [], name)
    for (const reason of new Set(why.map(([, each]) => each ?? ''))) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
  }
  for (const [reason, often] of reasons) t.comment(`${often} pairs: ${reason}`)
})
