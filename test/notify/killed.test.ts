import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import t, { type Test } from 'tap'
import { flip } from '../../src/flips/index.ts'
import { openedAt } from '../fleet/redis-given.ts'
import { bench, owning } from '../flips/given.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { receiver, until } from './receiver.ts'

t.setTimeout(60_000)

/** A process that tells, killed with the test at the latest. */
function teller(t: Test, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [resolve('test/notify/teller-process.ts'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

t.test(
  'processes that tell are killed one after the other: nothing is missing, and doubles have one id',
  { skip: noRedis },
  async t => {
    const { port } = await startRedis(t)
    const address = `redis://127.0.0.1:${port}`
    const store = await openedAt(t, address, { environment: 'int' })
    const { context } = await bench([owning('read')])
    // Every seventh message is taken without a word, so that some are under way when their sender is killed.
    const desk = await receiver(t, number => (number % 7 === 3 ? () => undefined : 204))
    await store.claimCursor('desk', { by: 'before', forMs: 1 })
    const tellers = [teller(t, address, desk.url), teller(t, address, desk.url)]
    const asked = { actor: 'ada', reason: 'because' }
    await flip(store, { ...asked, verb: 'adopt' }, context)
    for (let killed = 0; killed < 4; killed++) {
      for (const verb of ['halt', 'resume', 'halt', 'resume', 'halt', 'resume'] as const) {
        await flip(store, { ...asked, verb, name: 'read' }, context)
      }
      const before = desk.heard.length
      await until(t, 'some are heard', () => desk.heard.length > before + 2)
      const next = tellers.shift()
      next?.kill('SIGKILL')
      if (next !== undefined) await once(next, 'exit')
      tellers.push(teller(t, address, desk.url))
    }
    const { revision } = store.known
    t.equal(revision, 25)
    await until(t, 'the last is taken', () => desk.taken.at(-1)?.data.revision === revision)
    const heard = desk.heard.map(({ data }) => data.revision)
    const firsts = [...new Set(heard)]
    t.strictSame(
      firsts,
      Array.from({ length: revision }, (_, i) => i + 1),
      'each, in order',
    )
    const ids = new Map(desk.heard.map(({ id, data }) => [id, data.revision]))
    t.equal(ids.size, revision, 'and a double has the id it had before')
    t.ok(heard.length > firsts.length, 'as there were some')
    t.strictSame(desk.refused, [])
  },
)
