/** What becomes of exchanges is counted by who answered them, and read on no thread that serves. */
import t from 'tap'
import { type ErrorCode, FicusError } from '../../src/exchange/index.ts'
import type { ChosenEnd } from '../../src/outcomes/index.ts'
import { CLOUD, given, type Given, LEGACY, prepared, recordOf, routed, type Went } from './given.ts'

const BODY = Buffer.from('<a/>')

/** Lets one exchange through that is answered with a body. */
function through({ outcomes }: Given, went: Went = {}, body = BODY): void {
  const chosen = outcomes.choose(routed())
  if (chosen === undefined) return
  const record = recordOf(went)
  const { status } = record.settled
  if (record.settled.error === undefined) {
    chosen.capture?.whole({ status, reason: '', headers: [], body })
  }
  outcomes.ended({ chosen, record, capture: chosen.capture })
}

t.test(
  'an answer is handed to a thread with memory of its own, and nothing is read here',
  async t => {
    const its = given()
    through(its)
    const [job] = its.posted
    t.match(job?.work, { answered: { status: 200, body: new Uint8Array(BODY) } })
    t.equal(job?.transfer[0]?.byteLength, BODY.length)
    t.strictSame(await its.counted(), {}, 'nobody knows yet what it says')
    job?.ended({ came: { word: 'app_error' } })
    t.strictSame(await its.counted(), { 'reads spine legacy control app_error': 1 })
  },
)

t.test('an answer without a body needs no thread: its status says it', async t => {
  const its = given()
  through(its, { status: 202 }, Buffer.alloc(0))
  through(its, { status: 500 }, Buffer.alloc(0))
  t.equal(its.posted.length, 0)
  t.strictSame(await its.counted(), {
    'reads spine legacy control ok': 1,
    'reads spine legacy control fault': 1,
  })
})

t.test('an answer that holds what somebody else wrote is neither kept nor read', async t => {
  const its = given()
  const chosen = its.outcomes.choose(routed(0, 'mesh-message'))
  t.equal(chosen?.capture, undefined)
  for (const status of [200, 404]) {
    its.outcomes.ended({ chosen, record: recordOf({ status }), capture: undefined } as ChosenEnd)
  }
  t.equal(its.posted.length, 0)
  t.strictSame(await its.counted(), {
    'reads spine legacy control ok': 1,
    'reads spine legacy control not_found': 1,
  })
})

t.test('who served is counted: the cloud, or legacy in its place', async t => {
  const its = given()
  const assigned = prepared({ side: 'cloud', upstream: CLOUD })
  through(its, { assigned, asked: [CLOUD] })
  through(its, { assigned, asked: [CLOUD, LEGACY] })
  for (const { ended } of its.posted) ended({ came: { word: 'ok' } })
  t.strictSame(await its.counted(), {
    'reads rehosted cloud control ok': 1,
    'reads spine legacy control ok': 1,
  })
})

const BLAMED: Readonly<Record<string, readonly ErrorCode[]>> = {
  'reads spine legacy control transport': [
    'not-sent',
    'no-answer',
    'sent-unknown',
    'bad-answer',
    'crossed',
  ],
  'unread reads own-error': ['internal', 'malformed'],
}

t.test('an error of our own is transport where it blames the upstream', async t => {
  for (const [counted, codes] of Object.entries(BLAMED)) {
    const its = given()
    for (const code of codes) through(its, { error: new FicusError(code) })
    t.equal(its.posted.length, 0)
    t.strictSame(await its.counted(), { [counted]: codes.length })
  }
})

t.test('what fails before a side is decided was served by nobody', async t => {
  const its = given()
  through(its, { assigned: undefined, asked: [], error: new FicusError('not-sent') })
  t.strictSame(await its.counted(), { 'reads none none control transport': 1 })
})

t.test('what is not read is counted by why', async t => {
  const its = given()
  through(its, { status: 499, error: new FicusError('aborted') })
  through(its, { asked: [] })
  through(its, {}, Buffer.alloc(1_048_577))
  for (const ended of [
    'late',
    'overtime',
    'thread-ended',
    'failed',
    'closed',
    'refused',
  ] as const) {
    through(its)
    its.posted.at(-1)?.ended({ ended })
  }
  for (const word of ['size', 'unreadable']) {
    through(its)
    its.posted.at(-1)?.ended({ came: { word } })
  }
  t.strictSame(await its.counted(), {
    ...{ 'unread reads gone': 1, 'unread reads told': 1, 'unread reads size': 2 },
    ...{ 'unread reads late': 1, 'unread reads overtime': 1, 'unread reads thread-ended': 1 },
    ...{ 'unread reads failed': 1, 'unread reads closed': 1, 'unread reads refused': 1 },
    'unread reads unreadable': 1,
  })
  const full = given({ takes: false })
  through(full)
  t.strictSame(await full.counted(), { 'unread reads full': 1 })
  await full.outcomes.close()
  through(full)
  t.strictSame(await full.counted(), { 'unread reads full': 1, 'unread reads closed': 1 })
})

t.test('a large answer is counted by its status where that says no success', async t => {
  const its = given()
  through(its, { status: 502 }, Buffer.alloc(1_048_577))
  t.strictSame(await its.counted(), { 'reads spine legacy control fault': 1 })
})

t.test('beyond the budget nothing is kept, posted or read, and each is counted', async t => {
  const its = given({ perSecond: 10 })
  const flood = Array.from({ length: 5_000 }, () => its.outcomes.choose(routed(1_000)))
  const chosen = flood.filter(each => each !== undefined)
  t.equal(chosen.length, 10)
  t.equal(new Set(chosen.map(({ capture }) => capture)).size, 10, 'each keeps its own answer')
  t.equal(its.posted.length, 0)
  t.strictSame(await its.counted(), { 'unread reads budget': 4_990 })
})

t.test('under load the share of each outcome is that of all', async t => {
  let seed = 1
  const random = (): number => ((seed = (seed * 48_271) % 2_147_483_647) - 1) / 2_147_483_646
  const its = given({ perSecond: 200, random })
  for (let i = 0; i < 60_000; i += 1) {
    // Two thousand a second for half a minute, every twentieth of them fails.
    const chosen = its.outcomes.choose(routed(i / 2))
    if (chosen === undefined) continue
    const word = i % 20 === 0 ? 'app_error' : 'ok'
    chosen.capture?.whole({ status: 200, reason: '', headers: [], body: BODY })
    its.outcomes.ended({ chosen, record: recordOf(), capture: chosen.capture })
    its.posted.at(-1)?.ended({ came: { word } })
  }
  const counted = await its.counted()
  const [ok, bad] = ['ok', 'app_error'].map(
    word => counted[`reads spine legacy control ${word}`] ?? 0,
  )
  const read = (ok ?? 0) + (bad ?? 0)
  t.ok(read >= 5_500 && read <= 6_300, `${read} read`)
  t.equal(read + (counted['unread reads budget'] ?? 0), 60_000, 'none is lost')
  const share = (bad ?? 0) / read
  t.ok(share > 0.04 && share < 0.06, `${share} fail of those that were read, 0.05 of all`)
})

t.test(
  'what a copy says is counted as the candidate’s, at the side that does not serve',
  async t => {
    const its = given()
    const copy = { route: 'reads', control: 'legacy', candidate: 'rehosted' } as const
    its.outcomes.copied({ ...copy, outcome: 'not_found' })
    its.outcomes.copied({ ...copy, outcome: undefined })
    its.outcomes.copied({ ...copy, control: 'cloud', candidate: 'spine', outcome: 'transport' })
    t.strictSame(await its.counted(), {
      'reads rehosted cloud candidate not_found': 1,
      'reads spine legacy candidate transport': 1,
    })
  },
)
