import { join } from 'node:path'
import t from 'tap'
import { startInstance } from '../support/fleet-instance.ts'
import { startSides } from '../support/fleet-sides.ts'
import { noRedis, startRedis, testFolder } from '../support/redis-server.ts'

t.setTimeout(120_000)

interface Page {
  readonly lines: readonly { readonly body: string }[]
}

t.test(
  'a process killed the moment it has confirmed a halt still holds it, and brings it to the store',
  { skip: noRedis },
  async t => {
    const redis = await startRedis(t, { client: { maxRetriesPerRequest: null } })
    const folder = join(testFolder(t), '0')
    const at = `redis://127.0.0.1:${redis.port}`
    const instance = await startInstance(t, folder, at, await startSides(t))
    await redis.kill()
    const answer = await fetch(new URL('/api/flip', instance.admin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ verb: 'halt', isHard: true, reason: 'incident 4711' }),
    })
    const killed = instance.restart('SIGKILL')
    t.match(await answer.json(), { isHeld: true, isKept: true })
    await killed
    await redis.start()
    const audit = async (): Promise<string> => {
      const page = await fetch(new URL('/api/audit?from=1&most=100', instance.admin))
      return page.status === 200 ? JSON.stringify(((await page.json()) as Page).lines) : ''
    }
    while (!(await audit()).includes('incident 4711'));
    t.match(await audit(), /hard/)
  },
)
