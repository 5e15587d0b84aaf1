import t from 'tap'
import { PDS_UPDATE, UPDATE } from '../../src/products/pds/update.ts'

const GIVEN_ID = 'what is added is given its id by the record that takes it'

/** Everything a change may lose on its way, and what of its answer is not said: a new line is a decision about patients. */
const LOST: readonly (readonly [fact: string, reason: string])[] = [
  ['query/name/given', 'FHIR holds no empty name'],
  ['query/name/', GIVEN_ID],
  ['query/address/line', 'FHIR says the lines there are, not which of the five places is empty'],
  ['query/address/', GIVEN_ID],
  ['query/telecom/', GIVEN_ID],
  ['query/gp/', GIVEN_ID],
  ['query/pharmacy/', GIVEN_ID],
  ['query/appliance/', GIVEN_ID],
  ['query/dispenser/', GIVEN_ID],
  ['nhsNumber', 'the reply to a change names nobody: its request did'],
  ['', 'the reply to a change says the version alone'],
]

t.test('all that a change may lose is listed, with the reason', async t => {
  const lost = PDS_UPDATE.rows().flatMap(({ fact, lossy }) => lossy.map(why => [fact, why]))
  t.strictSame(lost, LOST)
})

t.test('a change asks as a user, and is about whom and which version its tests name', async t => {
  t.equal(PDS_UPDATE.access, 'user')
  t.strictSame(PDS_UPDATE.interactions, ['PRPA_IN000203UK03', 'PRPA_IN000203UK06'])
  const guards = UPDATE.query.rows.flatMap(row =>
    'fact' in row && JSON.stringify(row.fhir).includes('[op=test]') ? [row.fact] : [],
  )
  t.strictSame(guards, ['nhsNumber', 'serialChangeNumber'])
})
