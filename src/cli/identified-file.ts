import { type Identified, isFicusError } from '../exchange/index.ts'
import { createIdentifier, languageOf } from '../message/index.ts'
import { INTERACTIONS } from '../products/index.ts'
import { readRequestFile } from './request-file.ts'
import { CommandError, EXIT } from './terminal.ts'

const identifier = createIdentifier(INTERACTIONS)

/** Says what the request in a file is, with its body as bytes. Throws CommandError where it is no message. */
export function identifiedFile(
  file: string,
  bytes: Buffer,
): { readonly identified: Identified; readonly body: Buffer } {
  const { method, target, headers, body } = readRequestFile(file, bytes, {})
  const language = languageOf(method, target, headers)
  const received = { number: 1, at: 0, method, target, headers, language, length: body.length }
  try {
    const identified = identifier.scan(received, { kind: 'whole', bytes: body }, 'whole')
    return { identified, body }
  } catch (error) {
    if (!isFicusError(error)) throw error
    throw new CommandError(EXIT.usage, `${file} is not a message: ${error.row.says}`)
  }
}
