import { entriesIn, type Information, textIn, textsIn } from './information.ts'
import type { Agreement } from './spec.ts'

/** What is said of a fact, whether it has one value or several. */
const saidIn = (said: Information, fact: string): readonly string[] => {
  const one = textIn(said, fact)
  return one === undefined ? textsIn(said, fact) : [one]
}

/** Names and postcodes are written in either case and with blanks or without. */
const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s/g, '')

/** Whether one place says all that was asked of it: of several values those that were asked for, in their order. */
const saysAll = (facts: readonly string[], asked: Information, said: Information): boolean =>
  facts.every(fact => {
    const own = saidIn(said, fact).map(plain)
    return saidIn(asked, fact).every((value, i) => own[i] === plain(value))
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
    const places = list === undefined ? [said] : entriesIn(said, list)
    return !places.some(place => saysAll(facts, asked, place))
  })
}
