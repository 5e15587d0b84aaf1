import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib'
import t from 'tap'
import { type Answered, BUDGET } from '../../src/comparison/index.ts'
import { compare, differing, json, NO_RULES, policyOf, xml } from './compared.ts'

const hold = (control: Answered, candidate: Answered, policy = NO_RULES) =>
  compare({ control, candidate }, policy)

t.test('the same bytes are identical before anything is read', async t => {
  const { verdict, steps } = hold(xml('<a>not even closed'), xml('<a>not even closed'))
  t.strictSame({ verdict, steps }, { verdict: 'identical', steps: 0 })
  const large = Buffer.alloc(BUDGET.bytes + 1, 'x')
  t.equal(hold(xml(large), xml(large)).verdict, 'identical')
})

t.test('what is larger than is read is not compared, and says so', async t => {
  const large = xml(Buffer.alloc(BUDGET.bytes + 1, 'x'))
  const packed: Answered = {
    ...xml(gzipSync(large.body)),
    headers: [...xml('').headers, 'Content-Encoding', 'gzip'],
  }
  for (const candidate of [large, packed]) {
    for (const { verdict, reason } of [
      hold(xml('<a/>'), candidate),
      hold(candidate, xml('<a/>')),
    ]) {
      t.strictSame({ verdict, reason }, { verdict: 'not_compared', reason: 'size' })
    }
  }
})

t.test(
  'a candidate nobody can read is different, a control nobody can read no measure',
  async t => {
    for (const broken of [xml('<a>'), xml('<!DOCTYPE a><a/>'), json('{"a":1,"a":1}'), json('{')]) {
      const { verdict, differences } = hold(xml('<a/>'), broken)
      t.equal(verdict, 'different')
      t.match(differences, [{ kind: 'domain-outcome', severity: 'critical' }])
      const { verdict: other, reason } = hold(broken, xml('<a/>'))
      t.strictSame([other, reason], ['not_comparable', 'control-malformed'])
    }
  },
)

t.test('a content coding is undone first', async t => {
  const body = '<a b="1"/>'
  const CODED = { gzip: gzipSync(body), br: brotliCompressSync(body), deflate: deflateSync(body) }
  for (const [coding, bytes] of Object.entries(CODED)) {
    const candidate = { ...xml(bytes), headers: [...xml('').headers, 'Content-Encoding', coding] }
    t.equal(hold(xml(body), candidate).verdict, 'identical', coding)
  }
  const unknown = { ...xml(body), headers: [...xml('').headers, 'Content-Encoding', 'rot13'] }
  t.equal(hold(xml('<a/>'), unknown).verdict, 'different')
})

t.test('a body is read by its type, and by its first byte where that says nothing', async t => {
  const typed = (contentType: string, body: string): Answered => ({
    status: 200,
    headers: contentType === '' ? [] : ['Content-Type', contentType],
    body: Buffer.from(body),
  })
  for (const type of ['', 'text/xml', 'application/soap+xml', 'text/plain']) {
    const { verdict } = hold(typed(type, '<a b="1"/>'), typed(type, "<a b='1'></a>"))
    t.equal(verdict, 'identical', type)
  }
  for (const type of ['', 'application/json', 'application/vnd.mesh.v2+json']) {
    t.equal(hold(typed(type, '{"a":1}'), typed(type, '{ "a": 1 }')).verdict, 'identical', type)
  }
  const bytes = hold(typed('application/pdf', '<a/>'), typed('application/pdf', '<a></a>'))
  t.strictSame(differing(bytes), ['value body'])
})

t.test('the type counts as far as it says how to read; other lines as the policy says', async t => {
  const typed = (type: string, ...more: string[]): Answered => ({
    status: 200,
    headers: ['content-type', type, ...more],
    body: Buffer.from(`<a>${type}</a>`.replace(/>.*</, '> <')),
  })
  const one = typed('text/xml; charset=UTF-8', 'Date', 'today', 'ETag', 'W/"1"')
  const two = (type: string, ...more: string[]) => ({
    ...typed(type, ...more),
    body: Buffer.from('<a> </a >'),
  })
  t.equal(hold(one, two('text/xml;charset="utf-8"')).verdict, 'identical')
  t.equal(hold(one, two('text/xml')).verdict, 'identical')
  t.strictSame(differing(hold(one, two('application/xml'))), ['value http/content-type'])
  const withTags = { ...NO_RULES, headers: ['etag'] }
  t.strictSame(differing(hold(one, two('text/xml', 'ETag', 'W/"2"'), withTags)), [
    'value http/etag',
  ])
  t.strictSame(differing(hold(one, two('text/xml'), withTags)), ['missing http/etag'])
})

t.test('a multipart body is its parts, whatever stands between them', async t => {
  const parts = (boundary: string, cid: string, payload: string, preamble = ''): Answered => ({
    status: 200,
    headers: ['Content-Type', `multipart/related; boundary="${boundary}"; type="text/xml"`],
    body: Buffer.from(
      [
        `${preamble}--${boundary}`,
        'Content-Type: text/xml',
        '',
        `<Envelope><Reference href="cid:${cid}"/></Envelope>`,
        `--${boundary}`,
        `Content-Id: <${cid}>`,
        'Content-Type: application/xml; charset=UTF-8',
        '',
        payload,
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    ),
  })
  const policy = policyOf(
    { id: 'cid', path: 'multipart/part/@Content-Id', why: 'made anew', does: 'id' },
    { id: 'href', path: '**/Reference/@href', why: 'made anew', does: 'id' },
  )
  const control = parts('one', 'payload@one', '<m xmlns="urn:hl7-org:v3"><a>1</a></m>')
  const other = parts(
    'two',
    'payload@two',
    '<x:m xmlns:x="urn:hl7-org:v3"><x:a>1</x:a></x:m>',
    'said\r\n',
  )
  t.equal(hold(control, other, policy).verdict, 'identical')
  const wrong = parts('two', 'payload@two', '<m xmlns="urn:hl7-org:v3"><a>2</a></m>')
  t.strictSame(differing(hold(control, wrong, policy)), ['value multipart/part/m/a/text()'])
  const crossed = {
    ...other,
    body: Buffer.from(other.body.toString().replace('cid:payload@two', 'cid:other')),
  }
  t.strictSame(differing(hold(control, crossed, policy)), [
    'id-inconsistent multipart/part/@Content-Id',
  ])
})

t.test('two empty answers are identical, and one that is empty differs', async t => {
  t.equal(hold(xml(''), xml('')).verdict, 'identical')
  t.equal(hold(xml('', 202), json('', 202)).verdict, 'different', 'another type')
  const page: Answered = { ...xml('<a/>'), headers: ['Content-Type', 'text/html'] }
  for (const candidate of [xml(''), page]) {
    for (const one of [hold(xml('<a/>'), candidate), hold(candidate, xml('<a/>'))]) {
      t.equal(one.verdict, 'different')
      t.match(one.differences, [{ path: 'body', severity: 'critical' }])
    }
  }
})

t.test('names and values any language lets stand throw nothing', async t => {
  for (const body of [
    '{"__proto__":1}',
    '{"constructor":{"a":1}}',
    '{"":{"":1}}',
    '[[],[[]]]',
    '"x"',
  ]) {
    t.equal(hold(json(body), json(` ${body}`)).verdict, 'identical', body)
    t.equal(hold(json(body), json('{"toString":1}')).verdict, 'different', body)
  }
})
