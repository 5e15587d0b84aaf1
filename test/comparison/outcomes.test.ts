import t from 'tap'
import { definePolicy } from '../../src/comparison/index.ts'
import { compare, differing, json, NO_RULES, xml } from './compared.ts'

const PDS_ERRORS = '2.16.840.1.113883.2.1.3.2.4.17.42'
const SPINE = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'

const envelope = (body: string, header = ''): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`

type Reason = readonly [code: string, qualifier?: string]

const acknowledged = (type: string, reasons: readonly Reason[] = [], detail = ''): string =>
  envelope(
    `<reply xmlns="urn:hl7-org:v3"><MCCI_IN010000UK13><acknowledgement typeCode="${type}">${detail}</acknowledgement>` +
      `<ControlActEvent>${reasons
        .map(
          ([code, qualifier = 'ER']) =>
            `<reason><justifyingDetectedIssueEvent><code code="${code}" codeSystem="${PDS_ERRORS}"><qualifier code="${qualifier}"/></code></justifyingDetectedIssueEvent></reason>`,
        )
        .join('')}</ControlActEvent></MCCI_IN010000UK13></reply>`,
  )

const rejected = (code: string): string =>
  acknowledged(
    'AR',
    [],
    `<acknowledgementDetail typeCode="ER"><code code="${code}" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.32"/></acknowledgementDetail>`,
  )

const fault = (code: string, errorCode: string): string =>
  envelope(
    `<s:Fault><faultcode>s:${code}</faultcode><faultstring>said</faultstring><detail>` +
      `<n:errorList xmlns:n="http://national.carerecords.nhs.uk/schema/"><n:error><n:codeContext>urn:nhs:names:errors:tms</n:codeContext>` +
      `<n:errorCode>${errorCode}</n:errorCode><n:severity>Error</n:severity></n:error></n:errorList></detail></s:Fault>`,
  )

const fault12 = (code: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:${code}</s:Value></s:Code></s:Fault></s:Body></s:Envelope>`

const ebxml = (errorCode: string, severity = 'Error'): string =>
  envelope(
    '',
    `<eb:ErrorList xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd" eb:highestSeverity="${severity}">` +
      `<eb:Error eb:errorCode="${errorCode}" eb:severity="${severity}"/></eb:ErrorList>`,
  )

const outcome = (code: string, severity = 'error'): string =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity, code: 'invalid', details: { coding: [{ system: SPINE, code }] } }],
  })

const PATIENT = JSON.stringify({ resourceType: 'Patient', id: '9990000018' })

const XML_ANSWERS = {
  AA: xml(acknowledged('AA')),
  'AA with a warning': xml(acknowledged('AA', [['3', 'WG']])),
  'AE 1': xml(acknowledged('AE', [['1']])),
  'AE 9': xml(acknowledged('AE', [['9']])),
  'AE 3': xml(acknowledged('AE', [['3']])),
  'AE 0, 1': xml(acknowledged('AE', [['0'], ['1']])),
  'AR 202': xml(rejected('202')),
  'a client fault': xml(fault('Client', '101'), 500),
  'a server fault': xml(fault('Server', '200'), 500),
  'an ebXML error': xml(ebxml('ValueNotRecognized')),
  'an ebXML warning': xml(ebxml('ValueNotRecognized', 'Warning')),
}

const JSON_ANSWERS = {
  'a patient': json(PATIENT),
  'not found': json(outcome('RESOURCE_NOT_FOUND'), 404),
  'not wanted': json(outcome('INVALID_SEARCH_DATA'), 400),
  'not done, with 200': json(outcome('SINGLE_MATCH')),
  'too many, with 200': json(outcome('TOO_MANY_MATCHES', 'information')),
  forbidden: json(outcome('ACCESS_DENIED'), 403),
  'a MESH error': json('{"errorCode":"02","errorDescription":"said"}', 417),
  'a MESH error of the second version': json('{"detail":[{"event":"SEND","code":"02"}]}', 400),
}

for (const answers of [XML_ANSWERS, JSON_ANSWERS]) {
  t.test(`${Object.keys(answers)[0] ?? ''} and what else may come of a request`, async t => {
    for (const [name, control] of Object.entries(answers)) {
      for (const [other, candidate] of Object.entries(answers)) {
        const { verdict, differences } = compare({ control, candidate }, NO_RULES)
        if (name === other) {
          t.equal(verdict, 'identical', name)
          continue
        }
        t.equal(verdict, 'different', `${name}, ${other}`)
        t.match(
          differences[0],
          { kind: 'domain-outcome', severity: 'critical' },
          `${name}, ${other}`,
        )
      }
    }
  })
}

t.test('what became of a request is a class, whatever the status', async t => {
  const ROWS: readonly (readonly [answer: keyof typeof JSON_ANSWERS, expected: string])[] = [
    ['not found', 'failed'],
    ['not wanted', 'failed'],
    ['not done, with 200', 'failed'],
    ['too many, with 200', 'warned'],
    ['forbidden', 'rejected'],
    ['a MESH error', 'failed'],
  ]
  for (const [answer, expected] of ROWS) {
    const pair = { control: JSON_ANSWERS['a patient'], candidate: JSON_ANSWERS[answer] }
    const { differences, reason } = compare(pair, NO_RULES)
    t.match(differences[0], { path: 'outcome', leftToken: 'done', rightToken: expected }, answer)
    t.equal(reason, 'outcome')
  }
})

const holdXml = (control: string, candidate: string, statuses = [200, 200]) =>
  compare({ control: xml(control, statuses[0]), candidate: xml(candidate, statuses[1]) }, NO_RULES)

t.test('reasons stand in no order, and the words beside a code are no outcome', async t => {
  const one = acknowledged('AE', [['0'], ['1']])
  const other = acknowledged('AE', [['1'], ['0']])
  const kinds = holdXml(one, other).differences.map(({ kind }) => kind)
  t.notOk(kinds.includes('domain-outcome'))
})

t.test('a code of the same number in another code system is another outcome', async t => {
  const other = acknowledged('AE', [['1']]).replace('4.17.42', '4.17.32')
  t.match(holdXml(acknowledged('AE', [['1']]), other).differences[0], { path: 'outcome/issue' })
})

t.test('SOAP 1.1 and 1.2 call a fault by other names and mean one', async t => {
  const [one] = holdXml(fault('Client', '101'), fault12('Sender'), [500, 500]).differences
  t.match(
    one,
    { path: 'outcome/issue', rightToken: 'absent' },
    'the error list, not the fault code',
  )
  t.equal(holdXml(fault12('Sender'), fault12('Receiver')).differences[0]?.path, 'outcome')
})

t.test('one language, another status: what the supplier sees differs', async t => {
  const comparison = holdXml(acknowledged('AA'), acknowledged('AA'), [200, 202])
  t.strictSame(differing(comparison), ['domain-outcome http/status'])
})

t.test(
  'of an upstream that is down only the candidate’s shows something, and not the worst',
  async t => {
    const down = [xml('<html/>', 503), json('', 502), { failed: 'no-answer' }] as const
    for (const control of down) {
      for (const candidate of down) {
        const { verdict, reason } = compare({ control, candidate }, NO_RULES)
        t.strictSame([verdict, reason], ['not_comparable', 'both-failed'])
      }
      const { verdict, reason } = compare({ control, candidate: XML_ANSWERS.AA }, NO_RULES)
      t.strictSame([verdict, reason], ['not_comparable', 'control-failed'])
      const other = compare({ control: XML_ANSWERS.AA, candidate: control }, NO_RULES)
      t.equal(other.verdict, 'different')
      t.match(other.differences, [{ kind: 'domain-outcome', severity: 'significant' }])
    }
    const fault = XML_ANSWERS['a server fault']
    for (const pair of [
      { control: fault, candidate: down[0] },
      { control: down[0], candidate: fault },
    ]) {
      t.equal(compare(pair, NO_RULES).reason, 'both-failed')
    }
  },
)

const ACROSS = definePolicy({
  name: 'across',
  rules: [],
  outcomes: [
    {
      meaning: 'no-such-patient',
      issues: [
        { system: PDS_ERRORS, code: '1' },
        { system: SPINE, code: 'RESOURCE_NOT_FOUND' },
      ],
      statuses: [404],
    },
    { meaning: 'done', issues: [{ system: PDS_ERRORS, code: '3', severity: 'warning' }] },
  ],
  generic: [{ system: PDS_ERRORS, code: '0' }],
})

t.test('two languages: what was meant is held against what was meant', async t => {
  const means = [{ path: 'nhsNumber', value: '9990000018', type: 'text' }]
  type Xml = keyof typeof XML_ANSWERS
  type Json = keyof typeof JSON_ANSWERS
  const ROWS: readonly (readonly [Xml, Json, 'same' | 'different'])[] = [
    ['AA', 'a patient', 'same'],
    ['AA', 'not found', 'different'],
    ['AA with a warning', 'a patient', 'same'],
    ['AA with a warning', 'not found', 'different'],
    ['AE 3', 'a patient', 'different'],
    ['AE 1', 'not found', 'same'],
    ['AE 0, 1', 'not found', 'same'],
    ['AE 9', 'not found', 'different'],
    ['AE 9', 'a patient', 'different'],
    ['AE 1', 'a patient', 'different'],
    ['AE 1', 'not wanted', 'different'],
    ['AR 202', 'forbidden', 'different'],
    ['AE 1', 'not done, with 200', 'different'],
  ]
  for (const [control, candidate, expected] of ROWS) {
    const { verdict, differences } = compare(
      {
        control: { ...XML_ANSWERS[control], means },
        candidate: { ...JSON_ANSWERS[candidate], means },
      },
      ACROSS,
    )
    t.equal(verdict, expected === 'same' ? 'identical' : 'different', `${control}, ${candidate}`)
    t.ok(differences.every(({ kind }) => kind === 'domain-outcome'))
  }
  const bare = json('', 404)
  t.equal(compare({ control: XML_ANSWERS['AE 1'], candidate: bare }, ACROSS).verdict, 'identical')
})

t.test('two languages that no mapping read are not comparable', async t => {
  const pair = { control: XML_ANSWERS.AA, candidate: JSON_ANSWERS['a patient'] }
  const { verdict, reason } = compare(pair, ACROSS)
  t.strictSame({ verdict, reason }, { verdict: 'not_comparable', reason: 'languages' })
})
