import { readFileSync } from 'node:fs'
import t from 'tap'
import { createCompare, definePolicy } from '../../src/comparison/index.ts'
import { RELEASE_DOCUMENT } from '../../src/products/eps/release-request.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { aboutMessage, epsPairs } from '../support/eps-pairs.ts'

const PAYLOAD = '**/PatientPrescriptionReleaseRequest'
const POLICY = definePolicy({
  name: 'eps.release pairs',
  rules: [
    {
      id: 'payload-id',
      path: `${PAYLOAD}/id/@root`,
      why: 'whoever asks Spine makes it anew',
      does: 'id',
    },
    {
      id: 'payload-time',
      path: `${PAYLOAD}/effectiveTime/@value`,
      why: 'whoever asks Spine makes it anew',
      does: 'timestamp',
    },
  ],
})
const compare = createCompare({ key: Buffer.alloc(16, 7), now: () => 0 })

const accepted = <T extends { readonly kind: string }>(of: T): Exclude<T, { kind: 'declined' }> => {
  if (of.kind === 'declined') throw new Error(JSON.stringify(of))
  return of as Exclude<T, { kind: 'declined' }> // just told apart
}

/** Without the blank text between elements, which the published messages are laid out with. */
const xml = (text: string) => ({
  status: 200,
  headers: ['content-type', 'text/xml'],
  body: Buffer.from(text.replace(/>\s+</g, '><').trim()),
})

t.test('every published release says the same on both sides, either way', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = epsPairs(folder, 'Release')
  for (const { name, hl7, fhir } of pairs) {
    const legacy = accepted(RELEASE_DOCUMENT.readLegacy(hl7))
    const cloud = accepted(RELEASE_DOCUMENT.readCloud(fhir))
    const message = accepted(RELEASE_DOCUMENT.writeLegacy(cloud.information, legacy.transmission))
    const pair = { control: xml(hl7.toString()), candidate: xml(message.value) }
    t.strictSame(compare(pair, POLICY).differences, [], `${name} to HL7v3`)
    const asked = accepted(RELEASE_DOCUMENT.request(hl7, aboutMessage(legacy.transmission)))
    const written = accepted(RELEASE_DOCUMENT.readCloud(asked.value.body))
    t.strictSame(written.information, cloud.information, `${name} to FHIR`)
    t.strictSame([legacy.source.dropped, cloud.source.dropped], [{}, {}], `${name}: all is read`)
  }
  t.comment(`${pairs.length} pairs: all equal, either way`)
  t.ok(pairs.length >= 3, `${pairs.length} pairs`)
})

t.test('every published request for a release is read to its last leaf', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const samples = spineSamples(folder).filter(
    ({ product, path }) =>
      product === 'EPS' && /Task-Request-Release|release\/[\w-]+-req|epsRelease/.test(path),
  )
  for (const { file, path } of samples) {
    const told = accepted(RELEASE_DOCUMENT.readCloud(readFileSync(file)))
    t.strictSame(told.source.dropped, {}, path)
    t.match(told.information['shortId'], /^[0-9A-F]{6}-/, path)
  }
  t.ok(samples.length >= 9, `${samples.length} requests`)
})
