// Breaks a good message in every way a rule speaks of, by a tree of the test's own.
import type { AcceptanceRule, Asked } from '../../src/acceptance/index.ts'
import { envelopeFor, type Good, sent } from './good-messages.ts'
import {
  at,
  behind,
  copied,
  type Element,
  elementsIn,
  grow,
  readTree,
  remove,
  writeTree,
} from './tree.ts'

/** One way in which a message was broken, and what is sent of it. */
export interface Damaged {
  readonly how: 'gone' | 'too often' | 'not as asked' | 'missing value'
  readonly body: Buffer
}

interface Documents {
  readonly envelope: Element
  readonly message: Element
}

/** Both documents of a message; that of a synchronous one stands in its envelope. */
function documentsOf(good: Good): Documents {
  const envelope = readTree(envelopeFor(good))
  const [inBody] = at(envelope, 'soap:Body').flatMap(elementsIn)
  return good.travels === 'soap' && inBody !== undefined
    ? { envelope, message: inBody }
    : { envelope, message: readTree(good.message) }
}

const sentOf = (good: Good, { envelope, message }: Documents): Buffer =>
  sent(good.travels, writeTree(envelope), good.travels === 'soap' ? '' : writeTree(message))

const END = /(?:^|\/)(@[\w:]+|text\(\)|name\(\))$/

/** The elements of a path, and what is taken of them. */
const partsOf = (path: string): { elements: string; take: string | undefined } => ({
  elements: path.replace(END, ''),
  take: END.exec(path)?.[1],
})

function contextsOf(root: Element, { within = '', where }: AcceptanceRule): Element[] {
  return at(root, within).filter(context => {
    if (where === undefined) return true
    const { elements, take = '' } = partsOf(where.at)
    const values = at(context, elements).map(each => each.attributes.get(take.slice(1)))
    return values.some(value => value !== undefined && where.is.includes(value))
  })
}

/** A value that is not what is asked for. */
const WRONG: Readonly<Record<Asked['of'], string | undefined>> = {
  filled: '',
  // Only where it is missing is it not there.
  there: undefined,
  length: 'x',
  one: 'zz',
  either: 'zz',
  same: 'other/thing',
}

function setValue(element: Element, take: string, value: string | undefined): void {
  if (take === 'text()') element.children = value === undefined ? [] : [value]
  else if (value === undefined) element.attributes.delete(take.slice(1))
  else element.attributes.set(take.slice(1), value)
}

type Breaking = (root: Element, context: Element) => boolean

const gone =
  (elements: string): Breaking =>
  (root, context) => {
    const targets = at(context, elements)
    if (elements === '' || targets.length === 0) return false
    remove(root, new Set(targets))
    return true
  }

const tooOften =
  (elements: string, most: number): Breaking =>
  (root, context) => {
    if (elements === '' || most === Infinity) return false
    while (at(context, elements).length <= most) {
      const there = at(context, elements).at(-1)
      if (there === undefined) grow(context, elements)
      else behind(root, there, copied(there))
    }
    return true
  }

const valued =
  (path: string, value: string | undefined): Breaking =>
  (_root, context) => {
    const { elements, take = '' } = partsOf(path)
    const [target] = at(context, elements)
    if (target === undefined) return false
    setValue(target, take, value)
    return true
  }

/** Every way in which one rule can be broken in one message; none where the message has no place it speaks of. */
export function damagesOf(rule: AcceptanceRule, good: Good): readonly Damaged[] {
  const { elements, take } = partsOf(rule.at)
  const [least, most] = rule.times ?? [1, 1]
  // A name is changed by whoever names it: the element itself is what says it.
  const isValued = take !== undefined && take !== 'name()'
  const ways: readonly (readonly [Damaged['how'], Breaking])[] = [
    ...(least > 0 ? ([['gone', gone(elements)]] as const) : []),
    ['too often', tooOften(elements, most)],
    ...(isValued && rule.is
      ? ([
          ['not as asked', valued(rule.at, WRONG[rule.is.of])],
          ...(rule.is.of === 'same' || mayBeEmpty(rule.is)
            ? []
            : ([['missing value', valued(rule.at, undefined)]] as const)),
        ] as const)
      : []),
  ]
  return ways.flatMap(([how, breaks]) => {
    const documents = documentsOf(good)
    const root = documents[rule.in]
    const [context] = contextsOf(root, rule)
    return context !== undefined && breaks(root, context)
      ? [{ how, body: sentOf(good, documents) }]
      : []
  })
}

const mayBeEmpty = (asked: Asked): boolean =>
  (asked.of === 'one' && asked.values.includes('')) ||
  (asked.of === 'either' && asked.asked.some(mayBeEmpty))
