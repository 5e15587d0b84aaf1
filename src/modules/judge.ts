import type { Mapping } from '../mapping/index.ts'

const FUNCTIONS = [
  ...['request', 'answer', 'readLegacy', 'readCloud', 'subjectOf', 'leaves', 'writeCloud'],
  ...['writeLegacy', 'bothMean', 'losses', 'rows'],
]

const LISTS = ['interactions', 'kept']

/** A name of the operator's becomes a part of metrics, commands and evidence. */
const NAME = /^[a-z0-9][a-z0-9.-]{0,62}$/

/** Why what a module exports is no mapping, and the way out. */
export interface Unfit {
  readonly says: string
  readonly wayOut: string
}

/** Takes what a module exports as the mapping it is, or says why it is none. */
export function judgedMapping(exported: unknown): Mapping | Unfit {
  if (exported === undefined) {
    return { says: 'has no default export', wayOut: 'write `export default defineMapping({ … })`' }
  }
  const members = exported as Readonly<Record<string, unknown>> // whatever a file of the operator's has
  const isWhole =
    typeof exported === 'object' &&
    exported !== null &&
    FUNCTIONS.every(name => typeof members[name] === 'function') &&
    LISTS.every(name => isTexts(members[name])) &&
    typeof members['version'] === 'string'
  if (!isWhole) {
    return {
      says: 'exports something that is no mapping',
      wayOut: 'its default export is what defineMapping, defineDocument or withCalls gives',
    }
  }
  const name = members['name']
  if (typeof name !== 'string' || !NAME.test(name)) {
    return {
      says: 'gives its mapping a name that is none',
      wayOut: 'a name is lower-case letters, digits, points and hyphens, at most 63',
    }
  }
  return exported as Mapping // every part of one has been looked for
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every(each => typeof each === 'string')

/** Says whether it is one. */
export const isUnfit = (judged: Mapping | Unfit): judged is Unfit => 'says' in judged
