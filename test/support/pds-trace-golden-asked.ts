/** Simple traces as suppliers write them, and what the cloud is asked for each. */
import { queryMessage } from './pds-golden-asked.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** The parts of a query a test may want otherwise; '' leaves one out. */
export interface Parts {
  readonly gender?: string
  readonly birth?: string
  readonly name?: string
  readonly address?: string
  readonly more?: string
}

const named = (name: string, value: string): string =>
  `<${name}><semanticsText>${name}</semanticsText>${value}</${name}>`

export const GENDER = named(
  'person.administrativeGenderCode',
  `<value code="2" codeSystem="${V3}.16.25"/>`,
)
export const BIRTH = named('person.birthTime', '<value value="19710203"/>')
export const nameOf = (content: string, use = 'L'): string =>
  named('person.name', `<value use="${use}">${content}</value>`)
export const addressOf = (content: string): string =>
  named('person.address', `<value>${content}</value>`)

const NAME = nameOf('<given>ADA</given><family>ZZTEST</family>')
const ADDRESS = addressOf('<postalCode>ZZ99 1AA</postalCode>')

/** A simple trace's message. */
export const traceMessage = (parts: Parts = {}, root = 'QUPA_IN000005UK01'): string => {
  const { gender = GENDER, birth = BIRTH, name = NAME, address = ADDRESS, more = '' } = parts
  return queryMessage(root, `<query>${gender}${birth}${name}${address}${more}</query>`)
}

/** What is asked, and the target or the code and the place it is declined by. */
export interface AskedTrace {
  readonly title: string
  readonly interaction: string
  readonly message: string
  readonly comesTo: string
}

const asked = (title: string, comesTo: string, parts: Parts = {}): AskedTrace => ({
  title,
  interaction: 'QUPA_IN000005UK01',
  message: traceMessage(parts),
  comesTo,
})

const END = '_max-results=1'
const BORN = 'birthdate=eq1971-02-03'
const PLAIN = `family=ZZTEST&given=ADA&gender=female&${BORN}&address-postalcode=ZZ99%201AA&${END}`

const family = (name: string): Parts => ({ name: nameOf(`<family>${name}</family>`), address: '' })
const searched = (name: string): string => `family=${name}&gender=female&${BORN}&${END}`

const LETTERS: readonly AskedTrace[] = [
  ['an apostrophe and a hyphen', 'O’ZZ-TEST', searched('O%E2%80%99ZZ-TEST')],
  ['what divides parameters', 'A&amp;gender=male#x', searched('A%26gender%3Dmale%23x')],
  ['a plus and a per cent', 'A+B%2A', searched('A%2BB%252A')],
  ['what divides a path', '../Z?a/b', searched('..%2FZ%3Fa%2Fb')],
  ['thirty-five letters', 'Z'.repeat(35), searched('Z'.repeat(35))],
  ['thirty-six letters', 'Z'.repeat(36), 'asked family'],
  ['a star, which would stand for any letters', 'ZZ*', 'asked family'],
  ['a comma, which would ask for either', 'AA,BB', 'asked family'],
  ['a bar', 'AA|BB', 'asked family'],
  ['a dollar', 'AA$BB', 'asked family'],
  ['a backslash', 'AA\\BB', 'asked family'],
].map(([title = '', name = '', comesTo = '']) =>
  asked(`a name with ${title}`, comesTo, family(name)),
)

const refused = (place: string, parts: Parts): AskedTrace =>
  asked(`asked for ${place}`, `asked ${place}`, parts)

const value = (name: string, content: string): Parts => ({ more: named(name, content) })

const REFUSED: readonly AskedTrace[] = [
  refused('person.id', value('person.id', '<value extension="9990001006"/>')),
  ...['low', 'high', 'center'].map(edge =>
    refused(`person.birthTime/value/${edge}`, {
      birth: named('person.birthTime', `<value><${edge} value="19710203"/></value>`),
    }),
  ),
  refused('person.deceasedTime', value('person.deceasedTime', '<value value="2001"/>')),
  refused('primaryCare.id', value('primaryCare.id', '<value extension="Z99001"/>')),
  refused('searchParameter', value('searchParameter', '<value code="2"/>')),
  refused('person.name/value/prefix', {
    name: nameOf('<prefix>DR</prefix><family>ZZTEST</family>'),
  }),
  refused('person.name/value/suffix', {
    name: nameOf('<family>ZZTEST</family><suffix>X</suffix>'),
  }),
  refused('person.address/value/streetAddressLine', {
    address: addressOf('<streetAddressLine>1</streetAddressLine>'),
  }),
]

const HISTORY = (code: string): Parts =>
  value('historicDataIndicator', `<value code="${code}" codeSystem="${V3}.17.36"/>`)

const gender = (code: string): Parts => ({ gender: GENDER.replace('"2"', `"${code}"`) })
const as = (word: string): string => PLAIN.replace('gender=female', `gender=${word}`)
const birth = (day: string): Parts => ({ birth: BIRTH.replace('19710203', day) })

/** What is asked, and what it comes to. */
export const ASKED_TRACES: readonly AskedTrace[] = [
  asked('a trace by all there is', PLAIN),
  { ...asked('the same as UK03', PLAIN), interaction: 'QUPA_IN000005UK03' },
  asked('by name, gender and birth alone', searched('ZZTEST').replace('&', '&given=ADA&'), {
    address: '',
  }),
  asked('two given names', PLAIN.replace('given=ADA', 'given=ADA&given=ANNE%20MAY'), {
    name: nameOf('<given>ADA</given><given>ANNE MAY</given><family>ZZTEST</family>'),
  }),
  asked('an empty given name', PLAIN, {
    name: nameOf('<given>ADA</given><given/><family>ZZTEST</family>'),
  }),
  asked('a gender that names no code system', PLAIN, {
    gender: '<person.administrativeGenderCode><value code="2"/></person.administrativeGenderCode>',
  }),
  asked('a man', as('male'), gender('1')),
  asked('a gender not known', as('unknown'), gender('0')),
  asked('a gender not specified', as('other'), gender('9')),
  asked('a gender nobody knows', 'value gender', gender('3')),
  asked('a gender of another code system', 'unread', {
    gender: GENDER.replace('.16.25', '.16.26'),
  }),
  asked('midnight of a day', PLAIN, birth('19710203000000')),
  asked('a month', 'asked birthDate', birth('197102')),
  asked('a year', 'asked birthDate', birth('1971')),
  asked('a minute', 'value birthDate', birth('197102030904')),
  asked('no day of any year', 'value birthDate', birth('19710230')),
  asked('no birth', 'missing birthDate', { birth: '' }),
  asked('no gender', 'missing gender', { gender: '' }),
  asked('no family name', 'missing family', { name: nameOf('<given>ADA</given>') }),
  asked('an empty family name', 'missing family', { name: nameOf('<family/>') }),
  asked('two family names', 'several family', {
    name: nameOf('<family>ZZTEST</family><family>ZZOTHER</family>'),
  }),
  asked('a name that is no usual one', 'missing family', {
    name: nameOf('<family>ZZTEST</family>', 'A'),
  }),
  asked('two names', 'several family', { more: nameOf('<family>ZZOTHER</family>') }),
  asked('two postcodes', 'several postcode', {
    more: addressOf('<postalCode>ZZ99 1AB</postalCode>'),
  }),
  asked('what is current', PLAIN, HISTORY('0')),
  asked('history', 'asked history', HISTORY('1')),
  asked('a history of another code system', 'unread', {
    more: (HISTORY('0').more ?? '').replace('.17.36', '.17.37'),
  }),
  asked('a parameter no row reads', 'unread', value('person.telecom', '<value value="tel:1"/>')),
  asked('a given name with a star', 'asked given', {
    name: nameOf('<given>AD*</given><family>ZZTEST</family>'),
  }),
  asked('a postcode with a star', 'asked postcode', {
    address: addressOf('<postalCode>ZZ99*</postalCode>'),
  }),
  {
    ...asked('an advanced trace', 'interaction'),
    interaction: 'QUPA_IN000006UK02',
    message: traceMessage({}, 'QUPA_IN000006UK02'),
  },
  {
    ...asked('a cross-check', 'interaction'),
    interaction: 'QUPA_IN000014UK01',
    message: traceMessage({}, 'QUPA_IN000014UK01'),
  },
  ...LETTERS,
  ...REFUSED,
].map(each =>
  each.interaction === 'QUPA_IN000005UK03'
    ? { ...each, message: traceMessage({}, each.interaction) }
    : each,
)
