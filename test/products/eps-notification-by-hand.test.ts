import t from 'tap'
import { NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { corpusFolder } from '../support/corpus.ts'
import { apart, type Leaves, leavesOfXml } from '../support/eps-by-hand.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { leavesOfNotification } from '../support/notification-by-hand.ts'
import { alike, listedAs } from '../support/notification-by-hand-listed.ts'
import { notificationPairs } from '../support/notification-pairs.ts'

// What is compared with comes from the code; what compares shares nothing with it.

t.test('every published notification is written as HL7v3 leaf by leaf', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = notificationPairs(folder)
  for (const { name, hl7, fhir } of pairs) {
    const legacy = NOTIFICATION_DOCUMENT.readLegacy(hl7)
    const cloud = NOTIFICATION_DOCUMENT.readCloud(fhir)
    if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(name)
    const written = NOTIFICATION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
    if (written.kind === 'declined') throw new Error(name)
    const found = apart(leavesOfXml(hl7.toString()), leavesOfXml(written.value))
    t.strictSame(found, { onlyA: [], onlyB: [] }, name)
  }
  const alone = pairs.filter(({ isAlike }) => isAlike).length
  t.comment(`${pairs.length} pairs: all equal as HL7v3, leaf by leaf, ${alone} as published`)
})

const leavesOf = (bundle: Buffer): Leaves => alike(leavesOfNotification(bundle.toString()))

t.test('every published notification is written as FHIR, but for what is listed', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = notificationPairs(folder)
  const reasons = new Map<string, number>()
  const count = { equal: 0, listed: 0, different: 0 }
  for (const { name, hl7, fhir } of pairs) {
    const legacy = NOTIFICATION_DOCUMENT.readLegacy(hl7)
    if (legacy.kind === 'declined') throw new Error(name)
    const asked = NOTIFICATION_DOCUMENT.request(hl7, aboutMessage(legacy.transmission))
    if (asked.kind === 'declined') throw new Error(name)
    const { onlyA, onlyB } = apart(leavesOf(fhir), leavesOf(asked.value.body))
    const why = [
      ...onlyA.map(leaf => [leaf, listedAs('published', leaf)] as const),
      ...onlyB.map(leaf => [leaf, listedAs('ours', leaf)] as const),
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
