/** What each kind of store does with replies beyond what all do: how many it takes, and what it has lost. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { askingReplies } from '../../src/fleet/asking-replies.ts'
import { MOST_REPLIES, MOST_REPLY, MOST_REPLY_BYTES, StoreError } from '../../src/fleet/index.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { codeOf, folder, moving, opened, until } from './given.ts'
import { openedAt } from './redis-given.ts'
import { MINUTE } from './records-contract.ts'
import { R } from './replies-contract.ts'

const FULL = ['silent', undefined]
const BYTES = new Uint8Array(9).fill(7)

t.test('a file takes so many bytes of replies, and so many, and then none', async t => {
  const path = join(folder(t), 'state.db')
  let now = 1_000
  const { replies } = await opened(t, path, { now: () => now })
  await replies.keep(R('1'), BYTES, 100)
  const file = new DatabaseSync(path)
  t.teardown(() => file.close())
  const fill = (rows: string): void => file.exec(`DELETE FROM replies; ${rows}`)
  const row = `INSERT INTO replies VALUES ('x', x'00', ${MOST_REPLY_BYTES - 9}, 2000, 0);`
  fill(row)
  await replies.keep(R('2'), BYTES, 100)
  t.strictSame(await codeOf(replies.keep(R('3'), BYTES.subarray(1), 100)), FULL)
  await replies.keep(R('2'), BYTES, 100)
  const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${MOST_REPLIES - 1})`
  fill(`${many} INSERT INTO replies SELECT 'x' || i, x'00', 1, 2000, 0 FROM n;`)
  await replies.keep(R('2'), BYTES, 100)
  t.strictSame(await codeOf(replies.keep(R('3'), BYTES, 100)), FULL)
  now = 2_000
  t.equal(await replies.sweep(), MOST_REPLIES)
  await replies.keep(R('3'), BYTES, 100)
  t.ok(await replies.find(R('3'), 100), 'there is room again')
})

t.test('a file that was put back does not say that a reply is not there', async t => {
  const path = join(folder(t), 'state.db')
  let now = Date.now()
  const first = await opened(t, path)
  await first.change(0, moving(first.known, 'pds', {}))
  const old = readFileSync(path)
  await first.replies.keep(R('1'), BYTES, MINUTE)
  await first.change(1, moving(first.known, 'pds', {}))
  await first.close()
  rmSync(`${path}-wal`, { force: true })
  writeFileSync(path, old)
  now = Date.now()
  const store = await opened(t, path, { now: () => now })
  t.strictSame(await codeOf(store.replies.find(R('1'), MINUTE)), ['silent', undefined])
  now += 2 * MINUTE
  t.equal(await store.replies.find(R('1'), MINUTE), undefined, 'once it would have ended')
})

t.test('of what only asks nothing may have been stored, however its answer was lost', async t => {
  const lost = (): Promise<never> => Promise.reject(new StoreError('unknown', 'a test'))
  const replies = askingReplies(lost, { answerMs: 1, requestMs: 1, now: Date.now })
  t.match(await codeOf(replies.find(R('1'), MINUTE)), ['silent'])
  t.match(await codeOf(replies.keep(R('1'), BYTES, MINUTE)), ['unknown'])
})

const skip = noRedis

t.test('the largest reply there may be goes through a Redis', { skip }, async t => {
  const { port } = await startRedis(t)
  const { replies } = await openedAt(t, port, { answerMs: 20_000 })
  await replies.keep(R('1'), new Uint8Array(MOST_REPLY).fill(7), MINUTE)
  t.equal((await replies.find(R('1'), MINUTE))?.byteLength, MOST_REPLY)
})

t.test('a Redis takes so many bytes of replies, and so many, and then none', { skip }, async t => {
  const { port, client } = await startRedis(t)
  const { replies } = await openedAt(t, port)
  const at = (name: string): string => `{ficus:test}:replies:${name}`
  await replies.keep(R('1'), BYTES, 1)
  await client.hset(at('sizes'), '', MOST_REPLY_BYTES - 12)
  await replies.keep(R('2'), BYTES, MINUTE)
  t.strictSame(await codeOf(replies.keep(R('3'), BYTES, MINUTE)), FULL)
  await replies.keep(R('2'), BYTES, MINUTE)
  await client.hset(at('sizes'), '', 24)
  const more = Array.from({ length: MOST_REPLIES - 2 }, (_, i) => [1, `x${i}`]).flat()
  await client.zadd(at('ends'), ...more)
  t.strictSame(await codeOf(replies.keep(R('3'), BYTES, MINUTE)), FULL)
  let unfetched = await replies.sweep()
  t.equal(await client.zcard(at('ends')), MOST_REPLIES - 1_000, 'a thousand at a time')
  await replies.keep(R('3'), BYTES, MINUTE)
  t.ok(await replies.find(R('3'), MINUTE), 'there is room again')
  while ((await client.zcard(at('ends'))) > 2) unfetched += await replies.sweep()
  t.equal(unfetched, 1, 'of which one was a reply')
  t.equal(await client.hget(at('sizes'), ''), '24', 'nine bytes are twelve characters')
  t.equal(await client.hlen(at('sizes')), 3)
  t.equal(await client.scard(at('unfetched')), 2)
})

t.test('a Redis that was emptied does not say that a reply is not there', { skip }, async t => {
  const { port, client } = await startRedis(t)
  const store = await openedAt(t, port)
  await store.change(0, moving(store.known, 'pds', {}))
  await store.replies.keep(R('1'), BYTES, MINUTE)
  const { epoch } = store.known
  await client.flushall()
  t.match(await codeOf(store.replies.find(R('1'), MINUTE)), ['silent'])
  await until(() => store.known.epoch !== epoch && store.trouble === undefined)
  t.match(await codeOf(store.replies.find(R('1'), MINUTE)), ['silent'])
  await client.hset('{ficus:test}:fleet', 'lost', Date.now() - MINUTE)
  t.equal(await store.replies.find(R('1'), MINUTE), undefined, 'once it would have ended')
})

t.test('what somebody wrote in place of a reply is none', { skip }, async t => {
  const { port, client } = await startRedis(t)
  const { replies } = await openedAt(t, port)
  await client.lpush(`{ficus:test}:reply:${R('1')}`, 'x')
  t.not(await codeOf(replies.find(R('1'), MINUTE)), 'done')
  await client.set(`{ficus:test}:reply:${R('2')}`, '!')
  t.strictSame(await codeOf(replies.find(R('2'), MINUTE)), ['invalid', undefined])
})
