import { randomUUID } from 'node:crypto'
import type { Call, CallAbout, CallMapping, Mapping } from '../mapping/index.ts'
import { identifiedFile } from './identified-file.ts'
import { isRequestLine } from './request-file.ts'
import { CommandError, EXIT } from './terminal.ts'

/** A supplier's call as it lies in a file, and the mapping that takes calls of its interaction. */
export interface CallFile {
  readonly file: string
  readonly mapping: Mapping
  readonly by: CallMapping
  readonly about: CallAbout
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Reads a file as a call: a request with its head, without which nothing says what is asked. Undefined for anything
 * else, and for a message in an envelope.
 *
 * @throws CommandError for a call that no mapping takes.
 */
export function readCallFile(
  file: string,
  bytes: Buffer,
  mappings: readonly Mapping[],
): CallFile | undefined {
  if (!isRequestLine(bytes)) return undefined
  const { identified, body } = identifiedFile(file, bytes)
  const { interaction = '', language, method, target, headers, messageId = '' } = identified
  if (language === 'soap' || language === 'ebxml') return undefined
  const mapping = mappings.find(each => each.interactions.includes(interaction))
  if (mapping?.calls === undefined) {
    const what = interaction === '' ? 'a call nobody knows' : interaction
    throw new CommandError(EXIT.failed, `${file} is not translated: no mapping takes ${what}`)
  }
  const call: Call = { method, target, headers, body }
  // As in the path: the cloud knows a call by its own id where that is one it takes, else by one of ours.
  const id = UUID.test(messageId) ? messageId : randomUUID()
  const { from, to } = identified
  const ends = { fromAsid: from.asid ?? '', toAsid: to.asid ?? '' }
  const about = { interaction, messageId: id, payloadId: id, ...ends, ...TAKEN, now: new Date() }
  return { file, mapping, by: mapping.calls, about: { ...about, call } }
}

const TAKEN = { newId: randomUUID }
