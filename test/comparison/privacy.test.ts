import fc from 'fast-check'
import t from 'tap'
import { createCompare } from '../../src/comparison/index.ts'
import { compareJson, compareXml, KEY, NO_RULES, NOW, xml } from './compared.ts'
import { arbitraryElement, arbitraryValue, valuesIn, written } from './trees.ts'

t.test('no value of a message is in what leaves the room', async t => {
  let differences = 0
  const isPrivate = fc.property(arbitraryElement, arbitraryElement, (one, two) => {
    const comparison = compareXml(
      written(one, 1),
      written({ ...two, ns: one.ns, name: one.name }, 2),
    )
    differences += comparison.differences.length
    const text = JSON.stringify(comparison)
    return [...valuesIn(one), ...valuesIn(two)].every(value => !text.includes(value))
  })
  t.doesNotThrow(() => fc.assert(isPrivate, { numRuns: 300 }))
  t.ok(differences > 300)
})

t.test('nor is a property’s name that is no name', async t => {
  const unnamed = arbitraryValue.map(value => `${value} of`)
  const isPrivate = fc.property(unnamed, unnamed, (one, two) => {
    const text = JSON.stringify(compareJson({ a: { [one]: 1 } }, { a: { [two]: 1 } }))
    return !text.includes(one) && !text.includes(two)
  })
  t.doesNotThrow(() => fc.assert(isPrivate, { numRuns: 300 }))
  for (const name of ['9990000018', 'n9990000018', '1 High Street', 'one@example.test']) {
    t.notMatch(JSON.stringify(compareJson({ [name]: 1 }, {})), name)
    t.match(compareJson({ name: 1 }, {}).differences, [{ path: 'name' }])
  }
})

t.test('nor what an answer says went wrong', async t => {
  const outcome = (code: string) => ({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'invalid', details: { coding: [{ system: code, code }] } }],
  })
  const isPrivate = fc.property(arbitraryValue, arbitraryValue, (one, two) => {
    const text = JSON.stringify(compareJson(outcome(one), outcome(two)))
    return !text.includes(one) && !text.includes(two)
  })
  t.doesNotThrow(() => fc.assert(isPrivate, { numRuns: 200 }))
})

t.test('two tokens of one path are equal where the values are, under one key only', async t => {
  const tokens = (key: Buffer, a: string, b: string, path = 'a') => {
    const compare = createCompare({ key, now: () => NOW })
    const document = (value: string) => xml(`<x><${path}>${value}</${path}></x>`)
    const { differences } = compare({ control: document(a), candidate: document(b) }, NO_RULES)
    return [differences[0]?.leftToken, differences[0]?.rightToken]
  }
  const [left, right] = tokens(KEY, '9990000018', '9990000026')
  // Threes, so that four characters of a hash are never somebody's value.
  t.match(left, /^digits\(10\)#[0-9a-f]{3}(?:\u00b7[0-9a-f]{3}){4}$/)
  t.not(left, right)
  t.strictSame(tokens(KEY, '9990000026', '9990000018'), [right, left])
  t.not(tokens(KEY, '9990000018', '9990000026', 'b')[0], left, 'another path')
  t.not(tokens(Buffer.alloc(32, 1), '9990000018', '9990000026')[0], left, 'another process')
})

t.test('what a value looks like is told, and nothing else of it', async t => {
  const ROWS: readonly (readonly [value: string, shape: string])[] = [
    ['9990000018', 'digits(10)'],
    ['5A562114-4B7A-4C4C-9E4B-5B3F0E6C0001', 'uuid(36)'],
    ['2.16.840.1.113883.2.1.4.1', 'oid(25)'],
    ['20260101120000', 'time(14)'],
    ['2026-01-01', 'date(10)'],
    ['0.5', 'decimal(3)'],
    ['Jones', 'letters(5)'],
    ['1 High Street', 'text(13)'],
    ['  ', 'blank(2)'],
  ]
  for (const [value, shape] of ROWS) {
    const { differences } = compareJson({ a: value }, { a: '?' })
    t.equal(differences[0]?.leftToken.split('#')[0], shape)
  }
})
