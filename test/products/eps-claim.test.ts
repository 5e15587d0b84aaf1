import t from 'tap'
import { CLAIM_DOCUMENT, EPS_CLAIM } from '../../src/products/eps/claim.ts'
import { leavesOfClaim } from '../support/claim-by-hand.ts'
import { goldenClaim } from '../support/claim-golden-fhir.ts'
import { claimMessage } from '../support/claim-golden-hl7.ts'
import { OTHER_CLAIMS } from '../support/claim-golden-others.ts'
import { CLAIM, CLAIM_SAID, GOLDEN_CLAIMS } from '../support/claim-golden-parts.ts'
import { apart } from '../support/eps-by-hand.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { SAID } from '../support/prescription-golden-parts.ts'

const accepted = <T extends { readonly kind: string }>(of: T, title: string) => {
  if (of.kind === 'declined') throw new Error(`${title}: ${JSON.stringify(of)}`)
  return of as Exclude<T, { kind: 'declined' }> // just told apart
}

const LET_GO = {
  'pertinentInformation1/pertinentSupplyHeader/id/@root': 1,
  'pertinentInformation1/pertinentSupplyHeader/legalAuthenticator/time/@value': 1,
  'sequelTo/priorPrescriptionReleaseEventRef/id/@root': 1,
}

t.test('a claim is written as the Claim somebody wrote by hand', async t => {
  for (const [title, parts] of GOLDEN_CLAIMS) {
    const message = claimMessage(parts)
    const { transmission, source } = accepted(CLAIM_DOCUMENT.readLegacy(message), title)
    const asked = accepted(CLAIM_DOCUMENT.request(message, aboutMessage(transmission)), title)
    const found = apart(
      leavesOfClaim(goldenClaim(parts).toString()),
      leavesOfClaim(asked.value.body.toString()),
    )
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
    t.strictSame(source.lossy, LET_GO, `${title}: nothing else is let go`)
  }
})

const subjectOf = (message: string): string =>
  /<DispenseClaim[\s\S]*<\/DispenseClaim>/.exec(message)?.[0] ?? ''

/** The tags and texts of a message in their order; of a tag the attributes in theirs. */
const sorted = (text: string): string[] =>
  [...subjectOf(text).matchAll(/<[^>]*>|[^<>]+/g)].map(([tag]) =>
    tag.startsWith('<')
      ? [...tag.matchAll(/[\w/]+(?:="[^"]*")?/g)]
          .map(([each]) => each)
          .toSorted()
          .join(' ')
      : tag,
  )

t.test('the same Claim is written as the message somebody wrote by hand', async t => {
  for (const [title, parts] of GOLDEN_CLAIMS) {
    const message = claimMessage(parts)
    const { transmission } = accepted(CLAIM_DOCUMENT.readLegacy(message), title)
    const cloud = accepted(CLAIM_DOCUMENT.readCloud(goldenClaim(parts)), title)
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    const written = accepted(CLAIM_DOCUMENT.writeLegacy(cloud.information, transmission), title)
    t.strictSame(sorted(written.value), sorted(message.toString()), title)
  }
})

t.test('a Claim of somebody else’s making is the claim it is all the same', async t => {
  for (const [title, { claim, parts }] of OTHER_CLAIMS) {
    const cloud = accepted(CLAIM_DOCUMENT.readCloud(claim), title)
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    const { transmission } = accepted(CLAIM_DOCUMENT.readLegacy(claimMessage(CLAIM)), title)
    const written = accepted(CLAIM_DOCUMENT.writeLegacy(cloud.information, transmission), title)
    t.strictSame(sorted(written.value), sorted(claimMessage(parts).toString()), title)
    const own = accepted(CLAIM_DOCUMENT.readCloud(goldenClaim(parts)), title)
    const [leaves, ownLeaves] = [cloud, own].map(({ information }) =>
      CLAIM_DOCUMENT.leaves(information).filter(({ path }) => path !== 'nhsNumber'),
    )
    t.strictSame(leaves, ownLeaves, `${title}: it means the same`)
  }
})

t.test('a patient is named again where a Claim names one', async t => {
  const named = OTHER_CLAIMS.get('a patient who is named')
  const cloud = accepted(CLAIM_DOCUMENT.readCloud(named?.claim ?? Buffer.alloc(0)), 'named')
  const { value } = accepted(CLAIM_DOCUMENT.writeCloud(cloud.information), 'written')
  t.match(value, `"value":"${CLAIM_SAID.nhsNumber}"`)
  t.notMatch(value, 'data-absent-reason')
})

t.test('a claim is asked of the cloud once, in the same bytes whenever it is sent', async t => {
  const message = claimMessage(CLAIM)
  const { transmission } = accepted(CLAIM_DOCUMENT.readLegacy(message), 'read')
  const about = aboutMessage(transmission)
  const [first, again] = [1, 2].map(() => accepted(CLAIM_DOCUMENT.request(message, about), 'asked'))
  t.ok(first?.value.body.equals(again?.value.body ?? Buffer.alloc(0)))
  const { method, path, headers, subject, requestId } = first?.value ?? {}
  t.strictSame(
    { method, path, subject, requestId },
    {
      method: 'POST',
      path: '/Claim',
      // HL7v3 names no patient in a claim, so neither do its keys.
      subject: {
        kind: 'entity',
        keys: { prescriptionId: CLAIM_SAID.shortId, prescriptionLongId: CLAIM_SAID.prescriptionId },
      },
      requestId: SAID.messageId,
    },
  )
  t.strictSame(headers?.slice(4, 6), ['X-Request-ID', SAID.messageId])
  t.strictSame(first?.value.loss.source.dropped, {})
})

t.test('all interactions of a claim are taken, and named as a route names them', async t => {
  t.equal(EPS_CLAIM.name, 'eps.claim')
  for (const interaction of ['PORX_IN090101UK31', 'PORX_IN090101SM31', 'PORX_IN090102UK31']) {
    t.ok(EPS_CLAIM.interactions.includes(interaction), interaction)
    const message = claimMessage(CLAIM, interaction)
    const { transmission } = accepted(CLAIM_DOCUMENT.readLegacy(message), interaction)
    accepted(CLAIM_DOCUMENT.request(message, aboutMessage(transmission)), interaction)
  }
})
