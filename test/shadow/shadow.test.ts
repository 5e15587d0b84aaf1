/** The side of the shadow that stands in the serving thread: what it admits, keeps, hands over and tells. */
import { once } from 'node:events'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import {
  type Capture,
  FicusError,
  type Prepared,
  type Route,
  type Settled,
} from '../../src/exchange/index.ts'
import {
  type Compared,
  createShadow,
  type Mirrored,
  type Shadow,
  type ShadowOptions,
} from '../../src/shadow/index.ts'
import { identified, route, upstream } from '../routing/given.ts'
import { EPOCH } from './given.ts'

// Threads keep no process alive, and a test's has nothing else that does.
const alive = setInterval(() => undefined, 60_000)
t.teardown(() => clearInterval(alive))

const owner = route('mirrored', 'default')
const SERVED: Settled = { status: 200, bytes: 5, error: undefined }

interface Opened {
  readonly shadow: Shadow
  readonly told: Compared[]
  /** Resolves once so many were told. */
  until(count: number): Promise<void>
}

function open(t: Test | undefined, options: Partial<ShadowOptions> = {}): Opened {
  const told: Compared[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const shadow = createShadow({
    root: new URL('root.ts', import.meta.url),
    compared: compared => {
      told.push(compared)
      for (const each of waiting) if (told.length >= each.count) each.resolve()
    },
    ...options,
  })
  shadow.use([{ route: owner, epoch: EPOCH }])
  t?.teardown(() => shadow.close())
  return {
    shadow,
    told,
    until: count =>
      told.length >= count
        ? Promise.resolve()
        : new Promise(resolve => waiting.push({ count, resolve })),
  }
}

function request(target = '/', body = 'hello', its: Route = owner): Prepared {
  return {
    ...identified({ target, body: { kind: 'whole', bytes: Buffer.from(body) } }),
    route: its,
    deadline: 0,
    side: 'legacy',
    upstream: its.legacy,
    because: 'stage',
    mirror: { to: its.cloud ?? its.legacy },
    fallback: undefined,
  }
}

const answered = (capture: Capture | undefined, body = 'there'): Capture => {
  if (capture === undefined) throw new Error('it was not admitted')
  capture.whole({ status: 200, reason: '', headers: [], body: Buffer.from(body) })
  return capture
}

/** Lets one request through from its beginning to its end. */
function through(shadow: Shadow, prepared: Prepared, more: Partial<Mirrored> = {}): void {
  const capture = answered(shadow.begin(prepared))
  shadow.offer({
    prepared,
    capture,
    settled: SERVED,
    servedBy: prepared.upstream,
    controlMs: 7,
    ...more,
  })
}

const reasons = (told: readonly Compared[]): unknown[] =>
  told.map(({ comparison }) => comparison.reason ?? comparison.verdict)

t.test('what is not to be mirrored costs nothing and is told of by nobody', async t => {
  const { shadow, told } = open(t)
  t.equal(shadow.begin({ ...request(), mirror: { not: 'stage' } }), undefined)
  t.strictSame([told, shadow.pending], [[], { count: 0, bytes: 0 }])
  const none = createShadow()
  t.equal(none.begin(request()), undefined)
  await none.close()
})

t.test('what came of a copy is told with what it counts for', async t => {
  const { shadow, told, until } = open(t)
  through(shadow, { ...request(), interaction: 'QUPA_IN000008UK02' })
  await until(1)
  t.match(told, [
    {
      route: 'mirrored',
      epoch: EPOCH,
      interaction: 'QUPA_IN000008UK02',
      control: 'legacy',
      candidate: 'pds-fhir',
      comparison: { verdict: 'identical' },
      controlMs: 7,
      candidateMs: 1,
    },
  ])
})

// What became of the exchange, and why it is not compared.
const OVER: readonly (readonly [string, Partial<Mirrored>, string])[] = [
  ['its supplier went away', { settled: { ...SERVED, status: 499 } }, 'gone'],
  [
    'its reply was our own error',
    { settled: { ...SERVED, status: 502, error: new FicusError('bad-answer') } },
    'control-failed',
  ],
  ['somebody else stood in', { servedBy: upstream('stand-in') }, 'fell-back'],
  ['nobody was asked', { servedBy: undefined }, 'fell-back'],
  ['the other side may not have its copy yet', { isFresh: true }, 'copied'],
]

for (const [what, more, reason] of OVER) {
  t.test(`an exchange is not compared where ${what}: ${reason}`, async t => {
    const { shadow, told } = open(t)
    through(shadow, request(), more)
    t.strictSame(reasons(told), [reason])
    t.strictSame(shadow.pending, { count: 0, bytes: 0 })
  })
}

t.test(
  'a body is copied up to a bound and beyond it told of, request and answer alike',
  async t => {
    const { shadow, told, until } = open(t, { mirrorMaxBytes: 5 })
    t.equal(shadow.begin(request('/', 'six by')), undefined)
    through(shadow, request('/', 'five!'))
    const prepared = request()
    const capture = answered(shadow.begin(prepared), 'six by')
    shadow.offer({ prepared, capture, settled: SERVED, servedBy: owner.legacy, controlMs: 1 })
    const streamed = { ...request(), body: { kind: 'stream', read: Buffer.alloc(0) } as never }
    t.equal(shadow.begin(streamed), undefined)
    await until(4)
    t.strictSame(reasons(told).sort(), ['identical', 'size', 'size', 'size'])
  },
)

t.test('no more is kept than there is room for, in number and in bytes', async t => {
  const few = open(t, { copies: 2 })
  const kept = [few.shadow.begin(request('/wait')), few.shadow.begin(request('/wait'))]
  t.equal(few.shadow.begin(request()), undefined)
  t.strictSame(reasons(few.told), ['full'])
  t.equal(kept.length, 2)

  const small = open(t, { bytes: 100, mirrorMaxBytes: 40 })
  const prepared = request('/wait')
  const first = small.shadow.begin(prepared)
  t.equal(small.shadow.pending.bytes, 45, 'an answer that is not there counts as the largest')
  t.ok(small.shadow.begin(request('/wait')))
  t.equal(small.shadow.begin(request('/wait')), undefined, 'the third would be too much')
  const capture = answered(first)
  small.shadow.offer({ prepared, capture, settled: SERVED, servedBy: owner.legacy, controlMs: 1 })
  t.strictSame(small.shadow.pending, { count: 2, bytes: 55 }, 'and then as what it is')
  t.ok(small.shadow.begin(request('/wait')), 'so that there is room again')
})

t.test('bytes are handed over in memory of their own, not views of the socket’s', async t => {
  const { shadow, until } = open(t)
  const pool = Buffer.from('a pooled slice of which hello is a part')
  const at = pool.indexOf('hello')
  const body = pool.subarray(at, at + 5)
  const prepared = { ...request(), body: { kind: 'whole', bytes: body } as const }
  through(shadow, prepared)
  await until(1)
  t.equal(body.toString(), 'hello', 'what the exchange has is still there')
  t.equal(body.buffer.detached, false)
})

t.test('an upstream that says 429 gets no copies for as long as it asked', async t => {
  const { shadow, told, until } = open(t)
  through(shadow, request('/limited'))
  await until(1)
  t.equal(shadow.begin(request()), undefined)
  t.strictSame(reasons(told), ['rate', 'paused'])
  const sandbox = route('other', 'default', { cloud: upstream('other-cloud') })
  shadow.use([owner, sandbox].map(its => ({ route: its, epoch: EPOCH })))
  t.ok(shadow.begin(request('/', 'hello', sandbox)), 'any other upstream does')
})

t.test('an upstream that fails five copies in a row gets none for a while', async t => {
  const { shadow, told, until } = open(t)
  for (let i = 1; i <= 5; i += 1) {
    through(shadow, request('/failed'))
    await until(i)
  }
  t.equal(shadow.begin(request()), undefined)
  t.equal(reasons(told).at(-1), 'paused')
})

t.test('an upstream the path itself holds back gets no copies', async t => {
  const { shadow, told } = open(t, { isHeldBack: ({ name }) => name === 'pds-fhir' })
  t.equal(shadow.begin(request()), undefined)
  t.strictSame(reasons(told), ['paused'])
})

t.test('what a copy would count for has to be what it was when the request came', async t => {
  const { shadow, told, until } = open(t)
  const prepared = request()
  const capture = answered(shadow.begin(prepared))
  shadow.use([{ route: owner, epoch: 'e2' }])
  shadow.offer({ prepared, capture, settled: SERVED, servedBy: owner.legacy, controlMs: 1 })
  through(shadow, request())
  await until(2)
  t.strictSame(
    told.map(({ epoch, comparison }) => [epoch, comparison.reason ?? comparison.verdict]),
    [
      [EPOCH, 'reconfigured'],
      ['e2', 'identical'],
    ],
  )
  shadow.use([])
  t.equal(shadow.begin(request()), undefined, 'a route that is gone is mirrored no more')
  t.equal(told.at(-1)?.comparison.reason, 'reconfigured')
})

t.test('a thread that ends says so of what it had, and closing of what is left', async t => {
  const { shadow, told, until } = open(t)
  through(shadow, request('/die'))
  await until(1)
  through(shadow, request('/throw'))
  await until(2)
  through(shadow, request('/wait'))
  await shadow.close()
  t.equal(shadow.begin(request()), undefined)
  t.strictSame(reasons(told), ['thread-ended', 'internal', 'closed', 'closed'])
})

t.test('an answer the supplier never got whole is not offered as one', async t => {
  const { shadow, told } = open(t)
  const prepared = request()
  const capture = shadow.begin(prepared)
  if (capture === undefined) throw new Error('it was not admitted')
  shadow.offer({ prepared, capture, settled: SERVED, servedBy: owner.legacy, controlMs: 1 })
  t.strictSame(reasons(told), ['control-failed'])
})

t.test('a mistake beside the path costs a comparison and hurts nobody', async t => {
  const { shadow, told } = open(t, {
    isHeldBack: () => {
      throw new Error('a mistake of ours')
    },
  })
  t.equal(shadow.begin(request()), undefined)
  t.strictSame(reasons(told), ['internal'])
  const warned = once(process, 'warning')
  const deaf = open(t, {
    compared: () => {
      throw new Error('a mistake of ours')
    },
  })
  t.doesNotThrow(() => through(deaf.shadow, request(), { servedBy: undefined }))
  t.match(await warned, [{ code: 'FICUS_SHADOW' }])
})

t.test('everything that was to be mirrored is told of exactly once, whatever happens', async () => {
  const each = fc.record({
    target: fc.constantFrom('/', '/wait', '/die', '/throw', '/failed', '/limited'),
    settled: fc.constantFrom<Settled>(SERVED, { ...SERVED, status: 499 }),
    length: fc.constantFrom(0, 5, 50),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(each, { maxLength: 40 }), async requests => {
      const bound = { copies: 10, bytes: 400, mirrorMaxBytes: 40 }
      const { shadow, told } = open(undefined, bound)
      for (const { target, settled, length } of requests) {
        const prepared = request(target)
        const capture = shadow.begin(prepared)
        const { count, bytes } = shadow.pending
        if (count > bound.copies || bytes > bound.bytes) return false
        if (capture === undefined) continue
        answered(capture, 'x'.repeat(length))
        const servedBy = prepared.upstream
        shadow.offer({ prepared, capture, settled, servedBy, controlMs: 1 })
        if (target === '/die') await new Promise(resolve => setImmediate(resolve))
      }
      await shadow.close()
      return told.length === requests.length && shadow.pending.count === 0
    }),
    { numRuns: 20 },
  )
})
