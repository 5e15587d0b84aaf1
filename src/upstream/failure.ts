import { type ErrorCode, FicusError, isFicusError } from '../exchange/index.ts'

/** How far a request had come when it failed. */
export type Progress = 'queued' | 'sending' | 'sent' | 'answering'

const OURS_TO_BLAME = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED'])
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/**
 * Turns what undici or the system says into our own error.
 *
 * The question is never "what went wrong" but "may the upstream have acted on it": before a socket was had,
 * certainly not; after the first byte left, nobody knows, and only a read may be asked again.
 */
export function failureOf(error: Error, progress: Progress, isRead: boolean): FicusError {
  if (isFicusError(error)) return error
  return new FicusError(codeOf(error, progress, isRead), reasonOf(error), { cause: error })
}

function codeOf(error: Error, progress: Progress, isRead: boolean): ErrorCode {
  const code = codeFrom(error)
  if (OURS_TO_BLAME.has(code)) return 'framing'
  if (progress === 'queued') return 'not-sent'
  if (progress === 'answering') return 'bad-answer'
  if (
    error.name === 'HTTPParserError' ||
    code.startsWith('HPE_') ||
    code === 'UND_ERR_HEADERS_OVERFLOW'
  )
    return 'bad-answer'
  return isRead ? 'no-answer' : 'sent-unknown'
}

/** Whether the connection ended before one byte of an answer: a kept socket the other side had closed. */
export const closedUnanswered = (error: Error, progress: Progress, anyByte: boolean): boolean =>
  (progress === 'sent' || progress === 'sending') && !anyByte && CLOSED.has(codeFrom(error))

const codeFrom = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : ''

const reasonOf = (error: Error): string => codeFrom(error) || error.name
