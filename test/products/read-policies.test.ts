import t from 'tap'
import type { Answered } from '../../src/comparison/index.ts'
import { CLOUD, held, json, LEGACY, message, type Own, unexplained, xml } from './policy-answers.ts'

const SUMMARY = 'E9E8A879-B585-4A2B-9724-478BA4A97AA5'
const OTHER = 'BF4180FD-C403-4EF7-A4AB-E07303AF5477'

const summary = (own: Own, narrative: string, change: Readonly<Record<string, string>> = {}) =>
  xml(
    message(
      'QUPC_IN210000UK04',
      own,
      `<subject><q:queryResponseEvent xmlns:q="urn:npfit:psisqr"><q:event><q:eventID root="${change['event'] ?? OTHER}"/><q:eventStatus code="1"/><q:hl7Data><GPSummary><id root="${change['id'] ?? SUMMARY}"/><statusCode code="active"/>` +
        `<excerptFrom><component><presentationText><value><html xmlns="xhtml:NPfIT:PresentationText">${narrative}</html></value></presentationText></component></excerptFrom></GPSummary></q:hl7Data></q:event></q:queryResponseEvent></subject>`,
    ),
  )

t.test('a summary: blanks of its narrative show nothing, each word of it does', async t => {
  const written = '<h2 id="m1">Medication</h2>one <b>tablet</b> at night'
  const hold = (narrative: string, change: Readonly<Record<string, string>> = {}) =>
    unexplained(
      held(
        'scr.summary',
        [summary(LEGACY, written), summary(CLOUD, narrative, change)],
        [{ control: LEGACY.asked, candidate: CLOUD.asked }],
      ),
    )
  t.strictSame(hold('<h2 id="m1">Medication</h2>\n  <!-- --> one\n <b>tablet</b> at  night '), [])
  t.strictSame(hold(written.replace('one', 'two')), ['value html/text()'])
  t.strictSame(hold(written.replace('tablet', 'spoon')), ['value b/text()'])
  t.strictSame(hold(written.replace('m1', 'm2')), ['value h2/@id'])
  t.strictSame(hold(written.replace('<b>tablet</b>', 'tablet')), [
    'extra html/text()',
    'missing html/b',
    'missing html/text()',
    'missing html/text()',
  ])
  t.strictSame(hold(written, { id: OTHER }), ['value id/@root'])
  t.strictSame(hold(written, { event: SUMMARY }), ['value eventID/@root'])
})

/** A façade's bundle, whose resources have ids of their own. */
const bundle = (made: string, change: Readonly<Record<string, string>> = {}) =>
  json({
    resourceType: 'Bundle',
    id: `${made}-0`,
    type: 'searchset',
    timestamp: `2026-11-22T12:00:0${made.length}Z`,
    entry: [
      {
        fullUrl: `https://${made}.example.test/Composition/${made}-1`,
        resource: {
          resourceType: 'Composition',
          id: `${made}-1`,
          meta: { lastUpdated: `2026-11-22T12:00:0${made.length}Z` },
          identifier: { value: SUMMARY },
          status: 'final',
          subject: { reference: change['subject'] ?? `Patient/${made}-2` },
          section: [{ text: { status: 'generated', div: change['div'] ?? '<div>one</div>' } }],
        },
      },
      {
        fullUrl: `https://${made}.example.test/Patient/${made}-2`,
        resource: {
          resourceType: 'Patient',
          id: change['patient'] ?? `${made}-2`,
          identifier: [
            {
              system: 'https://fhir.nhs.uk/Id/nhs-number',
              value: change['number'] ?? '9990000018',
            },
          ],
        },
      },
    ],
  })

t.test('a façade’s resources have new ids, and who refers to whom must stay', async t => {
  const hold = (change: Readonly<Record<string, string>>) =>
    held('scr.summary', [bundle('a'), bundle('bb', change)])
  const same = hold({ div: '<div >one</div>' })
  t.strictSame(unexplained(same), [])
  t.match(same.hits, { 'resource-ids': 5, narratives: 1 })
  const wrong = hold({ subject: 'Patient/bb-1' })
  t.strictSame(unexplained(wrong), ['id-inconsistent subject/reference'])
  t.strictSame(unexplained(hold({ subject: 'Group/bb-2' })), ['value subject/reference'])
  t.strictSame(unexplained(hold({ number: '9990000026' })), ['value identifier/value'])
  t.strictSame(unexplained(hold({ div: '<div>two</div>' })), ['value text/div'])
})

t.test('an id that is an NHS number is no id made anew', async t => {
  const number = (own: string) => ({ patient: own, subject: `Patient/${own}` })
  const pair = [bundle('a', number('9990000018')), bundle('bb', number('9990000026'))] as const
  const { differences } = held('scr.summary', pair)
  const found = differences.filter(({ rule }) => rule === undefined)
  t.strictSame(
    found.map(({ path, severity }) => `${path.split('/').slice(-2).join('/')} ${severity}`).sort(),
    ['Patient/id critical', 'subject/reference critical'],
  )
})

/** A pointer of the record locator, in JSON and in XML. */
const pointer = (made: string, change: Readonly<Record<string, string>> = {}) => ({
  id: `${made}-1`,
  at: `2026-11-22T12:00:0${made.length}Z`,
  subject: `https://demographics.spineservices.nhs.uk/STU3/Patient/${change['patient'] ?? '9990000018'}`,
  status: change['status'] ?? 'current',
  url: change['url'] ?? 'https://records.example.test/one',
})

const inXml = ({ id, at, subject, status, url }: ReturnType<typeof pointer>): Answered =>
  xml(
    `<Bundle xmlns="http://hl7.org/fhir"><id value="b${id}"/><total value="1"/><entry><resource><DocumentReference><id value="${id}"/><meta><versionId value="${id.length}"/></meta>` +
      `<status value="${status}"/><subject><reference value="${subject}"/></subject><indexed value="${at}"/><content><attachment><url value="${url}"/></attachment></content></DocumentReference></resource></entry></Bundle>`,
  )

const inJson = ({ id, at, subject, status, url }: ReturnType<typeof pointer>): Answered =>
  json({
    resourceType: 'Bundle',
    id: `b${id}`,
    total: 1,
    entry: [
      {
        resource: {
          resourceType: 'DocumentReference',
          id,
          meta: { versionId: String(id.length) },
          status,
          subject: { reference: subject },
          indexed: at,
          content: [{ attachment: { url } }],
        },
      },
    ],
  })

t.test('a pointer: its own id and times are the locator’s, what it points at is not', async t => {
  for (const write of [inXml, inJson]) {
    const end = write === inXml ? '/@value' : ''
    const steps = write === inXml ? 3 : 2
    const hold = (change: Readonly<Record<string, string>>) =>
      unexplained(held('nrl.pointers', [write(pointer('a')), write(pointer('bb', change))]), steps)
    t.strictSame(hold({}), [])
    t.strictSame(hold({ patient: '9990000026' }), [`value subject/reference${end}`])
    t.strictSame(hold({ status: 'superseded' }), [`value DocumentReference/status${end}`])
    t.strictSame(hold({ url: 'https://records.example.test/two' }), [`value attachment/url${end}`])
  }
})

const mesh = (made: string, change: Readonly<Record<string, string>> = {}): Answered => ({
  status: Number(change['status'] ?? 200),
  headers: [
    'Content-Type',
    'application/octet-stream',
    ...['Mex-From', 'X26TEST1', 'Mex-To', change['to'] ?? 'X26TEST2'],
    ...['Mex-MessageID', `${made}1`, 'Mex-LinkedMsgID', change['linked'] ?? `${made}1`],
    ...['Mex-Chunk-Range', change['chunk'] ?? '1:2', 'Date', made, 'ETag', `"${made}"`],
  ],
  body: Buffer.from(change['body'] ?? 'UNB+UNOA:2'),
})

t.test('a MESH message: its bytes, and the lines that say whose it is', async t => {
  const hold = (change: Readonly<Record<string, string>>) =>
    unexplained(held('mesh.contents', [mesh('A'), mesh('B', change)]))
  t.strictSame(hold({}), [])
  t.strictSame(hold({ body: 'UNB+UNOA:3' }), ['value body'])
  t.strictSame(hold({ to: 'X26TEST3' }), ['value http/mex-to'])
  t.strictSame(hold({ chunk: '1:3' }), ['value http/mex-chunk-range'])
  t.strictSame(hold({ linked: 'C1' }), ['id-inconsistent http/mex-messageid'])
  t.strictSame(hold({ status: '206' }), ['domain-outcome http/status'])
})

t.test(
  'a MESH message is its sender’s: no rule speaks of it, whatever it is written in',
  async t => {
    const ROWS: readonly (readonly [a: string, b: string, told: readonly string[]])[] = [
      ['UNB+UNOA:2', 'UNB+UNOA:3', ['value body']],
      ['{"message_id":"one"}', '{"message_id":"two"}', ['value message_id']],
      ['{"internal_id":"one"}', '{"internal_id":"two"}', ['value internal_id']],
      [
        '{"messages":["a"],"links":{"next":"a"}}',
        '{"messages":["b"],"links":{"next":"b"}}',
        ['value links/next', 'value messages'],
      ],
      ['<id root="1"/>', '<id root="2"/>', ['value id/@root']],
    ]
    for (const [a, b, told] of ROWS) {
      const pair = [mesh('A', { body: a }), mesh('B', { body: b })] as const
      t.strictSame(unexplained(held('mesh.contents', pair)), told, a)
    }
  },
)

t.test('a MESH answer: ids and tokens are its own, a message is in the list or not', async t => {
  const inbox = (made: string, ...more: readonly string[]) =>
    json({
      messages: [`${made}1`, `${made}2`, ...more],
      links: { self: '/inbox', next: `/inbox?continue_from=${made}` },
      approx_inbox_count: made.length,
    })
  const hold = (candidate: Answered) =>
    unexplained(held('mesh.messages', [inbox('A'), candidate]), 1)
  t.strictSame(hold(inbox('BB')), [])
  t.strictSame(hold(inbox('BB', 'BB3')), ['extra messages'])
  const error = (code: string) =>
    json({ message_id: code.length, internal_id: code, detail: [{ event: 'SEND', code }] }, 417)
  t.match(held('mesh.messages', [error('12'), error('14')]).differences, [
    { path: 'outcome/issue', severity: 'critical' },
    { path: 'outcome/issue' },
  ])
})

t.test('a practice’s answer: all but its own envelope is the same', async t => {
  const slots = (made: string, change: Readonly<Record<string, unknown>> = {}) =>
    json({
      resourceType: 'Bundle',
      id: made,
      meta: { lastUpdated: `2026-11-22T12:00:0${made.length}Z` },
      entry: [{ resource: { resourceType: 'Slot', id: '1584', status: 'free', ...change } }],
    })
  const hold = (change: Readonly<Record<string, unknown>>) =>
    unexplained(held('ssp.records', [slots('a'), slots('bb', change)]))
  t.strictSame(hold({}), [])
  t.strictSame(hold({ id: '1585' }), ['value Slot/id'])
  t.strictSame(hold({ status: 'busy' }), ['value Slot/status'])
})

t.test('the parts of a name stand in any order, those of one sort in theirs', async t => {
  const named = (parts: string) =>
    xml(message('QUPC_IN200000UK04', LEGACY, `<subject><name use="L">${parts}</name></subject>`))
  const [given, family] = ['<given>ONE</given><given>TWO</given>', '<family>TEST</family>']
  const hold = (parts: string) =>
    unexplained(held('scr.list', [named(given + family), named(parts)]))
  t.strictSame(hold(family + given), [])
  t.strictSame(hold('<given>TWO</given><given>ONE</given>' + family), ['order name/given'])
  t.strictSame(hold(given), ['missing name/family'])
})
