import { readFileSync } from 'node:fs'
import t from 'tap'
import { defineDocument, entriesIn, type Information } from '../../src/mapping/index.ts'
import { PRESCRIPTION_SPEC } from '../../src/products/eps/prescription.ts'
import { EPS_NOMINATED_RELEASE, EPS_RELEASE } from '../../src/products/eps/release.ts'
import {
  NOMINATED_RELEASE_DOCUMENT,
  RELEASE_DOCUMENT,
} from '../../src/products/eps/release-request.ts'
import { RELEASED_ROWS } from '../../src/products/eps/release-response-rows.ts'
import { RELEASED_PRESCRIPTION } from '../../src/products/eps/release-response-shape.ts'
import { releasedFromFhir, releasedToFhir } from '../../src/products/eps/release-response-turns.ts'
import { readXml } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { SAID } from '../support/prescription-golden-parts.ts'
import { apart, leavesOfXml } from '../support/eps-by-hand.ts'
import { goldenAnswer } from '../support/release-golden.ts'
import { aboutAnswer, ASKED, NOMINATED } from '../support/release-golden-asked.ts'

const fileOf = (folder: string, ending: string): Buffer[] =>
  spineSamples(folder)
    .filter(({ path }) => path.endsWith(ending))
    .map(({ file }) => readFileSync(file))

/** A released prescription as a document of its own, which writes it as the cloud would tell it. */
const RELEASED = defineDocument({
  ...PRESCRIPTION_SPEC,
  name: 'released',
  outline: RELEASED_PRESCRIPTION,
  rows: RELEASED_ROWS,
  turns: { fromFhir: releasedFromFhir, toFhir: releasedToFhir },
})

const bundleOf = (prescription: Information): string => {
  const bundle = RELEASED.writeCloud(prescription)
  if (bundle.kind === 'declined') throw new Error(bundle.says)
  return bundle.value
}

const plain = (xml: string): string => xml.replace(/(<\/?)hl7:/g, '$1').replace(/>\s+</g, '><')
const prescriptionsIn = (xml: string): string[] =>
  plain(xml).match(/<ParentPrescription [\s\S]*?<\/ParentPrescription>/g) ?? []

/** What a code is displayed as, and the one name of an attribute that is declared elsewhere. */
const isListed = (leaf: string): boolean => /Status\/value\/@displayName=/.test(leaf)

t.test(
  'every prescription of the published response is released again with its signature',
  async t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const [published] = fileOf(folder, 'release/full_successful_release.xml')
    if (published === undefined) throw new Error('the published response is not there')
    const legacy = EPS_NOMINATED_RELEASE.readLegacy(readXml(published), published)
    if (legacy.kind === 'declined') throw new Error(legacy.says)
    t.strictSame(legacy.source?.dropped, {}, 'all of it is read')
    const prescriptions = entriesIn(legacy.information ?? {}, 'prescriptions')
    const about = aboutAnswer(NOMINATED_RELEASE_DOCUMENT, { ...NOMINATED, ods: 'FRN28' })
    const body = goldenAnswer(prescriptions.map(bundleOf))
    const headers = ['X-Request-ID', SAID.messageId]
    const answer = EPS_NOMINATED_RELEASE.answer({ status: 200, headers, body }, about)
    if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer))
    const [before, after] = [published.toString(), answer.payload].map(prescriptionsIn)
    t.equal(before?.length, 20)
    for (const [i, own] of (before ?? []).entries()) {
      const { onlyA, onlyB } = apart(leavesOfXml(own), leavesOfXml(after?.[i] ?? ''))
      t.strictSame([onlyA.filter(leaf => !isListed(leaf)), onlyB], [[], []], `prescription ${i}`)
    }
  },
)

t.test(
  'the published answers of the cloud are read, and not handed on without a signature',
  async t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const published = fileOf(folder, '-primary-example-res.json').filter(body =>
      body.includes('passedPrescriptions'),
    )
    t.equal(published.length, 2)
    for (const body of published) {
      const said = EPS_RELEASE.readCloud({ status: 200, body })
      if (said.kind === 'declined') throw new Error(said.says)
      t.strictSame(said.source?.dropped, {}, 'all of it is read')
      const [prescription = {}] = entriesIn(said.information ?? {}, 'prescriptions')
      const states = entriesIn(prescription, 'lineItems').map(line => line['itemStatus'])
      t.strictSame(states, ['withDispenser', 'withDispenser', 'withDispenser', 'cancelled'])
      const about = aboutAnswer(RELEASE_DOCUMENT, ASKED)
      const request = {
        ...about.request,
        said: { ...about.request.said, shortId: prescription['shortId'] ?? '' },
      }
      const headers = ['X-Request-ID', SAID.messageId]
      const answer = EPS_RELEASE.answer({ status: 200, headers, body }, { ...about, request })
      t.match(answer, { kind: 'declined', code: 'signed' }, 'its example has no signature of it')
    }
  },
)
