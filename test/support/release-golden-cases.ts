import { BASE } from './prescription-golden-parts.ts'
import { type Item, RELEASED, type Released } from './release-golden.ts'

const item = (code: string, request: string, isSaid = true): Item => ({ code, request, isSaid })

const REPEAT = {
  ...BASE,
  treatment: 'continuous-repeat-dispensing',
  validFrom: ['20260110000000', '2026-01-10'],
} as const

/** Released prescriptions that say everything a table has a row for, each in both languages, by a title. */
export const GOLDEN_RELEASES: ReadonlyMap<string, Released> = new Map<string, Released>([
  ['as most are', RELEASED],
  [
    'its status says no more than that it is active',
    { ...RELEASED, items: [item('0007', 'active', false), item('0007', 'active')] },
  ],
  [
    'one item cancelled',
    { ...RELEASED, items: [item('0007', 'active'), item('0005', 'cancelled')] },
  ],
  [
    'one item cancelled, by its status alone',
    { ...RELEASED, items: [item('0007', 'active'), item('0005', 'cancelled', false)] },
  ],
  [
    'with a dispenser',
    {
      ...RELEASED,
      status: '0002',
      items: [item('0008', 'active'), item('0005', 'cancelled')],
    },
  ],
  ['instructions', { ...RELEASED, parts: { ...BASE, instructions: true } }],
  [
    'somebody else is responsible',
    { ...RELEASED, parts: { ...BASE, other: true, paidAs: ['none', '12A3456B'] } },
  ],
  [
    'a doctor by the number that was signed',
    {
      ...RELEASED,
      parts: {
        ...BASE,
        registration: ['C4123456', 'gmc-number', 'C4123456'],
        paidAs: ['none', 'C4123456'],
      },
    },
  ],
  [
    'valid from when its Bundle says',
    {
      ...RELEASED,
      parts: { ...BASE, validFrom: ['20260110000000', undefined] },
      lastUpdated: '2026-01-10T00:00:00.000+00:00',
    },
  ],
  [
    'continuous, the only issue',
    {
      ...RELEASED,
      parts: { ...BASE, treatment: 'continuous' },
    },
  ],
  [
    'the first issue of six',
    {
      ...RELEASED,
      parts: REPEAT,
      issue: { number: 1, of: 6, inBasedOn: true },
    },
  ],
  [
    'the third issue of six, the one before given out',
    {
      ...RELEASED,
      parts: REPEAT,
      issue: { number: 3, of: 6, inBasedOn: true },
      lastDispensed: ['20260210000000', '2026-02-10'],
    },
  ],
  [
    'the last issue of six, as its items say',
    { ...RELEASED, parts: REPEAT, issue: { number: 6, of: 6, inBasedOn: false } },
  ],
])
