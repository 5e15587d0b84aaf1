import t from 'tap'
import { SCR_SUMMARY } from '../../src/products/scr/summary.ts'
import type { AnswerAbout, CloudAnswer, CloudRequest } from '../../src/mapping/index.ts'
import { readXml } from '../../src/xml/index.ts'
import {
  aboutGolden,
  BASE,
  bytesOf,
  EVENT_ID,
  GOLDEN_SUMMARIES,
  goldenEntries,
  goldenEvent,
  goldenSearchset,
  MESSAGE_ID,
  NHS_NUMBER,
  SUMMARY_ID,
  wrapped,
} from '../support/summary-golden.ts'

const INTERACTION = 'QUPC_IN190000UK04'
const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ABOUT = aboutGolden(INTERACTION)

const query = (override = '0', number = NHS_NUMBER, event = EVENT_ID, more = ''): string =>
  wrapped(
    INTERACTION,
    `<query><dissentOverride><semanticsText>x</semanticsText><value code="${override}" codeSystem="${V3}.17.60"/></dissentOverride>` +
      `<nHSNumber><value root="2.16.840.1.113883.2.1.4.1" extension="${number}"/></nHSNumber>` +
      `<eventRecord><value root="${event}"/></eventRecord>${more}</query>`,
  )

const asked = (message: string): ReturnType<typeof SCR_SUMMARY.request> =>
  SCR_SUMMARY.request(readXml(Buffer.from(message)), ABOUT)

function request(message = query()): CloudRequest {
  const came = asked(message)
  if (came.kind === 'declined') throw new Error(came.says)
  return came.value
}

const PATH =
  `/Bundle?composition.identifier=${EVENT_ID}` +
  `&composition.subject:Patient.identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C${NHS_NUMBER}`

t.test('a summary is asked for by its event and its patient, its id in either case', async t => {
  const cloud = request()
  t.strictSame([cloud.method, cloud.path], ['GET', PATH])
  t.strictSame(cloud.subject, { kind: 'nhsNumber', value: NHS_NUMBER })
  t.strictSame(cloud.headers, [
    ...['Accept', 'application/fhir+json', 'X-Request-ID', MESSAGE_ID.toLowerCase()],
    ...['X-Correlation-ID', MESSAGE_ID.toLowerCase()],
  ])
  t.equal(request(query('0', NHS_NUMBER, EVENT_ID.toLowerCase())).path, PATH)
})

t.test('what the cloud cannot be asked is declined', async t => {
  const rows: readonly (readonly [title: string, message: string, code: string])[] = [
    ['a dissent that is overridden', query('1'), 'asked'],
    ['a dissent nobody has a word for', query('2'), 'value'],
    ['a number that is none', query('0', '9990548608'), 'value'],
    ['an event that is no UUID', query('0', NHS_NUMBER, 'x'), 'value'],
    ['more than a summary', query('0', NHS_NUMBER, EVENT_ID, '<other code="x"/>'), 'unread'],
    [
      'two events',
      query('0', NHS_NUMBER, EVENT_ID, `<eventRecord><value root="${SUMMARY_ID}"/></eventRecord>`),
      'several',
    ],
    ['no query', wrapped(INTERACTION, ''), 'shape'],
  ]
  for (const [title, message, code] of rows)
    t.match(asked(message), { kind: 'declined', code }, title)
})

const answerOf = (status: number, body: unknown, headers?: readonly string[]): CloudAnswer => ({
  status,
  headers: headers ?? ['X-Request-ID', MESSAGE_ID.toLowerCase()],
  body: Buffer.isBuffer(body) ? body : bytesOf(body),
})

const about = (message?: string): AnswerAbout => ({ ...ABOUT, request: request(message) })

const told = (cloud: CloudAnswer, of = about()): ReturnType<typeof SCR_SUMMARY.answer> =>
  SCR_SUMMARY.answer(cloud, of)

/** Without the id that is made for a text, which the cloud knows none of. */
const withoutTextId = (text: string): string => text.replace(/(<\/value><id root=")[^"]*"/, '$1"')

const attributesInOrder = (text: string): string =>
  text.replace(/<([\w.:]+)((?: [\w:]+="[^"]*")+)/g, (_, name: string, own: string) =>
    [`<${name}`, ...(own.match(/[\w:]+="[^"]*"/g) ?? []).toSorted()].join(' '),
  )

const alike = (text: string): string => attributesInOrder(withoutTextId(text))

t.test('a summary is answered as the event PSIS holds', async t => {
  for (const [title, parts] of GOLDEN_SUMMARIES) {
    const said = told(answerOf(200, goldenSearchset(parts)))
    if (said.kind !== 'answer') {
      t.fail(`${title}: ${JSON.stringify(said)}`)
      continue
    }
    const { payload, interaction, wrapper, outcome } = said
    t.strictSame([interaction, wrapper, outcome], ['QUPC_IN210000UK04', 'eventQueryResponse', 'ok'])
    const [, subject = ''] = /<subject typeCode="SUBJ">([^]*)<\/subject>/.exec(payload) ?? []
    t.equal(alike(subject), alike(goldenEvent(parts)), title)
    t.match(payload, `<messageRef><id root="${MESSAGE_ID}"/></messageRef>`)
    t.match(payload, '<queryAck type="QueryAck"><queryResponseCode code="OK"/></queryAck>')
  }
})

t.test(
  'a document within the searchset is answered alike, and so is one asked for by its own id',
  async t => {
    const document = { resourceType: 'Bundle', type: 'document', entry: goldenEntries(BASE) }
    const within = {
      resourceType: 'Bundle',
      type: 'searchset',
      total: 1,
      entry: [{ resource: document, search: { mode: 'match' } }],
    }
    const [flat, held] = [told(answerOf(200, goldenSearchset(BASE))), told(answerOf(200, within))]
    t.strictSame(held, flat)
    const own = told(answerOf(200, within), about(query('0', NHS_NUMBER, SUMMARY_ID)))
    t.match(own, { kind: 'answer' })
    if (own.kind === 'answer') t.match(own.payload, `<psis:eventID root="${SUMMARY_ID}"/>`)
  },
)

const other = (from: string, to: string): Buffer => {
  const text = bytesOf(goldenSearchset(BASE)).toString()
  if (!text.includes(from)) throw new Error('nothing is changed')
  return Buffer.from(text.replaceAll(from, to))
}

t.test('an answer about somebody else, another summary or another request is crossed', async t => {
  t.match(told(answerOf(200, other(NHS_NUMBER, '9990548471'))), { kind: 'crossed', by: 'subject' })
  const another = '8FC17E6C-BD6B-4CA9-8B9C-6CBD9AC7B807'
  const notIt = about(query('0', NHS_NUMBER, another))
  t.match(told(answerOf(200, goldenSearchset(BASE)), notIt), { kind: 'crossed', by: 'subject' })
  const nobody = told(answerOf(200, other('https://fhir.nhs.uk/Id/nhs-number', 'x')))
  t.match(nobody, { kind: 'crossed', by: 'subject' })
  const whose = ['X-Request-ID', another]
  t.match(told(answerOf(200, goldenSearchset(BASE), whose)), { kind: 'crossed', by: 'request' })
})

const outcome = (text: string): object => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'forbidden', details: { text } }],
})

t.test(
  'a refusal of the cloud is told in the words of PSIS, the reasons in their order',
  async t => {
    const rows: readonly (readonly [
      status: number,
      body: object,
      codes: readonly string[],
      outcome: string,
    ])[] = [
      [
        403,
        outcome('Code: 420, Display: No access;Code: 30418, Display: ACF says no'),
        ['420', '30418'],
        'app_error',
      ],
      [
        400,
        outcome('Code: 400, Display: Invalid Request;Code: 35160, Display: Missing'),
        ['400', '35160'],
        'app_error',
      ],
      [400, outcome('Code: 410, Display: Inconsistent'), ['410'], 'app_error'],
      [200, { resourceType: 'Bundle', type: 'searchset', total: 0 }, ['410'], 'not_found'],
      [
        200,
        { resourceType: 'Bundle', type: 'searchset', total: 0, entry: [] },
        ['410'],
        'not_found',
      ],
    ]
    for (const [status, body, codes, expected] of rows) {
      const said = told(answerOf(status, body))
      t.match(said, { kind: 'answer', interaction: 'QUQI_IN010000UK14', outcome: expected })
      if (said.kind !== 'answer') continue
      const found = [
        ...said.payload.matchAll(
          /<code code="(\d+)" codeSystem="2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.17\.33"/g,
        ),
      ]
      t.strictSame(
        found.map(([, code]) => code),
        codes,
      )
      t.match(said.payload, /<acknowledgement typeCode="AE">.*<queryResponseCode code="ID"\/>/)
    }
  },
)

t.test('what the cloud fails with is no answer of PSIS', async t => {
  const rows: readonly (readonly [status: number, body: unknown, error: string])[] = [
    [401, outcome('Invalid access token'), 'bad-answer'],
    [403, outcome('Invalid access token'), 'bad-answer'],
    [408, '', 'no-answer'],
    [429, '', 'not-sent'],
    [500, outcome('x'), 'no-answer'],
    [503, outcome('Code: 503, Display: Service Not Available'), 'not-sent'],
    [504, '', 'no-answer'],
    [200, outcome('x'), 'bad-answer'],
    [404, '', 'bad-answer'],
  ]
  for (const [status, body, error] of rows) {
    const said = told(answerOf(status, body))
    const came =
      said.kind === 'failure' ? said.error : said.kind === 'declined' ? 'bad-answer' : said.kind
    t.equal(came, error, String(status))
  }
})

t.test('an answer that says more than an event can is declined, without a word of it', async t => {
  const entries = goldenEntries(BASE)
  const set = (more: object): object => ({ ...goldenSearchset(BASE), ...more })
  const condition = {
    fullUrl: 'urn:x',
    resource: { resourceType: 'Condition', id: 'x', code: { text: 'Made up' } },
  }
  const rows: readonly (readonly [title: string, body: unknown])[] = [
    ['a coded entry', set({ total: entries.length + 1, entry: [...entries, condition] })],
    [
      'two summaries',
      set({ total: entries.length + 1, entry: [...entries, { ...entries[0], fullUrl: 'urn:y' }] }),
    ],
    ['fewer than it says', set({ total: 9 })],
    ['a page of several', set({ link: [{ relation: 'next', url: 'x' }] })],
    ['a set of another kind', set({ type: 'history' })],
    ['something beside its entries', set({ signature: { data: 'x' } })],
    ['a script in a section', other('Made up</p>', '<script>Made up</script></p>')],
    ['a summary that is not final', other('"final"', '"preliminary"')],
    [
      'an author without a right',
      other('"system":"http://fhir.nhs.net/Id/sds-role-profile-id"', '"system":"x"'),
    ],
  ]
  for (const [title, body] of rows) {
    const said = told(answerOf(200, body))
    t.equal(said.kind, 'declined', title)
    t.notMatch(JSON.stringify(said), /Made|999054/, title)
  }
})

t.test('both sides of one summary mean the same, section by section', async t => {
  for (const [title, parts] of GOLDEN_SUMMARIES) {
    const reply = wrapped(
      'QUPC_IN210000UK04',
      `<subject typeCode="SUBJ">${goldenEvent(parts)}</subject>`,
    ).replace(
      '<acceptAckCode code="NE"/>',
      '<acceptAckCode code="NE"/><acknowledgement typeCode="AA"/>',
    )
    const legacy = SCR_SUMMARY.readLegacy(readXml(Buffer.from(reply)))
    const cloud = SCR_SUMMARY.readCloud({ status: 200, body: bytesOf(goldenSearchset(parts)) })
    if (legacy.kind === 'declined' || cloud.kind === 'declined') {
      t.fail(
        `${title}: ${JSON.stringify([legacy, cloud].map(each => each.kind === 'declined' && each.says))}`,
      )
      continue
    }
    const mean = SCR_SUMMARY.bothMean(legacy, cloud, INTERACTION)
    t.strictSame(mean.legacy, mean.cloud, title)
    t.ok(mean.legacy.some(({ path }) => path === 'nhsNumber'))
    t.equal(mean.legacy.filter(({ path }) => path.endsWith('/div')).length, parts.sections.length)
  }
  const one = goldenSearchset(BASE)
  t.strictSame(SCR_SUMMARY.subjectOf(bytesOf(one)), [NHS_NUMBER])
})

t.test('what legacy answers instead of a summary is read', async t => {
  const reply = (type: string, reasons = ''): string =>
    wrapped('QUQI_IN010000UK14', reasons).replace(
      '<acceptAckCode code="NE"/>',
      `<acceptAckCode code="NE"/><acknowledgement typeCode="${type}"/>`,
    )
  const reason = `<reason typeCode="RSON"><justifyingDetectedIssueEvent><code code="420" codeSystem="${V3}.17.33"/></justifyingDetectedIssueEvent></reason>`
  const read = (text: string): unknown => SCR_SUMMARY.readLegacy(readXml(Buffer.from(text)))
  t.match(read(reply('AE', reason)), { outcome: 'app_error', reasons: [{ code: '420' }] })
  t.match(read(reply('AR')), { outcome: 'rejected' })
  t.match(read(reply('AA')), { kind: 'declined', code: 'shape' })
})
