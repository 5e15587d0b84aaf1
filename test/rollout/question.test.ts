/** What a decision is asked by: nothing of the message, and enough to be asked again. */
import fc from 'fast-check'
import t from 'tap'
import type { Identified, Remembered, Route } from '../../src/exchange/index.ts'
import { answer, ask, assign, type Question } from '../../src/rollout/index.ts'
import { PATIENTS, route, routed, state } from '../routing/given.ts'

const NOW = 1_800_000_000_000
const NHS = '9990000018'
const ID = 'F1E2D3C4-0000-4000-8000-000000000001'

const ofClass = fc.constantFrom('read', 'audited-read', 'pushed-read', 'write', 'unknown')
const side = fc.constantFrom('legacy', 'cloud')
const message = fc.record<Partial<Identified & Remembered>>(
  {
    class: ofClass,
    need: fc.constantFrom('headers', 'kept', 'scan', 'whole'),
    agrees: fc.constantFrom(true, false, undefined),
    messageId: fc.oneof(fc.uuid(), fc.constant(' ')),
    payloadId: fc.uuid(),
    keys: fc.constantFrom({}, { nhsNumber: NHS }, { nhsNumber: '999 000 0026' }),
    pin: fc.constantFrom('legacy', 'cloud', 'both', undefined),
    bound: fc.option(side, { nil: undefined }),
    number: fc.nat(),
  },
  { requiredKeys: ['class', 'need'] },
)
const owner = fc.record<Partial<Route>>(
  {
    translate: fc.constantFrom('pds.retrieval', undefined),
    shadowAs: fc.constantFrom('990000009999', undefined),
    shadowSample: fc.constantFrom(0.01, 0.5, 1),
    withoutKey: fc.constant('legacy'),
  },
  { requiredKeys: [] },
)
const standing = fc.record({
  stage: fc.constantFrom('legacy', 'shadow', 'canary', 'reverse-shadow', 'cloud'),
  // The bucket of the first patient is 28.8895…: here is where it turns.
  percent: fc.oneof(
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.constantFrom(28.889, 28.8892, 28.8896, 28.89, 29),
  ),
  halt: fc.constantFrom('none', 'halt', 'hard'),
  turned: fc.constantFrom(0, NOW - 1),
} as const)

/** What came of a decision, or the code it is refused with. */
function cameOf(decide: () => unknown): unknown {
  try {
    return decide()
  } catch (error) {
    return String(error)
  }
}

t.test('a question that was written down is answered as the request was', t => {
  const same = fc.property(message, owner, standing, side, (what, more, at, sent) => {
    const owns = route('it', 'default', { cohort: PATIENTS, ...more })
    const overrides = {
      patients: [{ key: '9990000026', side: sent, owner: 'x', expires: NOW + 1 }],
    }
    const [asked, where] = [routed(owns, what), state({ routes: { it: at }, overrides })]
    const question = ask(asked, where, NOW)
    const text = JSON.stringify({ ...question, route: undefined })
    const written = JSON.parse(text) as Omit<Question, 'route'>
    const decided = cameOf(() => {
      const { upstream, because, mirror, fallback, side: to } = assign(asked, where, NOW)
      return { side: to, upstream, because, mirror, fallback }
    })
    t.strictSame(
      cameOf(() => answer({ ...written, route: owns })),
      decided,
    )
  })
  fc.assert(same, { numRuns: 500 })
  t.end()
})

t.test('a bucket is decided by as it is kept, also where it turns', t => {
  const owns = route('it', 'default', { cohort: PATIENTS })
  const asked = routed(owns, { class: 'read', keys: { nhsNumber: NHS } })
  for (const percent of [28.889, 28.8892, 28.8896, 28.89, 29]) {
    const where = state({ routes: { it: { stage: 'canary', percent } } })
    const { side: decided } = assign(asked, where, NOW)
    t.equal(answer(ask(asked, where, NOW)).side, decided)
    t.equal(decided, percent > 28.889 ? 'cloud' : 'legacy', `${String(percent)} per cent`)
  }
  t.end()
})

t.test('a question holds nothing of the message', t => {
  const asked = routed(route('it', { path: ['/Patient'] }, { cohort: PATIENTS }), {
    ...{ keys: { nhsNumber: NHS }, messageId: ID, payloadId: ID, target: `/Patient/${NHS}` },
    headers: ['X-Region', 'north'],
  })
  const text = JSON.stringify({ ...ask(asked, state(), NOW), route: undefined })
  for (const part of [NHS, ID, '/Patient', 'north']) t.notMatch(text, part)
  t.end()
})

t.test(
  'an id of blanks is none: what changes something is not sent where it is not known again',
  t => {
    const owns = route('it', 'default', { cohort: PATIENTS })
    const what = {
      class: 'write',
      messageId: ' ',
      payloadId: ' ',
      keys: { nhsNumber: NHS },
    } as const
    const found = assign(routed(owns, what), state({ routes: { it: { stage: 'cloud' } } }), NOW)
    t.match(found, { side: 'legacy', because: 'no-id' })
    t.end()
  },
)
