/** Without an SDK a trace is two ids: whose it is, and a fresh one for each leg that takes part. */
import t from 'tap'
import type { Prepared } from '../../src/exchange/index.ts'
import { createRandomIds } from '../../src/telemetry/random-ids.ts'
import { createTraces } from '../../src/telemetry/traces.ts'
import { CLOUD, head, LEGACY, route, routed } from '../routing/given.ts'

/** Random bytes that count up, so that ids can be told. */
function counting(): (block: Buffer) => void {
  let next = 0
  return block => block.forEach((_, i) => (block[i] = next++ % 256))
}

const prepared = (more: Parameters<typeof route>[2] = {}): Prepared => ({
  ...routed(route('pds', 'default', { translate: 'pds.retrieval', ...more })),
  ...{ side: 'cloud', upstream: CLOUD, because: 'stage', mirror: { not: 'stage' } },
  fallback: LEGACY,
})

const translated = (request: Prepared): Prepared => ({
  ...request,
  translated: {
    request,
    maxAnswerBytes: 1,
    answer: () => {
      throw new Error('nobody answers')
    },
  },
})

t.test('ids are drawn one after another, and an id of zeros is none', async t => {
  const blocks = [Buffer.alloc(4_096), Buffer.alloc(4_096, 7)]
  const ids = createRandomIds(block => void blocks.shift()?.copy(block))
  t.equal(ids.traceId(), '07'.repeat(16))
  const others = createRandomIds(counting())
  t.equal(others.traceId(), '000102030405060708090a0b0c0d0e0f')
  t.equal(others.spanId(), '1011121314151617')
})

t.test('no two of many ids are the same, over many blocks', async t => {
  const ids = createRandomIds()
  const drawn = Array.from({ length: 20_000 }, () => [ids.traceId(), ids.spanId()]).flat()
  t.equal(new Set(drawn).size, drawn.length)
  t.ok(drawn.every(id => /^[0-9a-f]{16}(?:[0-9a-f]{16})?$/.test(id)))
})

t.test('a trace begun here is random and said by nobody to be recorded', async t => {
  const trace = createTraces(createRandomIds(counting())).begin(head())
  t.equal(trace.id, '000102030405060708090a0b0c0d0e0f')
  const leg = trace.leg({ prepared: translated(prepared()), upstream: CLOUD, role: 'control' })
  t.strictSame(leg?.lines, ['traceparent', `00-${trace.id}-1011121314151617-02`])
})

t.test(
  'a trace that is taken up keeps its id, its flags and its list; its parent is new',
  async t => {
    const [id, parent] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
    const headers = ['traceparent', `00-${id}-${parent}-01`, 'tracestate', 'a=1']
    const trace = createTraces(createRandomIds(counting())).begin(head({ headers }))
    t.equal(trace.id, id)
    const of = { prepared: translated(prepared()), upstream: CLOUD, role: 'control' } as const
    const lines = ['0001020304050607', '08090a0b0c0d0e0f'].map(span => [
      ...['traceparent', `00-${id}-${span}-01`],
      ...['tracestate', 'a=1'],
    ])
    t.strictSame([trace.leg(of)?.lines, trace.leg(of)?.lines], lines)
  },
)

t.test('who takes part: what is in words of ours, and what its route asks for', async t => {
  const trace = createTraces().begin(head())
  const passes = { translate: undefined }
  const rows: readonly (readonly [string, boolean, Prepared, 'control' | 'candidate'])[] = [
    ['a translated request', true, translated(prepared()), 'control'],
    ['a request that is not, of a translated route', false, prepared(), 'control'],
    ['a copy of a translated route', true, prepared(), 'candidate'],
    ['a request that passes', false, prepared(passes), 'control'],
    ['a copy of what passes', false, prepared(passes), 'candidate'],
    ['one whose route asks for it', true, prepared({ ...passes, trace: true }), 'control'],
    ['a copy of it', true, prepared({ ...passes, trace: true }), 'candidate'],
    ['one whose route forbids it', false, translated(prepared({ trace: false })), 'control'],
    ['a copy of it', false, prepared({ trace: false }), 'candidate'],
  ]
  for (const [who, takesPart, request, role] of rows) {
    const leg = trace.leg({ prepared: request, upstream: CLOUD, role })
    t.equal(leg?.lines !== undefined, takesPart, who)
  }
})
