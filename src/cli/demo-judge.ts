// What a supplier's system checks of an answer, with a few expressions of its own: a demonstration that used the
// proxy's reader could only find what the proxy finds.

/** What an answer turned out to be. */
export type Outcome = 'ok' | 'negative' | 'fault'

/** Why an answer is none the supplier can use. */
export type Failure =
  | 'no answer'
  | 'wrong status'
  | 'unexpected fault'
  | 'named another request'
  | 'addressed to another supplier'
  | 'about another patient'
  | 'no wrapper'
  | 'not the outcome due'

export type Verdict =
  { readonly outcome: Outcome } | { readonly outcome: 'failed'; readonly why: Failure }

/** What the sender of a message knows about the answer it is due. */
export interface Due {
  /** wsa:MessageID without `uuid:`, or eb:MessageId. */
  readonly messageId: string
  /** The id of the HL7v3 message inside. */
  readonly payloadId: string
  /** The element around the answer's message; undefined where there is none. */
  readonly wrapper?: string
  /** The system that asked, which the answer must be addressed to; undefined where nothing in it says so. */
  readonly asid?: string
  /** The number the record lives under that a positive answer must be about. */
  readonly subject?: string
  readonly outcomes: readonly Outcome[]
  /** The error code a message sent wrong on purpose gets. */
  readonly faultCode?: string
}

/** An answer as it came off the socket. */
export interface Heard {
  readonly status: number
  readonly body: string
}

const failed = (why: Failure): Verdict => ({ outcome: 'failed', why })

const textIn = (text: string, element: string): string | undefined =>
  new RegExp(`<(?:[\\w.-]+:)?${element}(?:\\s[^>]*)?>([^<]*)<`).exec(text)?.[1]?.trim()

const isSame = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

const errorCodeIn = (text: string): string | undefined =>
  textIn(text, 'errorCode') ?? /\berrorCode="([^"]*)"/.exec(text)?.[1]

const FAULT = /<(?:[\w.-]+:)?(?:Fault|ErrorList)[\s>]/
const MESSAGE_REF = /<(?:[\w.-]+:)?messageRef>\s*<(?:[\w.-]+:)?id root="([^"]*)"/
const RECEIVER =
  /<(?:[\w.-]+:)?communicationFunctionRcv[\s>](?:(?!communicationFunction)[^])*?\bextension="([^"]*)"/g
const ACKNOWLEDGEMENT = /<(?:[\w.-]+:)?acknowledgement\s[^>]*typeCode="(A[AER])"/

/** Judges the answer to a synchronous SOAP request. */
export function judgeSoap(due: Due, { status, body }: Heard): Verdict {
  if (FAULT.test(body)) return judgeFault(due, { status, body }, 500)
  if (status !== 200) return failed('wrong status')
  if (!isSame(textIn(body, 'RelatesTo'), `uuid:${due.messageId}`)) {
    return failed('named another request')
  }
  if (!isAddressed(due, body)) return failed('addressed to another supplier')
  return judgeMessage(due, body)
}

/** Judges the first answer to a reliable message: that it was taken over, and what it is the receipt of. */
export function judgeReceipt(due: Due, { status, body }: Heard): Verdict {
  if (FAULT.test(body)) return judgeFault(due, { status, body }, 200)
  if (status !== 202) return failed('wrong status')
  const isBound = isSame(textIn(body, 'RefToMessageId'), due.messageId)
  return isBound ? { outcome: 'ok' } : failed('named another request')
}

/** Judges the reply to a reliable message that a poll brought. */
export function judgeReply(due: Due, { status, body }: Heard): Verdict {
  if (status !== 200) return failed('wrong status')
  if (FAULT.test(body)) return failed('unexpected fault')
  if (!isSame(textIn(body, 'RefToMessageId'), due.messageId)) return failed('named another request')
  return judgeMessage(due, body)
}

/** Whether envelope and message both name the system that asked as their receiver. */
function isAddressed({ asid }: Due, body: string): boolean {
  if (asid === undefined) return true
  const receivers = [...body.matchAll(RECEIVER)].map(([, receiver]) => receiver)
  return receivers.length === 2 && receivers.every(receiver => receiver === asid)
}

function judgeFault(due: Due, { status, body }: Heard, expected: number): Verdict {
  if (!due.outcomes.includes('fault')) return failed('unexpected fault')
  if (status !== expected) return failed('wrong status')
  return errorCodeIn(body) === due.faultCode ? { outcome: 'fault' } : failed('not the outcome due')
}

function judgeMessage({ payloadId, wrapper, subject, outcomes }: Due, body: string): Verdict {
  if (wrapper !== undefined && !body.includes(`<${wrapper}>`)) return failed('no wrapper')
  if (!isSame(MESSAGE_REF.exec(body)?.[1], payloadId)) return failed('named another request')
  const outcome = ACKNOWLEDGEMENT.exec(body)?.[1] === 'AA' ? 'ok' : 'negative'
  if (!outcomes.includes(outcome)) return failed('not the outcome due')
  const isAbout = subject === undefined || body.includes(`extension="${subject}"`)
  return outcome === 'ok' && !isAbout ? failed('about another patient') : { outcome }
}
