import { xml } from './policy-answers.ts'
import { type Row, type RuleRow, rowsOf } from './rule-rows.ts'

const fhir = (document: string) => ({
  status: 200,
  headers: [
    'Content-Type',
    document.startsWith('<') ? 'application/fhir+xml' : 'application/fhir+json',
  ],
  body: Buffer.from(document),
})

const bundle = (more: object): string =>
  JSON.stringify({ resourceType: 'Bundle', type: 'searchset', ...more })

/** Two resources of which the second refers to the first, and how their server names them. */
const named = (first: string, refers = first): string =>
  bundle({
    entry: [
      { fullUrl: `urn:uuid:${first}`, resource: { resourceType: 'Organization', id: first } },
      {
        resource: {
          resourceType: 'Location',
          id: `${first}-2`,
          managingOrganization: { reference: `urn:uuid:${refers}` },
        },
      },
    ],
  })

const made = (lastUpdated: string): string =>
  bundle({ entry: [{ resource: { resourceType: 'Location', meta: { lastUpdated } } }] })

const narrated = (div: string): string =>
  JSON.stringify({ resourceType: 'Location', text: { div } })
const coded = (code: string, display: string): string =>
  JSON.stringify({
    resourceType: 'Location',
    type: [{ coding: [{ system: 'urn:list', code, display }] }],
  })
const codedInXml = (code: string, display: string): string =>
  `<Location xmlns="http://hl7.org/fhir"><type><coding><code value="${code}"/><display value="${display}"/></coding></type></Location>`

const SHARED: readonly Row[] = [
  {
    rule: 'bundle-id',
    a: bundle({ id: 'one' }),
    b: bundle({ id: 'two' }),
    c: bundle({ id: 'one', identifier: { value: 'two' } }),
    tells: 'extra Bundle/identifier',
  },
  {
    rule: 'bundle-time',
    a: bundle({ timestamp: '2026-11-22T12:00:00Z' }),
    b: bundle({ timestamp: '2026-11-22T12:00:07Z' }),
    c: bundle({ timestamp: 'soon' }),
    tells: 'value Bundle/timestamp',
  },
  {
    rule: 'self-link',
    a: bundle({ link: [{ relation: 'self', url: 'https://one.test/?a' }] }),
    b: bundle({ link: [{ relation: 'self', url: 'https://two.test/?a' }] }),
    c: bundle({ link: [{ relation: 'next', url: 'https://one.test/?a' }] }),
    tells: 'value link/relation',
  },
  {
    rule: 'resource-ids',
    a: named('a'),
    b: named('b'),
    c: named('b', 'c'),
    tells: 'id-inconsistent managingOrganization/reference',
  },
  {
    rule: 'last-updated',
    policies: [
      'eps.release',
      'eps.clinical-view',
      'eps.search',
      'eps.acknowledgement',
      'scr.list',
      'scr.summary',
      'scr.upload',
      'scr.permission',
      'scr.alert',
    ],
    a: made('2026-11-22T12:00:00Z'),
    b: made('2026-11-22T12:00:07Z'),
    c: made('soon'),
    tells: 'value meta/lastUpdated',
  },
  {
    rule: 'last-updated',
    policies: ['ssp.records'],
    a: bundle({ meta: { lastUpdated: '2026-11-22T12:00:00Z' } }),
    b: bundle({ meta: { lastUpdated: '2026-11-22T12:00:07Z' } }),
    c: bundle({ meta: { lastUpdated: 'soon' } }),
    tells: 'value meta/lastUpdated',
  },
  {
    rule: 'narratives',
    a: narrated('<div><p a="1" b="2">x</p></div>'),
    b: narrated('<div><p b="2" a="1">x</p></div>'),
    c: narrated('<div><p a="1" b="2">y</p></div>'),
    tells: 'value text/div',
  },
  {
    rule: 'coding-displays',
    a: coded('1', 'one'),
    b: coded('1', 'ONE'),
    c: coded('2', 'one'),
    still: 'value coding/display',
    tells: 'value coding/code',
  },
  {
    rule: 'coding-displays',
    a: codedInXml('1', 'one'),
    b: codedInXml('1', 'ONE'),
    c: codedInXml('2', 'one'),
    still: 'value display/@value',
    tells: 'value code/@value',
  },
]

interface Pointer {
  readonly id?: string
  readonly url?: string
  readonly replaces?: string
  readonly indexed?: string
  readonly version?: string
  readonly title?: string
}

const pointer = ({
  id = 'a',
  url = id,
  replaces,
  indexed,
  version,
  title = 'x',
}: Pointer): object => ({
  fullUrl: `https://locator.test/DocumentReference/${url}`,
  resource: {
    ...{ resourceType: 'DocumentReference', id, description: title },
    ...(indexed !== undefined && { indexed, created: '2020-01-01' }),
    ...(version !== undefined && { meta: { versionId: version } }),
    ...(replaces !== undefined && {
      relatesTo: [{ code: 'replaces', target: { reference: `DocumentReference/${replaces}` } }],
    }),
  },
})

const pointers = (...all: readonly Pointer[]): string => bundle({ entry: all.map(pointer) })
const outcome = (id: string, text: string, code = 'RESOURCE_CREATED'): string =>
  JSON.stringify({
    ...{ resourceType: 'OperationOutcome', id },
    issue: [
      { severity: 'information', code: 'informational', details: { coding: [{ code }], text } },
    ],
  })

const POINTERS: readonly Row[] = [
  {
    rule: 'pointers-unordered',
    a: pointers({ id: 'a', title: 'x' }, { id: 'b', title: 'y' }),
    b: pointers({ id: 'b', title: 'y' }, { id: 'a', title: 'x' }),
    c: pointers({ id: 'a', title: 'x' }),
    tells: 'missing Bundle/entry',
  },
  {
    rule: 'logical-ids',
    a: pointers({ id: 'a', replaces: 'z' }),
    b: pointers({ id: 'b', replaces: 'y' }),
    c: pointers({ id: 'b', replaces: 'b' }),
    tells: 'id-inconsistent target/reference',
  },
  {
    rule: 'indexed',
    a: pointers({ indexed: '2026-11-22T12:00:00+00:00' }),
    b: pointers({ indexed: '2026-11-22T12:00:07+00:00' }),
    c: pointers({ indexed: 'Sunday' }),
    tells: 'value DocumentReference/indexed',
  },
  {
    rule: 'versions',
    a: pointers({ version: '1' }),
    b: pointers({ version: '2' }),
    c: pointers({ version: '1', title: 'y' }),
    tells: 'value DocumentReference/description',
  },
  {
    rule: 'outcome-id',
    a: outcome('a', 'one'),
    b: outcome('b', 'one'),
    c: JSON.stringify({ ...(JSON.parse(outcome('a', 'one')) as object), language: 'en' }),
    tells: 'extra OperationOutcome/language',
  },
  {
    rule: 'outcome-reference',
    a: outcome('a', 'one'),
    b: outcome('a', 'two'),
    c: outcome('a', 'one').replace(',"text":"one"', ''),
    tells: 'missing details/text',
  },
]

const answered = (document: string) => (document.startsWith('<s') ? xml(document) : fhir(document))

export const FHIR_ROWS: readonly RuleRow[] = rowsOf(answered, [
  ...SHARED,
  ...POINTERS.map((row): Row => ({ ...row, policies: ['nrl.pointers'] })),
])
