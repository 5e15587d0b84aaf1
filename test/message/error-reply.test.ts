import t from 'tap'
import {
  type Answer,
  type ErrorCode,
  ERRORS,
  FicusError,
  headerOf,
  type Language,
} from '../../src/exchange/index.ts'
import { createBinding, type ErrorContext, errorReply } from '../../src/message/index.ts'
import { attributeOf, readXml, type XmlElement, elementsOf, textOf } from '../../src/xml/index.ts'
import { expectedOf, LANGUAGES, MESSAGE_ID, OTHER_ID, prescription, retrieval } from './given.ts'

const CODES = Object.keys(ERRORS) as ErrorCode[]
const NEW_ID = '0F1E2D3C-4B5A-4697-8877-665544332211'
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const NASP = 'http://national.carerecords.nhs.uk/schema/'
const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'

const about = (language: Language, more: Partial<ErrorContext> = {}): ErrorContext => ({
  language,
  messageId: MESSAGE_ID,
  conversationId: OTHER_ID,
  cpaId: 'S20001A000001',
  from: { partyKey: 'A83008-000001', asid: '200000000115' },
  to: { partyKey: 'YES-0000806', asid: '200000000220' },
  interaction: 'QUPA_IN000008UK02',
  now: new Date('2026-11-22T09:30:15.678Z'),
  newId: () => NEW_ID,
  ...more,
})

const failed = (code: ErrorCode, language: Language, more?: Partial<ErrorContext>): Answer =>
  errorReply(new FicusError(code, 'DETAIL', { cause: new Error('CAUSE') }), about(language, more))

/** Every element of one name, anywhere. */
const every = (element: XmlElement, ns: string, name: string): XmlElement[] => [
  ...(element.ns === ns && element.name === name ? [element] : []),
  ...elementsOf(element).flatMap(child => every(child, ns, name)),
]
const textsOf = (answer: Answer, ns: string, name: string): string[] =>
  every(readXml(answer.body), ns, name).map(textOf)

/** The numbers of Spine's errors in a reply, as a message handler reads them. */
const numbersIn = (answer: Answer): string[] => {
  const root = readXml(answer.body)
  const inFault = every(root, NASP, 'errorCode').map(textOf)
  const inList = every(root, EB, 'Error').map(error => attributeOf(error, 'errorCode', EB) ?? '')
  return [...inFault, ...inList]
}

/** What makes a supplier's message handler send again (NHSDigital/integration-adaptor-mhs). */
const sendsAgain = (answer: Answer): boolean => {
  const numbers = numbersIn(answer)
  return numbers.length > 0 && numbers.every(number => ['200', '206', '208'].includes(number))
}

const STATUS: Record<Language, (code: ErrorCode) => number> = {
  soap: () => 500,
  ebxml: () => 200,
  fhir: code => ERRORS[code].status,
  mesh: code => ERRORS[code].status,
  plain: code => ERRORS[code].status,
}
const TYPE: Record<Language, string> = {
  soap: 'text/xml; charset=utf-8',
  ebxml: 'text/xml; charset=utf-8',
  fhir: 'application/fhir+json; charset=utf-8',
  mesh: 'application/json',
  plain: 'text/plain; charset=utf-8',
}

for (const code of CODES.filter(each => each !== 'framing')) {
  for (const language of LANGUAGES) {
    t.test(`${code} is said in ${language}`, t => {
      const answer = failed(code, language)
      t.equal(answer.status, STATUS[language](code))
      t.equal(headerOf(answer.headers, 'content-type'), TYPE[language])
      t.match(answer.body.toString(), ERRORS[code].says)
      t.notMatch(answer.body.toString(), /DETAIL|CAUSE/)
      const overHttp = language !== 'soap' && language !== 'ebxml'
      t.equal(
        headerOf(answer.headers, 'retry-after') !== undefined,
        overHttp && code === 'not-sent',
      )
      t.equal(headerOf(answer.headers, 'connection'), undefined)
      if (!overHttp) t.same(numbersIn(answer), [`${ERRORS[code].spine.code}`])
      t.end()
    })
  }
}

for (const language of LANGUAGES) {
  t.test(`framing is answered bare in ${language}, and the connection ends`, t => {
    const { status, headers, body } = failed('framing', language)
    t.same([status, headers, body.length], [400, ['Connection', 'close'], 0])
    t.end()
  })
}

t.test('a message handler sends again what was not sent, and nothing else', t => {
  for (const code of CODES.filter(each => each !== 'framing')) {
    for (const language of ['soap', 'ebxml'] as const) {
      t.equal(sendsAgain(failed(code, language)), ERRORS[code].retry, `${code} in ${language}`)
    }
  }
  t.notOk(
    sendsAgain(failed('sent-unknown', 'soap')),
    'what may have been acted on is not sent twice',
  )
  t.ok(sendsAgain(failed('not-sent', 'ebxml')))
  t.end()
})

t.test('a SOAP fault has the shape Spine’s have', t => {
  const answer = failed('no-route', 'soap')
  const root = readXml(answer.body)
  t.same([root.ns, root.name], [SOAP, 'Envelope'])
  const [fault] = every(root, SOAP, 'Fault')
  t.same(fault && elementsOf(fault).map(({ ns, name }) => `${ns}${name}`), [
    'faultcode',
    'faultstring',
    'detail',
  ])
  t.same(textsOf(answer, '', 'faultcode'), ['soap:Client'])
  t.match(
    answer.body.toString(),
    'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"',
    'which faultcode refers to',
  )
  const [error] = every(root, NASP, 'error')
  t.same(error && elementsOf(error).map(child => [child.name, textOf(child)]), [
    ['codeContext', 'urn:nhs:names:errors:tms'],
    ['errorCode', '101'],
    ['severity', 'Error'],
    ['location', 'HTTP Header - SOAPAction'],
    ['description', ERRORS['no-route'].says],
  ])
  t.same(textsOf(failed('internal', 'soap'), '', 'faultcode'), ['soap:Server'])
  t.end()
})

t.test('an ebXML error goes back to its sender and refers to its message', t => {
  const answer = failed('bad-answer', 'ebxml')
  const root = readXml(answer.body)
  const said = (name: string) => textsOf(answer, EB, name)
  t.same(said('PartyId'), ['YES-0000806', 'A83008-000001'], 'From and To are swapped')
  t.same(said('RefToMessageId'), [MESSAGE_ID])
  t.same(said('MessageId'), [NEW_ID])
  t.same(said('ConversationId'), [OTHER_ID])
  t.same(said('CPAId'), ['S20001A000001'])
  t.same(said('Action'), ['MessageError'])
  t.same(said('Service'), ['urn:oasis:names:tc:ebxml-msg:service'])
  t.same(said('Timestamp'), ['2026-11-22T09:30:15Z'])
  const [list] = every(root, EB, 'ErrorList')
  t.equal(list && attributeOf(list, 'highestSeverity', EB), 'Error')
  t.end()
})

t.test('an ebXML error about a message nobody could read still is one', t => {
  const nobody = {
    messageId: undefined,
    conversationId: undefined,
    cpaId: undefined,
    from: undefined,
    to: undefined,
  }
  const answer = failed('malformed', 'ebxml', nobody)
  t.same(textsOf(answer, EB, 'PartyId'), ['unknown', 'unknown'])
  t.same(
    textsOf(answer, EB, 'RefToMessageId'),
    [],
    'it refers to nothing rather than to something made up',
  )
  t.same(numbersIn(answer), ['400'])
  t.end()
})

t.test('our own errors pass the proof that every answer has to pass', t => {
  const head = { status: 200, reason: 'OK', headers: [] }
  const [soap, ebxml] = [expectedOf('soap', retrieval()), expectedOf('ebxml', prescription())]
  const other = about('ebxml', { messageId: NEW_ID })
  const error = new FicusError('not-sent')
  t.equal(createBinding(soap).check(head, failed('not-sent', 'soap').body, true), 'unstated')
  t.equal(createBinding(ebxml).check(head, failed('not-sent', 'ebxml').body, true), 'bound')
  t.equal(createBinding(ebxml).check(head, errorReply(error, other).body, true), 'crossed')
  t.end()
})

t.test('an OperationOutcome has one issue, of FHIR’s own type', t => {
  t.same(JSON.parse(failed('no-route', 'fhir').body.toString()), {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'not-supported', diagnostics: ERRORS['no-route'].says }],
  })
  t.end()
})

t.test('a MESH error comes in the version the client accepts', t => {
  const says = ERRORS['too-large'].says
  const v1 = {
    messageID: MESSAGE_ID,
    errorEvent: 'TRANSFER',
    errorCode: '413',
    errorDescription: says,
  }
  const v2 = {
    message_id: MESSAGE_ID,
    internal_id: '',
    detail: [{ event: 'TRANSFER', code: '413', msg: says }],
  }
  const accepting = (accept: string | undefined) =>
    JSON.parse(failed('too-large', 'mesh', { accept }).body.toString()) as unknown
  t.same(accepting(undefined), v1)
  t.same(accepting('application/json'), v1)
  t.same(accepting('application/vnd.mesh.v1+json'), v1)
  t.same(accepting('application/vnd.mesh.v2+json, */*;q=0.1'), v2)
  const answer = failed('too-large', 'mesh', { accept: 'application/vnd.mesh.v2+json' })
  t.equal(headerOf(answer.headers, 'content-type'), 'application/vnd.mesh.v2+json')
  t.end()
})

t.test('an id that is markup stays text', t => {
  const hostile = `"><x:y xmlns:x="urn:z">&amp;]]>`
  const answer = failed('malformed', 'ebxml', { messageId: hostile, from: { partyKey: hostile } })
  t.same(textsOf(answer, EB, 'RefToMessageId'), [hostile])
  t.ok(textsOf(answer, EB, 'PartyId').includes(hostile))
  t.same(every(readXml(answer.body), 'urn:z', 'y'), [])
  t.end()
})
