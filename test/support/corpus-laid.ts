import { type CorpusBody, rootOf } from './corpus-bodies.ts'
import { cut, type Draw } from './corpus-cuts.ts'
import { framed, type WrittenAnswer, type WrittenRequest } from './corpus-exchange.ts'
import { ebxmlPrescription, soapRetrieval } from './messages.ts'

/** One exchange as both its ends are to write it. */
export interface Laid {
  readonly request: WrittenRequest
  readonly answer: WrittenAnswer
}

/** Lines no library would write: order, case, duplicates, an empty value, a tab, a value in latin1. */
const ODD = [
  ...['x-lower', 'one', 'X-Twice', 'a', 'X-UPPER', 'TWO', 'x-twice', 'b, c', 'X-Twice', 'a'],
  ...['X-Empty', '', 'X-Latin', 'na\u00efve caf\u00e9', 'Cookie', 'k=v; k=w', 'X-Tab', 'a\tb'],
]
const ODD_ANSWER = [...ODD, 'Set-Cookie', 'a=1; Path=/', 'set-cookie', 'b=2', 'ETag', 'W/"x"']

const FIRST_LINES: readonly (readonly [status: number, reason: string])[] = [
  [200, 'OK'],
  [200, ''],
  [200, 'Here You Are'],
  [202, 'Accepted; more (later), perhaps'],
  [203, 'Tr\u00c3\u00a8s bien'], // UTF-8, a character for each byte
  [299, 'No Such Status'],
  [400, 'Bad, Very'],
  [404, 'not found here'],
  [409, 'CONFLICT'],
  [500, 'Application Exception'],
]

const drawnFirstLine = (draw: Draw): (typeof FIRST_LINES)[number] =>
  FIRST_LINES[draw(FIRST_LINES.length)] ?? [200, 'OK']

/** How a body is written: whole or in pieces, and then with either framing. */
export interface Writing {
  readonly draw: Draw
  readonly isCut: boolean
}

const isChunked = ({ draw, isCut }: Writing): boolean => isCut && draw(2) === 0

const piecesOf = (bytes: Buffer, { draw, isCut }: Writing): Buffer[] =>
  isCut ? cut(bytes, draw) : [bytes]

/** Lays out an exchange that carries a body as its request. */
export function asRequest(body: CorpusBody, writing: Writing): Laid {
  const { bytes, method, target } = body
  const answer = Buffer.from('taken')
  const [status, reason] = drawnFirstLine(writing.draw)
  return {
    request: {
      method,
      target,
      headers: [
        ...['Content-TYPE', body.contentType, ...body.headers, ...ODD],
        ...framed(bytes.length, isChunked(writing)),
      ],
      pieces: piecesOf(bytes, writing),
    },
    answer: {
      status,
      reason,
      headers: ['content-type', 'text/plain', ...framed(answer.length, false), ...ODD_ANSWER],
      pieces: [answer],
    },
  }
}

/** Lays out an exchange that carries a body as the answer to a request whose ids it names. */
export function asAnswer(body: CorpusBody, writing: Writing): Laid {
  const [status, reason] = drawnFirstLine(writing.draw)
  return {
    request: asking(body, writing),
    answer: {
      status,
      reason,
      headers: [
        ...['Server', 'Spine', 'Content-Type', body.contentType],
        ...framed(body.bytes.length, isChunked(writing)),
        ...ODD_ANSWER,
      ],
      pieces: piecesOf(body.bytes, writing),
    },
  }
}

/** A request by the very ids an answer names; a plain read where it names none. */
function asking({ names }: CorpusBody, writing: Writing): WrittenRequest {
  const { relatesTo, refToMessageId, messageRef } = names
  const payload = messageRef === undefined ? {} : { payloadId: messageRef }
  if (refToMessageId !== undefined) {
    return postOf(ebxmlPrescription({ messageId: refToMessageId, ...payload }).body, writing, {
      target: '/reliablemessaging/reliablerequest',
      contentType: 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml',
      soapAction: 'urn:nhs:names:services:mm/PORX_IN020101UK31',
    })
  }
  const messageId = relatesTo ?? messageRef
  if (messageId !== undefined) {
    return postOf(soapRetrieval({ messageId, ...payload }), writing, {
      target: '/syncservice-pds/pds',
      contentType: 'text/xml; charset=UTF-8',
      soapAction: '"urn:nhs:names:services:pdsquery/QUPA_IN000008UK02"',
    })
  }
  return {
    method: 'GET',
    target: '/personal-demographics/FHIR/R4/Patient/9990000018?_=%20',
    headers: ['Accept', 'application/fhir+json', ...ODD],
    pieces: [],
  }
}

function postOf(
  text: string,
  writing: Writing,
  about: { readonly target: string; readonly contentType: string; readonly soapAction: string },
): WrittenRequest {
  const bytes = Buffer.from(text)
  return {
    method: 'POST',
    target: about.target,
    headers: [
      ...['Content-Type', about.contentType, ...ODD, 'SOAPAction', about.soapAction],
      ...framed(bytes.length, isChunked(writing)),
    ],
    pieces: piecesOf(bytes, writing),
  }
}

const INTERACTION = /^[A-Z]{4}_IN\d{6}[A-Z]{2}\d{2}$/

/**
 * Puts an HL7v3 message that lies there without its envelope into one written by hand, as its payload, byte for
 * byte: so there is something to read. Anything else stays as it is.
 */
export function enveloped(body: CorpusBody): CorpusBody {
  const action = rootOf(body.bytes.toString('latin1'))
  if (!INTERACTION.test(action)) return body
  const [before = '', after = ''] = ebxmlPrescription({ action }).body.split(
    /<\w+ xmlns="urn:hl7-org:v3">[^]*?(?=\r\n--)/,
  )
  return {
    ...body,
    bytes: Buffer.concat([Buffer.from(before), body.bytes, Buffer.from(after)]),
    contentType:
      'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml; start="<ebXMLHeader@spine.nhs.uk>"',
    target: '/reliablemessaging/reliablerequest',
    headers: ['SOAPAction', `urn:nhs:names:services:mm/${action}`],
  }
}
