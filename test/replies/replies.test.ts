/** What an instance does with answers that wait, on a store without a disk whose clock is the test's. */
import t from 'tap'
import type { Answer, Prepared, Received, Reply } from '../../src/exchange/index.ts'
import { createNaming, StoreError } from '../../src/fleet/index.ts'
import { createReplies, type PollResult, REPLY_KEPT_MS } from '../../src/replies/index.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'

const ASID = '200000000115'
const answer = (status: number, text: string): Answer => ({
  ...{ status, reason: '', headers: ['Content-Length', String(text.length)] },
  body: Buffer.from(text),
})

const MESSAGE = {
  deadline: 2_000_000,
  ...{ class: 'write', messageId: 'M-1', payloadId: 'P-1', from: { asid: ASID } },
  translated: {
    accepted: (location: string) => ({
      ...answer(202, ''),
      headers: ['Content-Location', location],
    }),
  },
} as unknown as Prepared // as much of one as is looked at

/** A reply that notes what it is told. */
function heard() {
  const told: (Answer | string)[] = []
  const reply = {
    ...{ isGone: false, hasStarted: false },
    whole: (each: Answer) => told.push(each),
    fail: ({ code }: { readonly code: string }) => told.push(code),
    destroy: ({ code }: { readonly code: string }) => told.push(`cut: ${code}`),
  }
  return { told, reply: reply as unknown as Reply & { isGone: boolean } }
}

function given() {
  const memory = createMemory()
  const store = connectMemory(memory)
  const polled: PollResult[] = []
  const ended: number[] = []
  const naming = createNaming(Buffer.alloc(32, 'test'))
  const replies = createReplies({
    ...{ store, naming },
    polled: result => polled.push(result),
    unfetched: count => ended.push(count),
    clock: () => now,
  })
  let now = 1_000
  memory.replies.now = () => now
  const keep = async (message: Prepared = MESSAGE) => {
    const { told, reply } = heard()
    replies.keeping(message, reply).whole(answer(200, 'the answer'))
    await new Promise(setImmediate)
    return told
  }
  const fetch = (target: string, asid = ASID): Promise<Answer> | undefined =>
    replies.fetch({ method: 'GET', target, headers: ['NHSD-ASID', asid] } as unknown as Received)
  const wait = (ms: number): number => (now += ms)
  return { ...{ memory, store, replies, polled, ended, keep, fetch, wait } }
}

const locationIn = (told: readonly (Answer | string)[]): string => {
  const [accepted] = told
  return typeof accepted === 'object' ? (accepted.headers[1] ?? '') : ''
}

t.test(
  'an answer is kept for as long as its message may be sent again, and counted then',
  async t => {
    const { keep, fetch, replies, wait, ended, polled, memory } = given()
    const first = locationIn(await keep())
    const other = locationIn(await keep({ ...MESSAGE, messageId: 'M-2' }))
    wait(REPLY_KEPT_MS - 1)
    t.match(await fetch(first), { status: 200, body: Buffer.from('the answer') })
    replies.sweep(0)
    await new Promise(setImmediate)
    wait(1)
    t.match(await fetch(first), { status: 404 })
    t.match(await fetch(other), { status: 404 })
    replies.sweep(9_999)
    await new Promise(setImmediate)
    t.equal(memory.replies.kept.size, 2, 'it was looked a moment ago')
    replies.sweep(10_000)
    await new Promise(setImmediate)
    t.equal(memory.replies.kept.size, 0)
    t.strictSame(ended, [0, 1], 'one of two was fetched')
    t.strictSame(polled, ['given', 'unknown', 'unknown'])
  },
)

t.test('it is told before what was told then, where the answer waits', async t => {
  const { keep, replies, wait } = given()
  t.equal(await replies.toldBefore(MESSAGE), undefined)
  const [told] = await keep()
  t.match(await replies.toldBefore(MESSAGE), { status: 202, headers: (told as Answer).headers })
  t.equal(await replies.toldBefore({ ...MESSAGE, messageId: 'M-2' }), undefined)
  t.equal(await replies.toldBefore({ ...MESSAGE, from: { asid: '200000000116' } }), undefined)
  wait(REPLY_KEPT_MS)
  t.equal(await replies.toldBefore(MESSAGE), undefined)
})

t.test('a store that is silent keeps nothing, and is said to be nowhere', async t => {
  const { keep, fetch, replies, store, polled, ended, wait } = given()
  const location = locationIn(await keep())
  store.failure = new StoreError('silent', 'a test')
  t.match(await fetch(location), { status: 202, headers: ['Content-Location', location] })
  await t.rejects(replies.toldBefore(MESSAGE), { code: 'not-sent' })
  for (const [klass, code] of [
    ['write', 'sent-unknown'],
    ['unknown', 'sent-unknown'],
    ['pushed-read', 'sent-unknown'],
    ['read', 'no-answer'],
  ] as const) {
    t.strictSame(await keep({ ...MESSAGE, messageId: klass, class: klass }), [code])
    await t.rejects(keep(), { code: 'not-sent' }, 'and for a while nothing is sent')
    wait(4_999)
    await t.rejects(keep(), { code: 'not-sent' })
    wait(1)
  }
  replies.sweep(0)
  await new Promise(setImmediate)
  t.strictSame(ended, [])
  store.failure = undefined
  t.match(await fetch(location), { status: 200 })
  t.strictSame(polled, ['again', 'given'])
})

t.test('what is said of who has gone is nothing, and what came of it is kept', async t => {
  const { replies, fetch, store } = given()
  const { told, reply } = heard()
  const kept = replies.keeping(MESSAGE, reply)
  reply.isGone = true
  t.equal(kept.isGone, false, 'to whoever brings the answer')
  kept.whole(answer(200, 'the answer'))
  await new Promise(setImmediate)
  t.strictSame(told, [])
  const before = await replies.toldBefore(MESSAGE)
  t.match(await fetch(before?.headers[1] ?? ''), { status: 200 })
  store.failure = new StoreError('silent', 'a test')
  kept.whole(answer(200, 'the answer'))
  await new Promise(setImmediate)
  t.strictSame(told, ['cut: sent-unknown'])
})
