import t from 'tap'
import { noRedis } from '../support/redis-server.ts'
import { startWatched, type Watched } from '../support/redis-sentinels.ts'
import { codeOf, moving, until } from './given.ts'
import { openedAt } from './redis-given.ts'
import { M, MINUTE } from './records-contract.ts'
import { storeContract } from './store-contract.ts'

const skip = noRedis

t.test('a Redis behind sentinels', { skip }, async t => {
  const watched = await startWatched(t)
  let made = 0
  storeContract(
    'a Redis behind sentinels',
    t => {
      made += 1
      const environment = `test-${made}`
      return {
        connect: options => openedAt(t, watched.address, { ...options, environment }),
      }
    },
    { within: t },
  )
})

// As impatient as in use, so that what does not answer is given up.
const IN_USE = { answerMs: 900, requestMs: 300 }

/** Ends the master in some way, and asks all the while until another is written. */
async function failOver(t: Tap, lose: (watched: Watched) => unknown, isBack: boolean) {
  const watched = await startWatched(t)
  const store = await openedAt(t, watched.address, IN_USE)
  const other = await openedAt(t, watched.address, IN_USE)
  const one = await store.change(0, moving(store.known, 'pds', { stage: 'shadow' }))
  await eventually(() => store.bind([M('before')], 'cloud', 10 * MINUTE))
  const before = await watched.masterPort()
  await lose(watched)
  const codes = new Set<unknown>()
  for (;;) {
    const came = await codeOf(store.change(1, moving(one, 'pds', { stage: 'canary' })))
    t.equal(store.known.routes.get('pds')?.stage === 'legacy', false, 'what is known stays known')
    if (came === 'done' || store.known.revision === 2) break
    codes.add(Array.isArray(came) ? came[0] : came)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  t.not(await watched.masterPort(), before)
  t.strictSame(
    [...codes].filter(code => code !== 'silent' && code !== 'unknown'),
    [],
    'meanwhile it is told that nothing is known to have been stored',
  )
  await until(() => other.known.revision === 2 && other.trouble === undefined)
  if (isBack) watched.master.resume()
  const again = await eventually(() => store.bind([M('before')], 'legacy', 10 * MINUTE))
  t.match(again, { side: 'cloud', isNew: false }, 'what a replica had is not lost')
  t.equal(store.forks + other.forks, 0)
  t.equal((await eventually(() => store.readAudit(0, 10))).length, 2)
}

/** Asks until it is answered. */
async function eventually<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await ask()
    } catch {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}

type Tap = Parameters<typeof startWatched>[0]

t.test('a master that is killed is followed to the next by itself', { skip }, async t => {
  await failOver(t, watched => watched.master.kill(), false)
})

t.test(
  'a master that is stopped is given up, and left alone when it returns',
  { skip },
  async t => {
    await failOver(t, watched => watched.master.stop(), true)
  },
)

t.test(
  'what no replica has is not confirmed, though it may have been stored',
  { skip },
  async t => {
    const watched = await startWatched(t)
    const store = await openedAt(t, watched.address, IN_USE)
    await eventually(() => store.bind([M('1')], 'cloud', MINUTE))
    for (const replica of watched.replicas) replica.stop()
    t.strictSame(await codeOf(store.bind([M('2')], 'cloud', MINUTE)), ['unknown', undefined])
    t.strictSame(await codeOf(store.pin('p', [M('3')], 'cloud')), ['unknown', undefined])
    const change = store.change(0, moving(store.known, 'pds', {}))
    t.strictSame(await codeOf(change), ['unknown', undefined])
    t.equal(store.known.revision, 1, 'and is followed where it was stored')
    for (const replica of watched.replicas) replica.resume()
    t.match(await eventually(() => store.bind([M('2')], 'legacy', MINUTE)), { side: 'cloud' })
  },
)
