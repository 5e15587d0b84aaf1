import t from 'tap'
import type { LeafType, Rule } from '../../src/comparison/index.ts'
import { isLinear } from '../xml/refused.ts'
import { compare, json, NO_RULES, policyOf } from './compared.ts'

/** Values that are costly to a pattern that tries more than one way. */
const VALUES: readonly (readonly [what: string, value: (n: number) => string])[] = [
  ['zeros and an end', n => `${'0'.repeat(n)}x`],
  ['zeros behind a point', n => `1.${'0'.repeat(n)}x`],
  ['digits', n => '1'.repeat(n)],
  ['blanks within', n => `a${' '.repeat(n)}b`],
  ['blanks around', n => `${' '.repeat(n)}a${' '.repeat(n)}`],
  ['points', n => '1.'.repeat(n)],
  ['hyphens', n => '0-'.repeat(n)],
  ['letters', n => 'é'.repeat(n)],
  ['quotes', n => '"'.repeat(n)],
  ['backslashes', n => '\\'.repeat(n)],
  ['slashes', n => 'a/'.repeat(n)],
  ['a narrative', n => `<div>${'<p>x  y</p>'.repeat(n / 10)}</div>`],
  ['an id in brackets', n => `<cid:${'>'.repeat(n)}`],
]

const TYPES: readonly LeafType[] = [
  'time',
  'decimal',
  'uuid',
  'telecom',
  'collapsed',
  'caseless',
  'base64',
  'xhtml',
  'qname',
]

const rules: Rule[] = [
  ...TYPES.map((type): Rule => ({ id: type, path: type, why: 'a test', does: 'type', type })),
  { id: 'id', path: 'id', why: 'a test', does: 'id' },
  { id: 'timestamp', path: 'timestamp', why: 'a test', does: 'timestamp' },
]
const EVERY_TYPE = policyOf(...rules)

const answer = (value: string, end: string) =>
  json(
    JSON.stringify(
      Object.fromEntries(['a', ...rules.map(({ id }) => id)].map(id => [id, value + end])),
    ),
  )

t.test('a long value costs what it weighs, whatever it is made of', async t => {
  for (const [what, value] of VALUES) {
    const work = (n: number) => {
      const pair = { control: answer(value(n), 'x'), candidate: answer(value(n), 'y') }
      return () => compare(pair, EVERY_TYPE)
    }
    t.ok(isLinear(work, 4_000), what)
  }
})

/** Members made to be costly to those who match them; each costs its steps, and the budget here has no end. */
const LISTS: readonly (readonly [what: string, item: (i: number, side: string) => unknown])[] = [
  ['all different', (i, side) => ({ a: `${side}${i}`, b: i })],
  ['all different in all they hold', (i, side) => ({ a: `${side}${i}` })],
  ['all alike but one leaf', (i, side) => ({ a: 1, b: 2, c: `${side}${i}` })],
  ['all alike but for their ids', (i, side) => ({ id: `${side}${i}` })],
  ['empty', (i, side) => (side === 'x' && i % 2 === 0 ? {} : { a: '' })],
]

const LIST_POLICIES = [
  NO_RULES,
  policyOf(
    { id: 'any', path: 'list', why: 'a test', does: 'unordered' },
    { id: 'id', path: 'list/id', why: 'a test', does: 'id' },
    { id: 'empty', path: 'list', why: 'a test', does: 'empty-is-absent' },
  ),
]

t.test('a long list costs what it weighs, whatever its members are', async t => {
  const endless = { steps: Infinity, differences: Infinity, bytes: Infinity }
  for (const policy of LIST_POLICIES) {
    for (const [what, item] of LISTS) {
      const work = (n: number) => {
        const list = (side: string) =>
          json(JSON.stringify({ list: Array.from({ length: n }, (_, i) => item(i, side)) }))
        const pair = { control: list('x'), candidate: list('y') }
        return () => compare(pair, policy, endless)
      }
      t.ok(isLinear(work, 500), what)
    }
  }
})

t.test('an answer that says what went wrong thousands of times over', async t => {
  const work = (n: number) => {
    const outcome = (side: string) =>
      json(
        JSON.stringify({
          resourceType: 'OperationOutcome',
          issue: Array.from({ length: n }, (_, i) => ({ severity: 'error', code: `${side}${i}` })),
        }),
        400,
      )
    const pair = { control: outcome('x'), candidate: outcome('y') }
    return () => compare(pair, NO_RULES)
  }
  t.ok(isLinear(work, 1_000))
})
