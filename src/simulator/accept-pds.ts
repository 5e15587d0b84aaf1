import type { Rule } from './accept.ts'
import { FAMILIES } from './accept.ts'
import type { Reason } from './hl7-message.ts'
import { countOf, inside, textOf, valueOf } from './xml-text.ts'

const pds = (code: string, says: string): Reason => ({
  code,
  system: FAMILIES[1742],
  says,
  qualifier: 'ER',
})

// The general reason stands first, the one that says what is wrong beside it.
const BAD_NUMBER = [pds('0', 'Invalid request'), pds('AT002', 'NHS Number is not valid')]
const INCOMPLETE = [pds('0', 'Invalid request'), pds('AT009', 'Search criteria are incomplete')]

/** A question as it stands in the control act. */
type Query = string
export type PdsRule = Rule<Query, readonly Reason[]>

const NEW_STYLE = '2.16.840.1.113883.2.1.4.1'
const GENDERS = ['0', '1', '2', '9']

const coded = (query: Query, parameter: string): string =>
  valueOf(inside(query, parameter), 'value', 'code') ?? ''

const numberIn = (query: Query): string =>
  valueOf(inside(query, 'person.id'), 'value', 'extension') ?? ''

const history: PdsRule = {
  name: 'whether history is wanted',
  holds: query => ['0', '1'].includes(coded(query, 'historicDataIndicator')),
  refused: INCOMPLETE,
}

const bornIn = (query: Query): string | undefined =>
  valueOf(inside(query, 'person.birthTime'), 'value', 'value')

/** A trace that says nothing of the day finds nobody; a cross-check that says nothing checks nothing. */
const birth = (isSaid: (born: string | undefined) => boolean): PdsRule => ({
  name: 'a birth time',
  holds: query => isSaid(bornIn(query)),
  refused: INCOMPLETE,
})

const length: PdsRule = {
  name: 'an NHS number of ten characters',
  holds: query => numberIn(query).length === 10,
  refused: BAD_NUMBER,
}

/** Spine's rules for what PDS is asked, by the kind of question. */
export const PDS_RULES = {
  retrieval: [length, history],
  trace: [
    birth(born => born !== undefined),
    {
      name: 'one family name',
      holds: query =>
        countOf(query, 'family') === 1 &&
        (textOf(inside(query, 'person.name'), 'family') ?? '') !== '',
      refused: INCOMPLETE,
    },
    {
      name: 'a gender that there is',
      holds: query => GENDERS.includes(coded(query, 'person.administrativeGenderCode')),
      refused: INCOMPLETE,
    },
  ],
  'advanced-trace': [
    history,
    {
      name: 'a name of a person',
      holds: query => /<[^/!]/.test(inside(inside(query, 'person.name') ?? '', 'value') ?? ''),
      refused: INCOMPLETE,
    },
    {
      name: 'one way to search',
      holds: query =>
        countOf(query, 'searchParameter') === 1 &&
        ['1', '2'].includes(coded(query, 'searchParameter')),
      refused: INCOMPLETE,
    },
  ],
  'cross-check': [
    birth(born => (born ?? '') !== ''),
    {
      name: 'an NHS number of the new style',
      holds: query =>
        valueOf(inside(query, 'person.id'), 'value', 'root') === NEW_STYLE &&
        numberIn(query) !== '',
      refused: BAD_NUMBER,
    },
  ],
} as const satisfies Record<string, readonly PdsRule[]>
