import t from 'tap'
import { createGeneric, type GenericAsked } from '../../src/generic/index.ts'
import { headerOf } from '../../src/exchange/index.ts'
import type { CallAbout, CloudAnswer } from '../../src/mapping/index.ts'

const ID = '6d0c6f1e-2b7a-4f2f-9f53-0f5a0c8a5b01'
const MESSAGE = 'uuid:0D8E8A3C-51BC-4D55-9D80-0C1B8D3E7F10'
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const WSA = 'http://www.w3.org/2005/08/addressing'

const envelope = (header: string, body: string): string =>
  `<s:Envelope xmlns:s="${SOAP}" xmlns:w="${WSA}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`

const ASKED = envelope(`<w:MessageID>${MESSAGE}</w:MessageID>`, '<q id="0012345678"/>')

const about = (body: string, type = 'text/xml; charset=utf-8'): CallAbout => ({
  ...{ interaction: 'ACME_IN01', messageId: ID.toUpperCase(), payloadId: ID, fromAsid: '' },
  ...{ toAsid: '', newId: () => ID, now: new Date(0) },
  call: {
    ...{ method: 'PUT', target: '/acme/results?a=b', body: Buffer.from(body) },
    headers: ['Content-Type', type, 'SOAPAction', '"urn:acme/ask"', 'Cookie', 'secret'],
  },
})

const callsOf = (asked: GenericAsked = {}) => {
  const { calls } = createGeneric(asked)
  if (calls === undefined) throw new Error('it takes calls')
  return calls
}

function requested(body: string, asked: GenericAsked = {}) {
  const came = callsOf(asked).request(about(body))
  if (came.kind === 'declined') throw new Error(came.says)
  return came.value
}

t.test(
  'the cloud is asked by POST where the supplier asks, in JSON, for the same operation',
  async t => {
    const { method, path, headers, body, requestId } = requested(ASKED)
    t.match(
      { method, path, requestId },
      { method: 'POST', path: '/acme/results?a=b', requestId: ID },
    )
    t.strictSame(headers, [
      ...['Content-Type', 'application/json', 'Accept', 'application/json'],
      ...['X-Request-ID', ID, 'SOAPAction', '"urn:acme/ask"'],
    ])
    t.match(JSON.parse(body?.toString() ?? ''), {
      's:Envelope': { 's:Body': { q: { '@_id': '0012345678' } } },
    })
    t.equal(requested(ASKED, { path: '/results' }).path, '/results')
  },
)

const DECLINED: readonly (readonly [what: string, body: string, type: string, code: string])[] = [
  ['JSON', '{}', 'application/json', 'shape'],
  ['parts', ASKED, 'multipart/related; boundary=a', 'shape'],
  ['no body', '', 'text/xml', 'unfaithful'],
  ['mixed content', '<a>b<c/>d</a>', 'application/xml', 'unfaithful'],
  ['another charset', '<a/>', 'text/xml; charset=iso-8859-1', 'unfaithful'],
  [
    'what was signed',
    '<a><x:Signature xmlns:x="http://www.w3.org/2000/09/xmldsig#"/></a>',
    'text/xml',
    'signed',
  ],
]

t.test('what is no XML, cannot be said whole, or was signed is declined', async t => {
  for (const [what, body, type, code] of DECLINED) {
    t.match(callsOf().request(about(body, type)), { kind: 'declined', code }, what)
  }
})

const answerTo = (header: string): unknown => ({
  's:Envelope': {
    ...{
      '@_xmlns:s': SOAP,
      '@_xmlns:w': WSA,
      's:Header': header === '' ? '' : { 'w:RelatesTo': header },
    },
    's:Body': { r: '0099' },
  },
})

const cloud = (json: unknown, more: Partial<CloudAnswer> = {}): CloudAnswer => ({
  ...{ status: 200, body: Buffer.from(JSON.stringify(json)) },
  headers: ['Content-Type', 'application/json', 'X-Request-ID', ID],
  ...more,
})

const answered = (answer: CloudAnswer, body = ASKED, type?: string) =>
  callsOf().answer(answer, { ...about(body, type), request: requested(body) })

t.test('its JSON is the supplier’s XML, in the type the supplier speaks, status kept', async t => {
  const came = answered(cloud(answerTo(MESSAGE), { status: 500 }))
  t.match(came, { kind: 'answer', status: 500, outcome: 'app_error' })
  if (came.kind !== 'answer') return
  t.equal(headerOf(came.headers, 'content-type'), 'text/xml; charset=UTF-8')
  t.match(came.body.toString(), `<w:RelatesTo>${MESSAGE}</w:RelatesTo>`)
  t.match(came.body.toString(), '<r>0099</r>')
  const plain = answered(cloud({ a: '' }), '<a/>', 'application/fhir+xml')
  t.match(plain, {
    kind: 'answer',
    headers: ['Content-Type', 'application/fhir+xml; charset=UTF-8'],
  })
})

t.test('an answer that does not echo our id, or refers to another message, is crossed', async t => {
  const crossed = { kind: 'crossed', by: 'request' }
  const other = '7d0c6f1e-2b7a-4f2f-9f53-0f5a0c8a5b01'
  const json = ['Content-Type', 'application/json']
  t.match(answered(cloud(answerTo(MESSAGE), { headers: json })), crossed)
  const others = [...json, 'X-Request-ID', other]
  t.match(answered(cloud(answerTo(MESSAGE), { headers: others })), crossed)
  t.match(answered(cloud(answerTo(MESSAGE), { headers: [...others, 'X-Request-ID', ID] })), crossed)
  t.match(answered(cloud(answerTo(`uuid:${other}`))), crossed)
  t.match(answered(cloud(answerTo(''))), crossed)
})

t.test('an answer without an envelope to what came in one is none', async t => {
  t.match(answered(cloud({ a: '' })), { kind: 'declined', code: 'shape' })
  t.match(answered(cloud(answerTo(MESSAGE)), '<a/>'), { kind: 'declined', code: 'shape' })
})

t.test('what the cloud could not do is told as that, and what is no JSON is not read', async t => {
  t.match(answered(cloud({}, { status: 503 })), { kind: 'failure', error: 'not-sent' })
  t.match(answered(cloud({}, { status: 504 })), { kind: 'failure', error: 'no-answer' })
  const html = ['Content-Type', 'text/html', 'X-Request-ID', ID]
  t.match(answered(cloud({}, { headers: html })), { kind: 'failure', error: 'bad-answer' })
  t.match(answered(cloud({}, { status: 302 })), { kind: 'failure', error: 'bad-answer' })
  t.match(answered(cloud({ 'a><b': '' })), { kind: 'declined', code: 'unfaithful' })
})

t.test('another option is another edition', async t => {
  const { version } = createGeneric({})
  t.match(version, /^[0-9a-f]{12}$/)
  t.equal(createGeneric({ attributePrefix: '@_' }).version, version)
  t.not(createGeneric({ arrays: ['a.b'] }).version, version)
})
