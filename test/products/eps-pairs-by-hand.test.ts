import t from 'tap'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { corpusFolder } from '../support/corpus.ts'
import { apart, type Leaves, leavesOfBundle, leavesOfXml } from '../support/eps-by-hand.ts'
import { alike, FOLLOWED, listedAs } from '../support/eps-by-hand-listed.ts'
import { aboutMessage, epsPairs } from '../support/eps-pairs.ts'

// What is compared with comes from the code; what compares shares nothing with it.

t.test('every published prescription is written as HL7v3 leaf by leaf', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = epsPairs(folder, 'Send')
  for (const { name, hl7, fhir } of pairs) {
    const legacy = PRESCRIPTION_DOCUMENT.readLegacy(hl7)
    const cloud = PRESCRIPTION_DOCUMENT.readCloud(fhir)
    if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(name)
    const written = PRESCRIPTION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
    if (written.kind === 'declined') throw new Error(name)
    const found = apart(leavesOfXml(hl7.toString()), leavesOfXml(written.value))
    t.strictSame(found, { onlyA: [], onlyB: [] }, name)
  }
  t.comment(`${pairs.length} pairs: all equal as HL7v3, leaf by leaf`)
})

const bundleLeaves = (bundle: Buffer): Leaves => alike(leavesOfBundle(bundle.toString(), FOLLOWED))

t.test('every published prescription is written as FHIR, but for what is listed', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = epsPairs(folder, 'Send')
  const reasons = new Map<string, number>()
  const count = { equal: 0, listed: 0, different: 0 }
  for (const { name, hl7, fhir } of pairs) {
    const legacy = PRESCRIPTION_DOCUMENT.readLegacy(hl7)
    if (legacy.kind === 'declined') throw new Error(name)
    const asked = PRESCRIPTION_DOCUMENT.request(hl7, aboutMessage(legacy.transmission))
    if (asked.kind === 'declined') throw new Error(name)
    const { onlyA, onlyB } = apart(bundleLeaves(fhir), bundleLeaves(asked.value.body))
    const why = [
      ...onlyA.map(leaf => [leaf, listedAs(name, 'published', leaf)] as const),
      ...onlyB.map(leaf => [leaf, listedAs(name, 'ours', leaf)] as const),
    ]
    const unlisted = why.filter(([, reason]) => reason === undefined).map(([leaf]) => leaf)
    t.strictSame(unlisted, [], name)
    count[why.length === 0 ? 'equal' : unlisted.length === 0 ? 'listed' : 'different'] += 1
    for (const reason of new Set(why.map(([, each]) => each ?? ''))) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
  }
  t.comment(`${pairs.length} pairs: ${JSON.stringify(count)}`)
  for (const [reason, often] of reasons) t.comment(`${often} pairs: ${reason}`)
  t.equal(count.different, 0)
})
