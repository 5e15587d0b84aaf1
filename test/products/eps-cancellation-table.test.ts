import t from 'tap'
import { defineDocument, defineReply, type Row } from '../../src/mapping/index.ts'
import {
  CANCELLATION_DOCUMENT,
  CANCELLATION_SPEC,
} from '../../src/products/eps/cancellation-document.ts'
import {
  CANCELLATION_RESPONSE_REPLY,
  CANCELLATION_RESPONSE_SPEC,
} from '../../src/products/eps/cancellation-response.ts'

/** Why a row lets something go, and how many rows do: one more is added here by somebody who says that it may be. */
const LET_GO: Readonly<Record<string, number>> = {
  'HL7v3 has one word for both': 1,
  'HL7v3 says it by its order': 1,
  'HL7v3 says of every organisation that its type is not said': 2,
  'a blank line says nothing': 5,
  'a blank name says nothing': 9,
  'a cancellation is signed by nobody: what it carries is the prescription’s': 1,
  'a cancellation names no licence': 2,
  'a number written again for who is asked by that one': 2,
  'a prescription in HL7v3 has no place for it': 38,
  'it is asked when the cloud is asked': 1,
  'its parts say it': 1,
  'of a service and its place only what an organisation has is said': 2,
  'only this Bundle knows it by that': 20,
  'said by its code': 1,
  'said by what it points at': 5,
  'some systems write what the place of each says already': 1,
  'the organisation is the service it is billed as, where there is one': 8,
  'the way a message takes is said around it': 5,
  'what the patient was told is the prescription’s': 2,
  'what was prescribed is known by the line item’s id': 17,
  'who cancels is said by one number': 6,
}

/** The same of what is answered. */
const LET_GO_OF_ANSWERS: Readonly<Record<string, number>> = {
  'HL7v3 has one word for both': 1,
  'HL7v3 says of every organisation that its type is not said': 3,
  'a blank line says nothing': 7,
  'a blank name says nothing': 12,
  'a cancellation names no licence': 3,
  'a number written again for who is asked by that one': 3,
  'a prescription in HL7v3 has no place for it': 53,
  'its parts say it': 1,
  'of a service and its place only what an organisation has is said': 2,
  'only this Bundle knows it by that': 25,
  'said by its code': 3,
  'said by what it points at': 7,
  'said once for all': 2,
  'the cloud does not say when a dispenser took it': 1,
  'the organisation is the service it is billed as, where there is one': 12,
  'the way a message takes is said around it': 10,
  'what was prescribed is known by the line item’s id': 14,
  'who cancels is said by one number': 9,
  'why it was asked the one who asked knows': 2,
}

/** What a reply says less than Spine’s own. */
const MISSED: Readonly<Record<string, number>> = {
  'a blank line says nothing': 4,
  'a blank name says nothing': 12,
  'the cloud does not say when a dispenser took it': 1,
}

const counted = (reasons: readonly string[]): Record<string, number> => {
  const found: Record<string, number> = {}
  for (const why of reasons) found[why] = (found[why] ?? 0) + 1
  return found
}

t.test('what a cancellation’s rows let go is a list somebody has read', async t => {
  t.strictSame(counted(CANCELLATION_DOCUMENT.losses().map(({ why }) => why)), LET_GO)
})

const reasonsOf = (rows: readonly Row[]): string[] =>
  rows.flatMap(row => [
    ...('lossy' in row ? [row.lossy ?? ''] : []),
    ...('many' in row ? [row.many.blank] : []),
    ...('mergedFhir' in row ? (row.mergedFhir ?? []).map(([, , why]) => why) : []),
    ...('rows' in row ? reasonsOf(row.rows) : []),
  ])

t.test('so is what the rows of its answer let go, and what a reply says less', async t => {
  t.strictSame(counted(reasonsOf(CANCELLATION_RESPONSE_SPEC.rows)), LET_GO_OF_ANSWERS)
  for (const interaction of ['PORX_IN030101UK32', 'PORX_IN030101SM32']) {
    const missed = CANCELLATION_RESPONSE_REPLY.losses(interaction)
    t.strictSame(counted(missed.map(({ why }) => why)), MISSED)
    t.equal(new Set(missed.map(({ id }) => id)).size, missed.length, 'each has a name')
  }
})

const withLossy = (rows: readonly Row[], fact: string): readonly Row[] =>
  rows.map(row => {
    if ('fact' in row && row.fact === fact) return { ...row, lossy: 'why not' }
    return 'rows' in row ? { ...row, rows: withLossy(row.rows, fact) } : row
  })

t.test('a row that lost what may never be lost is refused as it is defined', async t => {
  for (const fact of CANCELLATION_SPEC.kept) {
    const spec = { ...CANCELLATION_SPEC, rows: withLossy(CANCELLATION_SPEC.rows, fact) }
    t.throws(() => defineDocument(spec), { message: `eps.cancellation: ${fact} may never be lost` })
  }
  for (const fact of CANCELLATION_RESPONSE_SPEC.kept) {
    const rows = withLossy(CANCELLATION_RESPONSE_SPEC.rows, fact)
    t.throws(() => defineReply({ ...CANCELLATION_RESPONSE_SPEC, rows }), {
      message: `CancellationResponse: ${fact} may never be lost`,
    })
  }
  t.throws(() => defineReply({ ...CANCELLATION_RESPONSE_SPEC, kept: ['nobody'] }), {
    message: 'CancellationResponse: nobody is no fact of it',
  })
})

t.test('a cancellation’s table can be read by a person', async t => {
  const rows = CANCELLATION_DOCUMENT.rows()
  t.ok(rows.length > 100, `${rows.length} rows`)
  const item = rows.find(({ fact }) => fact === 'lineItem')
  t.strictSame(item?.hl7, { hl7: 'pertinentInformation1/pertinentLineItemRef/id/@root' })
  t.match(CANCELLATION_DOCUMENT.version, /^[0-9a-f]{12}$/)
})
