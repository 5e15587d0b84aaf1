import type { Called } from './nrl-called.ts'
import { claimsOf, RETRACTION, SEARCHED } from './nrl-called.ts'
import { NEW } from './nrl-golden.ts'
import {
  BASE,
  NHS_NUMBER,
  ORGANISATION,
  OTHER_NUMBER,
  PATIENT,
  type Pointer,
  SPINES_ID,
} from './nrl-golden-plain.ts'

/** A call nobody but legacy answers, by the code it is declined with. */
export type Row = readonly [title: string, code: string, called: Called, without?: string]

const SEARCH: Called = { interaction: 'nrl-stu3-search', end: SEARCHED }
const READ: Called = { interaction: 'nrl-stu3-read', end: `/${SPINES_ID}` }
const UPDATE: Called = {
  ...{ interaction: 'nrl-stu3-update', method: 'PATCH', end: `/${SPINES_ID}` },
  body: RETRACTION,
}

const [PLAIN = {}, FULL = {}] = NEW.map(({ stu3 }) => stu3)

const searching = (title: string, code: string, end: string): Row => [
  title,
  code,
  { ...SEARCH, end },
]

const IDENTIFIER = `${SEARCHED}&identifier=${encodeURIComponent('urn:ietf:rfc:3986|CANARY')}`

export const TARGETS: readonly Row[] = [
  searching('a parameter no row reads', 'unread', `${SEARCHED}&CANARY=1`),
  searching('a summary of another kind', 'unread', `${SEARCHED}&_summary=CANARY`),
  searching('a parameter twice', 'several', `${SEARCHED}&${SEARCHED.slice(1)}`),
  searching('a parameter that is no UTF-8', 'several', `${SEARCHED}&custodian=%C3%28`),
  searching('no patient', 'missing', '?custodian='.replace('?custodian=', '?_format=text/json')),
  searching('a patient of another server', 'value', '?subject=https://CANARY/Patient/9990000018'),
  searching('a number with another check digit', 'value', SEARCHED.replace('0018', '0019')),
  searching('an organisation of another server', 'value', `${SEARCHED}&custodian=CANARY`),
  searching('another system of codes', 'value', `${SEARCHED}&type.coding=CANARY%7C1`),
  searching('a notation nobody knows', 'asked', `${SEARCHED}&_format=CANARY/x`),
  ['an answer nobody writes', 'asked', { ...SEARCH, accept: 'text/CANARY' }],
  ['an answer refused wholly', 'asked', { ...SEARCH, accept: 'application/fhir+json;q=0' }],
  ['an interaction of another product', 'interaction', { ...SEARCH, interaction: 'mesh-inbox' }],
  ['an id that is none', 'value', { ...READ, end: '/CANARY%20id' }],
  ['an id that would be cut', 'asked', { ...READ, end: `/${'1'.repeat(61)}` }],
  ['a search with a body', 'unread', { ...SEARCH, body: { resourceType: 'CANARY' } }],
  [
    'a change by patient and identifier',
    'asked',
    {
      ...{ interaction: 'nrl-stu3-update-by-patient', method: 'PATCH' },
      ...{ end: IDENTIFIER, body: RETRACTION },
    },
  ],
  [
    'a deletion by patient and identifier',
    'asked',
    { interaction: 'nrl-stu3-delete-by-patient', method: 'DELETE', end: IDENTIFIER },
  ],
]

const claiming = (title: string, code: string, claims: object): Row => [
  title,
  code,
  { ...SEARCH, claims: { ...claimsOf('read'), ...claims } },
]

export const CLAIMS: readonly Row[] = [
  ['no token', 'missing', SEARCH, 'authorization'],
  ['a second token', 'missing', { ...SEARCH, lines: ['Authorization', 'Bearer CANARY'] }],
  ['no sender', 'disagrees', SEARCH, 'fromasid'],
  ['a second sender', 'disagrees', { ...SEARCH, lines: ['fromASID', '200000000116'] }],
  ['no receiver', 'missing', SEARCH, 'toasid'],
  claiming('no system', 'disagrees', { requesting_system: undefined }),
  claiming('another system', 'disagrees', {
    requesting_system: 'https://fhir.nhs.uk/Id/accredited-system|200000000116',
  }),
  claiming('another purpose', 'disagrees', claimsOf('write')),
  claiming('no purpose', 'disagrees', { scope: 7 }),
  claiming('no organisation', 'missing', { requesting_organisation: undefined }),
  claiming('an organisation of another system', 'missing', { requesting_organisation: 'CANARY' }),
  claiming('two organisations', 'missing', {
    requesting_organization: 'https://fhir.nhs.uk/Id/ods-organization-code|CANARY',
  }),
  claiming('an organisation that is no code', 'missing', {
    requesting_organisation: 'https://fhir.nhs.uk/Id/ods-organization-code|CAN/ARY',
  }),
]

const sending = (title: string, code: string, body: Pointer): Row => [
  title,
  code,
  { interaction: 'nrl-stu3-create', method: 'POST', body },
]

const lacking = (name: string): Row =>
  sending(
    `no ${name}`,
    'missing',
    Object.fromEntries(Object.entries(PLAIN).filter(([each]) => each !== name)),
  )

const [CONTENT = {}] = PLAIN['content'] as readonly Pointer[] // it has one
const [PROXIED = {}] = FULL['content'] as readonly Pointer[] // it has two
const attached = (content: Pointer, url: string): Pointer => ({
  ...content,
  attachment: { contentType: 'text/html', url },
})

const replacing = (title: string, code: string, ...relatesTo: readonly unknown[]): Row =>
  sending(title, code, { ...PLAIN, relatesTo })

function inContext(more: Pointer): Pointer {
  return { ...PLAIN, context: { ...(PLAIN['context'] as Pointer), ...more } } // it has one
}

const REFERENCE = { reference: `${BASE}/${SPINES_ID}` }
const OWN_IDENTIFIER = { system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.2.CANARY' }

export const BODIES: readonly Row[] = [
  ...['status', 'subject', 'custodian', 'author', 'type', 'class', 'content', 'context'].map(
    lacking,
  ),
  ...['attachment', 'format', 'extension'].map(name =>
    sending(`a record without its ${name}`, 'missing', {
      ...PLAIN,
      content: [CONTENT, { ...CONTENT, [name]: null }],
    }),
  ),
  sending('another resource', 'shape', { ...PLAIN, resourceType: 'CANARY' }),
  sending('something no row reads', 'unread', { ...PLAIN, created: '2018-07-01' }),
  sending('an extension of its own', 'unread', {
    ...PLAIN,
    extension: [{ url: 'https://CANARY', valueString: 'CANARY' }],
  }),
  sending('a pointer that is not current', 'asked', { ...PLAIN, status: 'superseded' }),
  sending('a status that is none', 'value', { ...PLAIN, status: 'CANARY' }),
  sending('a status of a document R4 does not know', 'asked', { ...PLAIN, docStatus: 'appended' }),
  sending('another organisation’s pointer', 'disagrees', {
    ...PLAIN,
    custodian: { reference: 'https://directory.spineservices.nhs.uk/STU3/Organization/RGD' },
  }),
  sending('a patient of another server', 'value', {
    ...PLAIN,
    subject: { reference: `https://CANARY/Patient/${NHS_NUMBER}` },
  }),
  sending(
    'another patient at the source',
    'disagrees',
    inContext({
      sourcePatientInfo: { reference: `${PATIENT}${OTHER_NUMBER}` },
    }),
  ),
  sending('a setting the table does not have', 'value', {
    ...PLAIN,
    context: {
      practiceSetting: { coding: [{ system: 'http://snomed.info/sct', code: '722162001' }] },
    },
  }),
  sending('a format the cloud does not know', 'value', {
    ...PLAIN,
    content: [
      {
        ...CONTENT,
        format: {
          system: 'https://fhir.nhs.uk/STU3/CodeSystem/NRL-FormatCode-1',
          code: 'CANARY',
          display: 'CANARY',
        },
      },
    ],
  }),
  sending('an error', 'asked', { ...PLAIN, status: 'entered-in-error' }),
  sending('a number with another check digit', 'value', {
    ...PLAIN,
    subject: { reference: `${PATIENT}9990000019` },
  }),
  sending(
    'a number at the source with another check digit',
    'value',
    inContext({
      sourcePatientInfo: { reference: `${PATIENT}9990000019` },
    }),
  ),
  sending('an author that is no code', 'value', {
    ...PLAIN,
    author: [{ reference: `${ORGANISATION}RGD/1` }],
  }),
  sending('an authenticator that is no code', 'value', {
    ...PLAIN,
    authenticator: { reference: `${ORGANISATION}RGD/1` },
  }),
  sending('a custodian that is no code', 'value', {
    ...PLAIN,
    custodian: { reference: `${ORGANISATION}RGD/1` },
  }),
  sending('a beginning that is no time', 'value', inContext({ period: { start: 'CANARY' } })),
  sending('an end that is no time', 'value', inContext({ period: { end: '2018-13' } })),
  sending('a record made at no time', 'value', {
    ...PLAIN,
    content: [
      {
        ...CONTENT,
        attachment: { ...(attached(CONTENT, 'x')['attachment'] as Pointer), creation: 'CANARY' },
      }, // its own
    ],
  }),
  sending('a time that never was', 'value', { ...PLAIN, indexed: '2018-02-30T15:26:01+01:00' }),
  sending('a day of the week that was another', 'value', {
    ...PLAIN,
    indexed: 'Mon, 23 Aug 2022 14:45:17 GMT',
  }),
  sending('a record behind the proxy, of no system', 'missing', {
    ...PLAIN,
    content: [attached(PROXIED, 'https://p1.nhs.uk/CANARY')],
  }),
  sending('a record behind the proxy, of no address of https', 'asked', {
    ...FULL,
    content: [attached(PROXIED, 'http://p1.nhs.uk/CANARY')],
  }),
  sending('a system that is none', 'value', {
    ...(JSON.parse(JSON.stringify(FULL).replace('200000000610', '20000CANARY')) as Pointer), // still one
  }),
  replacing('what replaces by its own identifier', 'asked', {
    code: 'replaces',
    target: { identifier: OWN_IDENTIFIER },
  }),
  replacing('what replaces by both', 'asked', {
    code: 'replaces',
    target: { ...REFERENCE, identifier: OWN_IDENTIFIER },
  }),
  replacing('what replaces something else', 'asked', {
    code: 'replaces',
    target: { reference: 'https://psis-sync.national.ncrs.nhs.uk/Composition/CANARY' },
  }),
  replacing(
    'what replaces two',
    'several',
    { code: 'replaces', target: REFERENCE },
    { code: 'replaces', target: { reference: `${BASE}/2` } },
  ),
  replacing('what does not replace', 'value', { code: 'appends', target: REFERENCE }),
  replacing('what replaces what would be cut', 'asked', {
    code: 'replaces',
    target: { reference: `${BASE}/${'1'.repeat(61)}` },
  }),
]

const [OPERATION = {}] = RETRACTION['parameter'] as readonly Pointer[] // it has one
const [TYPE, PATH, VALUE] = OPERATION['part'] as readonly Pointer[] // it has three

const patching = (title: string, code: string, ...part: readonly unknown[]): Row => [
  title,
  code,
  { ...UPDATE, body: { ...RETRACTION, parameter: [{ ...OPERATION, part }] } },
]

export const CHANGES: readonly Row[] = [
  patching('a change of another kind', 'value', { ...TYPE, valueCode: 'CANARY' }, PATH, VALUE),
  patching('a change of another place', 'value', TYPE, { ...PATH, valueString: 'CANARY' }, VALUE),
  patching('a change to another status', 'value', TYPE, PATH, { ...VALUE, valueString: 'current' }),
  patching('a change of nothing', 'missing', TYPE, VALUE),
  patching('a change with more', 'unread', TYPE, PATH, VALUE, { name: 'CANARY', valueString: 'x' }),
  patching('a change twice', 'several', TYPE, PATH, VALUE, VALUE),
  ['another resource', 'shape', { ...UPDATE, body: { ...RETRACTION, resourceType: 'Basic' } }],
  [
    'a second change',
    'several',
    { ...UPDATE, body: { ...RETRACTION, parameter: [OPERATION, OPERATION] } },
  ],
]
