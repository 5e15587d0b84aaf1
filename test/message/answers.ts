import {
  answerHead,
  BOUNDARY,
  EBXML_HEADERS,
  expectedOf,
  MESSAGE_ID,
  PAYLOAD_ID,
  PREFIXES,
  reference,
  retrieval,
} from './given.ts'
import type { AnswerHead } from '../../src/exchange/index.ts'
import { type Binding, createBinding } from '../../src/message/index.ts'

export type Verdict = ReturnType<Binding['check']>

export const XML = answerHead('text/xml; charset=UTF-8')
export const PARTS = answerHead(EBXML_HEADERS[3])
/** The answer's own id. */
export const OWN_ID = '5A4B3C2D-1E0F-4A9B-8C7D-6E5F4A3B2C1D'

/** What is judged of an answer to a request of this room. */
export const check = (
  answer: string | Buffer,
  {
    head = XML,
    isComplete = true,
    request = retrieval(),
  }: { head?: AnswerHead; isComplete?: boolean; request?: string } = {},
): Verdict =>
  createBinding(expectedOf('soap', request)).check(head, Buffer.from(answer), isComplete)

/** The parts of a reply a test may want otherwise. */
export interface ReplyParts {
  readonly relatesTo?: string
  readonly messageRef?: string
  /** Put into the body instead of the message. */
  readonly body?: string
}

/** A reply to the retrieval; an empty part is left out. */
export const reply = ({
  relatesTo = `uuid:${MESSAGE_ID}`,
  messageRef = PAYLOAD_ID,
  body,
}: ReplyParts = {}): string => {
  const relates = relatesTo === '' ? '' : `<a:RelatesTo>${relatesTo}</a:RelatesTo>`
  const refers =
    messageRef === '' ? '' : `<h:messageRef><h:id root="${messageRef}"/></h:messageRef>`
  const message = `<h:retrievalQueryResponse><h:QUPA_IN000009UK03><h:id root="${OWN_ID}"/><h:acknowledgement typeCode="AA">${refers}</h:acknowledgement><h:ControlActEvent><h:subject/></h:ControlActEvent></h:QUPA_IN000009UK03></h:retrievalQueryResponse>`
  return `<?xml version='1.0' encoding='UTF-8'?>\n<e:Envelope ${PREFIXES}><e:Header><a:MessageID>uuid:${OWN_ID}</a:MessageID>${relates}</e:Header><e:Body>${body ?? message}</e:Body></e:Envelope>`
}

const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'

/** An acknowledgement, with the ids it names in its two places. */
export const signal = (refersTo: readonly [inData?: string, inAcknowledgment?: string]): string => {
  const ref = (id: string | undefined) =>
    id === undefined ? '' : `<m:RefToMessageId>${id}</m:RefToMessageId>`
  return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="${EB}"><e:Header><m:MessageHeader><m:MessageData><m:MessageId>${OWN_ID}</m:MessageId>${ref(refersTo[0])}</m:MessageData></m:MessageHeader><m:Acknowledgment>${ref(refersTo[1])}</m:Acknowledgment></e:Header><e:Body/></e:Envelope>`
}

/** An application's answer in parts, as ebXML carries it. */
export const inParts = (refersTo: string, messageRef: string, between = ''): string => {
  const payload = `<h:MCCI_IN010000UK13 xmlns:h="urn:hl7-org:v3"><h:id root="${OWN_ID}"/><h:acknowledgement typeCode="AA"><h:messageRef><h:id root="${messageRef}"/></h:messageRef></h:acknowledgement><h:ControlActEvent/></h:MCCI_IN010000UK13>`
  const header = signal([refersTo]).replace(
    '<e:Body/>',
    `<e:Body><m:Manifest xmlns:x="http://www.w3.org/1999/xlink">${reference('payload@ficus.example', true)}</m:Manifest></e:Body>`,
  )
  return [
    `--${BOUNDARY}`,
    'Content-Id: <h>',
    'Content-Type: text/xml',
    '',
    header,
    between,
    `--${BOUNDARY}`,
    'Content-Id: <payload@ficus.example>',
    '',
    payload,
    `--${BOUNDARY}--`,
  ].join('\r\n')
}
