import { readFileSync } from 'node:fs'
import t from 'tap'
import { createCompare, definePolicy, type InformationLeaf } from '../../src/comparison/index.ts'
import { CLAIM_DOCUMENT } from '../../src/products/eps/claim.ts'
import { leavesOfClaim } from '../support/claim-by-hand.ts'
import { alikeInClaim, listedInClaim } from '../support/claim-by-hand-listed.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { apart, leavesOfXml } from '../support/eps-by-hand.ts'
import { aboutMessage, type EpsPair, epsPairs } from '../support/eps-pairs.ts'

// Other hands wrote both sides of these; whatever is compared here is compared as a supplier's traffic is.
const POLICY = definePolicy({ name: 'eps.claim pairs', rules: [] })
const compare = createCompare({ key: Buffer.alloc(16, 7), now: () => 0 })

const accepted = <T extends { readonly kind: string }>(of: T): Exclude<T, { kind: 'declined' }> => {
  if (of.kind === 'declined') throw new Error(JSON.stringify(of))
  return of as Exclude<T, { kind: 'declined' }> // just told apart
}

const claimPairs = (folder: string): readonly EpsPair[] => [
  ...epsPairs(folder, 'Claim'),
  ...epsPairs(folder, 'ClaimAmend'),
]

/** A pair, and what is written of each of its sides. */
function translated({ hl7, fhir }: EpsPair) {
  const legacy = accepted(CLAIM_DOCUMENT.readLegacy(hl7))
  const cloud = accepted(CLAIM_DOCUMENT.readCloud(fhir))
  const message = accepted(CLAIM_DOCUMENT.writeLegacy(cloud.information, legacy.transmission))
  const asked = accepted(CLAIM_DOCUMENT.request(hl7, aboutMessage(legacy.transmission)))
  return { legacy, cloud, message: message.value, body: asked.value.body }
}

const answered = (body: Buffer, type: string, means?: readonly InformationLeaf[]) => ({
  status: 200,
  headers: ['content-type', type],
  body,
  ...(means && { means }),
})

/** Why a fact of a Claim is none of a message's. */
const FHIR_ALONE: Readonly<Record<string, string>> = {
  nhsNumber: 'a claim in HL7v3 names no patient',
}

t.test('every published claim says the same on both sides, either way', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = claimPairs(folder)
  for (const pair of pairs) {
    const { cloud, message, body } = translated(pair)
    const toHl7 = compare(
      {
        control: answered(Buffer.from(pair.hl7.toString().replace(/>\s+</g, '><')), 'text/xml'),
        candidate: answered(Buffer.from(message), 'text/xml'),
      },
      POLICY,
    )
    t.strictSame(toHl7.differences, [], `${pair.name} as HL7v3`)
    const written = accepted(CLAIM_DOCUMENT.readCloud(body))
    const [control, candidate] = [cloud, written].map(each =>
      CLAIM_DOCUMENT.leaves(each.information).filter(({ path }) => !(path in FHIR_ALONE)),
    )
    const toFhir = compare(
      {
        control: answered(pair.fhir, 'application/fhir+json', control),
        candidate: answered(body, 'application/fhir+json', candidate),
      },
      POLICY,
    )
    t.strictSame(toFhir.differences, [], `${pair.name} as FHIR`)
  }
  t.comment(`${pairs.length} pairs`)
  t.ok(pairs.length >= 3, `${pairs.length} pairs`)
})

t.test('a second reader finds every published claim written leaf by leaf', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const reasons = new Map<string, number>()
  for (const pair of claimPairs(folder)) {
    const { message, body } = translated(pair)
    t.strictSame(
      apart(leavesOfXml(pair.hl7.toString()), leavesOfXml(message)),
      { onlyA: [], onlyB: [] },
      `${pair.name} as HL7v3`,
    )
    const read = (claim: Buffer): readonly string[] => alikeInClaim(leavesOfClaim(claim.toString()))
    const { onlyA, onlyB } = apart(read(pair.fhir), read(body))
    const why = [
      ...onlyA.map(leaf => [leaf, listedInClaim('published', leaf)] as const),
      ...onlyB.map(leaf => [leaf, listedInClaim('ours', leaf)] as const),
    ]
    const unlisted = why.filter(([, reason]) => reason === undefined).map(([leaf]) => leaf)
    t.strictSame(unlisted, [], `${pair.name} as FHIR, but for what is listed`)
    for (const reason of new Set(why.map(([, each]) => each ?? ''))) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
  }
  for (const [reason, often] of reasons) t.comment(`${often} pairs: ${reason}`)
})

t.test('nothing in a published claim is passed over, on either side', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  for (const pair of claimPairs(folder)) {
    const { legacy, cloud } = translated(pair)
    t.strictSame([legacy.source.dropped, cloud.source.dropped], [{}, {}], pair.name)
  }
})

/** Published Claims that are none, each with what is said of it. */
const DECLINED: Readonly<Record<string, string>> = {
  'medicationClaim.json': 'shape', // a part of one
  'claim.json': 'missing', // no claimant that it contains
  '2-Claim-Request-400_Missing_Endorsement_Code.json': 'value', // a template
}

t.test('a published Claim without a message beside it is read whole, or declined', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const samples = spineSamples(folder).filter(
    ({ kind, file }) => kind === 'fhir-request' && /[Cc]laim/.test(file),
  )
  for (const { file } of samples) {
    const name = file.slice(file.lastIndexOf('/') + 1)
    const told = CLAIM_DOCUMENT.readCloud(readFileSync(file))
    if (told.kind === 'declined') t.equal(told.code, DECLINED[name], `${name} is declined`)
    else t.strictSame(told.source.dropped, {}, name)
  }
  t.ok(samples.length >= 12, `${samples.length} Claims`)
})
