import { STATUS_CODES } from 'node:http'
import type { Answer, RawHeaders } from '../exchange/index.ts'
import { documentOf, type Markup } from '../xml/index.ts'

/** Builds an answer of our own; without a type, one with an empty body. */
export function answerOf(
  status: number,
  contentType: string | undefined,
  body: Buffer,
  more: RawHeaders = [],
): Answer {
  const type = contentType === undefined ? [] : ['Content-Type', contentType]
  return { status, reason: STATUS_CODES[status] ?? 'Error', headers: [...type, ...more], body }
}

/** Builds an answer that is one XML document. */
export const xmlAnswer = (status: number, document: Markup): Answer =>
  answerOf(status, 'text/xml; charset=utf-8', documentOf(document))

/** Builds an answer that is one JSON document. */
export const jsonAnswer = (
  status: number,
  contentType: string,
  document: object,
  more: RawHeaders = [],
): Answer => answerOf(status, contentType, Buffer.from(JSON.stringify(document), 'utf8'), more)

/** A moment as HL7v3 writes it: `YYYYMMDDHHmmss` in UTC. */
export const hl7Time = (moment: Date): string =>
  moment.toISOString().replace(/\D/g, '').slice(0, 14)

/** A moment as ebXML writes it: to the second, in UTC. */
export const ebxmlTime = (moment: Date): string => moment.toISOString().replace(/\.\d+Z$/, 'Z')
