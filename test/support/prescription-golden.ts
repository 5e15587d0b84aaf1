import { BASE, type Parts } from './prescription-golden-parts.ts'

const cases = <K extends keyof Parts>(
  name: K,
  values: readonly Parts[K][],
): readonly (readonly [title: string, parts: Parts])[] =>
  values.map(value => [`${name}: ${JSON.stringify(value)}`, { ...BASE, [name]: value }])

/** Prescriptions that say everything a table has a row for, each in both languages, by a title. */
export const GOLDEN_PRESCRIPTIONS: ReadonlyMap<string, Parts> = new Map([
  ['as most are', BASE],
  ...cases('addressUse', [
    ['WP', 'work'],
    ['TMP', 'temp'],
    ['PST', 'billing'],
  ]),
  ...cases('nameUse', [
    ['A', 'temp'],
    ['PREFERRED', 'nickname'],
    ['PREVIOUS', 'old'],
    ['PREVIOUS-MAIDEN', 'maiden'],
  ]),
  ...cases('gender', [
    ['1', 'male'],
    ['9', 'other'],
    ['0', 'unknown'],
  ]),
  ...cases('telecomUse', [
    ['TMP', 'temp'],
    ['MC', 'mobile'],
  ]),
  ...cases('practice', [[undefined, undefined]]),
  ...cases('site', [
    ['P2', 'P2'],
    ['P3', 'P3'],
    ['0004', '0004'],
  ]),
  ...cases('pharmacy', [false]),
  ...cases(
    'registration',
    [
      ['2123456', 'gphc-number', '2123456'],
      ['12A3456B', 'nmc-number', '12A3456B'],
      ['G1234567', 'gmp-number', 'G1234567'],
      ['PT123456', 'hcpc-number', 'PT123456'],
      ['ANYTHING', 'professional-code', 'ANYTHING'],
    ].map(each => each as unknown as Parts['registration']),
  ),
  ...cases('quantity', ['0.5', '20.0', '0', '123456789012345']),
  ['a spurious code', { ...BASE, paidAs: ['spurious', '612345'] }],
  ['a DIN', { ...BASE, paidAs: ['din', '312345'] }],
  ['somebody else is responsible', { ...BASE, other: true, paidAs: ['none', '12A3456B'] }],
  ['instructions', { ...BASE, instructions: true }],
  ['valid from a day', { ...BASE, validFrom: ['20260110000000', '2026-01-10'] }],
  ['valid from a moment', { ...BASE, validFrom: ['20260110083000', '2026-01-10T08:30:00+00:00'] }],
  ['continuous', { ...BASE, treatment: 'continuous' }],
  [
    'repeat dispensing',
    {
      ...BASE,
      treatment: 'continuous-repeat-dispensing',
      validFrom: ['20260110000000', '2026-01-10'],
    },
  ],
])
