import { headerOf, headersOf, isFicusError, type RawHeaders } from '../exchange/index.ts'
import {
  accepted,
  type Accepted,
  type CallAbout,
  type CallAnswerAbout,
  type CallMapping,
  type CallReply,
  type CloudAnswer,
  type CloudFailure,
  type CloudRequest,
  type Crossed,
  declined,
  type Declined,
  type DomainOutcome,
  type Said,
} from '../mapping/index.ts'
import { elementsOf, parameterOf, type XmlElement } from '../xml/index.ts'
import type { GenericOptions } from './options.ts'
import { type AsXml, jsonOf, xmlOf } from './proven.ts'
import { isEnvelope, refersTo } from './soap.ts'

const JSON_TYPE = 'application/json'

/** What a body of XML may be called (RFC 7303). */
const XML_TYPE = /^\s*((?:text|application)\/xml|application\/[\w.-]+\+xml)\s*(?:;|$)/i
const IS_JSON = /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

const contentTypeOf = (headers: RawHeaders): string => headerOf(headers, 'content-type') ?? ''

const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'

/** What was signed is its bytes, and they would be others. */
const isSigned = (element: XmlElement): boolean =>
  element.ns === SIGNATURE || elementsOf(element).some(isSigned)

/** Says that something is not taken where it breaks a rule of either language. */
function tried<Came>(work: () => Came): Came | Declined {
  try {
    return work()
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'unfaithful', because: error.detail ?? '' })
    throw error
  }
}

function request(options: GenericOptions, about: CallAbout): Accepted<CloudRequest> | Declined {
  const { call, messageId } = about
  const type = contentTypeOf(call.headers)
  if (!XML_TYPE.test(type))
    return declined({ code: 'shape', because: 'its body is not called XML' })
  return tried(() => {
    const { root, json } = jsonOf(call.body, options, parameterOf(type, 'charset'))
    if (isSigned(root)) return declined({ code: 'signed' })
    const requestId = messageId.toLowerCase()
    // Which operation is asked for a supplier may say nowhere else.
    const actions = headersOf(call.headers, 'soapaction').flatMap(each => ['SOAPAction', each])
    return accepted({
      method: 'POST',
      path: options.path ?? call.target,
      headers: [
        ...['Content-Type', JSON_TYPE, 'Accept', JSON_TYPE, 'X-Request-ID', requestId],
        ...actions,
      ],
      body: json,
      subject: { kind: 'message' },
      requestId,
    })
  })
}

/** Statuses that say that nobody did the work, and how that is told. */
const FAILURES: Readonly<Record<number, CloudFailure['error']>> = {
  401: 'bad-answer',
  403: 'bad-answer',
  408: 'no-answer',
  429: 'not-sent',
  502: 'no-answer',
  503: 'not-sent',
  504: 'no-answer',
}

/** What a status says became of a request (RFC 9110 §15). */
function outcomeOf(status: number): DomainOutcome | undefined {
  if (status >= 200 && status < 300) return 'ok'
  if (status === 404 || status === 410) return 'not_found'
  if (status >= 400 && status < 500) return 'rejected'
  return status >= 500 ? 'app_error' : undefined
}

function answer(
  options: GenericOptions,
  cloud: CloudAnswer,
  about: CallAnswerAbout,
): CallReply | CloudFailure | Declined | Crossed {
  const { status, headers, body } = cloud
  const failed = FAILURES[status]
  if (failed !== undefined) {
    return { kind: 'failure', error: failed, says: `the cloud answered ${status}` }
  }
  const echoed = headersOf(headers, 'x-request-id')
  const isEchoed = echoed.every(each => each.toLowerCase() === about.request.requestId)
  if (echoed.length === 0 || !isEchoed) return { kind: 'crossed', by: 'request' }
  const outcome = outcomeOf(status)
  if (outcome === undefined || !IS_JSON.test(contentTypeOf(headers))) {
    return { kind: 'failure', error: 'bad-answer', says: `the cloud answered ${status}` }
  }
  const came = tried(() => xmlOf(body, options))
  return 'kind' in came ? came : replyOf(came, { status, outcome }, about, options)
}

function replyOf(
  { root, xml }: AsXml,
  { status, outcome }: Pick<CallReply, 'status' | 'outcome'>,
  { call }: CallAnswerAbout,
  options: GenericOptions,
): CallReply | Declined | Crossed {
  const type = contentTypeOf(call.headers)
  const asked = tried(() => jsonOf(call.body, options, parameterOf(type, 'charset')))
  if ('kind' in asked) return asked
  // What was asked in an envelope is answered in one.
  if (isEnvelope(asked.root) !== isEnvelope(root)) return declined({ code: 'shape' })
  if (isSigned(root)) return declined({ code: 'signed' })
  const [, media = 'application/xml'] = XML_TYPE.exec(type) ?? []
  const headers = ['Content-Type', `${media}; charset=UTF-8`]
  const asWritten = { root: asked.root, xml: call.body }
  if (isEnvelope(root) && !refersTo(asWritten, { root, xml, status, headers })) {
    return { kind: 'crossed', by: 'request' }
  }
  return { kind: 'answer', status, headers, body: xml, outcome, loss: undefined }
}

/** What an answer of legacy says: that it can be said in JSON is all that is asked. */
function readLegacy(
  options: GenericOptions,
  { status, headers, body }: CloudAnswer,
): Said | Declined {
  const outcome = outcomeOf(status)
  if (outcome === undefined) return declined({ code: 'shape' })
  const charset = parameterOf(contentTypeOf(headers), 'charset')
  const came = tried(() => jsonOf(body, options, charset))
  return 'kind' in came ? came : said(outcome)
}

/** Who is asked, and of whom, nobody knows: what is said is compared as it is written. */
const said = (outcome: DomainOutcome): Said => ({
  kind: 'said',
  outcome,
  reasons: [],
  information: undefined,
  source: undefined,
  unread: [],
})

/** What an answer of the cloud says. */
export function readCloud(
  options: GenericOptions,
  { status, body }: Pick<CloudAnswer, 'status' | 'body'>,
): Said | Declined {
  const outcome = outcomeOf(status)
  if (outcome === undefined) return declined({ code: 'shape' })
  const came = tried(() => xmlOf(body, options))
  return 'kind' in came ? came : said(outcome)
}

/** Asks the cloud in JSON of fast-xml-parser's shape, and answers in the XML its JSON stands for. */
export const genericCalls = (options: GenericOptions): CallMapping => ({
  isWhole: true,
  request: about => request(options, about),
  answer: (cloud, about) => answer(options, cloud, about),
  readLegacy: answered => readLegacy(options, answered),
})
