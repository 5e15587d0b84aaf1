import t from 'tap'
import {
  type Due,
  type Heard,
  judgeReceipt,
  judgeReply,
  judgeSoap,
  type Verdict,
} from '../../src/cli/demo-judge.ts'

const ASKED = '9990000018'
const OTHER = 'A1B2C3D4-0000-4000-8000-00000000000F'

const REPLY_DUE: Due = {
  messageId: 'A1B2C3D4-0000-4000-8000-000000000001',
  payloadId: 'a1b2c3d4-0000-4000-8000-000000000002',
  subject: ASKED,
  outcomes: ['ok'],
}
const MINE = '200000000115'
const DUE: Due = { ...REPLY_DUE, wrapper: 'retrievalQueryResponse', asid: MINE }
const NOBODY: Due = { ...DUE, outcomes: ['negative'] }
const WRONG: Due = { ...DUE, outcomes: ['fault'], faultCode: '101' }

interface Said {
  readonly relatesTo?: string
  readonly messageRef?: string
  readonly wrapper?: string
  readonly code?: string
  readonly subject?: string
  /** Whom the envelope and the message inside are addressed to. */
  readonly envelopeTo?: string
  readonly messageTo?: string
}

const receiver = (asid: string): string =>
  `<communicationFunctionRcv typeCode="RCV"><device><id extension="${asid}"/></device>` +
  `</communicationFunctionRcv><communicationFunctionSnd><device><id extension="9"/></device></communicationFunctionSnd>`

const message = (said: Said = {}): string =>
  `<acknowledgement typeCode="${said.code ?? 'AA'}"><messageRef>` +
  `<id root="${said.messageRef ?? DUE.payloadId}"/></messageRef></acknowledgement>` +
  `${receiver(said.messageTo ?? MINE)}<patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="${said.subject ?? ASKED}"/></patientRole>`

function soap(said: Said = {}): Heard {
  const wrapper = said.wrapper ?? 'retrievalQueryResponse'
  const relatesTo = said.relatesTo ?? DUE.messageId
  const body =
    `<e:Envelope><e:Header><wsa:RelatesTo>uuid:${relatesTo}</wsa:RelatesTo>` +
    `${receiver(said.envelopeTo ?? MINE)}</e:Header>` +
    `<e:Body><${wrapper}>${message(said)}</${wrapper}></e:Body></e:Envelope>`
  return { status: 200, body }
}

const ebxml = (status: number, refersTo: string, more = ''): Heard => ({
  status,
  body: `<e:Envelope><eb:RefToMessageId>${refersTo}</eb:RefToMessageId></e:Envelope>${more}`,
})

const fault = (code: string): Heard => ({
  status: 500,
  body: `<s:Envelope><s:Body><s:Fault><n:errorCode>${code}</n:errorCode></s:Fault></s:Body></s:Envelope>`,
})

const page = (status: number, body = '<html>Gateway</html>'): Heard => ({ status, body })
const lower: Due = { ...DUE, messageId: DUE.messageId.toLowerCase() }
const mine = DUE.messageId
const errors = page(200, '<eb:ErrorList><eb:Error eb:errorCode="Unknown"/></eb:ErrorList>')

const CASES: readonly (readonly [says: string, verdict: Verdict, outcome: string])[] = [
  ['its own answer', judgeSoap(DUE, soap()), 'ok'],
  ['its own id in another case', judgeSoap(lower, soap()), 'ok'],
  ['another RelatesTo', judgeSoap(DUE, soap({ relatesTo: OTHER })), 'named another request'],
  ['another messageRef', judgeSoap(DUE, soap({ messageRef: OTHER })), 'named another request'],
  [
    'an envelope to another supplier',
    judgeSoap(DUE, soap({ envelopeTo: '200000000216' })),
    'addressed to another supplier',
  ],
  [
    'a message to another supplier',
    judgeSoap(DUE, soap({ messageTo: '200000000216' })),
    'addressed to another supplier',
  ],
  ['no id at all', judgeSoap(DUE, page(200)), 'named another request'],
  ['another patient', judgeSoap(DUE, soap({ subject: '9990000026' })), 'about another patient'],
  ['another wrapper', judgeSoap(DUE, soap({ wrapper: 'traceQueryResponse' })), 'no wrapper'],
  ['not found, of one there is', judgeSoap(DUE, soap({ code: 'AE' })), 'not the outcome due'],
  ['not found, of nobody', judgeSoap(NOBODY, soap({ code: 'AE', subject: '' })), 'negative'],
  ['a record, of nobody', judgeSoap(NOBODY, soap()), 'not the outcome due'],
  ['a page of some gateway', judgeSoap(DUE, page(503)), 'wrong status'],
  ['a fault that is not due', judgeSoap(DUE, fault('200')), 'unexpected fault'],
  ['the fault that is due', judgeSoap(WRONG, fault('101')), 'fault'],
  ['another fault', judgeSoap(WRONG, fault('200')), 'not the outcome due'],
  ['an answer to what is wrong', judgeSoap(WRONG, soap()), 'not the outcome due'],
  ['a receipt', judgeReceipt(REPLY_DUE, ebxml(202, mine)), 'ok'],
  ['the receipt of another', judgeReceipt(REPLY_DUE, ebxml(202, OTHER)), 'named another request'],
  ['a receipt that is an answer', judgeReceipt(REPLY_DUE, ebxml(200, mine)), 'wrong status'],
  ['errors instead of a receipt', judgeReceipt(REPLY_DUE, errors), 'unexpected fault'],
  ['a reply', judgeReply(REPLY_DUE, ebxml(200, mine, message())), 'ok'],
  ['a reply that never came', judgeReply(REPLY_DUE, page(404, '')), 'wrong status'],
  ['errors instead of a reply', judgeReply(REPLY_DUE, errors), 'unexpected fault'],
  [
    'the reply to another',
    judgeReply(REPLY_DUE, ebxml(200, OTHER, message())),
    'named another request',
  ],
  [
    'a reply about another message',
    judgeReply(REPLY_DUE, ebxml(200, mine, message({ messageRef: OTHER }))),
    'named another request',
  ],
]

t.test('the demo’s suppliers tell the answer they are due from every other', async t => {
  for (const [says, verdict, outcome] of CASES) {
    t.equal('why' in verdict ? verdict.why : verdict.outcome, outcome, says)
  }
})
