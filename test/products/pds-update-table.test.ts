import t from 'tap'
import { defineMapping, type Row } from '../../src/mapping/index.ts'
import { PDS_UPDATE, UPDATE } from '../../src/products/pds/update.ts'
import { requestAbout } from '../support/pds-golden-about.ts'
import { treeOf } from '../support/pds-golden.ts'
import { updateMessage } from '../support/pds-update-golden-message.ts'

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
  t.strictSame(guards, ['nhsNumber', 'serialChangeNumber', 'gpId'])
})

t.test('what would be written otherwise than it is read again is not sent', async t => {
  const swapped = (row: Row): Row =>
    'list' in row && row.list === 'birthDate' ? { ...row, fhir: 'patches*[path=/gender]' } : row
  const rows = UPDATE.query.rows.map(swapped)
  const broken = defineMapping({ ...UPDATE, query: { ...UPDATE.query, rows } })
  const person = '<birthTime updateMode="altered" value="19710203"/>'
  const asked = [PDS_UPDATE, broken].map(mapping =>
    mapping.request(treeOf(updateMessage({ person })), requestAbout('PRPA_IN000203UK03')),
  )
  t.match(asked, [{ kind: 'accepted' }, { kind: 'declined', code: 'unfaithful' }])
})
