import type { Answered } from '../comparison/index.ts'
import { readRequestFile } from './request-file.ts'

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: [^\r\n]*)?\r?\n/

/** Says whether bytes begin as an answer with its head does. */
export const isStatusLine = (bytes: Buffer): boolean =>
  STATUS_LINE.test(bytes.toString('latin1', 0, 1_024))

/**
 * Reads a raw HTTP answer, or a body alone that is taken for one of status 200 and of the type its first bytes
 * show. Throws a CommandError that names the line, never its text, where it is neither.
 */
export function readAnswerFile(file: string, bytes: Buffer): Answered {
  const [line, status = '200'] = STATUS_LINE.exec(bytes.toString('latin1', 0, 1_024)) ?? []
  if (line === undefined) {
    const { headers, body } = readRequestFile(file, bytes, {})
    return { status: Number(status), headers, body }
  }
  // Behind its first line an answer's head is a request's.
  const asRequest = Buffer.concat([Buffer.from('GET / HTTP/1.1\r\n'), bytes.subarray(line.length)])
  const { headers, body } = readRequestFile(file, asRequest, {})
  return { status: Number(status), headers, body }
}
