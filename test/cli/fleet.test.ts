import t, { type Test } from 'tap'
import type { Instance } from '../../src/fleet/index.ts'
import { unpainted } from '../../src/cli/paint.ts'
import { setFleet } from '../../src/cli/fleet.ts'
import { instance } from '../fleet/instances-contract.ts'
import { deadPort } from '../support/upstream.ts'
import { run } from './ask.ts'
import { type GivenInstance, makeInstance, otherInstance } from './given-instance.ts'

const IDS = ['one', 'two', 'three'].map((_, i) => `00000000-0000-4000-8000-00000000000${i}`)
const [ONE = '', TWO = '', THREE = ''] = IDS

/** Two instances that told the store of themselves. */
async function two(t: Test, more: { first?: Partial<Instance>; second?: Partial<Instance> } = {}) {
  const first = await makeInstance(t, { name: ONE })
  const second = await otherInstance(t, first, { name: TWO })
  const own = [
    instance({ id: ONE, address: first.admin, revision: 1, ...more.first }),
    instance({ id: TWO, address: second.admin, revision: 1, ...more.second }),
  ] as const
  const beat = async () => {
    await second.store.instances.tell(own[1])
    await first.store.instances.tell(own[0])
    await second.store.instances.tell(own[1])
  }
  await beat()
  return { first, second, own, beat }
}

/** Has an instance tell the first of a third that is not asked through it. */
const third = async ({ store }: GivenInstance, own: Instance, more: Partial<Instance> = {}) => {
  await store.instances.tell(instance({ id: THREE, revision: 1, ...more }))
  await store.instances.tell(own)
}

/** The rows below the environment that is named over them. */
const rowsOf = (out: string): string[] =>
  out
    .replace(/^int\n\n/, '')
    .trimEnd()
    .split('\n')

t.test(
  'of one instance it finds every other, with what each says and when it was seen',
  async t => {
    const { first, second } = await two(t)
    const { code, out } = await run(['fleet'], { FICUS_ADMIN: first.admin })
    t.equal(code, 0)
    t.match(out, /^int\n\n/, 'the environment stands over it')
    const rows = rowsOf(out)
    t.match(rows[0], /^instance +version +up +revision +store +halts +config +seen$/)
    for (const [i, admin] of [first.admin, second.admin].entries()) {
      const says = ' +1\\.2\\.3 +1 min 30 s +1 +answers +none +aaaaaaa +now$'
      t.match(rows[i + 1], new RegExp(`^${admin}${says}`))
    }
    t.equal(rows.length, 3)
    for (const args of [['--admin', second.admin], [second.admin], [first.admin, second.admin]]) {
      t.equal(rowsOf((await run(['fleet', ...args], {})).out).length, 3, args.join(' '))
    }
    const env = {
      FICUS_PEERS: `${first.admin}, localhost:${new URL(`http://${second.admin}`).port}`,
    }
    t.match(await run(['fleet'], env), { code: 0 }, 'each once, however it is named')
    const { out: json } = await run(['fleet', first.admin, '--json'], {})
    t.match(JSON.parse(json), {
      apart: [],
      instances: [
        { status: { instance: ONE, others: [{ instance: TWO }] }, error: null, known: null },
        { status: { instance: TWO }, error: null },
      ],
    })
  },
)

t.test('instances that do not agree end it with 1, and it says in what', async t => {
  const { first } = await two(t, { second: { digest: 'b'.repeat(64) } })
  const { code, out, err } = await run(['fleet'], { FICUS_ADMIN: first.admin })
  t.equal(code, 1)
  t.match(err, 'the instances do not agree: another config')
  t.match(out, /aaaaaaa +now\n/)
  t.match(out, /bbbbbbb +(?:differs +)?now\n/)
  t.match(out, 'differs')
  const made = await makeInstance(t)
  const other = await otherInstance(t, made, { version: '1.2.4' })
  t.match(await run(['fleet', made.admin, other.admin], {}), {
    code: 1,
    err: /do not agree: another version\n/,
  })
})

t.test('one that is silent ends it with 4 by its name, and is shown as it was known', async t => {
  const { first, own } = await two(t)
  const { port } = await deadPort()
  await third(first, own[0], { address: `127.0.0.1:${port}`, revision: 0 })
  const { code, out, err } = await run(['fleet'], { FICUS_ADMIN: first.admin })
  t.equal(code, 4)
  t.match(err, `1 of 3 do not answer: 127.0.0.1:${port}`)
  const text = out.replace(/\s+/g, ' ')
  t.match(text, `127.0.0.1:${port} 1.2.3 0, 1 behind aaaaaaa does not answer, was last seen`)
  await third(first, own[0], { life: 'left' })
  t.equal((await run(['fleet'], { FICUS_ADMIN: first.admin })).code, 0, 'unless it took itself off')
  const nobody = await run(['fleet', first.admin, '127.0.0.1:1'], {})
  t.match(nobody, {
    code: 4,
    out: /127\.0\.0\.1:1 +does not +answer/,
    err: /1 of 3 do not answer: 127\.0\.0\.1:1/,
  })
  t.match(await run(['fleet', 'nowhere'], {}), { code: 2 })
  t.match(await run(['fleet', 'localhost:1'], {}), { code: 4 }, 'a name is asked at its addresses')
})

t.test(
  'one on the loopback of another machine is shown, and nobody else is taken for it',
  async t => {
    const { first, second, own } = await two(t)
    await third(first, own[0], { address: second.admin, machine: 'elsewhere' })
    const { code, out, err } = await run(['fleet'], { FICUS_ADMIN: first.admin })
    t.equal(code, 4)
    t.match(err, `1 of 3 do not answer: ${second.admin} on elsewhere`)
    t.equal(out.match(/now$/gm)?.length, 2)
    const { port } = await deadPort()
    await third(first, own[0], { address: `127.0.0.1:${port}`, machine: 'elsewhere' })
    const nobody = await run(['fleet'], { FICUS_ADMIN: first.admin })
    t.match(nobody.err, `127.0.0.1:${port} on elsewhere`, 'nor is it asked here')
  },
)

t.test('one that came in the place of another is there once', async t => {
  const { first, second, own } = await two(t)
  await third(first, own[0], { address: second.admin })
  const { code, out } = await run(['fleet'], { FICUS_ADMIN: first.admin })
  t.equal(code, 0)
  t.equal(rowsOf(out).length, 3)
})

t.test('the table fits a hundred columns', async t => {
  const more = { version: '10.20.30-rc.1' }
  const { first, second, own } = await two(t, {
    first: more,
    second: { ...more, digest: 'b'.repeat(64) },
  })
  second.store.hold('hard', 'all')
  const { port } = await deadPort()
  await third(first, own[0], { ...more, address: `127.0.0.1:${port}`, revision: 0 })
  const { out } = await run(['fleet', '--json'], { FICUS_ADMIN: first.admin })
  const { instances } = JSON.parse(out) as { instances: Parameters<typeof setFleet>[0] }
  const rows = rowsOf(setFleet(instances, { width: 100, paint: unpainted }))
  t.ok(rows.length > 4, 'it says much')
  for (const row of rows) t.ok(row.length <= 100, row)
})
