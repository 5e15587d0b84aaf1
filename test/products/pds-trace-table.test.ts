import t from 'tap'
import { defineMapping } from '../../src/mapping/index.ts'
import { PDS_TRACE, TRACE } from '../../src/products/pds/trace.ts'

const NO_ID = 'a trace names nothing by an object id'
const USUAL = 'a trace shows the usual name'
const HOME = 'a trace shows where the person lives'
const BEYOND = 'a trace shows who the person is, not the rest of the record'

/** Everything a trace may lose: a new line here is a decision about patients. */
const LOST: readonly (readonly [fact: string, reason: string])[] = [
  ['query/given', 'an empty name asks for nothing'],
  ['query/', 'it names the parameter its element already names'],
  ['name/given', 'FHIR holds no empty name'],
  ['name/', NO_ID],
  ['address/line', 'FHIR says the lines there are, not which of the five places is empty'],
  ['address/', 'only the cloud holds a property’s reference number'],
  ['address/', NO_ID],
  ['pager/', NO_ID],
  ['telecom/use', 'FHIR does not tell a primary home from a home'],
  ['telecom/', NO_ID],
  ['gp/', NO_ID],
  ['gp/', 'every general practice is an organisation'],
  ['', 'the cloud’s Patient does not carry whether the NHS knew of the person before'],
  ['', 'a trace says no version of the record'],
  ['', 'a trace does not say in which order twins were born'],
  ...Array<readonly [string, string]>(4).fill(['', USUAL]),
  ...Array<readonly [string, string]>(2).fill(['', HOME]),
  ['', 'a trace shows nobody but the person'],
  ...Array<readonly [string, string]>(8).fill(['', BEYOND]),
  ['', 'a display repeats its code'],
  ['', 'a display repeats its code'],
  ['', 'a number legacy answers for is verified'],
]

t.test('all that a trace may lose is listed, with the reason', async t => {
  const lost = PDS_TRACE.rows().flatMap(({ fact, lossy }) => lossy.map(why => [fact, why]))
  t.strictSame(lost, LOST)
})

t.test('whom it is about and whether they died is never among it', async t => {
  t.strictSame(PDS_TRACE.kept, ['nhsNumber', 'deceased'])
})

t.test('all that is searched for is what an answer must agree in', async t => {
  const { answer, call } = TRACE
  const differ = { message: 'pds.trace: what is searched for and what is agreed in differ' }
  for (const row of answer.agrees ?? []) {
    const agrees = answer.agrees?.filter(each => each !== row) ?? []
    t.throws(() => defineMapping({ ...TRACE, answer: { ...answer, agrees } }), differ)
  }
  const rows = TRACE.query.rows.map(row => ('fhir' in row ? { ...row, fhir: undefined } : row))
  const query = { ...TRACE.query, rows: rows as typeof TRACE.query.rows } // a search for nothing
  const silent = { ...answer, agrees: [] }
  const nothing = {
    ...TRACE,
    query,
    answer: silent,
    call: { ...call, search: { always: [], values: [] } },
  }
  t.throws(() => defineMapping(nothing), {
    message: 'pds.trace: nothing proves whom an answer is about',
  })
})

t.test('what looks like a trace and stays with legacy says why', async t => {
  t.strictSame(PDS_TRACE.interactions, ['QUPA_IN000005UK01', 'QUPA_IN000005UK03'])
  t.strictSame(Object.keys(PDS_TRACE.legacyOnly ?? {}), [
    ...['QUPA_IN000006UK02', 'QUPA_IN000006UK05'],
    ...['QUPA_IN000014UK01', 'QUPA_IN000014UK03', 'QUPA_IN000014SM03'],
  ])
})
