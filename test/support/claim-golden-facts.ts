import { createHash } from 'node:crypto'
import type { DocumentMapping } from '../../src/mapping/index.ts'
import { CLAIM_DOCUMENT } from '../../src/products/eps/claim.ts'
import { goldenClaim } from './claim-golden-fhir.ts'
import { claimMessage } from './claim-golden-hl7.ts'
import { NEEDED_IN_CLAIM, NEEDED_IN_CLAIM_MESSAGE } from './claim-golden-needed.ts'
import { OTHER_CLAIMS, WRONG_CLAIMS } from './claim-golden-others.ts'
import { CLAIM, GOLDEN_CLAIMS } from './claim-golden-parts.ts'
import { aboutMessage } from './eps-pairs.ts'
import { SAID } from './prescription-golden-parts.ts'

/** One thing a mapping says of one claim, and what it says when nothing is broken. */
export interface ClaimFact {
  readonly title: string
  readonly of: (mapping: DocumentMapping) => string
  readonly says: string
}

const TRANSMISSION = {
  interaction: 'PORX_IN090101UK31',
  id: SAID.messageId.toUpperCase(),
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What is asked of the cloud, and what is told to have been let go. */
const asked =
  (message: Buffer) =>
  (mapping: DocumentMapping): string => {
    const came = mapping.request(message, aboutMessage(TRANSMISSION))
    if (came.kind === 'declined') return came.says
    return `${JSON.stringify(came.value.loss)} ${hashOf(came.value.body.toString())}`
  }

/** What a Claim comes to as HL7v3, what it means, and what of it nobody read. */
const written =
  (claim: Buffer) =>
  (mapping: DocumentMapping): string => {
    const told = mapping.readCloud(claim)
    if (told.kind === 'declined') return told.says
    const message = mapping.writeLegacy(told.information, TRANSMISSION)
    const again = mapping.writeCloud(told.information)
    if (message.kind === 'declined') return message.says
    const cloud = again.kind === 'declined' ? again.says : again.value
    return `${JSON.stringify(told.source)} ${hashOf(message.value)} ${hashOf(cloud)}`
  }

const fact = (title: string, of: ClaimFact['of']): ClaimFact => ({
  title,
  of,
  says: of(CLAIM_DOCUMENT),
})

/** A message or a Claim without something it cannot be without. */
const without = (text: Buffer, what: RegExp): Buffer => {
  const rest = text.toString().replace(what, '')
  if (rest === text.toString()) throw new Error(`nothing to leave out: ${what.source}`)
  return Buffer.from(rest)
}

const MESSAGE = claimMessage(CLAIM)
const RESOURCE = goldenClaim(CLAIM)

/** Everything golden, as facts a broken table is told by. */
export const CLAIM_FACTS: readonly ClaimFact[] = [
  ...[...GOLDEN_CLAIMS].map(([title, parts]) =>
    fact(`${title}, read`, written(goldenClaim(parts))),
  ),
  ...[...OTHER_CLAIMS].map(([title, { claim }]) => fact(title, written(claim))),
  ...[...WRONG_CLAIMS].map(([title, claim]) => fact(title, written(claim))),
  ...[...GOLDEN_CLAIMS].map(([title, parts]) =>
    fact(`${title}, asked`, asked(claimMessage(parts))),
  ),
  ...NEEDED_IN_CLAIM_MESSAGE.map(what => fact(what.source, asked(without(MESSAGE, what)))),
  ...NEEDED_IN_CLAIM.map(what => fact(what.source, written(without(RESOURCE, what)))),
]
