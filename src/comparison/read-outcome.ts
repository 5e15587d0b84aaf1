import { headerOf, isFicusError } from '../exchange/index.ts'
import type { OutcomeWord } from '../telemetry/index.ts'
import { attributeOf, childrenOf, elementsOf, type XmlElement } from '../xml/index.ts'
import type { Answered } from './observation.ts'
import { type Issue, type Outcome, outcomeOfStatus } from './outcome.ts'
import { outcomeOf } from './outcome-of-document.ts'
import { createWordOf, type OutcomeWords, wordOfStatus } from './outcome-words.ts'
import { decodedBody, type Document, readDocument } from './read-document.ts'

/** How answers are read for the word they are counted by. */
export interface OutcomeReading {
  readonly words: readonly OutcomeWords[]
  /** Elements of HL7v3 messages whose `value` is the code of why nothing was done, by local name. */
  readonly reasons: readonly string[]
  /** The largest body that is read, in bytes, before and after content coding. */
  readonly mostBytes: number
}

/**
 * Why an answer has no word: its body is larger than is read, or it is in no coding and no language it can be read in.
 * What its status says is then too little where that says success, and enough where it does not.
 */
export type NoWord = 'size' | 'unreadable'

/** Reads what an answer says became of its request. Throws nothing an answer can bring about. */
export type ReadOutcome = (answered: Answered) => OutcomeWord | NoWord

/** Builds the reader of answers, whichever language they are in. */
export function createReadOutcome({ words, reasons, mostBytes }: OutcomeReading): ReadOutcome {
  const wordOf = createWordOf(words)
  return answered => {
    const { status } = answered
    if (answered.body.length === 0) return wordOfStatus(status)
    const document = documentOf(answered, mostBytes)
    if (typeof document === 'string') return wordUnread(status, document)
    const outcome = outcomeOf(status, document)
    return wordOf(withReasons(outcome, document, reasons), status)
  }
}

/** Gives the word of an answer whose body is not read, as far as its status has one. */
export const wordUnread = (status: number, why: NoWord): OutcomeWord | NoWord =>
  outcomeOfStatus(status) === 'done' ? why : wordOfStatus(status)

function documentOf(answered: Answered, most: number): Document | NoWord {
  if (answered.body.length > most) return 'size'
  try {
    const decoded = decodedBody(answered, most)
    return readDocument(decoded, headerOf(answered.headers, 'content-type') ?? '')
  } catch (error) {
    if (!isFicusError(error)) throw error
    return error.code === 'too-large' ? 'size' : 'unreadable'
  }
}

/** Adds what a message says within its subject: looked for only where it says that nothing was done, and not why. */
function withReasons(outcome: Outcome, document: Document, names: readonly string[]): Outcome {
  if (outcome.class === 'done' || !outcome.isSpoken || outcome.issues.length > 0) return outcome
  return { ...outcome, issues: rootsIn(document).flatMap(root => reasonsIn(root, names)) }
}

const rootsIn = (document: Document): readonly XmlElement[] => {
  if (document.is === 'xml') return [document.root]
  if (document.is === 'multipart') return document.parts.flatMap(part => rootsIn(part.document))
  return []
}

const HL7 = 'urn:hl7-org:v3'

function reasonsIn(element: XmlElement, names: readonly string[]): readonly Issue[] {
  if (!names.includes(element.name)) {
    return elementsOf(element).flatMap(child => reasonsIn(child, names))
  }
  return childrenOf(element, HL7, 'value').map(value => ({
    severity: 'error',
    system: attributeOf(value, 'codeSystem') ?? '',
    code: attributeOf(value, 'code') ?? '',
  }))
}
