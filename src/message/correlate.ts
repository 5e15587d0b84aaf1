import {
  type AnswerHead,
  type Body,
  bytesAtHand,
  headerOf,
  type Language,
} from '../exchange/index.ts'
import { readAnswerIds } from './answer-ids.ts'
import { comparable, isId } from './ids.ts'
import { readRequestIds, type RequestIds } from './request-ids.ts'
import { SEARCH_UP_TO, searchAnswer } from './search-ids.ts'

/** What an answer must refer to. */
export type Expectation = RequestIds

/**
 * Proves answers to one request. `bound`: every id the answer names a request by is one of this request's.
 * `crossed`: one is not. `unstated`: it names none. `more`: not decided by the bytes so far.
 */
export interface Binding {
  /**
   * Takes all the answer's bytes so far, without content coding; `isComplete` where there are no more. Never
   * `more` of a complete answer or of 256 KiB.
   */
  check(
    head: AnswerHead,
    bytes: Buffer,
    isComplete: boolean,
  ): 'bound' | 'crossed' | 'unstated' | 'more'
}

/** An answer that has not named its request by then does not. */
const READ_UP_TO = 256 * 1024

const LANGUAGES: ReadonlySet<Language> = new Set(['soap', 'ebxml'])

/**
 * Reads the ids that answers to a request must refer to; undefined where it has none, or speaks a language whose
 * answers name no request. Throws nothing: of a request that is not well formed what can be read counts.
 */
export function expectationOf(language: Language, body: Body): Expectation | undefined {
  return LANGUAGES.has(language)
    ? readRequestIds(bytesAtHand(body), body.kind !== 'stream')
    : undefined
}

/** Builds the proof of answers to one request. Kept for one exchange. */
export function createBinding(expectation: Expectation): Binding {
  let judged = 0
  const isExpected = (id: string): boolean => {
    const own = comparable(id)
    return own === expectation.messageId || own === expectation.payloadId()
  }
  return {
    check(head, bytes, isComplete) {
      const isLast = isComplete || bytes.length >= READ_UP_TO
      // Read again only when there is twice as much, so that however it is cut it is read at most twice over.
      if (!isLast && (bytes.length === 0 || bytes.length < judged * 2)) return 'more'
      judged = bytes.length
      const contentType = headerOf(head.headers, 'content-type') ?? ''
      const start = startOf(bytes, contentType)
      if (start !== 'markup') return start === 'blank' && !isLast ? 'more' : 'unstated'
      const found = search(bytes, contentType, isComplete, isExpected)
      return (
        found ??
        verdictOf(bytes.subarray(0, READ_UP_TO), contentType, { isComplete, isLast }, isExpected)
      )
    },
  }
}

const MARKUP = 0x3c
const UTF8_MARK = 0xef
const BLANKS: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0d, 0x20])

/** How a body starts: only XML, of whatever type, and parts can name a request; JSON and text cannot. */
function startOf(bytes: Buffer, contentType: string): 'markup' | 'blank' | 'other' {
  if (/^\s*multipart\//i.test(contentType)) return 'markup'
  let at = 0
  while (BLANKS.has(bytes[at])) at += 1
  if (at === bytes.length) return 'blank'
  return bytes[at] === MARKUP || bytes[at] === UTF8_MARK ? 'markup' : 'other'
}

function search(
  bytes: Buffer,
  contentType: string,
  isComplete: boolean,
  isExpected: (id: string) => boolean,
): 'bound' | 'unstated' | undefined {
  if (/multipart|charset=(?!"?utf-?8)/i.test(contentType)) return undefined
  const isAll = isComplete && bytes.length <= SEARCH_UP_TO
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, SEARCH_UP_TO))
  return searchAnswer(text, isAll, isExpected)
}

function verdictOf(
  bytes: Buffer,
  contentType: string,
  how: { readonly isComplete: boolean; readonly isLast: boolean },
  isExpected: (id: string) => boolean,
): ReturnType<Binding['check']> {
  const { ids, isFinal } = readAnswerIds(
    bytes,
    contentType,
    how.isComplete && bytes.length < READ_UP_TO,
  )
  const named = ids.filter(id => isId(comparable(id)))
  if (!named.every(isExpected)) return 'crossed'
  if (!isFinal && !how.isLast) return 'more'
  return named.length === 0 ? 'unstated' : 'bound'
}
