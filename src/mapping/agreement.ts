import type { Information } from './information.ts'
import type { Agreement } from './spec.ts'

const textsOf = (said: Information[string] | undefined): readonly string[] =>
  said === undefined
    ? []
    : typeof said === 'string'
      ? [said]
      : said.filter(each => typeof each === 'string')

const entriesOf = (said: Information[string] | undefined): readonly Information[] =>
  said === undefined || typeof said === 'string'
    ? []
    : said.filter(each => typeof each !== 'string')

/** Names and postcodes are written in either case and with blanks or without. */
const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s/g, '')

/** Whether one place says all that was asked of it: of several values those that were asked for, in their order. */
const saysAll = (facts: readonly string[], asked: Information, said: Information): boolean =>
  facts.every(fact => {
    const own = textsOf(said[fact]).map(plain)
    return textsOf(asked[fact]).every((value, i) => own[i] === plain(value))
  })

/** Finds the first of the facts that were asked for in which an answer does not agree; undefined where it does. */
export function disagreement(
  agreements: readonly Agreement[],
  asked: Information,
  said: Information,
): Agreement | undefined {
  return agreements.find(({ facts, in: list }) => {
    const isAsked = facts.some(fact => asked[fact] !== undefined)
    if (!isAsked) return false
    const places = list === undefined ? [said] : entriesOf(said[list])
    return !places.some(place => saysAll(facts, asked, place))
  })
}
