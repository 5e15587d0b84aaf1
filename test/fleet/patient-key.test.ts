import fc from 'fast-check'
import t from 'tap'
import { holdsPatientKey } from '../../src/fleet/index.ts'

t.test('an NHS number is seen however it is written, and a prescription id too', async t => {
  const held = [
    '9990000018',
    '999 000 0018',
    '999-000-0018',
    '999-000 0018',
    'asked for by 9990000018, twice',
    '(9990000018)',
    'A1B2C3-A99968-4F5E6A',
    'the prescription a1b2c3-a99968-4f5e6+ was late',
  ]
  for (const text of held) t.ok(holdsPatientKey(text), text)
})

t.test('other numbers are not taken for one', async t => {
  const free = [
    '',
    '9990000019',
    '200000000115',
    '1767225600000',
    'INC-99900',
    '99900000182',
    'F1E2D3C4-0000-4000-8000-9990000018AB',
    'canary 25 % since 2026-03-31',
  ]
  for (const text of free) t.notOk(holdsPatientKey(text), text)
})

t.test('every number with the right check digit is seen, and none with another', async t => {
  const nine = fc.integer({ min: 999_000_000, max: 999_999_999 })
  const property = fc.property(nine, fc.nat(9), (first, last) => {
    const sum = String(first)
      .split('')
      .reduce((all, digit, i) => all + Number(digit) * (10 - i), 0)
    const isOne = (sum + last) % 11 === 0
    return holdsPatientKey(`of ${first}${last}`) === isOne
  })
  t.doesNotThrow(() => fc.assert(property))
})
