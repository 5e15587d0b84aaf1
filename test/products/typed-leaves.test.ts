/** How HL7v3 writes one value in several ways, and what it never says in two. */
import t from 'tap'
import { type Comparison, createCompare, type Policy } from '../../src/comparison/index.ts'
import { policyNamed } from '../../src/products/index.ts'
import { xml } from './policy-answers.ts'
import { within } from './rule-rows-hl7.ts'

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })

const POLICIES = [
  'eps.clinical-view',
  'eps.search',
  'eps.acknowledgement',
  'scr.list',
  'scr.summary',
]
  .map(policyNamed)
  .filter((policy): policy is Policy => policy !== undefined)

const told = ({ differences }: Comparison): string =>
  differences
    .filter(({ rule }) => rule === undefined)
    .map(({ severity, kind, path }) => `${severity} ${kind} ${path.split('/').slice(-2).join('/')}`)
    .join(', ')

const hold = (policy: Policy, path: string, [a, b]: readonly [string, string]): string =>
  told(compare({ control: xml(within(path, a)), candidate: xml(within(path, b)) }, policy))

const CODE = 'code="1" codeSystem="1.2"'
const code = (attributes: string, inner = ''): string => `<code ${attributes}>${inner}</code>`
const person = (inner: string): string => `<name use="L">${inner}</name>`
const at = (inner: string): string => `<addr use="H">${inner}</addr>`
const [FIRST, SECOND] = ['<given>ONE</given>', '<given>TWO</given>']
const [LINE, TOWN] = [
  '<streetAddressLine>1 A</streetAddressLine>',
  '<streetAddressLine>B</streetAddressLine>',
]
const qualified = (...values: readonly string[]): string =>
  code(CODE, values.map(value => `<qualifier><value code="${value}"/></qualifier>`).join(''))

type Row = readonly [what: string, a: string, b: string, told: string]

/** The same in two writings is told as nothing. */
const ROWS: readonly Row[] = [
  [
    'a code of another system',
    code(CODE),
    code('code="1" codeSystem="1.3"'),
    'significant value code/@codeSystem',
  ],
  [
    'another code of one system',
    code(CODE),
    code('code="2" codeSystem="1.2"'),
    'significant value code/@code',
  ],
  [
    'another version of a system',
    code(`${CODE} codeSystemVersion="1"`),
    code(`${CODE} codeSystemVersion="2"`),
    'significant value code/@codeSystemVersion',
  ],
  [
    'another display',
    code(`${CODE} displayName="a"`),
    code(`${CODE} displayName="b"`),
    'cosmetic value code/@displayName',
  ],
  ['no display', code(`${CODE} displayName="a"`), code(CODE), 'cosmetic missing code/@displayName'],
  [
    'another name of a system',
    code(`${CODE} codeSystemName="a"`),
    code(`${CODE} codeSystemName="b"`),
    'cosmetic value code/@codeSystemName',
  ],
  [
    'what a coder typed',
    code(CODE, '<originalText>a</originalText>'),
    code(CODE, '<originalText>b</originalText>'),
    'significant value originalText/text()',
  ],
  [
    'a code without what was typed',
    code(CODE, '<originalText>a</originalText>'),
    code(CODE),
    'significant missing code/originalText',
  ],
  [
    'qualifiers in another order',
    qualified('A', 'B'),
    qualified('B', 'A'),
    'significant order code/qualifier',
  ],
  [
    'translations in another order',
    code(CODE, '<translation code="A"/><translation code="B"/>'),
    code(CODE, '<translation code="B"/><translation code="A"/>'),
    '',
  ],
  [
    'another translation',
    code(CODE, '<translation code="A"/><translation code="B"/>'),
    code(CODE, '<translation code="B"/><translation code="C"/>'),
    'significant value translation/@code',
  ],
  [
    'a nullFlavor for a code',
    code(CODE),
    code('nullFlavor="UNK"'),
    'significant missing code/@code, significant missing code/@codeSystem, significant extra code/@nullFlavor',
  ],
  [
    'a nullFlavor for nothing',
    '<value nullFlavor="NA"/>',
    '',
    'significant missing AgentPerson/value',
  ],
  [
    'another nullFlavor',
    '<value nullFlavor="NA"/>',
    '<value nullFlavor="UNK"/>',
    'significant value value/@nullFlavor',
  ],
  [
    'the parts of a name',
    person(`${FIRST}<family>T</family><prefix>DR</prefix>`),
    person(`<prefix>DR</prefix><family>T</family>${FIRST}`),
    '',
  ],
  [
    'given names in another order',
    person(FIRST + SECOND),
    person(SECOND + FIRST),
    'significant order name/given',
  ],
  ['an empty given name', person(`${FIRST}<given/>`), person(FIRST), ''],
  [
    'an empty family name',
    person(`${FIRST}<family/>`),
    person(FIRST),
    'significant missing name/family',
  ],
  [
    'another use of a name',
    person(FIRST),
    person(FIRST).replace('"L"', '"A"'),
    'significant value name/@use',
  ],
  [
    'names in another order',
    person(FIRST) + person(SECOND).replace('"L"', '"A"'),
    person(SECOND).replace('"L"', '"A"') + person(FIRST),
    '',
  ],
  [
    'the parts of an address',
    at(`${LINE}${TOWN}<postalCode>Z</postalCode>`),
    at(`<postalCode>Z</postalCode>${LINE}${TOWN}`),
    '',
  ],
  [
    'lines in another order',
    at(LINE + TOWN),
    at(TOWN + LINE),
    'significant order addr/streetAddressLine',
  ],
  ['an empty line', at(`<streetAddressLine/>${LINE}`), at(LINE), ''],
  ['addresses in another order', at(LINE) + at(TOWN), at(TOWN) + at(LINE), ''],
  ['an address less', at(LINE) + at(TOWN), at(TOWN), 'significant duplicate-key AgentPerson/addr'],
  [
    'telecoms in another order',
    '<telecom value="tel:1"/><telecom value="tel:2"/>',
    '<telecom value="2"/><telecom value="1"/>',
    '',
  ],
  [
    'another telecom',
    '<telecom value="tel:1"/>',
    '<telecom value="tel:2"/>',
    'significant value telecom/@value',
  ],
  [
    'an amount with a zero more',
    '<quantity value="1" unit="g"/>',
    '<quantity value="1.0" unit="g"/>',
    '',
  ],
  [
    'another amount',
    '<quantity value="1" unit="g"/>',
    '<quantity value="10" unit="g"/>',
    'critical value quantity/@value',
  ],
  [
    'another unit',
    '<quantity value="1" unit="g"/>',
    '<quantity value="1" unit="mg"/>',
    'critical value quantity/@unit',
  ],
  [
    'no unit',
    '<quantity value="1" unit="g"/>',
    '<quantity value="1"/>',
    'critical missing quantity/@unit',
  ],
  [
    'a moment in another zone',
    '<effectiveTime value="20260701120000Z"/>',
    '<effectiveTime value="20260701130000+0100"/>',
    '',
  ],
  [
    'a day, and a moment of it',
    '<effectiveTime value="20260701"/>',
    '<effectiveTime value="20260701000000"/>',
    'significant value effectiveTime/@value',
  ],
  [
    'a moment without a zone',
    '<effectiveTime value="20260701120000"/>',
    '<effectiveTime value="20260701120000+0000"/>',
    'significant value effectiveTime/@value',
  ],
]

for (const policy of POLICIES) {
  t.test(`${policy.name}: one value in two writings, and two values`, async t => {
    for (const [what, a, b, expected] of ROWS) {
      t.equal(hold(policy, 'subject/AgentPerson', [a, b]), expected, what)
    }
  })
}

t.test('there is a table for each policy it is for', async t => t.equal(POLICIES.length, 5))

const SIGNED =
  'subject/PrescriptionReleaseResponse/component/ParentPrescription/recordTarget/Patient/patientPerson'

t.test('a release: what is signed is compared as it was written', async t => {
  const release = policyNamed('eps.release')
  if (release === undefined) throw new Error('there is no policy of releases')
  const plain = ROWS.filter(([, , , expected]) => expected === '')
  t.equal(plain.length, 10)
  for (const [what, a, b] of plain) t.not(hold(release, SIGNED, [a, b]), '', what)
  t.equal(
    hold(release, SIGNED, [
      '<id root="ABCDEF00-0000-4000-8000-000000000001"/>',
      '<id root="abcdef00-0000-4000-8000-000000000001"/>',
    ]),
    'significant value id/@root',
  )
})

t.test('a release: what its prescriber has not signed may be written in another way', async t => {
  const release = policyNamed('eps.release')
  if (release === undefined) throw new Error('there is no policy of releases')
  const unsigned = `${SIGNED.replace(/recordTarget.*/, '')}pertinentInformation1/pertinentPrescription/responsibleParty/AgentPerson`
  for (const [what, a, b, expected] of ROWS)
    t.equal(hold(release, unsigned, [a, b]), expected, what)
})
