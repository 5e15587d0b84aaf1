import { searchset } from './nrl-called.ts'
import { READ } from './nrl-golden.ts'
import { retrievedBy } from './nrl-golden-otherwise.ts'
import {
  CLOUDS_ID,
  CUSTODIAN,
  organisationOf,
  OTHER_NUMBER,
  type Pointer,
  SPINES_ID,
} from './nrl-golden-plain.ts'

const [PLAIN = {}, FULL = {}] = READ.map(({ r4 }) => r4)
const LONG_CODE = 'TESTV349'

const told = (
  title: string,
  code: string,
  pointer: Pointer,
): readonly [string, string, Pointer] => [title, code, searchset(pointer)]

/** A pointer in which one piece of its text is another. */
export const textly = (pointer: Pointer, from: string, to: string): Pointer =>
  JSON.parse(JSON.stringify(pointer).replace(from, to)) as Pointer // still one

/** Answers of the cloud nobody is given, by the code they are declined with. */
export const UNTOLD: readonly (readonly [title: string, code: string, body: Pointer])[] = [
  told('a pointer that is not current', 'withheld', { ...PLAIN, status: 'entered-in-error' }),
  told('a pointer nobody says the time of', 'missing', { ...PLAIN, date: null }),
  told('a pointer without an id', 'missing', { ...PLAIN, id: null }),
  told('something no row reads', 'unread', { ...PLAIN, language: 'CANARY' }),
  told('another resource', 'shape', { ...PLAIN, resourceType: 'Basic' }),
  told('an id under another’s code', 'disagrees', { ...PLAIN, id: `RGD-${SPINES_ID}` }),
  told('an id that may have been cut', 'asked', {
    ...PLAIN,
    ...{ id: `${LONG_CODE}-${CLOUDS_ID}`, custodian: organisationOf(LONG_CODE) },
  }),
  told('another patient at the source', 'disagrees', {
    ...FULL,
    context: {
      ...(FULL['context'] as Pointer), // it has one
      sourcePatientInfo: {
        identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: OTHER_NUMBER },
      },
    },
  }),
  told('a document that is not behind the proxy', 'asked', textly(FULL, 'ssp://', 'https://')),
  told('contact details behind the proxy', 'asked', textly(PLAIN, 'https://p1', 'ssp://p1')),
  told(
    'a large document, which STU3 has no word for',
    'unread',
    retrievedBy(FULL, { code: 'LDR' }),
  ),
  told(
    'what replaces another’s',
    'disagrees',
    textly(FULL, `"${CUSTODIAN}-${SPINES_ID}"}}}`, `"RGD-1"}}}`),
  ),
  told('what replaces two', 'several', {
    ...FULL,
    relatesTo: ['1', '2'].map(id => ({
      code: 'replaces',
      target: { identifier: { value: `${CUSTODIAN}-${id}` } },
    })),
  }),
  told('a setting the table does not have', 'value', textly(PLAIN, '788002001', '722162001')),
  told('an id that is none', 'value', { ...PLAIN, id: 'RR8-a b' }),
  told('a version that is none', 'value', { ...PLAIN, meta: { versionId: 'a b' } }),
  told('a change at no time', 'value', { ...PLAIN, meta: { lastUpdated: 'CANARY' } }),
  told('a day for a time it was taken in at', 'value', { ...PLAIN, date: '2018-07-32' }),
  told('a number with another check digit', 'value', textly(PLAIN, '9990000018', '9990000019')),
  told('an author that is no code', 'value', { ...PLAIN, author: [organisationOf('RGD/1')] }),
  told('an authenticator that is none', 'value', {
    ...PLAIN,
    authenticator: organisationOf('R/1'),
  }),
  told('a custodian that is no code', 'value', { ...PLAIN, custodian: organisationOf('RR8/1') }),
  told('a beginning that is no time', 'value', textly(FULL, '2016-03-07T13:34:00+01:00', 'CANARY')),
  told('an end that is no time', 'value', textly(FULL, '2017-02-13T14:11:00Z', 'CANARY')),
  told('a record made at no time', 'value', textly(FULL, '2016-03-08T15:26:00+01:00', 'CANARY')),
  told('a number at the source that is none', 'value', {
    ...FULL,
    context: {
      ...(FULL['context'] as Pointer), // it has one
      sourcePatientInfo: {
        identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000019' },
      },
    },
  }),
  told(
    'what replaces what has no id',
    'value',
    textly(FULL, `"${CUSTODIAN}-${SPINES_ID}"}}}`, `"${CUSTODIAN}-a/b"}}}`),
  ),
  ['another total', 'shape', { ...searchset(PLAIN), total: 2 }],
  ['no total', 'shape', { ...searchset(PLAIN), total: null }],
  ['another kind of Bundle', 'shape', { ...searchset(PLAIN), type: 'collection' }],
  [
    'a page of several',
    'shape',
    { ...searchset(PLAIN), link: [{ relation: 'next', url: 'https://CANARY' }] },
  ],
  ['something beside its entries', 'unread', { ...searchset(PLAIN), CANARY: 'x' }],
  [
    'an entry that is no match',
    'shape',
    { ...searchset(PLAIN), entry: [{ resource: PLAIN, search: { mode: 'include' } }] },
  ],
  ['one pointer twice', 'several', searchset(PLAIN, PLAIN)],
]
