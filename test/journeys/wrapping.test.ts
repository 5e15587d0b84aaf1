/** Nobody puts a second message around, beside or within what is read, and has the cloud asked for it. */
import t, { type Test } from 'tap'
import {
  ebxmlAcknowledgment,
  ebxmlAround,
  ebxmlPost,
  soapAnswer,
  soapPost,
  soapRetrieval,
} from '../support/messages.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { BASE, SAID } from '../support/prescription-golden-parts.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { bodyOf, type Closing, startUpstream } from '../support/upstream.ts'

const PRESCRIBE = 'PORX_IN020101UK31'

/** A side that takes whatever it gets, and says what that was. */
async function startSide(t: Closing, answer: (body: string) => string, type: string) {
  const got: string[] = []
  const url = await startUpstream(t, (request, response) => {
    void bodyOf(request).then(body => {
      got.push(body.toString())
      const bytes = Buffer.from(answer(body.toString()))
      const id = request.headers['x-request-id']
      const echo = typeof id === 'string' ? { 'x-request-id': id } : {}
      const head = { 'content-type': type, 'content-length': bytes.length, ...echo }
      response.writeHead(200, head).end(bytes)
    })
  })
  return { url, got }
}

/** What legacy says of anything: an acknowledgement, or an answer to that message. */
const answerOf = (body: string): string => {
  const [, ebxml] = /<eb:MessageId>([^<]*)</.exec(body) ?? []
  const [, soap = ''] = /<wsa:MessageID>uuid:([^<]*)</.exec(body) ?? []
  return ebxml === undefined ? soapAnswer(soap) : ebxmlAcknowledgment(ebxml)
}

const DONE = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational' }],
})

/** A proxy all of whose retrievals and prescriptions are the cloud's. */
async function given(t: Closing) {
  const legacy = await startSide(t, answerOf, 'text/xml')
  const cloud = await startSide(t, () => DONE, 'application/fhir+json')
  const config = configOf({
    environment: { name: 'test' },
    suppliers: { '200000000001': { name: 'Acme', reply: 'poll' } },
    upstreams: {
      spine: { url: legacy.url.origin },
      fhir: { url: `${cloud.url.origin}/FHIR/R4`, simulated: true },
    },
    cohorts: {
      patients: { key: 'nhsNumber', records: 'shared' },
      prescriptions: { key: 'prescriptionId', records: 'shared' },
    },
    routes: [
      {
        ...{ name: 'pds', match: { interaction: ['QUPA_IN000008UK02'] }, cohort: 'patients' },
        ...{ legacy: 'spine', cloud: 'fhir', translate: 'pds.retrieval', startsAt: 'cloud' },
      },
      {
        ...{ name: 'eps', match: { interaction: [PRESCRIBE] }, cohort: 'prescriptions' },
        ...{ legacy: 'spine', cloud: 'fhir', translate: 'eps.prescription', startsAt: 'cloud' },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const proxy = await startProxy(t, config, { store: await storeFor(t) })
  return { ...proxy, legacy, cloud }
}

type Wrapped = readonly [how: string, edit: (body: string) => string]

const BODY = /<e:Body>.*<\/e:Body>/s
const MESSAGE = /<hl7:QUPA_IN000008UK02>.*<\/hl7:QUPA_IN000008UK02>/s
const QUERY = /<hl7:query>.*<\/hl7:query>/s
const WHO = /<hl7:person\.id>.*<\/hl7:person\.id>/s

/** A retrieval the cloud can be asked. */
const retrieval = (): string =>
  soapRetrieval()
    .replace(
      '<hl7:value code="0"/>',
      '<hl7:value code="0" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.36"/>',
    )
    .replace(
      '</hl7:query>',
      '<hl7:retrievalItem><hl7:semanticsText>person.allData</hl7:semanticsText></hl7:retrievalItem></hl7:query>',
    )

const with9 = (xml: string): string => xml.replaceAll('9990000018', '9990000026')
const elsewhere = (xml: string): string => xml.replaceAll('hl7:', 'o:')
const OTHER = 'xmlns:o="urn:made-up"'

const beside =
  (what: RegExp, other: (own: string) => string) =>
  (body: string): string =>
    body.replace(what, own => own + other(own))
const before =
  (what: RegExp, other: (own: string) => string) =>
  (body: string): string =>
    body.replace(what, own => other(own) + own)

/** Retrievals of one person in which another is named too, or in the place of the first. */
const RETRIEVALS: readonly Wrapped[] = [
  ['two bodies', beside(BODY, with9)],
  ['another body before it', before(BODY, with9)],
  ['two messages', beside(MESSAGE, with9)],
  ['another message before it', before(MESSAGE, with9)],
  ['two queries', beside(QUERY, with9)],
  ['another query before it', before(QUERY, with9)],
  ['two persons', beside(WHO, with9)],
  ['another person before them', before(WHO, with9)],
  ['two headers', beside(/<e:Header>.*<\/e:Header>/s, own => own)],
  ['a body within the body', body => body.replace(BODY, own => `<e:Body>${own}</e:Body>`)],
  [
    'an envelope within the body',
    body => body.replace(MESSAGE, () => body.replace(/^<\?.*\?>\n/, '')),
  ],
  [
    'a message of another namespace',
    body =>
      body
        .replace(MESSAGE, own => elsewhere(own).replace('<o:', `<o:`))
        .replace('xmlns:hl7', `${OTHER} xmlns:hl7`),
  ],
  [
    'a query of another namespace',
    body => body.replace(QUERY, elsewhere).replace('xmlns:hl7', `${OTHER} xmlns:hl7`),
  ],
  [
    'a person of another namespace',
    body => body.replace(WHO, elsewhere).replace('xmlns:hl7', `${OTHER} xmlns:hl7`),
  ],
  [
    'a prefix that means something else',
    body => body.replace('<hl7:query>', '<hl7:query xmlns:hl7="urn:made-up">'),
  ],
  [
    'an attribute twice',
    body => body.replace('extension="9990000018"', 'extension="9990000018" extension="9990000026"'),
  ],
  ['a document type', body => body.replace('<e:Envelope', '<!DOCTYPE e><e:Envelope')],
  ['a word behind it', body => `${body}x`],
]

/** What becomes of each: nobody is asked, or legacy gets it as it was sent. */
async function judge(
  t: Closing & Pick<Test, 'ok' | 'equal' | 'match' | 'notMatch'>,
  messages: readonly (readonly [how: string, post: Buffer, body: string])[],
  refusal: RegExp,
): Promise<readonly string[]> {
  const { url, cloud, legacy } = await given(t)
  const refused: string[] = []
  for (const [how, post, body] of messages) {
    const before = legacy.got.length
    const answer = await ask(url, post)
    const said = answer?.body.toString() ?? ''
    if (legacy.got.length === before) {
      refused.push(how)
      t.match(said, refusal, `${how}: refused in the supplier’s language`)
      t.notMatch(said, /9990000026|Testperson/, `${how}: nothing of it is said again`)
    } else t.equal(legacy.got.at(-1), body, `${how}: legacy gets it as it was sent`)
    t.match(said, /^(?:<\?xml[^>]*>\s*)?<[\w-]+:Envelope /, `${how}: in an envelope`)
    t.equal(cloud.got.length, 0, `${how}: the cloud is asked nothing`)
  }
  return refused
}

/** What is no message at all is nobody's; the rest legacy may make of what it likes. */
const REFUSED_RETRIEVALS: readonly string[] = [
  'two bodies',
  'another body before it',
  'two messages',
  'another message before it',
  'two headers',
  'an attribute twice',
  'a document type',
  'a word behind it',
]
const REFUSED_PRESCRIPTIONS: readonly string[] = ['a document type', 'two messages', 'no message']

const SOAP_FAULT = /<[\w-]+:Fault>.*<faultcode>/s

t.test('of a retrieval that names two, or is none, the cloud is asked nothing', async t => {
  const posted = RETRIEVALS.map(([how, edit]) => {
    const body = edit(retrieval())
    return [how, soapPost(body), body] as const
  })
  t.strictSame(await judge(t, posted, SOAP_FAULT), REFUSED_RETRIEVALS)
  const { url, cloud } = await given(t)
  await ask(url, soapPost(retrieval()))
  t.equal(cloud.got.length, 1, 'as it is the cloud is asked')
})

const MESSAGE_ERROR = /<eb:ErrorList.*<eb:Error /s

const SUBJECT = /<subject typeCode="SUBJ">.*<\/subject>(?=<\/ControlActEvent>)/s
const PRESCRIPTION = /<ParentPrescription .*<\/ParentPrescription>/s
const SIGNED = /<signatureText>.*<\/signatureText>/s
const PATIENT = /<recordTarget .*<\/recordTarget>/s
const LINE =
  /<pertinentInformation2 [^>]*inversionInd.*?<\/pertinentLineItem><\/pertinentInformation2>/s
const TIME = /<time value="[^"]*"\/>/
const AUTHOR = /<AgentPerson .*?<\/AgentPerson>/s

const another = (xml: string): string => xml.replaceAll(SAID.nhsNumber, '9990000026')
const foreign = (xml: string): string =>
  xml.replace(/^<(\w+)(.*)<\/\w+>$/s, '<o:$1 xmlns:o="urn:made-up"$2</o:$1>')

/** Prescriptions in which there is another, or something else in the place of what was signed. */
const PRESCRIPTIONS: readonly Wrapped[] = [
  ['two subjects', beside(SUBJECT, another)],
  ['another subject before it', before(SUBJECT, another)],
  ['two prescriptions', beside(PRESCRIPTION, another)],
  ['another prescription before it', before(PRESCRIPTION, another)],
  [
    'a prescription within it',
    body => body.replace(PATIENT, own => own + (PRESCRIPTION.exec(body)?.[0] ?? '')),
  ],
  ['a prescription of another namespace before it', before(PRESCRIPTION, foreign)],
  ['a prescription of another namespace in its place', body => body.replace(PRESCRIPTION, foreign)],
  ['two patients', beside(PATIENT, another)],
  ['another patient before them', before(PATIENT, another)],
  ['a patient of another namespace before them', before(PATIENT, own => foreign(another(own)))],
  ['two times of signing', beside(TIME, own => own)],
  ['two authors', beside(AUTHOR, own => own)],
  ['a line item twice', beside(LINE, own => own)],
  [
    'a signature beside its place',
    body =>
      body.replace(SIGNED, own => `<signatureText/>${own.replace(/<\/?signatureText>/g, '')}`),
  ],
  ['two signatures', beside(SIGNED, own => own)],
  [
    'a signature twice in its place',
    body => body.replace(SIGNED, own => own.replace(/(<Signature .*<\/Signature>)/s, '$1$1')),
  ],
  ['a signature within another element', body => body.replace(SIGNED, own => `<x>${own}</x>`)],
  [
    'prefixes',
    body =>
      body.replace(PATIENT, own =>
        own.replace(/<(\/?)(\w)/g, '<$1h:$2').replace('>', ' xmlns:h="urn:hl7-org:v3">'),
      ),
  ],
  ['a document type', body => `<!DOCTYPE x>${body}`],
  ['two messages', body => body + body],
  ['no message', () => ''],
]

t.test(
  'of a prescription beside or within which is another the cloud is asked nothing',
  async t => {
    const payload = goldenMessage(BASE).toString()
    const posted = PRESCRIPTIONS.map(([how, edit]) => {
      const changed = edit(payload)
      if (changed === payload) throw new Error(`nothing to change: ${how}`)
      const body = ebxmlAround(changed, PRESCRIBE)
      return [how, ebxmlPost(body), body] as const
    })
    t.strictSame(await judge(t, posted, MESSAGE_ERROR), REFUSED_PRESCRIPTIONS)
    const { url, cloud } = await given(t)
    await ask(url, ebxmlPost(ebxmlAround(payload, PRESCRIBE)))
    t.equal(cloud.got.length, 1, 'as it is the cloud is asked')
  },
)
