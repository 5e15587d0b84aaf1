/** Two instances on one Redis: an answer is fetched from either, and whatever becomes of the Redis nobody is misled. */
import t from 'tap'
import { openedAt } from '../fleet/redis-given.ts'
import { prescription, SECRET, startSides } from '../support/fetched-later.ts'
import { lineOf } from '../support/raw-client.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'

const SHORT = { requestMs: 50, answerMs: 900 }
const PATIENT = { requestMs: 5_000, answerMs: 5_000 }

t.test('what one instance kept another gives, and tells again', { skip: noRedis }, async t => {
  const { port } = await startRedis(t)
  const { start, cloud } = await startSides(t)
  const one = await start(await openedAt(t, port, PATIENT))
  const other = await start(await openedAt(t, port, PATIENT))
  const { body } = prescription()
  const accepted = await one.post(body)
  const location = lineOf(accepted.headers, 'content-location') ?? ''
  t.match((await other.fetch(location)).body.toString(), SECRET)
  const again = await other.post(body)
  t.strictSame([again.status, again.headers, again.body], [202, accepted.headers, accepted.body])
  await one.proxy.close(0)
  t.match((await other.fetch(location)).body.toString(), SECRET, 'and when it is gone')
  t.equal(cloud.asked.length, 1)
})

t.test(
  'a Redis that hangs, and one that comes back empty, say of no answer that it is not there',
  { skip: noRedis },
  async t => {
    const server = await startRedis(t)
    const { start, cloud, legacy } = await startSides(t)
    const store = await openedAt(t, server.port, SHORT)
    const { post, fetch } = await start(store)
    const { body } = prescription()
    let accepted = await post(body)
    // On a busy machine even a Redis that is there may be late; then it is sent again, as a message handler does.
    while (accepted.status !== 202) accepted = await post(body)
    const location = lineOf(accepted.headers, 'content-location') ?? ''
    const asked = cloud.asked.length

    server.stop()
    const hung = await fetch(location)
    t.strictSame([hung.status, lineOf(hung.headers, 'content-location')], [202, location])
    t.equal((await post(body)).status, 200, 'a message handler sends it again after this')
    server.resume()
    let found = await fetch(location)
    while (found.status === 202) found = await fetch(location)
    t.match(found.body.toString(), SECRET)

    await server.kill()
    await server.start()
    for (let tries = 0; tries < 5; tries += 1) {
      const lost = await fetch(location)
      t.strictSame([lost.status, lineOf(lost.headers, 'content-location')], [202, location])
    }
    t.equal(cloud.asked.length, asked)
    t.equal(legacy.targets.length, 0)
  },
)
