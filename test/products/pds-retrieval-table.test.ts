import t from 'tap'
import { defineMapping, type FactRow, type Row } from '../../src/mapping/index.ts'
import { PDS_RETRIEVAL, RETRIEVAL } from '../../src/products/pds/retrieval.ts'

const ENTRY = 'the cloud says neither who recorded an entry nor when'
const PROVIDER =
  'the cloud says neither who recorded a provider nor when, nor what they are paid for'
const NO_PLACE = 'the UK03 reply has no place for it'
const NO_ID = 'a nomination has no id of its own in the cloud'

/** Everything a translation may lose: a new line here is a decision about patients. */
const LOST: readonly (readonly [fact: string, reason: string])[] = [
  ['query/', 'it names the parameter its element already names'],
  ['confidentiality', 'a stop noted restricts as sensitive does, and FHIR has one code for both'],
  ['birthCity', NO_PLACE],
  ['birthCounty', NO_PLACE],
  ['birthCountry', NO_PLACE],
  ['removalReason', NO_PLACE],
  ['removedFrom', NO_PLACE],
  ['removedTo', NO_PLACE],
  ['gp/', PROVIDER],
  ['gp/', 'every general practice is an organisation'],
  ['pharmacy/', PROVIDER],
  ['pharmacy/', NO_ID],
  ['appliance/', PROVIDER],
  ['appliance/', NO_ID],
  ['dispenser/', PROVIDER],
  ['dispenser/', NO_ID],
  ['address/line', 'FHIR says the lines there are, not which of the five places is empty'],
  ['address/', 'only the cloud holds a property’s reference number'],
  ['address/description', NO_PLACE],
  ['address/', ENTRY],
  ['pager/', ENTRY],
  ['telecom/use', 'FHIR does not tell a primary home from a home'],
  ['telecom/', ENTRY],
  ['name/use', 'FHIR has one code for former names but maiden'],
  ['name/given', 'FHIR holds no empty name'],
  ['name/', ENTRY],
  ['', 'a shared secret authenticates: it is never read'],
  ['', 'the cloud says which number was superseded only by answering that number with another'],
  ['', 'related people are resources of their own in the cloud'],
  ['', 'registrations, consents and preferences the cloud’s Patient does not carry'],
  ['', 'the cloud does not say when a fact was notified'],
  ['', 'of a removal the cloud says why and when'],
  ['', 'a code system the element’s name already says'],
  ['', 'a code system the element’s name already says'],
  ['', 'a display repeats its code'],
  ['', 'a display repeats its code'],
  ['', 'a display repeats its code'],
  ['', 'legacy says no version of a code system'],
  ['', 'a number legacy answers for is verified'],
  ['', 'legacy says nowhere in this reply when a death was recorded'],
]

t.test('all that a translation may lose is listed, with the reason', async t => {
  const lost = PDS_RETRIEVAL.rows().flatMap(({ fact, lossy }) => lossy.map(why => [fact, why]))
  t.strictSame(lost, LOST)
})

t.test('whom it is about and whether they died is never among it', async t => {
  t.strictSame(PDS_RETRIEVAL.kept, ['nhsNumber', 'deathStatus'])
  const { answer } = RETRIEVAL
  const isKept = (row: Row): row is FactRow => 'fact' in row && answer.kept.includes(row.fact)
  const kept = answer.rows.filter(isKept)
  t.equal(kept.length, 2)
  for (const row of kept) {
    const rows = answer.rows.with(answer.rows.indexOf(row), { ...row, lossy: 'whatever' })
    t.throws(() => defineMapping({ ...RETRIEVAL, answer: { ...answer, rows } }), {
      message: `pds.retrieval: ${row.fact} may never be lost`,
    })
  }
})

t.test('every fact stands in both languages, or says why not', async t => {
  const answered = PDS_RETRIEVAL.rows().filter(({ fact }) => !fact.startsWith('query/'))
  for (const { fact, type, hl7, fhir, lossy } of answered) {
    const isEverywhere = Object.keys(hl7).length === 2 && fhir !== undefined
    const isOfOneSide = type === 'the same' || type.startsWith('marks')
    t.ok(isEverywhere || isOfOneSide || lossy.length > 0, fact)
  }
})

t.test('it answers the three interactions that ask for a record, as Ficus alone', async t => {
  t.strictSame(PDS_RETRIEVAL.interactions, [
    'QUPA_IN000008UK02',
    'QUPA_IN000008UK05',
    'QUPA_IN000008SM13',
  ])
  t.equal(PDS_RETRIEVAL.access, 'application')
  t.equal(PDS_RETRIEVAL.name, 'pds.retrieval')
})
