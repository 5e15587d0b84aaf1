import t from 'tap'
import { reasonsOf } from '../../src/cli/demo-reasons.ts'
import { LOOSENED } from '../../src/cli/demo-routes.ts'
import { STEPS } from '../../src/cli/demo-steps.ts'
import type { Facts, SummaryStep } from '../../src/cli/demo-summary.ts'
import { createTally } from '../../src/cli/demo-tally.ts'

const SHARES = {
  legacy: { legacy: 40, cloud: 0 },
  both: { legacy: 30, cloud: 10 },
  cloud: { legacy: 2, cloud: 40 },
} as const

const step = (name: string, change: Partial<SummaryStep> = {}): SummaryStep => {
  const serves = STEPS.find(each => each.name === name)?.serves ?? 'legacy'
  return {
    name,
    serves,
    from: 1,
    to: 2,
    place: '',
    ...SHARES[serves],
    former: 2,
    typed: [],
    gate: serves === 'legacy' ? null : { verdict: 'open', compared: 300, bad: 0 },
    ...change,
  }
}

const withStep = (name: string, change: Partial<SummaryStep>): readonly SummaryStep[] =>
  STEPS.map(each => step(each.name, each.name === name ? change : {}))

const epoch = { epoch: 'e', compared: 290, bad: 0, uncompared: 10, why: {}, asked: 300 }
const NO_ONE = { ok: 100, negative: 2, fault: 1, failed: 0, differing: 0 }

const AS_PROMISED: Facts = {
  fault: 'none',
  requests: 103,
  seconds: 40,
  outcomes: NO_ONE,
  failures: {},
  crossed: 0,
  otherPatient: 0,
  held: 60,
  differing: {},
  losses: {},
  sentTwice: 0,
  strangers: 0,
  loosened: LOOSENED,
  steps: STEPS.map(({ name }) => step(name)),
  epochs: [epoch, epoch],
  found: [{ path: 'a', kind: 'value', severity: 'significant', count: 3, rate: 0.1 }],
  copies: { legacy: 280, cloud: 300 },
  broken: null,
  stopped: 0,
  fallbacks: 0,
  audit: { isWhole: true, changes: 9, typed: 9 },
  rows: [],
}

const CASES: readonly (readonly [change: Partial<Facts>, reason: string])[] = [
  [{ crossed: 1, outcomes: { ...NO_ONE, failed: 1 } }, '1 answers were another request’s'],
  [{ otherPatient: 1, outcomes: { ...NO_ONE, failed: 1 } }, '1 answers were about another patient'],
  [
    { outcomes: { ...NO_ONE, failed: 2 }, failures: { 'wrong status': 2 } },
    '2 other requests failed: wrong status',
  ],
  [
    { outcomes: { ...NO_ONE, differing: 3 }, differing: { 'p/addr/postalCode': 3, 'p/q/r': 1 } },
    '3 answers differ from legacy’s own beyond the listed losses: addr/postalCode, q/r',
  ],
  [{ sentTwice: 1 }, '1 prescriptions or summaries were sent on twice'],
  [{ strangers: 1 }, '1 messages reached legacy in a supplier’s name that none sent'],
  [{ broken: 'it fell over' }, 'it fell over'],
  [{ audit: { isWhole: false, changes: 9, typed: 9 } }, 'the audit is not whole'],
  [
    { audit: { isWhole: true, changes: 10, typed: 9 } },
    '9 changes were typed and the audit has 10',
  ],
  [{ steps: withStep('halt', { cloud: 1 }) }, 'at halt 1 were served by the cloud'],
  [{ steps: withStep('cloud', { legacy: 5 }) }, 'at cloud 3 were served by legacy'],
  [{ steps: withStep('50', { cloud: 0 }) }, 'at 50 none was served by the cloud'],
  [{ steps: withStep('50', { legacy: 0 }) }, 'at 50 none was served by legacy'],
  [
    { steps: withStep('25', { gate: { verdict: 'open', compared: 148, bad: 0 } }) },
    'the gate of pds-retrieval let 25 pass while 0 of 148 differed',
  ],
  [
    { steps: withStep('25', { gate: { verdict: 'open', compared: 300, bad: 6 } }) },
    'the gate of pds-retrieval let 25 pass while 6 of 300 differed',
  ],
  [
    { copies: { legacy: 279, cloud: 300 } },
    '580 were counted as equal and only 579 copies came to a side',
  ],
  [
    { epochs: [epoch, { ...epoch, compared: 269, uncompared: 31 }] },
    'of 300 requests that should have been compared 269 were, 31 were dropped',
  ],
  [
    { epochs: [{ ...epoch, asked: 0, compared: 0, uncompared: 0 }] },
    'of 0 requests that should have been compared 0 were, 0 were dropped',
  ],
  [{ epochs: [{ ...epoch, uncompared: 141 }] }, '431 were counted for 300 requests'],
  [{ found: [] }, 'what is wrong at the cloud was not found'],
]

t.test('a story as it should be gives no reason against it', async t => {
  t.strictSame(reasonsOf(AS_PROMISED), [])
})

t.test('whatever is not as promised fails the demo with its reason', async t => {
  for (const [change, reason] of CASES) {
    t.strictSame(reasonsOf({ ...AS_PROMISED, ...change }), [reason])
  }
})

t.test('a story that ended early owes nothing for the steps it never came to', async t => {
  const steps = [step('legacy'), step('shadow', { to: null, legacy: 0 })]
  t.strictSame(reasonsOf({ ...AS_PROMISED, steps, epochs: [], found: [] }), [])
})

t.test('an answer that could not be held against legacy’s counts as differing', async t => {
  const tally = createTally()
  tally.countHeld('r', { differing: [], losses: ['secret'] })
  tally.countHeld('r', { differing: ['a/b', 'a/c'], losses: [] })
  tally.countHeld('r', undefined)
  t.equal(tally.held(), 3)
  t.equal(tally.total().differing, 2)
  t.strictSame(
    [...tally.differing()],
    [
      ['a/b', 1],
      ['a/c', 1],
      ['an answer that cannot be read', 1],
    ],
  )
  t.strictSame([...tally.losses()], [['secret', 1]])
})
