import t from 'tap'
import { RELEASE_DOCUMENT } from '../../src/products/eps/release-request.ts'
import { corpusFolder } from '../support/corpus.ts'
import { apart, leavesOfXml } from '../support/eps-by-hand.ts'
import { aboutMessage, epsPairs } from '../support/eps-pairs.ts'
import { leavesOfParameters, listedInReleases } from '../support/release-by-hand.ts'

// What is compared with comes from the code; what compares shares nothing with it.

/** The id of the request's payload, which whoever asks Spine makes anew. */
const PAYLOAD_ID =
  /^PORX_IN132004SM30\/ControlActEvent\/subject\/PatientPrescriptionReleaseRequest\/id\/@root=/
/** When it was asked, which is when the message was made. */
const MADE_AT = /Request\/effectiveTime\/@value=/

t.test(
  'every published release is written as HL7v3 leaf by leaf, but for what is made anew',
  async t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const pairs = epsPairs(folder, 'Release')
    for (const { name, hl7, fhir } of pairs) {
      const legacy = RELEASE_DOCUMENT.readLegacy(hl7)
      const cloud = RELEASE_DOCUMENT.readCloud(fhir)
      if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(name)
      const written = RELEASE_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
      if (written.kind === 'declined') throw new Error(name)
      const { onlyA, onlyB } = apart(leavesOfXml(hl7.toString()), leavesOfXml(written.value))
      for (const only of [onlyA, onlyB]) {
        t.equal(only.filter(leaf => PAYLOAD_ID.test(leaf)).length, 1, `${name}: an id of its own`)
        t.strictSame(
          only.filter(leaf => !PAYLOAD_ID.test(leaf) && !MADE_AT.test(leaf)),
          [],
          name,
        )
      }
    }
    t.ok(pairs.length >= 3, `${pairs.length} pairs`)
  },
)

t.test('every published release is written as FHIR, but for what is listed', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = epsPairs(folder, 'Release')
  const reasons = new Map<string, number>()
  for (const { name, hl7, fhir } of pairs) {
    const legacy = RELEASE_DOCUMENT.readLegacy(hl7)
    if (legacy.kind === 'declined') throw new Error(name)
    const asked = RELEASE_DOCUMENT.request(hl7, aboutMessage(legacy.transmission))
    if (asked.kind === 'declined') throw new Error(name)
    const ours = leavesOfParameters(asked.value.body.toString())
    const { onlyA, onlyB } = apart(leavesOfParameters(fhir.toString()), ours)
    t.strictSame(onlyB, [], `${name}: nothing is invented`)
    t.strictSame(
      onlyA.filter(leaf => listedInReleases(leaf) === undefined),
      [],
      name,
    )
    for (const leaf of onlyA) {
      const why = listedInReleases(leaf) ?? ''
      reasons.set(why, (reasons.get(why) ?? 0) + 1)
    }
  }
  for (const [why, often] of reasons) t.comment(`${often} leaves: ${why}`)
})
