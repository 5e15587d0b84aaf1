import { isFicusError } from '../exchange/index.ts'
import { boundaryOf, decodePart, parameterOf, readMultipart, type XmlEvents } from '../xml/index.ts'
import { charsetOf, createManifest, partNamed } from './manifest.ts'
import { NS } from './names.ts'
import { compilePathSet, createPathReader } from './path-reader.ts'
import { compilePath } from './paths.ts'
import { alsoBody, readDocument } from './reading.ts'

/** What an answer says of the request it answers, as far as its bytes go. */
export interface AnswerIds {
  /** Every id it names a request by, as written. */
  readonly ids: readonly string[]
  /** Whether no more can come: every place was passed, or the answer is at its end. */
  readonly isFinal: boolean
}

const PLACES = [
  ['header', '**/soap:Header/wsa:RelatesTo/text()'],
  ['header', '**/eb:MessageData/eb:RefToMessageId/text()'],
  ['header', '**/eb:Acknowledgment/eb:RefToMessageId/text()'],
  ['reference', '**/messageRef/id/@root'],
] as const

const IDS = compilePathSet(PLACES.map(([into, path]) => [into, compilePath(path, 'hl7')]))

/** A document of an answer being read for its ids. */
interface Document {
  readonly events: Required<XmlEvents>
  ids(): string[]
}

/**
 * Builds the reading of one document. It stops behind its last id: at the application's reference to its request
 * where a header has named that too, else before the act the message is about.
 *
 * A reference to the answer's own id names no request: Spine's acknowledgements were recorded with one, the
 * right id standing in their header (NHSDigital/electronic-prescription-service-api, its stored Spine responses).
 */
function createDocument(isNamedBefore: boolean): Document {
  const path = createPathReader(IDS)
  const references: string[] = []
  /** The first id below each open element, by its level. */
  const ownIds: (string | undefined)[] = []
  let seen = 0

  const refer = (depth: number): 'stop' | undefined => {
    const all = path.all('reference')
    const reference = all.at(-1)
    if (all.length === seen || reference === undefined) return undefined
    seen = all.length
    // The message's own id stands two levels above that of its `messageRef`.
    if (reference === ownIds[depth - 2]) return undefined
    references.push(reference)
    return isNamedBefore || path.all('header').length > 0 ? 'stop' : undefined
  }
  return {
    events: {
      open(ns, name, attributes, depth) {
        if (ns === NS.hl7 && name === 'ControlActEvent') return 'stop'
        ownIds[depth + 1] = undefined
        if (ns === NS.hl7 && name === 'id') {
          ownIds[depth] ??= attributes.find(attribute => attribute.name === 'root')?.value
        }
        path.open(ns, name, attributes)
        return refer(depth)
      },
      text: text => path.text(text),
      close: () => path.close(),
    },
    ids: () => [...path.all('header'), ...references],
  }
}

/** Reads what it can; a document the entry checks refuse has come to its end there. */
function readAsFar(
  events: XmlEvents,
  bytes: Buffer,
  isComplete: boolean,
  charset: string | undefined,
): 'stopped' | 'ended' | 'broke off' | 'refused' {
  try {
    return readDocument(events, bytes, isComplete, charset)
  } catch (error) {
    if (isFicusError(error)) return 'refused'
    throw error
  }
}

const READABLE =
  /<(?:[\w.-]+:)?(?:RelatesTo|RefToMessageId)(?:\s[^<>]*)?>([^<>]*)<|<(?:[\w.-]+:)?messageRef>\s*<(?:[\w.-]+:)?id\s[^<>]*?root=["']([^"'<>]*)|<(?:[\w.-]+:)?ControlActEvent/g

/** The ids one can still see in a text that no parser reads, as far as {@link createDocument} would go. */
function readableIn(bytes: Buffer): string[] {
  const text = bytes.toString('latin1')
  const ids: string[] = []
  let isNamed = false
  for (const { 1: inHeader, 2: reference, index } of text.matchAll(READABLE)) {
    if (inHeader !== undefined) {
      ids.push(inHeader)
      isNamed = true
    } else if (reference === undefined) break
    else if (!text.slice(0, index).includes(`id root="${reference}"`)) {
      ids.push(reference)
      if (isNamed) break
    }
  }
  return ids
}

/**
 * Reads every id an answer names its request by. Throws nothing: of an answer that is not well formed what can be
 * read counts.
 */
export function readAnswerIds(bytes: Buffer, contentType: string, isComplete: boolean): AnswerIds {
  if (boundaryOf(contentType) !== undefined) return inParts(bytes, contentType, isComplete)
  const document = createDocument(false)
  const charset = parameterOf(contentType, 'charset')
  const end = readAsFar(document.events, bytes, isComplete, charset)
  const ids = document.ids()
  if (end === 'refused' && ids.length === 0) return { ids: readableIn(bytes), isFinal: true }
  return { ids, isFinal: end !== 'broke off' }
}

function inParts(bytes: Buffer, contentType: string, isComplete: boolean): AnswerIds {
  try {
    return readParts(bytes, contentType, isComplete)
  } catch (error) {
    if (!isFicusError(error)) throw error
    return { ids: readableIn(bytes), isFinal: true }
  }
}

function readParts(bytes: Buffer, contentType: string, isComplete: boolean): AnswerIds {
  const parts = readMultipart(bytes, contentType, { partial: !isComplete })
  const [first] = parts
  if (first === undefined) return { ids: [], isFinal: false }
  const header = createDocument(false)
  const manifest = createManifest()
  const within = alsoBody(header.events, manifest.events)
  readDocument(within, decodePart(first), first.complete, charsetOf(first))
  const cid = manifest.payload()
  const part = partNamed(parts, cid)
  const named = header.ids()
  if (part === undefined) {
    return { ids: named, isFinal: isComplete || (first.complete && cid === undefined) }
  }
  const payload = createDocument(named.length > 0)
  const end = readAsFar(payload.events, decodePart(part), part.complete, charsetOf(part))
  return { ids: [...named, ...payload.ids()], isFinal: end !== 'broke off' }
}
