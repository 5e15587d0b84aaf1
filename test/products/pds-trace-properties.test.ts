import fc from 'fast-check'
import t from 'tap'
import type { Information } from '../../src/mapping/index.ts'
import { PDS_TRACE, TRACE } from '../../src/products/pds/trace.ts'
import { readXml } from '../../src/xml/index.ts'
import { cloudAnswer, requestAbout } from '../support/pds-golden-about.ts'
import { ANY_TEXT, anyInformation } from '../support/pds-golden-any.ts'
import { escaped } from '../support/pds-golden-reply.ts'
import { treeOf } from '../support/pds-golden.ts'
import { searchset, traceAbout } from '../support/pds-trace-golden.ts'
import { addressOf, nameOf, traceMessage } from '../support/pds-trace-golden-asked.ts'
import { FOUND, TRACE_PAIRS } from '../support/pds-trace-golden-pairs.ts'

const RUNS = { numRuns: 200 }
const NAMES = ['family', 'given', 'gender', 'birthdate', 'address-postalcode', '_max-results']

const asking = (family: string, given: string, postcode: string) =>
  PDS_TRACE.request(
    treeOf(
      traceMessage({
        name: nameOf(`<given>${escaped(given)}</given><family>${escaped(family)}</family>`),
        address: addressOf(`<postalCode>${escaped(postcode)}</postalCode>`),
      }),
    ),
    requestAbout('QUPA_IN000005UK01'),
  )

t.test('whatever is asked for is searched for as that value, or declined', async t => {
  let accepted = 0
  const any = fc.tuple(ANY_TEXT, ANY_TEXT, ANY_TEXT)
  fc.assert(
    fc.property(any, ([family, given, postcode]) => {
      const asked = asking(family, given, postcode)
      const isPlain = [family, given, postcode].every(text => /^[^*,|$\\]{1,35}$/.test(text))
      t.equal(asked.kind, isPlain ? 'accepted' : 'declined')
      if (asked.kind === 'declined') return
      accepted += 1
      const { path } = asked.value
      t.match(path, /^\/Patient\?[\w.~!'()&=%-]*$/)
      const said = [...new URL(path, 'http://cloud').searchParams]
      t.strictSame(
        said.map(([name]) => name),
        NAMES,
      )
      const values = new Map(said)
      // XML reads the end of a line in one way (XML 1.0 §2.11).
      const asRead = (text: string): string => text.replace(/\r\n?/g, '\n')
      t.equal(values.get('family'), asRead(family))
      t.equal(values.get('given'), asRead(given))
      t.equal(values.get('address-postalcode'), asRead(postcode))
    }),
    RUNS,
  )
  t.ok(accepted > 50, `${accepted} were taken`)
})

t.test('whatever the cloud can say of a person is read as it was written', async t => {
  fc.assert(
    fc.property(anyInformation(TRACE, 'fhir'), information => {
      const written = PDS_TRACE.writeCloud(information)
      if (written.kind === 'declined') throw new Error(written.says)
      const resource = JSON.parse(written.value) as Record<string, unknown> // a resource is an object
      const said = PDS_TRACE.readCloud(cloudAnswer(searchset([resource])))
      t.strictSame(said.kind === 'said' ? said.information : said, information)
    }),
    RUNS,
  )
})

const [PLAIN] = TRACE_PAIRS
if (PLAIN === undefined) throw new Error('there is no pair')
const { cloud: person } = PLAIN

t.test('nobody is told of a person who is not the one described', async t => {
  const asked: Information = { gender: 'female', birthDate: '1971-02-03', family: 'ZZTEST' }
  const other = fc.record({
    gender: fc.constantFrom('male', 'female', 'other', 'unknown', 'FEMALE', 'f', 2),
    birthDate: fc.constantFrom('1971-02-03', '1971-02', '1971-03-02', '19710203', 1971),
    family: fc.oneof(fc.constantFrom('ZZTEST', 'zz test', 'ZZTESTS'), ANY_TEXT),
    score: fc.constantFrom(1, 0.99, '1', null, 2),
  })
  fc.assert(
    fc.property(other, ({ gender, birthDate, family, score }) => {
      const found = { ...person, gender, birthDate, name: [{ use: 'usual', family }] }
      const bundle = searchset([found], {}, { search: { score } })
      const came = PDS_TRACE.answer(cloudAnswer(bundle), traceAbout('QUPA_IN000005UK03', asked))
      const isTheOne =
        gender === 'female' &&
        birthDate === '1971-02-03' &&
        family.replace(/\s/g, '').toLowerCase() === 'zztest' &&
        score === 1
      t.equal(came.kind === 'answer', isTheOne)
    }),
    RUNS,
  )
})

t.test('a number is a number only as the ten digits it is written in', async t => {
  const odd = fc.constantFrom<unknown>(
    ...[Number(FOUND), `0${FOUND}`, ` ${FOUND}`, `+${FOUND}`, `${FOUND}.0`, '9.990001006e9'],
    ...['0x253742EAE', FOUND.slice(1), '', null, true, [FOUND], { value: FOUND }],
  )
  fc.assert(
    fc.property(odd, fc.boolean(), (id, isInIdentifier) => {
      const system = 'https://fhir.nhs.uk/Id/nhs-number'
      const found = isInIdentifier
        ? { ...person, identifier: [{ system, value: id }] }
        : { ...person, id }
      // That the second place says it without quotes is let pass: the first must have them.
      if (isInIdentifier && id === Number(FOUND)) return
      const bundle = searchset([found], {}, { fullUrl: undefined })
      const came = PDS_TRACE.answer(cloudAnswer(bundle), traceAbout('QUPA_IN000005UK01', {}))
      t.not(came.kind, 'answer', JSON.stringify(id))
    }),
  )
})

const raw = (text: string) => ({ ...cloudAnswer({}), body: Buffer.from(text, 'utf8') })
const whole = JSON.stringify(searchset([person]))

t.test('a body two readers could read as two is nobody’s', async t => {
  const bodies: readonly (readonly [title: string, text: string])[] = [
    ['a total twice', whole.replace('"total":1', '"total":0,"total":1')],
    ['an id twice', whole.replace(`"id":"${FOUND}"`, `"id":"9990001014","id":"${FOUND}"`)],
    ['a prototype', whole.replace('"total":1', '"__proto__":{"score":1},"total":1')],
    ['half a character', whole.replace('"ZZTEST"', '"ZZ\\ud800TEST"')],
    ['two documents', `${whole}${whole}`],
    ['a list in a list', whole.replace('"given":["ADA"]', '"given":[["ADA"]]')],
    ['no end', whole.slice(0, -1)],
  ]
  for (const [title, text] of bodies) {
    t.not(text, whole, title)
    const came = PDS_TRACE.answer(raw(text), traceAbout('QUPA_IN000005UK01', {}))
    t.match(came, { kind: 'failure', error: 'bad-answer' }, title)
  }
  const cut = Buffer.from(whole)
  cut[cut.indexOf('ADA')] = 0xff
  const came = PDS_TRACE.answer({ ...raw(''), body: cut }, traceAbout('QUPA_IN000005UK01', {}))
  t.match(came, { kind: 'failure', error: 'bad-answer' }, 'no UTF-8')
  t.equal(PDS_TRACE.answer(raw(whole), traceAbout('QUPA_IN000005UK01', {})).kind, 'answer')
})

t.test('a query is read by its namespace, whatever its prefixes', async t => {
  const read = (text: string) =>
    PDS_TRACE.request(readXml(Buffer.from(text)), requestAbout('QUPA_IN000005UK01'))
  const plain = traceMessage()
  const prefixed = plain.replace(/<(\/?)(?=[\w.])/g, '<$1z:').replace('xmlns=', 'xmlns:z=')
  const [one, other] = [read(plain), read(prefixed)]
  t.equal(one.kind, 'accepted')
  t.strictSame(other, one)
  const elsewhere = plain.replace('<family>', '<family xmlns="urn:other">')
  t.match(read(elsewhere), { kind: 'declined' })
  const hidden = plain.replace('<family>', '<family xmlns="urn:other">ZZOTHER</family><family>')
  t.match(read(hidden), { kind: 'declined', code: 'unread' })
})
