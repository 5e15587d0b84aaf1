/** A write goes where it went, and after a turn of its route what is new goes where it went before the turn. */
import t from 'tap'
import {
  isFicusError,
  type Remembered,
  REMEMBERED_MS,
  type Route,
  type Routed,
  type RouteState,
  STAGES,
} from '../../src/exchange/index.ts'
import { assign, type DecisionStep } from '../../src/rollout/index.ts'
import { PATIENTS, route, routed, state } from '../routing/given.ts'

const NOW = 1_800_000_000_000
const ID = 'F1E2D3C4-0000-4000-8000-000000000001'
const OWNER = route('it', 'default', { cohort: PATIENTS })
const APART = route('it', 'default', { cohort: { ...PATIENTS, records: 'apart', pin: true } })
const WRITE = { class: 'write', messageId: ID, keys: { nhsNumber: '9990000018' } } as const

function wentTo(
  at: Partial<RouteState>,
  more: Partial<Routed> & Remembered = {},
  owner: Route = OWNER,
): string {
  try {
    const message = routed(owner, { ...WRITE, ...more })
    const { side, because } = assign(message, state({ routes: { it: at } }), NOW)
    return `${side}, ${because}`
  } catch (error) {
    return isFicusError(error) ? error.code : 'a mistake'
  }
}

const HALTS = ['none', 'halt', 'hard'] as const
const TURNS = [undefined, 0, NOW - REMEMBERED_MS, NOW - 1, NOW] as const
const PINS = [undefined, 'legacy', 'cloud', 'both'] as const

t.test('what went to a side goes there again, but for a hard halt', async t => {
  for (const stage of STAGES) {
    for (const halt of HALTS) {
      for (const turned of TURNS) {
        for (const pin of PINS) {
          const at = { stage, halt, ...(turned !== undefined && { turned }) }
          const said = JSON.stringify({ ...at, pin })
          const isHard = halt === 'hard'
          const cloud = isHard ? 'not-sent' : 'cloud, bound'
          t.equal(wentTo(at, { pin, bound: 'cloud' }), cloud, said)
          const legacy = isHard ? 'legacy, hard-halt' : 'legacy, bound'
          t.equal(wentTo(at, { pin, bound: 'legacy' }), legacy, said)
        }
      }
    }
  }
  const cloudless = { ...OWNER, cloud: undefined }
  t.equal(wentTo({ stage: 'cloud' }, { bound: 'cloud' }, cloudless), 'not-sent', 'it is gone')
})

t.test('what went to the cloud and contradicts itself now goes nowhere', async t => {
  for (const more of [{ agrees: false }, { need: 'scan' }] as const) {
    const owner = { ...OWNER, translate: 'm' }
    t.equal(wentTo({ stage: 'cloud' }, { ...more, bound: 'cloud' }, owner), 'not-sent')
    t.equal(wentTo({ stage: 'cloud' }, { ...more, bound: 'legacy' }, owner), 'legacy, bound')
  }
})

t.test(
  'of a route that was promoted a moment ago writes stay with legacy, reads do not',
  async t => {
    const served = { canary: 'percentage', 'reverse-shadow': 'stage', cloud: 'stage' } as const
    for (const stage of ['canary', 'reverse-shadow', 'cloud'] as const) {
      for (const klass of ['write', 'unknown'] as const) {
        const at = (turned: number) =>
          wentTo({ stage, percent: 100, turned }, { class: klass, bound: undefined })
        t.equal(at(NOW), 'legacy, turning')
        t.equal(at(NOW - REMEMBERED_MS + 1), 'legacy, turning')
        t.equal(at(NOW - REMEMBERED_MS), `cloud, ${served[stage]}`)
        t.equal(at(NOW + 60_000), 'legacy, turning', 'by a clock that is ahead too')
      }
      for (const klass of ['read', 'audited-read', 'pushed-read'] as const) {
        t.match(wentTo({ stage, percent: 100, turned: NOW }, { class: klass }), /^cloud/, klass)
      }
    }
  },
)

t.test('where legacy may not hold it, a write waits for the end of the turn', async t => {
  const at = { stage: 'cloud', turned: NOW } as const
  t.equal(wentTo(at, {}, APART), 'not-sent')
  t.equal(wentTo(at, { creates: 'nhsNumber' }, APART), 'legacy, turning', 'but what comes to be')
  t.equal(wentTo(at, { pin: 'cloud' }, APART), 'cloud, pin', 'and what is pinned')
  t.equal(wentTo({ stage: 'cloud' }, {}, APART), 'cloud, stage')
})

t.test('a write that nothing tells from another leaves legacy only where it is pinned', async t => {
  const nameless = { messageId: undefined, payloadId: undefined }
  t.equal(wentTo({ stage: 'cloud' }, nameless), 'legacy, no-id')
  t.equal(wentTo({ stage: 'cloud' }, { ...nameless, pin: 'cloud' }), 'cloud, pin')
  t.equal(wentTo({ stage: 'cloud' }, nameless, APART), 'not-sent', 'legacy may not hold it')
  t.equal(wentTo({ stage: 'cloud' }, { ...nameless, class: 'read' }), 'cloud, stage')
  t.equal(wentTo({ stage: 'cloud' }, { ...nameless, payloadId: ID }), 'cloud, stage')
})

t.test('a trace says where a message went before, and holds neither its id nor a key', async t => {
  const steps: DecisionStep[] = []
  const message = routed(OWNER, { ...WRITE, bound: 'cloud' })
  assign(message, state({ routes: { it: { stage: 'legacy' } } }), NOW, steps)
  t.match(steps[1], { rule: 'bound', looked: /^messageId #[0-9a-f]{4}, went before to cloud$/ })
  t.notMatch(JSON.stringify(steps), ID)
  const turning: DecisionStep[] = []
  assign(
    routed(OWNER, WRITE),
    state({ routes: { it: { stage: 'cloud', turned: NOW } } }),
    NOW,
    turning,
  )
  t.match(turning, [{}, {}, {}, {}, {}, { rule: 'turning', said: 'legacy' }])
})
