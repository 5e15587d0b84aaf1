import type { XmlLimits } from './limits.ts'
import { createNamespaces, type ExpandedName, type Namespaces } from './namespaces.ts'
import type { Refuse } from './refusal.ts'
import { createTag, type Tag, type WrittenTag } from './tag.ts'
import type { Attribute, Prefixes } from './tree.ts'

/** Nothing, or that no more is wanted. */
// An event that has nothing to say is a function without return: that is void.
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type
type Wish = void | 'stop'

/**
 * What a scanner tells of a document, in its order. Any of them may answer 'stop'.
 *
 * `depth` of the root is 1. `text` comes once for all the text between two tags, CDATA, entities and whatever
 * a comment divides included; text outside the root element is not told.
 */
export interface XmlEvents {
  open?(ns: string, name: string, attributes: readonly Attribute[], depth: number): Wish
  text?(text: string): Wish
  close?(ns: string, name: string, depth: number): Wish
}

/** What only whoever keeps a document, or writes it again, needs to be told. */
export interface WrittenEvents extends XmlEvents {
  /** After `open`, of the same tag with its prefixes and what they stand for; `tag` is another's after the event. */
  openAsWritten?(
    tag: WrittenTag,
    name: ExpandedName,
    attributes: readonly Attribute[],
    prefixes: Prefixes | undefined,
  ): Wish
}

/** Thrown through the parser when an event answers 'stop'. */
export const STOP = new Error('stop')

/** Takes what the parser reports of tags and text, in its order. */
export interface Elements {
  /** A start tag's name has been read, nothing else of it yet. */
  start(name: string): void
  attribute(name: string, value: string): void
  /** The start tag is complete. */
  open(): void
  text(text: string): void
  close(): void
  readonly hasRoot: boolean
  /** Whether what is read now stands before or after the root element. */
  readonly isOutside: boolean
}

const NO_NAME: ExpandedName = { ns: '', name: '' }

function tell(wish: Wish): void {
  if (wish === 'stop') throw STOP
}

/** Holds what the parser reports to the limits, gives every name its namespace and tells the events. */
export const createElements = (
  events: WrittenEvents,
  limits: XmlLimits,
  refuse: Refuse,
): Elements => new TellingElements(events, limits, refuse)

/**
 * A class, as whatever else is made anew for each document is: each object of a literal with `get` is of a kind of its
 * own to V8, which outlives it and with it keeps the document until the next full collection.
 */
class TellingElements implements Elements {
  readonly #events: WrittenEvents
  readonly #refuse: Refuse
  readonly #mostText: number
  readonly #namespaces: Namespaces
  readonly #tag: Tag
  readonly #path: ExpandedName[] = []
  #run = ''
  #isInTag = false

  constructor(events: WrittenEvents, limits: XmlLimits, refuse: Refuse) {
    this.#events = events
    this.#refuse = refuse
    this.#mostText = limits.textLength
    this.#namespaces = createNamespaces(refuse)
    this.#tag = createTag(limits, refuse)
  }

  get hasRoot(): boolean {
    return this.#tag.name !== ''
  }

  get isOutside(): boolean {
    return this.#path.length === 0 && !this.#isInTag
  }

  start(name: string): void {
    this.#isInTag = true
    this.#tag.start(name, this.#path.length + 1)
  }

  attribute(name: string, value: string): void {
    this.#tag.attribute(name, value, this.#namespaces.inForce)
  }

  open(): void {
    this.#isInTag = false
    this.#tellText()
    const [tag, namespaces] = [this.#tag, this.#namespaces]
    namespaces.enter(tag.declarations)
    const expanded = namespaces.ofElement(tag.name)
    const { ns, name } = expanded
    const attributes = namespaces.resolve(tag.attributes, tag.values)
    this.#path.push(expanded)
    tell(this.#events.open?.(ns, name, attributes, this.#path.length))
    tell(this.#events.openAsWritten?.(tag, expanded, attributes, namespaces.prefixes))
  }

  text(text: string): void {
    if (this.#path.length === 0) return
    this.#run += text
    const most = this.#mostText
    if (this.#run.length > most) this.#refuse(`more than ${most} characters of text`)
  }

  close(): void {
    this.#tellText()
    const { ns, name } = this.#path.at(-1) ?? NO_NAME
    tell(this.#events.close?.(ns, name, this.#path.length))
    this.#path.pop()
    this.#namespaces.leave()
  }

  #tellText(): void {
    const text = this.#run
    this.#run = ''
    if (text !== '') tell(this.#events.text?.(text))
  }
}
