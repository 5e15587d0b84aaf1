import { isFicusError } from '../exchange/index.ts'
import { decodePart, readMultipart, type XmlEvents } from '../xml/index.ts'
import { comparable, isId } from './ids.ts'
import { charsetOf, createManifest, partNamed } from './manifest.ts'
import { NS } from './names.ts'
import { compilePathSet, createPathReader } from './path-reader.ts'
import { compilePath } from './paths.ts'
import { alsoBody, readDocument } from './reading.ts'
import { SEARCH_UP_TO, searchMessageId, searchMessageIdInParts } from './search-ids.ts'

/** What a request may be referred to by, in comparable form. */
export interface RequestIds {
  /** wsa:MessageID or eb:MessageId; undefined where there is not exactly one. */
  readonly messageId: string | undefined
  /** The id of the HL7v3 message; read from the bytes when first asked for, since the two are mostly the same. */
  payloadId(): string | undefined
}

const IDS = compilePathSet(
  ['**/soap:Header/wsa:MessageID/text()', '**/eb:MessageData/eb:MessageId/text()'].map(
    path => ['message', compilePath(path, 'hl7')] as const,
  ),
)

const PAYLOAD = compilePathSet([['payload', compilePath('id/@root', 'hl7')]])

const MARKUP = 0x3c

interface Ids {
  messageId?: string | undefined
  payloadId?: string | undefined
}

/**
 * Reads the ids of a request, of which perhaps only the beginning is there; undefined where it has none. Throws
 * nothing: what stands before an offence counts.
 */
export function readRequestIds(bytes: Buffer, isWhole: boolean): RequestIds | undefined {
  const delimiter = delimiterOf(bytes)
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, SEARCH_UP_TO))
  const found =
    delimiter === undefined ? searchMessageId(text) : searchMessageIdInParts(text, delimiter)
  const messageId = found === undefined ? undefined : comparable(found)
  if (messageId !== undefined && isId(messageId)) {
    let read: Ids | undefined
    return { messageId, payloadId: () => (read ??= readIds(bytes, delimiter, isWhole)).payloadId }
  }
  const ids = readIds(bytes, delimiter, isWhole)
  if (ids.messageId === undefined && ids.payloadId === undefined) return undefined
  return { messageId: ids.messageId, payloadId: () => ids.payloadId }
}

/** The first delimiter line of a multipart body; undefined where there is none before any markup. */
function delimiterOf(bytes: Buffer): string | undefined {
  if (bytes[0] === MARKUP) return undefined
  const start = bytes.toString('latin1', 0, Math.min(bytes.length, 1024))
  return /^[^<]*?(?:^|\n)--([^\r\n<]{0,69}[^\s<])\s*\n/.exec(start)?.[1]
}

const idOf = (value: string | undefined): string | undefined => {
  const id = value === undefined ? '' : comparable(value)
  return isId(id) ? id : undefined
}

function readIds(bytes: Buffer, delimiter: string | undefined, isWhole: boolean): Ids {
  const ids: Ids = {}
  try {
    if (delimiter === undefined) readOne(bytes, isWhole, ids)
    else readParts(bytes, delimiter, isWhole, ids)
  } catch (error) {
    // The legacy side says what is wrong with it: this only wants to know its answer again.
    if (!isFicusError(error)) throw error
  }
  return ids
}

function readOne(bytes: Buffer, isWhole: boolean, ids: Ids): void {
  const header = createPathReader(IDS)
  const payload = payloadEvents(ids)
  const within = {
    open: header.open,
    text: header.text,
    close: () => {
      header.close()
      ids.messageId = idOf(header.one('message'))
    },
  }
  readDocument(alsoBody(within, payload), bytes, isWhole, undefined)
}

function readParts(bytes: Buffer, delimiter: string, isWhole: boolean, ids: Ids): void {
  const contentType = `multipart/related; boundary="${delimiter.replace(/["\\]/g, '\\$&')}"`
  const parts = readMultipart(bytes, contentType, { partial: !isWhole })
  const [first] = parts
  if (first === undefined) return
  const header = createPathReader(IDS)
  const manifest = createManifest()
  const events = { open: header.open, text: header.text, close: () => header.close() }
  readDocument(
    alsoBody(events, manifest.events),
    decodePart(first),
    first.complete,
    charsetOf(first),
  )
  ids.messageId = idOf(header.one('message'))
  const part = partNamed(parts, manifest.payload())
  if (part === undefined) return
  readDocument(payloadEvents(ids), decodePart(part), part.complete, charsetOf(part))
}

/** Takes the id of an HL7v3 message, its root at depth 1, and stops there. */
function payloadEvents(ids: Ids): Required<XmlEvents> {
  const path = createPathReader(PAYLOAD)
  return {
    open(ns, name, attributes, depth) {
      if (depth === 1) return undefined
      if (ns === NS.hl7 && name === 'ControlActEvent') return 'stop'
      path.open(ns, name, attributes)
      ids.payloadId = idOf(path.one('payload'))
      return ids.payloadId === undefined ? undefined : 'stop'
    },
    text: () => undefined,
    close(_ns, _name, depth) {
      if (depth > 1) path.close()
    },
  }
}
