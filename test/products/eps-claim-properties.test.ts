import fc from 'fast-check'
import t from 'tap'
import { CLAIM_DOCUMENT } from '../../src/products/eps/claim.ts'
import { leavesOfClaim } from '../support/claim-by-hand.ts'
import { goldenClaim } from '../support/claim-golden-fhir.ts'
import { claimMessage } from '../support/claim-golden-hl7.ts'
import {
  CLAIM,
  type ClaimLine,
  type ClaimParts,
  type Supplied,
} from '../support/claim-golden-parts.ts'
import { apart } from '../support/eps-by-hand.ts'
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

const code = fc.stringMatching(/^[0-9A-Z]{1,18}$/)
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 .,()/%-]{0,38}[a-z]$/)
const uuid = fc.uuid()
const coded = fc.tuple(code, fc.option(name, { nil: undefined })).map(
  ([of, called]) => (called === undefined ? [of] : [of, called]) as ClaimParts['status'], // one of both
)
const quantity = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(99_999), fc.nat(9_999)).map(([whole, part]) => `${whole}.${part}`),
)
const repeats = fc.tuple(fc.nat(998), fc.nat(998))

const supplied = (medication: Supplied['medication']): fc.Arbitrary<readonly Supplied[]> =>
  fc.array(
    fc.record({ medication: fc.constant(medication), quantity, unit: fc.tuple(code, name) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )

const line = (isRepeat: boolean): fc.Arbitrary<ClaimLine> =>
  fc.tuple(code, name).chain(medication =>
    fc.record(
      {
        id: uuid,
        prescribed: uuid,
        status: coded,
        reason: coded,
        repeats: isRepeat ? repeats : fc.constant([0, 0] as const),
        isPaid: fc.boolean(),
        endorsements: fc.array(
          fc
            .tuple(code, fc.option(name, { nil: undefined }))
            .map(([of, text]) => (text === undefined ? ([of] as const) : ([of, text] as const))),
          { minLength: 1, maxLength: 4 },
        ),
        supplied: supplied(medication),
      },
      {
        requiredKeys: [
          'id',
          'prescribed',
          'status',
          'isPaid',
          'endorsements',
          'supplied',
          ...(isRepeat ? (['repeats'] as const) : []),
        ],
      },
    ),
  )

const withoutRepeats = (of: ClaimLine): ClaimLine =>
  Object.fromEntries(
    Object.entries(of).filter(([each]) => each !== 'repeats'),
  ) as unknown as ClaimLine // but for one

/** Claims of all kinds: whether one is exempt, for how many line items, of a repeat or not. */
const claims: fc.Arbitrary<ClaimParts> = fc.boolean().chain(isRepeat =>
  fc.record(
    {
      replaces: uuid,
      exemption: fc.oneof(fc.constant('0001'), code),
      evidence: fc.constantFrom('seen' as const, 'notSeen' as const),
      status: coded,
      reason: coded,
      telecomUse: fc.constant(CLAIM.telecomUse),
      addressUse: fc.constant(CLAIM.addressUse),
      lines: fc
        .array(line(isRepeat), { minLength: 1, maxLength: 4 })
        .map(lines => (isRepeat ? lines : lines.map(withoutRepeats))),
      ...(isRepeat ? { repeats } : {}),
    },
    {
      requiredKeys: [
        'exemption',
        'status',
        'telecomUse',
        'addressUse',
        'lines',
        ...(isRepeat ? (['repeats'] as never[]) : []),
      ],
    },
  ),
)

const leavesOf = (told: ReturnType<typeof CLAIM_DOCUMENT.readCloud>): string => {
  if (told.kind === 'declined') throw new Error(told.says)
  return JSON.stringify(CLAIM_DOCUMENT.leaves(told.information))
}

t.test('a claim there and back is the same, whatever is claimed', async t => {
  fc.assert(
    fc.property(claims, parts => {
      const message = claimMessage(parts)
      const asked = CLAIM_DOCUMENT.request(message, ABOUT)
      if (asked.kind === 'declined') throw new Error(JSON.stringify(asked))
      const byHand = goldenClaim(parts)
      const { onlyA, onlyB } = apart(
        leavesOfClaim(byHand.toString()),
        leavesOfClaim(asked.value.body.toString()),
      )
      if (onlyA.length + onlyB.length > 0) throw new Error(JSON.stringify([onlyA, onlyB]))
      const legacy = CLAIM_DOCUMENT.readLegacy(message)
      if (legacy.kind === 'declined') throw new Error(legacy.says)
      const means = JSON.stringify(CLAIM_DOCUMENT.leaves(legacy.information))
      if (means !== leavesOf(CLAIM_DOCUMENT.readCloud(byHand))) throw new Error('another claim')
    }),
    { numRuns: 150 },
  )
  t.pass('all of them')
})

t.test('a claim of anything is told or declined, and nothing is thrown', async t => {
  const [message, claim] = [claimMessage(CLAIM).toString(), goldenClaim(CLAIM).toString()]
  const cut = (text: string) =>
    fc
      .tuple(fc.nat(text.length), fc.nat(40), fc.string())
      .map(([at, length, put]) => Buffer.from(text.slice(0, at) + put + text.slice(at + length)))
  const asks = fc.property(cut(message), bytes => void CLAIM_DOCUMENT.request(bytes, ABOUT))
  t.doesNotThrow(() => {
    fc.assert(asks, { numRuns: 300 })
  })
  const reads = fc.property(cut(claim), bytes => void CLAIM_DOCUMENT.readCloud(bytes))
  t.doesNotThrow(() => {
    fc.assert(reads, { numRuns: 300 })
  })
})
