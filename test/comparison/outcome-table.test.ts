import t from 'tap'
import { compare, json, NO_RULES, xml } from './compared.ts'

const CODES = '2.16.840.1.113883.2.1.3.2.4.17.42'

const envelope = (body: string, header = ''): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`

const acknowledged = (type: string, code = '', qualifier = ''): string =>
  envelope(
    `<reply xmlns="urn:hl7-org:v3"><MCCI_IN010000UK13><acknowledgement typeCode="${type}"/><ControlActEvent>` +
      (code === ''
        ? ''
        : `<reason><justifyingDetectedIssueEvent><code code="${code}" codeSystem="${CODES}"><qualifier code="${qualifier}"/></code></justifyingDetectedIssueEvent></reason>`) +
      `</ControlActEvent></MCCI_IN010000UK13></reply>`,
  )

const fault = (code: string): string =>
  envelope(`<s:Fault><faultcode>s:${code}</faultcode><faultstring>said</faultstring></s:Fault>`)

const errors = (severity: string): string =>
  envelope(
    '',
    `<eb:ErrorList xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd" eb:highestSeverity="${severity}"><eb:Error eb:errorCode="ValueNotRecognized" eb:severity="${severity}"/></eb:ErrorList>`,
  )

/** Each ending of a request as Spine words it, and what it comes to. */
const ENDINGS = {
  AA: [acknowledged('AA'), 'done'],
  'AA with a warning': [acknowledged('AA', '3', 'WG'), 'warned'],
  'AE 1': [acknowledged('AE', '1', 'ER'), 'failed'],
  'AE 9': [acknowledged('AE', '9', 'ER'), 'failed'],
  AR: [acknowledged('AR'), 'rejected'],
  'a client fault': [fault('Client'), 'rejected'],
  'a server fault': [fault('Server'), 'fault'],
  'an ebXML error': [errors('Error'), 'fault'],
  'an ebXML warning': [errors('Warning'), 'warned'],
  'a type nobody knows': [acknowledged('AX'), 'fault'],
} as const satisfies Record<string, readonly [string, string]>

t.test(
  'however one of two ended, the other ended alike, or that is the first that is said',
  async t => {
    for (const [name, [one, left]] of Object.entries(ENDINGS)) {
      for (const [other, [another, right]] of Object.entries(ENDINGS)) {
        const pair = { control: xml(one), candidate: xml(another) }
        const { verdict, reason, differences } = compare(pair, NO_RULES)
        const what = `${name}, ${other}`
        if (name === other) {
          t.strictSame([verdict, differences], ['identical', []], what)
          continue
        }
        t.equal(verdict, 'different', what)
        const [first] = differences
        if (left === right) {
          t.match(
            first,
            { kind: 'domain-outcome', path: 'outcome/issue', severity: 'critical' },
            what,
          )
        } else {
          t.equal(reason, 'outcome', what)
          t.match(first, { path: 'outcome', leftToken: left, rightToken: right }, what)
          t.equal(first?.severity, 'critical', what)
        }
      }
    }
  },
)

/** What a status alone says, where a body does not say more. */
const STATUSES: readonly (readonly [outcome: string, ...statuses: readonly number[]])[] = [
  ['done', 200, 201, 202, 204, 206],
  ['rejected', 300, 304, 401, 403, 405, 406, 413, 415],
  ['failed', 400, 404, 409, 410, 412, 417, 422, 423],
  ['fault', 408, 429, 500, 501, 502, 503, 504, 599],
]

t.test('where a body says nothing of it, the status does, by this table', async t => {
  for (const [outcome, ...statuses] of STATUSES) {
    for (const status of statuses) {
      const { differences } = compare(
        { control: json('{"a":1}'), candidate: json('{"a":1}', status) },
        NO_RULES,
      )
      const [first] = differences
      if (status === 200) t.equal(first, undefined)
      else if (outcome === 'done') t.match(first, { path: 'http/status' }, String(status))
      else {
        const severity = outcome === 'fault' ? 'significant' : 'critical'
        t.match(first, { path: 'outcome', leftToken: 'done', rightToken: outcome, severity })
      }
    }
  }
})

t.test('a body’s own word counts for more than its status', async t => {
  const outcome = (severity: string) =>
    JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity, code: 'processing' }] })
  const ROWS: readonly (readonly [body: string, status: number, outcome: string])[] = [
    [outcome('error'), 200, 'failed'],
    [outcome('fatal'), 200, 'failed'],
    [outcome('warning'), 200, 'warned'],
    [outcome('information'), 201, 'warned'],
    [outcome('information'), 404, 'failed'],
    ['{"errorCode":"12"}', 417, 'failed'],
    ['{"detail":[{"code":"12"}]}', 403, 'rejected'],
  ]
  for (const [body, status, rightToken] of ROWS) {
    const pair = { control: json('{}'), candidate: json(body, status) }
    t.match(compare(pair, NO_RULES).differences[0], { path: 'outcome', rightToken }, body)
  }
  // An acknowledgement that says no comes with 200, and a fault may.
  const inXml: readonly (readonly [string, number, string])[] = [
    [acknowledged('AE', '1', 'ER'), 200, 'failed'],
    [acknowledged('AA'), 500, 'done'],
    [fault('Server'), 200, 'fault'],
  ]
  for (const [body, status, own] of inXml) {
    const pair = { control: xml(acknowledged('AR')), candidate: xml(body, status) }
    t.match(compare(pair, NO_RULES).differences[0], { path: 'outcome', rightToken: own })
  }
})
