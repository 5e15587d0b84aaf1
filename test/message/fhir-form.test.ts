import t from 'tap'
import {
  type ErrorCode,
  ERRORS,
  FicusError,
  headerOf,
  type RawHeaders,
  type Received,
} from '../../src/exchange/index.ts'
import { readFhirXml, writeFhirJson } from '../../src/fhir/index.ts'
import { errorContextOf, errorReply, fhirFormOf, languageOf } from '../../src/message/index.ts'

const STU3 = '/nrls-ri/STU3/DocumentReference?subject=a'
const R4 = '/record-locator/producer/FHIR/R4/DocumentReference/1'
const accept = (value: string): RawHeaders => ['Accept', value]
const sent = (value: string): RawHeaders => ['Content-Type', value]

/** Where a caller calls, what its head says, and how it is answered. */
const ASKED: readonly (readonly [
  title: string,
  target: string,
  headers: RawHeaders,
  version: 'STU3' | 'R4',
  notation: 'xml' | 'json',
])[] = [
  ['nothing said, of STU3', STU3, [], 'STU3', 'xml'],
  ['nothing said, of R4', R4, [], 'R4', 'json'],
  ['anything accepted, of STU3', STU3, accept('*/*'), 'STU3', 'xml'],
  ['anything accepted, of R4', R4, accept('*/*'), 'R4', 'json'],
  ['JSON accepted of STU3', STU3, accept('application/fhir+json'), 'STU3', 'json'],
  ['JSON by its name up to STU3', STU3, accept('application/json+fhir'), 'STU3', 'json'],
  ['XML by its name up to STU3', R4, accept('application/xml+fhir'), 'R4', 'xml'],
  ['XML accepted of R4', R4, accept('application/fhir+xml;charset=utf-8'), 'R4', 'xml'],
  ['plain XML', R4, accept('application/xml'), 'R4', 'xml'],
  ['a type in capitals', STU3, accept('APPLICATION/FHIR+JSON'), 'STU3', 'json'],
  ['XML rather than JSON', R4, accept('application/json;q=0.5, text/xml'), 'R4', 'xml'],
  ['JSON rather than XML', STU3, accept('text/xml;q=0.2,application/json; q=0.3'), 'STU3', 'json'],
  ['JSON rather than anything', STU3, accept('*/*;q=0.1, application/json'), 'STU3', 'json'],
  ['anything rather than XML', STU3, accept('application/fhir+xml;q=0, */*'), 'STU3', 'json'],
  ['both alike, of STU3', STU3, accept('application/json, application/xml'), 'STU3', 'xml'],
  ['neither', STU3, accept('text/html'), 'STU3', 'xml'],
  ['a weight that is none', STU3, accept('application/json;q=very'), 'STU3', 'xml'],
  [
    'what it sent, where it accepts anything',
    STU3,
    [...accept('*/*'), ...sent('application/fhir+json')],
    'STU3',
    'json',
  ],
  [
    'what it sent, where it says nothing',
    R4,
    sent('application/fhir+xml; charset=utf-8'),
    'R4',
    'xml',
  ],
  [
    'what it accepts rather than what it sent',
    R4,
    [...accept('application/fhir+json'), ...sent('application/fhir+xml')],
    'R4',
    'json',
  ],
  ['_format before Accept', `${STU3}&_format=json`, accept('application/fhir+xml'), 'STU3', 'json'],
  ['_format with its plus as it came', `${STU3}&_format=application/fhir+json`, [], 'STU3', 'json'],
  ['_format with its plus encoded', `${R4}?_format=application%2Ffhir%2Bxml`, [], 'R4', 'xml'],
  ['a _format nobody knows', `${STU3}&_format=turtle`, accept('application/json'), 'STU3', 'json'],
  ['STU3 in a query is no address', `${R4}?of=/STU3/`, [], 'R4', 'json'],
  [
    'an address behind the Spine Secure Proxy',
    '/https://a.nhs.uk/STU3/1/Patient',
    [],
    'STU3',
    'xml',
  ],
]

for (const [title, target, headers, version, notation] of ASKED) {
  t.test(`${title}: ${notation} of ${version}`, async t => {
    t.strictSame(fhirFormOf(target, headers), { version, notation })
  })
}

t.test('a call without a body is FHIR by its address', async t => {
  for (const method of ['GET', 'DELETE', 'HEAD']) {
    t.equal(languageOf(method, '/STU3/DocumentReference/1', []), 'fhir')
    t.equal(languageOf(method, R4, []), 'fhir')
    t.equal(languageOf(method, '/STU3x/DocumentReference/1', []), 'plain')
    t.equal(languageOf(method, '/x?y=/STU3/', []), 'plain')
  }
})

function told(code: ErrorCode, target: string, headers: RawHeaders) {
  const language = languageOf('GET', target, headers)
  const received: Received = {
    number: 1,
    at: 0,
    method: 'GET',
    target,
    headers,
    language,
    length: 0,
  }
  const chance = { now: () => 0, newId: () => '' }
  return errorReply(new FicusError(code, 'DETAIL'), errorContextOf(received, undefined, chance))
}

const CODES = (Object.keys(ERRORS) as ErrorCode[]).filter(code => code !== 'framing')
/** What Spine has a code for. */
const SPINE: Partial<Record<ErrorCode, string | undefined>> = {
  malformed: 'INVALID_REQUEST_MESSAGE',
  'unsupported-media': 'UNSUPPORTED_MEDIA_TYPE',
  'not-sent': undefined,
  'sent-unknown': undefined,
  'no-answer': undefined,
  internal: 'INTERNAL_SERVER_ERROR',
  crossed: 'INTERNAL_SERVER_ERROR',
  'bad-answer': 'INTERNAL_SERVER_ERROR',
}

for (const code of CODES) {
  t.test(`${code} is said to a caller of STU3 in the notation it asks for`, async t => {
    const inXml = told(code, STU3, [])
    const inJson = told(code, STU3, accept('application/fhir+json'))
    t.equal(headerOf(inXml.headers, 'content-type'), 'application/fhir+xml; charset=utf-8')
    t.equal(headerOf(inJson.headers, 'content-type'), 'application/fhir+json; charset=utf-8')
    t.equal(inXml.status, ERRORS[code].status)
    t.equal(headerOf(inXml.headers, 'retry-after') !== undefined, code === 'not-sent')
    const said = inJson.body.toString()
    t.equal(writeFhirJson(readFhirXml(inXml.body, 'STU3')).toString(), said, 'the same in both')
    t.notMatch(said, /DETAIL/)
    const spine = code in SPINE ? SPINE[code] : 'BAD_REQUEST'
    const details = spine && {
      details: {
        coding: [
          { system: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1', code: spine },
        ],
      },
    }
    t.match(JSON.parse(said), {
      resourceType: 'OperationOutcome',
      meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/Spine-OperationOutcome-1'] },
      issue: [{ severity: 'error', ...details, diagnostics: ERRORS[code].says }],
    })
    if (spine === undefined) t.notMatch(said, 'details')
  })
}

t.test('a caller of R4 that asks for XML is told in XML of R4', async t => {
  const { headers, body } = told('no-route', R4, accept('application/fhir+xml'))
  t.equal(headerOf(headers, 'content-type'), 'application/fhir+xml; charset=utf-8')
  const inJson = told('no-route', R4, []).body.toString()
  t.equal(writeFhirJson(readFhirXml(body, 'R4')).toString(), inJson)
  t.notMatch(inJson, 'STU3')
})
