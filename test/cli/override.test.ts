import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import { at, bench, owning, SENDERS } from '../flips/given.ts'
import { PATIENTS } from '../routing/given.ts'
import { run, served } from './ask.ts'

const ASID = '200000000115'
const because = ['--reason', 'ticket 12']
const word = ['--side', 'cloud', '--owner', 'the GP team', '--expires', '2027-03-31']

const make = async () => {
  const routes = [
    owning('read', { cohort: SENDERS }),
    owning('write', { cohort: SENDERS }),
    owning('unknown', { cohort: PATIENTS }),
  ]
  const made = await bench(routes, { read: at('canary', 25), write: at('shadow') })
  const admin = await served(t, made)
  return { ...made, ficus: (...args: string[]) => run(args, { FICUS_ADMIN: admin }) }
}

t.test(
  'a key is sent to a side until the end of a day, and it is said where that counts',
  async t => {
    const { ficus, store, memory } = await make()
    const { code, out } = await ficus('override', 'add', 'senders', ASID, ...word, ...because)
    t.equal(code, 0)
    t.match(out, 'override: done, revision 2\n')
    t.match(out, 'it belongs on cloud until 2027-04-01T00:00:00.000Z; the GP team answers for it')
    t.match(out, 'read  counts: it stands at canary\n')
    t.match(out, 'write  counts not: its stage shadow decides\n')
    t.notMatch(out, 'unknown  ', 'a route of another cohort')
    const expires = Date.parse('2027-04-01')
    t.strictSame(store.known.overrides.get('senders'), [
      { key: ASID, side: 'cloud', owner: 'the GP team', expires },
    ])
    t.match(memory.lines.at(-1)?.body, '"verb":"override","name":"senders","actor":"ada"')
  },
)

t.test(
  'the word about a key is taken back, and a second time there is nothing to take',
  async t => {
    const { ficus, store } = await make()
    await ficus('override', 'add', 'senders', ASID, ...word, ...because)
    const { code, out } = await ficus('override', 'remove', 'senders', ASID, ...because)
    t.equal(code, 0)
    t.match(out, 'override: done, revision 3\na key of cohort senders: nobody says any more')
    t.equal(store.known.overrides.size, 0)
    const again = await ficus('override', 'remove', 'senders', ASID, ...because)
    t.match(again, { code: 0, out: /everything stood so already, revision 3/ })
  },
)

t.test('overrides are listed with what they are, of all cohorts or of one', async t => {
  const { ficus, ask, store } = await make()
  t.match(await ficus('override', 'list'), { code: 0, out: 'no overrides\n' })
  const to = { side: 'legacy', owner: 'a \u001b[2J', expires: 5_000_001 } as const
  await ask({ verb: 'override', cohort: 'senders', key: 'a1', to: { ...to, owner: 'ops' } })
  await ficus('override', 'add', 'senders', ASID, ...word, ...because)
  const { out } = await ficus('override', 'list')
  t.match(out, /^cohort +key +side +until +owner\n/)
  t.match(out, /senders +A1 +legacy +1970-01-01T01:23:20\.001Z +ops\n/)
  t.match(out, /senders +200000000115 +cloud +2027-04-01T00:00:00\.000Z +the GP team\n/)
  t.match(await ficus('override', 'list', 'patients'), { code: 0, out: 'no overrides\n' })
  const { out: json } = await ficus('override', 'list', 'senders', '--json')
  t.match(JSON.parse(json), {
    revision: 3,
    trouble: null,
    overrides: [{ key: 'A1', keyedBy: 'fromAsid', isExpired: false }, { key: ASID }],
  })
  store.failure = new StoreError('silent', 'it is away')
  t.match((await ficus('override', 'list')).out, 'does not answer (it is away): as last known')
})

t.test('one that is over is listed as over', async t => {
  let now = 5_000_000
  const made = await bench([owning('read', { cohort: SENDERS })], {}, { now: () => now })
  const to = { side: 'cloud', owner: 'ops', expires: 5_000_001 } as const
  await made.ask({ verb: 'override', cohort: 'senders', key: 'a1', to })
  now = to.expires
  const { out } = await run(['override', 'list'], { FICUS_ADMIN: await served(t, made) })
  t.match(out, '1970-01-01T01:23:20.001Z (over)')
})

t.test('a dry run says what would be, and a revision that has passed is refused', async t => {
  const { ficus, store } = await make()
  const add = ['override', 'add', 'senders', ASID, ...word, ...because]
  t.match(await ficus(...add, '--dry-run'), { code: 0, out: /would change this; nothing was/ })
  t.equal(store.known.revision, 1)
  t.match(await ficus(...add, '--revision', '7'), { code: 5 })
  const json = await ficus(...add, '--json')
  t.match(JSON.parse(json.out), { kind: 'flipped', revision: 2 })
})

t.test('what a patient is known by is refused and never repeated', async t => {
  const { ficus, store, memory } = await make()
  const cases = [
    ['patients', '9990000018'],
    ['patients', 'A1'],
    ['senders', '9990000018'],
    ['senders', '999 000 0018'],
  ] as const
  for (const [cohort, key] of cases) {
    const came = await ficus('override', 'add', cohort, key, ...word, ...because)
    t.match(came, { code: 2, out: '', err: /no such key is stored\n {2}→ move the whole cohort/ })
    t.notMatch(came.err, key)
  }
  t.equal(store.known.revision, 1)
  t.notMatch(JSON.stringify(memory.lines), '9990000018')
})

t.test(
  'a date that is none, a side that is none and an owner that is missing are refused',
  async t => {
    const { ficus, store } = await make()
    const add = (...options: string[]) =>
      ficus('override', 'add', 'senders', ASID, ...options, ...because)
    const owner = ['--owner', 'ops']
    for (const expires of [
      'soon',
      '2027-02-30',
      '2027-13-01',
      '31.3.2027',
      '2027-03-31T18:00',
      '5',
    ]) {
      const came = await add('--side', 'cloud', ...owner, '--expires', expires)
      t.match(came, { code: 2, out: '', err: /is no date; write a last day, 2027-03-31/ }, expires)
    }
    const zoned = await add('--side', 'cloud', ...owner, '--expires', '2027-03-31T18:00+01:00')
    t.match(zoned.out, 'until 2027-03-31T17:00:00.000Z')
    t.match(await add('--side', 'both', ...owner, '--expires', '2027-03-31'), {
      code: 2,
      err: /--side/,
    })
    t.match(await add('--side', 'cloud', '--owner', ' ', '--expires', '2027-03-31'), { code: 2 })
    t.match(await add('--side', 'cloud', ...owner, '--expires', '1969-01-01'), {
      code: 2,
      err: /no end/,
    })
    await t.rejects(add('--side', 'cloud', '--expires', '2027-03-31'), {
      code: 'commander.missingMandatoryOptionValue',
    })
    t.match(await ficus('override', 'add', 'nobody', ASID, ...word, ...because), { code: 2 })
    t.equal(store.known.revision, 2)
  },
)
