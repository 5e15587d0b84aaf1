import t from 'tap'
import type { Verdict } from '../../src/cli/demo-judge.ts'
import { type Evidence, summarise } from '../../src/cli/demo-summary.ts'
import { createTally } from '../../src/cli/demo-tally.ts'
import { createWitness } from '../../src/cli/demo-witness.ts'
import type { SeenRequest, Simulator } from '../../src/simulator/index.ts'

const MOMENTS = {
  began: 1_000,
  savedCloud: 2_000,
  atCloud: 2_500,
  savedLegacy: 3_000,
  atLegacy: 3_600,
  ended: 4_000,
}

const retrieval = (at: number): Omit<SeenRequest, 'number'> => ({
  at,
  method: 'POST',
  target: '/',
  headers: [['soapaction', '"urn:nhs:names:services:pdsquery/QUPA_IN000008UK02"']],
  body: Buffer.from(''),
})

const write = (id: string): Omit<SeenRequest, 'number'> => ({
  ...retrieval(1_500),
  headers: [['SOAPAction', 'urn:nhs:names:services:mm/PORX_IN020101UK31']],
  body: Buffer.from(`<eb:MessageId>${id}</eb:MessageId>`),
})

/** A Spine that saw these requests and nothing else. */
function spine(requests: readonly Omit<SeenRequest, 'number'>[]): Simulator {
  const seen = requests.map((each, i) => ({ ...each, number: i + 1 }))
  const set = () => undefined
  return { url: '', close: async () => undefined, seen: () => seen, count: () => seen.length, set }
}

interface Given {
  readonly legacy?: readonly Omit<SeenRequest, 'number'>[]
  readonly cloud?: readonly Omit<SeenRequest, 'number'>[]
  readonly verdicts?: readonly Verdict[]
  readonly more?: Partial<Evidence>
}

const AS_PROMISED = {
  legacy: [retrieval(1_500), retrieval(3_800)],
  cloud: [retrieval(2_300), retrieval(2_700), retrieval(3_400)],
}

function summary({ legacy, cloud, verdicts = [], more = {} }: Given = {}) {
  const witness = createWitness({
    legacy: spine(legacy ?? AS_PROMISED.legacy),
    cloud: spine(cloud ?? AS_PROMISED.cloud),
  })
  witness.look()
  witness.look()
  const tally = createTally()
  for (const verdict of verdicts) tally.count('QUPA_IN000008UK02', verdict, 5)
  const evidence = { tally, witness, moments: MOMENTS, fault: undefined, stopped: 0, fallbacks: 0 }
  return summarise({ ...evidence, ...more })
}

t.test('what the Spines saw is counted once and by the moments of the flip', async t => {
  const { ok, asked, flipMs, seconds } = summary()
  t.equal(ok, true)
  t.strictSame(asked, {
    before: { legacy: 1, cloud: 0 },
    flipped: { legacy: 0, cloud: 1 },
    back: { legacy: 1, cloud: 0 },
  })
  t.strictSame(flipMs, { toCloud: 300, back: 400 })
  t.equal(seconds, 3)
})

const failed = (why: 'named another request' | 'about another patient' | 'wrong status') =>
  ({ outcome: 'failed', why }) as const

const CASES: readonly (readonly [Given, reason: string])[] = [
  [{ verdicts: [failed('named another request')] }, '1 answers named another request'],
  [{ verdicts: [failed('about another patient')] }, '1 answers were about another patient'],
  [{ verdicts: [failed('wrong status')] }, '1 other requests failed: wrong status'],
  [{ legacy: [write('A'), write('a')] }, '1 prescriptions or summaries were sent on twice'],
  [{ cloud: [retrieval(1_200), retrieval(2_700)] }, 'the cloud was asked before the flip'],
  [{ cloud: [] }, 'no request reached the cloud after the flip'],
  [
    { cloud: [retrieval(2_700), retrieval(3_900)] },
    'the cloud was still asked after the flip back',
  ],
  [{ more: { fault: 'crossed' } }, 'no crossed answer was stopped'],
]

t.test('whatever is not as promised fails the demo with its reason', async t => {
  for (const [given, reason] of CASES) {
    const { ok, reasons } = summary(given)
    t.strictSame([ok, reasons], [false, [reason]])
  }
})
