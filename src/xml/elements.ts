import type { XmlLimits } from './limits.ts'
import { createNamespaces } from './namespaces.ts'
import type { Refuse } from './refusal.ts'
import { createTag } from './tag.ts'
import type { WrittenTag } from './tag.ts'
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
    ns: string,
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

function tell(wish: Wish): void {
  if (wish === 'stop') throw STOP
}

/** Holds what the parser reports to the limits, gives every name its namespace and tells the events. */
export function createElements(events: WrittenEvents, limits: XmlLimits, refuse: Refuse): Elements {
  const namespaces = createNamespaces(refuse)
  const tag = createTag(limits, refuse)
  const path: (readonly [ns: string, name: string])[] = []
  let run = ''
  let isInTag = false

  const tellText = (): void => {
    const text = run
    run = ''
    if (text !== '') tell(events.text?.(text))
  }

  return {
    start(name) {
      isInTag = true
      tag.start(name, path.length + 1)
    },
    attribute: (name, value) => tag.attribute(name, value, namespaces.inForce),
    open() {
      isInTag = false
      tellText()
      namespaces.enter(tag.declarations)
      const [ns, local] = namespaces.ofElement(tag.name)
      const attributes = namespaces.resolve(tag.attributes)
      path.push([ns, local])
      tell(events.open?.(ns, local, attributes, path.length))
      tell(events.openAsWritten?.(tag, ns, attributes, namespaces.prefixes))
    },
    text(text) {
      if (path.length === 0) return
      run += text
      const most = limits.textLength
      if (run.length > most) refuse(`more than ${most} characters of text`)
    },
    close() {
      tellText()
      const [ns, name] = path.at(-1) ?? ['', '']
      tell(events.close?.(ns, name, path.length))
      path.pop()
      namespaces.leave()
    },
    get hasRoot() {
      return tag.name !== ''
    },
    get isOutside() {
      return path.length === 0 && !isInTag
    },
  }
}
