import t, { type Test } from 'tap'
import { receiver, type Receiver } from '../notify/receiver.ts'
import { KEY } from '../notify/receiver.ts'
import { ficus } from '../support/ficus.ts'
import { configOf, startProxy } from '../support/proxy.ts'

const ENV = { SECRET: `whsec_${KEY}` }

/** An instance whose file names these receivers, and the commands that ask it. */
async function told(t: Test, desks: Readonly<Record<string, Receiver>>) {
  const notify = Object.entries(desks).map(([name, { url }]) => ({
    ...{ name, url, on: ['promote', 'break-glass'], secret: 'env:SECRET' },
  }))
  const config = configOf(
    {
      environment: { name: 'int' },
      upstreams: { spine: { url: 'http://127.0.0.1:1' } },
      routes: [{ name: 'default', legacy: 'spine' }],
      notify,
    },
    ENV,
  )
  const { admin } = await startProxy(t, config)
  return (...args: string[]) => ficus(['notify', ...args], { FICUS_ADMIN: admin.host })
}

t.test('each receiver is told that this is a test, and what it answered is said', async t => {
  const [desk, phone] = [await receiver(t), await receiver(t, () => 202)]
  const notify = await told(t, { desk, phone })
  const came = await notify('test')
  t.equal(came.code, 0, came.err)
  t.match(came.out, /^desk at 127\.0\.0\.1:\d+: answered 204 after \d+ ms, taken$/m)
  t.match(came.out, /^phone at 127\.0\.0\.1:\d+: answered 202 after \d+ ms, taken$/m)
  t.match(desk.taken, [{ type: 'ficus.test', data: { environment: 'int', test: true } }])
  t.equal((await notify('test', 'desk', '--environment', 'int')).code, 0)
  t.equal(desk.taken.length, 2)
  t.equal(phone.taken.length, 1)
})

t.test('a receiver that does not take it is named, and the command has failed', async t => {
  const desk = await receiver(t, () => 403)
  const notify = await told(t, { desk })
  const came = await notify('test', '--json')
  t.equal(came.code, 1)
  t.match(JSON.parse(came.out), [{ name: 'desk', isDelivered: false, status: 403, why: null }])
  t.match(came.err, /not taken by desk/)
  t.notMatch(came.out + came.err, /wholly-secret|whsec_/)
})

t.test('a name nobody has, another environment and a file without receivers are told', async t => {
  const notify = await told(t, { desk: await receiver(t) })
  const mistyped = await notify('test', 'dsk')
  t.equal(mistyped.code, 2)
  t.match(mistyped.err, /no such notifier: did you mean `desk`\?/)
  const elsewhere = await notify('test', 'desk', '--environment', 'live')
  t.equal(elsewhere.code, 2)
  t.match(elsewhere.err, /this is int/)
  const nobody = await told(t, {})
  t.match(await nobody('test'), { code: 2, err: /nobody is told of changes/ })
  t.match(await nobody('list'), { code: 0, out: /nobody is told/ })
})

t.test('who is told is listed by name, host and words, and nothing else of an address', async t => {
  const notify = await told(t, { desk: await receiver(t) })
  const { code, out } = await notify('list')
  t.equal(code, 0)
  t.match(out, /desk +127\.0\.0\.1:\d+ +promote, break-glass/)
  const { out: json } = await notify('list', '--json')
  t.match(JSON.parse(json), { notifiers: [{ name: 'desk', on: ['promote', 'break-glass'] }] })
  t.notMatch(out + json, /wholly-secret|services/)
})
