import t from 'tap'
import type { Language, RawHeaders } from '../../src/exchange/index.ts'
import { languageOf } from '../../src/message/index.ts'

const type = (value: string): RawHeaders => ['Content-Type', value]
const action: RawHeaders = ['SOAPAction', '"urn:nhs:names:services:pdsquery/QUPA_IN000008UK02"']

const HEADS: readonly (readonly [
  title: string,
  language: Language,
  method: string,
  target: string,
  headers: RawHeaders,
])[] = [
  ['a SOAPAction', 'soap', 'POST', '/sync-service', action],
  ['an empty SOAPAction', 'soap', 'POST', '/sync-service', ['soapaction', '""']],
  ['text/xml', 'soap', 'POST', '/', type('text/xml; charset=UTF-8')],
  ['TEXT/XML in capitals', 'soap', 'POST', '/', type('TEXT/XML ;charset=UTF-8')],
  ['application/soap+xml', 'soap', 'POST', '/', type('application/soap+xml')],
  [
    'multipart/related, although it has a SOAPAction',
    'ebxml',
    'POST',
    '/reliablemessaging/reliablerequest',
    [...action, ...type('multipart/related; boundary="b"')],
  ],
  ['fhir+json', 'fhir', 'POST', '/Patient', type('application/fhir+json;version=1')],
  ['fhir+xml', 'fhir', 'POST', '/DocumentReference', type('application/fhir+xml')],
  ['plain JSON', 'fhir', 'PATCH', '/Patient/9990000018', type('application/json')],
  ['what FHIR’s type was up to STU3', 'fhir', 'POST', '/Patient', type('application/json+fhir')],
  [
    'a GET that accepts FHIR',
    'fhir',
    'GET',
    '/Patient',
    ['accept', 'text/html, application/fhir+json;q=1'],
  ],
  [
    'a POST that accepts FHIR and sends a form',
    'plain',
    'POST',
    '/x',
    ['Accept', 'application/fhir+json'],
  ],
  ['a mailbox', 'mesh', 'GET', '/messageexchange/A83008HC001/inbox', []],
  [
    'a mailbox, whatever it is sent',
    'mesh',
    'POST',
    '/messageexchange/A83008HC001/outbox',
    type('text/xml'),
  ],
  ['a path that only begins like a mailbox’s', 'plain', 'GET', '/messageexchanges/A', []],
  ['a poll', 'plain', 'GET', '/_poll/1234', ['nhsd-asid', '200000000115']],
  ['a GET that accepts anything', 'plain', 'GET', '/', ['Accept', '*/*']],
  ['a form', 'plain', 'POST', '/', type('application/x-www-form-urlencoded')],
  ['nothing at all', 'plain', 'GET', '/', []],
  [
    'two types, of which readers could take either',
    'plain',
    'POST',
    '/',
    [...type('text/xml'), ...type('multipart/related; boundary=b')],
  ],
]

for (const [title, language, method, target, headers] of HEADS) {
  t.test(`${title} is ${language}`, t => {
    t.equal(languageOf(method, target, headers), language)
    t.end()
  })
}
