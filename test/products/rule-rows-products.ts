import { xml } from './policy-answers.ts'
import { within } from './rule-rows-hl7.ts'
import { plainJson } from './rule-rows-mesh.ts'
import { type Row, type RuleRow, rowsOf } from './rule-rows.ts'

const [ONE, TWO, THREE, FOUR] = ['1', '2', '3', '4'].map(
  digit => `${digit.repeat(8)}-0000-4000-8000-000000000000`,
) as [string, string, string, string] // of four

const REQUEST = [{ control: THREE, candidate: FOUR }]

const id = (root: string): string => `<id root="${root}"/>`
const at = (time: string): string => `<effectiveTime value="${time}"/>`

const released = (inner: string): string => within('subject/PrescriptionReleaseResponse', inner)
const component = (prescription: string, code: string): string =>
  `<component><ParentPrescription>${id(prescription)}<code code="${code}"/></ParentPrescription></component>`
const fulfils = (asked: string): string =>
  released(
    `<inFulfillmentOf><priorDownloadRequestRef>${id(asked)}</priorDownloadRequestRef></inFulfillmentOf>`,
  )

const RELEASE: readonly Row[] = [
  {
    rule: 'release-id',
    a: released(id(ONE)),
    b: released(id(TWO)),
    c: released(`<identity root="${ONE}"/>`),
    tells: 'extra PrescriptionReleaseResponse/identity, missing PrescriptionReleaseResponse/id',
  },
  {
    rule: 'release-time',
    a: released(at('20261122120000')),
    b: released(at('20261122120007')),
    c: released(at('soon')),
    tells: 'value effectiveTime/@value',
  },
  {
    rule: 'release-request',
    a: fulfils(THREE),
    b: fulfils(FOUR),
    c: fulfils(TWO),
    tells: 'id-inconsistent id/@root',
    request: REQUEST,
  },
  {
    rule: 'key-prescriptions',
    a: released(component(ONE, 'A') + component(TWO, 'B') + component(THREE, 'C')),
    b: released(component(THREE, 'A') + component(ONE, 'B') + component(TWO, 'C')),
    c: released(component(ONE, 'A') + component(TWO, 'B')),
    still: 'order PrescriptionReleaseResponse/component, value code/@code',
    tells: 'missing PrescriptionReleaseResponse/component',
  },
]

const view = (inner: string): string => within('subject/PrescriptionJsonQueryResponse', inner)
const record = (inner: string): string => view(`<epsRecord>${inner}</epsRecord>`)
const kept = (key: string, again = key): string =>
  record(
    `<filteredHistory><internalId>${again}</internalId></filteredHistory><prescriptionMsgRef>${key}</prescriptionMsgRef>`,
  )
const history = (number: string, time: string): string =>
  record(`<filteredHistory><SCN>${number}</SCN><timestamp>${time}</timestamp></filteredHistory>`)
const item = (quantity: string): string =>
  record(`<quantityLineItem1>${quantity}</quantityLineItem1>`)

const VIEW: readonly Row[] = [
  {
    rule: 'view-constants',
    a: view(`${id(ONE)}${at('20050922101500')}<epsRecord><a>1</a></epsRecord>`),
    b: view(`${id(TWO)}${at('20260922101500')}<epsRecord><a>1</a></epsRecord>`),
    c: view(`${id(ONE)}${at('20050922101500')}<epsRecord><a>2</a></epsRecord>`),
    tells: 'value a/text()',
  },
  {
    rule: 'document-keys',
    a: kept('20261122120000_A1'),
    b: kept('20261122120009_B2'),
    c: kept('20261122120009_B2', '20261122120009_B3'),
    tells: 'id-inconsistent prescriptionMsgRef/text()',
  },
  {
    rule: 'history-numbers',
    a: history('2', '20261122120000'),
    b: history('12', '20261122120000'),
    c: record('<filteredHistory><timestamp>20261122120001</timestamp></filteredHistory>'),
    tells: 'value timestamp/text()',
  },
  {
    rule: 'cut-times',
    a: history('2', '20261122120000'),
    b: history('2', '202611221200'),
    c: history('2', '20261122120001'),
    tells: 'value timestamp/text()',
  },
  {
    rule: 'item-quantities',
    a: item('28'),
    b: item('28.0'),
    c: item('280'),
    tells: 'value quantityLineItem1/text()',
  },
]

const ACKNOWLEDGEMENT: readonly Row[] = [
  {
    rule: 'success-id',
    a: within('requestSuccessDetail', `${id(ONE)}<detail code="1"/>`),
    b: within('requestSuccessDetail', `${id('Not Known')}<detail code="1"/>`),
    c: within('requestSuccessDetail', `${id(ONE)}<detail code="2"/>`),
    tells: 'value detail/@code',
  },
]

const CANCELLATION: readonly Row[] = [
  {
    rule: 'cancellation-id',
    a: within('subject/CancellationResponse', id(ONE)),
    b: within('subject/CancellationResponse', id(TWO)),
    c: within('subject/CancellationResponse', `<identity root="${ONE}"/>`),
    tells: 'extra CancellationResponse/identity, missing CancellationResponse/id',
  },
  {
    rule: 'cancellation-time',
    a: within('subject/CancellationResponse', at('20261122120000')),
    b: within('subject/CancellationResponse', at('20261122120007')),
    c: within('subject/CancellationResponse', at('soon')),
    tells: 'value effectiveTime/@value',
  },
]

const event = (root: string): string => within('subject/event', `<eventID root="${root}"/>`)

const EVENTS: readonly Row[] = [
  {
    rule: 'event-id-case',
    a: event('ABCDEF00-0000-4000-8000-000000000000'),
    b: event('abcdef00-0000-4000-8000-000000000000'),
    c: event(ONE),
    tells: 'value eventID/@root',
  },
]

const html = (inner: string): string =>
  within(
    'component/presentationText/value',
    `<html xmlns="xhtml:NPfIT:PresentationText">${inner}</html>`,
  )

const NARRATIVE: readonly Row[] = [
  {
    rule: 'narrative-blanks',
    a: html('<p>one tablet</p>'),
    b: html('<p>one \n tablet </p>'),
    c: html('<p>onetablet</p>'),
    tells: 'value p/text()',
  },
  {
    rule: 'narrative-gaps',
    a: html('one <b>tablet</b> <i>daily</i>'),
    b: html('one <b>tablet</b><i>daily</i>'),
    c: html('one <b>tablet</b> or <i>daily</i>'),
    tells: 'extra html/text()',
  },
]

const held = (inner: string): string => within('event/hl7Data/GPSummary/excerptFrom', inner)

const MADE: readonly Row[] = [
  {
    rule: 'text-id',
    a: held(`<presentationText>${id(ONE)}</presentationText>`),
    b: held(`<presentationText>${id(TWO)}</presentationText>`),
    c: held(`<presentationText><identity root="${ONE}"/></presentationText>`),
    tells: 'extra presentationText/identity, missing presentationText/id',
  },
  {
    rule: 'text-time',
    a: held(`<presentationText>${at('20261122120000')}</presentationText>`),
    b: held(`<presentationText>${at('20261122120007')}</presentationText>`),
    c: held(`<presentationText>${at('soon')}</presentationText>`),
    tells: 'value effectiveTime/@value',
  },
  {
    rule: 'stored-at',
    a: within('subject/event', '<persistenceDate value="20261122120000"/>'),
    b: within('subject/event', '<persistenceDate value="20261122120007"/>'),
    c: within('subject/event', '<persistenceDate value="soon"/>'),
    tells: 'value persistenceDate/@value',
  },
  {
    rule: 'template-edition',
    a: held('<templateId root="1.2" extension="CSAT_RM-NPfITUK10.excerptFrom"/>'),
    b: held('<templateId root="1.2" extension="CSAB_RM-NPfITUK10.excerptFrom"/>'),
    c: held('<templateId root="1.3" extension="CSAT_RM-NPfITUK10.excerptFrom"/>'),
    tells: 'value templateId/@root',
  },
]

interface Prescription {
  readonly id: string
  readonly status: string
  readonly message?: string
}

const search = (...found: readonly Prescription[]): string =>
  JSON.stringify({
    Response: {
      prescriptions: found.map(({ id: prescriptionID, status, message }) => ({
        ...{ prescriptionID, prescriptionStatus: status, type: `t${status}`, issued: `d${status}` },
        ...(message !== undefined && { messageID: message }),
      })),
    },
  })

const [A, B, C] = [
  { id: 'A', status: '1' },
  { id: 'B', status: '2' },
  { id: 'C', status: '3' },
]

const SEARCH: readonly Row[] = [
  {
    rule: 'prescriptions-unordered',
    a: search(A, B),
    b: search(B, A),
    c: search(A),
    tells: 'missing Response/prescriptions',
  },
  {
    rule: 'key-prescriptions',
    a: search(A, B, C),
    b: search({ ...A, status: '3' }, { ...B, status: '1' }, { ...C, status: '2' }),
    c: search(A, B),
    still:
      'value prescriptions/issued, value prescriptions/prescriptionStatus, value prescriptions/type',
    tells: 'missing Response/prescriptions',
  },
  {
    rule: 'search-message-id',
    a: search({ ...A, message: 'one' }, { ...B, message: 'two' }),
    b: search({ ...A, message: 'three' }, { ...B, message: 'four' }),
    c: search({ ...A, message: 'three' }, { ...B, message: 'three' }),
    tells: 'id-inconsistent prescriptions/messageID',
  },
]

const PARAMETERS: readonly Row[] = [
  {
    rule: 'parameters-id',
    a: '{"resourceType":"Parameters","id":"a","parameter":[{"name":"x"}]}',
    b: '{"resourceType":"Parameters","id":"b","parameter":[{"name":"x"}]}',
    c: '{"resourceType":"Parameters","id":"a","parameter":[{"name":"y"}]}',
    tells: 'value parameter/name',
  },
]

const releasedBundle = (more: object): string =>
  JSON.stringify({
    resourceType: 'Parameters',
    parameter: [{ resource: { resourceType: 'Bundle', ...more } }],
  })
const header = (asked: string): string =>
  releasedBundle({
    entry: [{ resource: { resourceType: 'MessageHeader', response: { identifier: asked } } }],
  })

const PRESCRIPTION_BUNDLES: readonly Row[] = [
  {
    rule: 'prescription-bundle-times',
    a: releasedBundle({ timestamp: '2026-11-22T12:00:00Z' }),
    b: releasedBundle({ timestamp: '2026-11-22T12:00:07Z' }),
    c: releasedBundle({ timestamp: 'soon' }),
    tells: 'value Bundle/timestamp',
  },
  {
    rule: 'release-request-id',
    a: header(THREE),
    b: header(FOUR),
    c: header(TWO),
    tells: 'id-inconsistent response/identifier',
    request: REQUEST,
  },
]

const only = (policies: readonly string[], rows: readonly Row[]): Row[] =>
  rows.map(row => ({ ...row, policies }))

export const PRODUCT_ROWS: readonly RuleRow[] = [
  ...rowsOf(xml, [
    ...only(['eps.release'], RELEASE),
    ...only(['eps.clinical-view'], VIEW),
    ...only(['eps.acknowledgement', 'scr.upload', 'scr.permission', 'scr.alert'], ACKNOWLEDGEMENT),
    ...only(['eps.acknowledgement'], CANCELLATION),
    ...only(['scr.list', 'scr.summary'], EVENTS),
    ...only(['scr.summary'], [...NARRATIVE, ...MADE]),
  ]),
  ...rowsOf(plainJson, [
    ...only(['eps.release'], [...PARAMETERS, ...PRESCRIPTION_BUNDLES]),
    ...only(['eps.search'], SEARCH),
  ]),
]
