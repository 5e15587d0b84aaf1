import t from 'tap'
import { holdAgainst, LISTED_LOSSES } from '../../src/cli/demo-losses.ts'
import { readAnswer } from '../../src/cli/demo-record.ts'

interface Record {
  readonly id?: string
  readonly code?: string
  readonly confidentiality?: string
  readonly person?: string
  readonly roles?: string
}

const ID = 'root="2.16.840.1.113883.2.1.3.2.4.18.1"'
const address = (id: string, lines: string, more = ''): string =>
  `<COCT_MT000201UK02.PartOfWhole><addr use="H">${lines}<postalCode>ZZ99 1AA</postalCode>` +
  `<id ${ID} extension="${id}"/></addr>${more}</COCT_MT000201UK02.PartOfWhole>`
const line = (text: string): string => `<streetAddressLine>${text}</streetAddressLine>`
const HOME = address('a1', line('1') + line('Fig Row'))

function answer({
  id = 'A',
  code = 'AA',
  confidentiality,
  person = HOME,
  roles = '',
}: Record = {}) {
  const mark =
    confidentiality === undefined ? '' : `<confidentialityCode code="${confidentiality}"/>`
  return (
    `<?xml version='1.0'?><S:Envelope xmlns:S="s"><S:Header><x/></S:Header><S:Body><retrievalQueryResponse>` +
    `<QUPA_IN000009UK03 xmlns="urn:hl7-org:v3"><id root="${id}"/><creationTime value="${id}"/>` +
    `<acknowledgement typeCode="${code}"><messageRef><id root="${id}"/></messageRef></acknowledgement>` +
    `<communicationFunctionRcv><id extension="${id}"/></communicationFunctionRcv>` +
    `<ControlActEvent><subject><PDSResponse><subject><patientRole>${mark}` +
    `<patientPerson>${person}</patientPerson>${roles}</patientRole></subject></PDSResponse></subject>` +
    `</ControlActEvent></QUPA_IN000009UK03></retrievalQueryResponse></S:Body></S:Envelope>`
  )
}

function held(legacy: Record, got: Record) {
  const [own, said] = [readAnswer(answer(legacy)), readAnswer(answer(got))]
  if (own === undefined || said === undefined) throw new Error('the answers cannot be read')
  return holdAgainst(own, said)
}

const BEFORE = 'ControlActEvent/subject/PDSResponse/subject/patientRole/'

t.test('an answer is read by its places, whatever its prefixes, quotes and order', async t => {
  const plain = readAnswer(answer())
  const dressed = readAnswer(
    answer()
      .replace('<QUPA_IN000009UK03 xmlns="urn:hl7-org:v3">', `<v3:QUPA_IN000009UK03 xmlns:v3='x'>`)
      .replace('</QUPA_IN000009UK03>', '</v3:QUPA_IN000009UK03>')
      .replace('<addr use="H">', `<!-- <addr> --><v3:addr  use='H' >`)
      .replace('</addr>', '</v3:addr>')
      .replace('Fig Row', 'Fig&#32;R&#x6F;w')
      .replaceAll('><', '>\n  <'),
  )
  t.strictSame(dressed, plain)
  const place = `${BEFORE}patientPerson/COCT_MT000201UK02.PartOfWhole[a1]/addr/`
  t.equal(plain?.get(`${place}streetAddressLine`), '1 | Fig Row')
  t.equal(plain?.get(`${place}postalCode`), 'ZZ99 1AA')
  t.equal(readAnswer('<html>Gateway</html>'), undefined)
  t.equal(readAnswer('not even that'), undefined)
})

t.test('ids and times of an answer are its own; nothing else may be another', async t => {
  t.strictSame(held({ id: 'A' }, { id: 'B' }), { differing: [], losses: [] })
  t.strictSame(held({}, { code: 'AE' }).differing, ['acknowledgement/@typeCode'])
  const two = address('a2', line('2'))
  t.strictSame(held({ person: HOME + two }, { person: two + HOME }).differing, [], 'in any order')
  const swapped = address('a1', line('Fig Row') + line('1'))
  t.match(held({}, { person: swapped }).differing, [/streetAddressLine$/])
  t.match(held({ person: HOME + two }, {}).differing[0], /^Control.*PartOfWhole\/addr\/@use$/)
})

const part = (name: string, more: string): string =>
  `<${name}><partPerson><x value="1"/></partPerson>${more}</${name}>`
const provider = (id: string): string =>
  `<playedOtherProviderPatient><subjectOf><patientCareProvision><code code="P1"/>${id}` +
  `<performer><id extension="FZZ01"/></performer></patientCareProvision></subjectOf></playedOtherProviderPatient>`
const removal = (code: string, system = ''): string =>
  `<subjectOf9><pCRemovalRegistrationEvent>${code}<reasonCode code="SCT"${system}/></pCRemovalRegistrationEvent></subjectOf9>`
const notified =
  '<subjectOf><notificationTime><value value="20240115"/></notificationTime></subjectOf>'
const recorded = '<subjectOf1><source><value extension="1"/></source></subjectOf1>'
const name = (use: string): string =>
  `<COCT_MT000203UK02.PartOfWhole><partPerson><name use="${use}"><id extension="n1"/></name></partPerson></COCT_MT000203UK02.PartOfWhole>`

/** By loss: what legacy says, what the answer says, and something alike that is none. */
const LOSSES: readonly (readonly [name: string, legacy: Record, got: Record, not: Record])[] = [
  [
    'recorded',
    { person: address('a1', line('1'), recorded) },
    { person: address('a1', line('1')) },
    { person: address('a1', line('1'), recorded.replace('"1"', '"2"')) },
  ],
  [
    'notified',
    { person: part('COCT_MT000211UK01.PartDeceasedTime', notified) },
    { person: part('COCT_MT000211UK01.PartDeceasedTime', '') },
    { person: '' },
  ],
  [
    'secret',
    { roles: '<subjectOf6><sharedSecret><value>s</value></sharedSecret></subjectOf6>' },
    {},
    { roles: '<subjectOf6><sharedSecret><value>t</value></sharedSecret></subjectOf6>' },
  ],
  [
    'nomination ids',
    { person: provider('<id extension="1"/>') },
    { person: provider('') },
    { person: provider('').replace('FZZ01', 'FZZ02') },
  ],
  [
    'removal type',
    { roles: removal('<code code="04"/>') },
    { roles: removal('') },
    { roles: removal('').replace('SCT', 'DEA') },
  ],
  [
    'code systems',
    { roles: removal('', ' codeSystem="1.2"') },
    { roles: removal('') },
    { roles: removal('', ' codeSystem="1.3"') },
  ],
  [
    'empty places',
    { person: address('a1', line('') + line('Fig Row')) },
    { person: address('a1', line('Fig Row') + line('')) },
    { person: address('a1', line('Fig') + line('')) },
  ],
  ['sensitivity', { confidentiality: 'Y' }, { confidentiality: 'S' }, {}],
  ['uses', { person: name('PREVIOUS-BIRTH') }, { person: name('PREVIOUS') }, { person: name('L') }],
]

t.test('a loss is let go of by its name, and what only looks like it is a difference', async t => {
  t.strictSame(
    LOSSES.map(([each]) => each),
    LISTED_LOSSES.map(each => each.name),
  )
  for (const [loss, legacy, got, not] of LOSSES) {
    t.strictSame(held(legacy, got), { differing: [], losses: [loss] }, loss)
    t.ok(held(legacy, not).differing.length > 0, `not ${loss}`)
    t.equal(held(legacy, legacy).losses.length, 0)
  }
})
