/** Whoever has all a store holds, and all that is logged and counted, has nothing of an answer, nor a way to one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Store } from '../../src/fleet/index.ts'
import { folder, opened } from '../fleet/given.ts'
import { openedAt } from '../fleet/redis-given.ts'
import { prescription, SECRET, startSides } from '../support/fetched-later.ts'
import { FROM } from '../support/messages.ts'
import { lineOf } from '../support/raw-client.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'

/** Lets an answer wait in a store, and gives what nobody may find there, some of it in other words. */
async function waited(t: Test, store: Store): Promise<readonly (readonly [string, Buffer])[]> {
  const { start } = await startSides(t)
  const { post, fetch, lines, events, admin } = await start(store)
  const { body, messageId, payloadId } = prescription()
  const accepted = await post(body)
  const location = lineOf(accepted.headers, 'content-location') ?? ''
  t.equal((await fetch(location)).status, 200)
  const id = location.slice('/_poll/fx-'.length)
  const secrets = [SECRET, '9990000018', id, messageId, payloadId, FROM].flatMap(text => [
    [text, Buffer.from(text)] as const,
    [`${text} in base64`, Buffer.from(Buffer.from(text).toString('base64').slice(2, -4))] as const,
  ])
  secrets.push(['the bytes of the id', Buffer.from(id, 'base64url')])
  const metrics = await (await globalThis.fetch(new URL('/metrics', admin))).text()
  const told = Buffer.from(`${JSON.stringify([lines, events])}${metrics}`)
  // A line of the log names its message, as every line does.
  const logged = secrets.filter(([what]) => !what.startsWith(messageId) && !what.startsWith(FROM))
  for (const [what, bytes] of logged) t.notOk(told.includes(bytes), `${what} is logged or counted`)
  return secrets
}

t.test('in a file', async t => {
  const at = folder(t)
  const secrets = await waited(t, await opened(t, join(at, 'state.db')))
  const files = readdirSync(at).filter(name => !name.endsWith('.key'))
  t.ok(files.includes('state.db'))
  const held = Buffer.concat(files.map(name => readFileSync(join(at, name))))
  t.ok(held.includes('CREATE TABLE replies'), 'it was written out')
  for (const [what, bytes] of secrets) t.notOk(held.includes(bytes), `${what} is in the file`)
})

t.test('in a Redis', { skip: noRedis }, async t => {
  const { port, client } = await startRedis(t)
  const secrets = await waited(t, await openedAt(t, port))
  const held: Buffer[] = []
  for (const key of await client.keys('*')) {
    held.push(Buffer.from(key), await client.dumpBuffer(key))
    if ((await client.type(key)) === 'string') held.push(Buffer.from((await client.get(key)) ?? ''))
  }
  t.ok(
    held.some(each => each.includes('reply:')),
    'it is there',
  )
  const all = Buffer.concat(held)
  for (const [what, bytes] of secrets) t.notOk(all.includes(bytes), `${what} is in Redis`)
})
