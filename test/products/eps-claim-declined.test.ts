import t from 'tap'
import { CLAIM_DOCUMENT } from '../../src/products/eps/claim.ts'
import { type Changed, CLAIMS, MESSAGES, ONE } from '../support/claim-declined.ts'
import { goldenClaim } from '../support/claim-golden-fhir.ts'
import { claimMessage } from '../support/claim-golden-hl7.ts'
import { CLAIM_SAID, type ClaimParts } from '../support/claim-golden-parts.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { SAID } from '../support/prescription-golden-parts.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN090101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

/** A text in which one thing is another. */
function changed(text: Buffer, from: string | RegExp, to: string): Buffer {
  const other = text.toString().replace(from, to)
  if (other === text.toString()) throw new Error(`nothing to change: ${String(from)}`)
  return Buffer.from(other)
}

function said(parts: ClaimParts, from: string | RegExp, to: string): string {
  const asked = CLAIM_DOCUMENT.request(changed(claimMessage(parts), from, to), ABOUT)
  return asked.kind === 'declined' ? asked.code : 'accepted'
}

t.test('a claim that does not come back as it was goes to legacy', async t => {
  t.equal(said(ONE, 'code="NDEC"', 'code="BB"'), 'accepted', 'another endorsement')
  for (const [why, parts, from, to, code] of MESSAGES) t.equal(said(parts, from, to), code, why)
})

t.test('what only legacy knows of a claim is let go, by the list of what may be', async t => {
  const rows: Changed = [
    [
      'a release of its own',
      ONE,
      CLAIM_SAID.noRelease,
      '3F0B9A1F-7C11-4B44-9B7B-B3D6C1E05F0B',
      'accepted',
    ],
    [
      'a supply header of its own',
      ONE,
      /(<pertinentSupplyHeader[^>]*><id root=")3F/,
      '$13E',
      'accepted',
    ],
    [
      'a person who vouched for it later',
      ONE,
      '<time value="20260102030405"/>',
      '<time value="20260102040506"/>',
      'accepted',
    ],
  ]
  for (const [why, parts, from, to, code] of rows) t.equal(said(parts, from, to), code, why)
})

const cloudSays = (claim: Buffer): string => {
  const told = CLAIM_DOCUMENT.readCloud(claim)
  if (told.kind === 'declined') return told.code
  return Object.keys(told.source.dropped).join() || 'told'
}

t.test(
  'a Claim that is not one of a pharmacy’s for one prescription is not taken for one',
  async t => {
    t.equal(cloudSays(goldenClaim(ONE)), 'told')
    for (const [why, parts, from, to, says] of CLAIMS) {
      t.equal(cloudSays(changed(goldenClaim(parts), from, to)), says, why)
    }
  },
)
