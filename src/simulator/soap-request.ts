import { countOf, inside, rootOf, textOf, valueOf } from './xml-text.ts'
import type { SeenRequest } from './serve.ts'

/** What the synchronous side reads of a request. */
export interface SoapRequest {
  /** The SOAPAction header without quotes. */
  readonly soapAction: string
  /** wsa:MessageID as written, `uuid:` included. */
  readonly messageId: string
  readonly action: string
  /** Local name of the body's root element. */
  readonly root: string
  readonly interactionId: string
  /** The payload's own id. */
  readonly payloadId: string
  readonly toAsid: string
  readonly fromAsid: string
  readonly text: string
  readonly body: string
}

/** Finds the first header of a name, whatever its case. */
export const headerOf = (request: SeenRequest, name: string): string | undefined =>
  request.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1]

const end = (part: string, of: 'Rcv' | 'Snd'): string | undefined =>
  valueOf(inside(part, `communicationFunction${of}`), 'id', 'extension')

/** Why a request was not understood; the location is what the fault names. */
export interface Refusal {
  readonly code: number
  readonly location: string
  readonly says: string
}

const malformed = (location: string): Refusal => ({
  code: 201,
  location,
  says: 'The message is not well formed',
})

const UNSUPPORTED: Refusal = {
  code: 101,
  location: 'HTTP Header - SOAPAction',
  says: 'The service/interaction is not supported for the requested URI',
}

type Rule = (request: SoapRequest, header: string) => Refusal | undefined

const need = (holds: boolean, location: string): Refusal | undefined =>
  holds ? undefined : malformed(location)

/** Role profile, user, job role: a person who stands behind a request is named by all three. */
const PERSON = ['1.2.826.0.1285.0.2.0.67', '1.2.826.0.1285.0.2.0.65', '1.2.826.0.1285.0.2.1.104']

const isNamed = (author: string | undefined): boolean =>
  author === undefined ||
  (PERSON.every(root => author.includes(`${root}"`) || author.includes(`${root}'`)) &&
    !/extension\s*=\s*(""|'')/.test(author))

// What Spine's own validators ask of a synchronous request before any product sees it.
const RULES: readonly Rule[] = [
  ({ text }) => need(countOf(text, 'Body') === 1, 'Envelope/Body'),
  ({ messageId }) => need(messageId.length === 41, 'Envelope/Header/MessageID'),
  (_, header) => need(countOf(header, 'Action') === 1, 'Envelope/Header/Action'),
  (_, header) => need((textOf(header, 'To') ?? '') !== '', 'Envelope/Header/To'),
  ({ action, soapAction }) => need(action === soapAction, 'Envelope/Header/Action'),
  ({ action, root }) => need(action.split('/').at(-1) === root, 'Envelope/Header/Action'),
  ({ interactionId, root }) => need(interactionId === root, 'Body/interactionId'),
  ({ payloadId }) => need(payloadId !== '', 'Body/id'),
  ({ body }) => need((valueOf(body, 'creationTime', 'value') ?? '') !== '', 'Body/creationTime'),
  ({ body }) => need((valueOf(body, 'versionCode', 'code') ?? '') !== '', 'Body/versionCode'),
  ({ body }) => need(countOf(body, 'ControlActEvent') === 1, 'Body/ControlActEvent'),
  ({ body }) => need(countOf(body, 'query') === 1, 'Body/ControlActEvent/query'),
  ({ body }) => need(countOf(body, 'author') <= 1, 'Body/ControlActEvent/author'),
  ({ body }) => need(isNamed(inside(body, 'author')), 'Body/ControlActEvent/author'),
  ({ body }) => need([1, 2].includes(countOf(body, 'author1')), 'Body/ControlActEvent/author1'),
  ({ toAsid, body }) =>
    need(toAsid !== '' && toAsid === end(body, 'Rcv'), 'communicationFunctionRcv'),
  ({ fromAsid, body }) =>
    need(fromAsid !== '' && fromAsid === end(body, 'Snd'), 'communicationFunctionSnd'),
]

/** Reads a synchronous request, or says which of Spine's acceptance rules it breaks. */
export function readSoapRequest(
  seen: SeenRequest,
  isSupported: (soapAction: string) => boolean,
): SoapRequest | { readonly refusal: Refusal } {
  const soapAction = (headerOf(seen, 'SOAPAction') ?? '').trim().replace(/^(["'])(.*)\1$/, '$2')
  if (!isSupported(soapAction)) return { refusal: UNSUPPORTED }
  const text = seen.body.toString('utf8')
  const header = inside(text, 'Header') ?? ''
  const body = inside(text, 'Body') ?? ''
  const request: SoapRequest = {
    soapAction,
    messageId: textOf(header, 'MessageID') ?? '',
    action: textOf(header, 'Action') ?? '',
    root: rootOf(body) ?? '',
    interactionId: valueOf(body, 'interactionId', 'extension') ?? '',
    payloadId: valueOf(body, 'id', 'root') ?? '',
    toAsid: end(header, 'Rcv') ?? '',
    fromAsid: end(header, 'Snd') ?? '',
    text,
    body,
  }
  for (const rule of RULES) {
    const refusal = rule(request, header)
    if (refusal !== undefined) return { refusal }
  }
  return request
}
