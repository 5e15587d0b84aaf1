import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import { at, bench, count, ENOUGH, NOW, owning, standsAt } from '../flips/given.ts'
import { run, served } from './ask.ts'

const read = owning('read')
const because = ['--reason', 'ticket 12']

const make = async (percent = 25) => {
  const made = await bench([read, owning('write', { cloud: undefined })], {
    read: at('canary', percent, { since: NOW }),
    write: at('legacy'),
  })
  const admin = await served(t, made)
  return { ...made, made, ficus: (...args: string[]) => run(args, { FICUS_ADMIN: admin }) }
}

t.test('routes prints where every route stands, who serves it and what its gate says', async t => {
  const { ficus, made } = await make()
  await count(made, 'read', ENOUGH)
  const { code, out } = await ficus('routes')
  t.equal(code, 0)
  t.match(out, /^int, revision 1\n\nroute +stands at +who serves +gate\n/)
  t.match(out, /read +canary 25 % +the cloud serves 25 %, legacy 75 % +open on 5000 compared\n/)
  t.match(out, /write +legacy +legacy serves everyone +no cloud side\n$/)
  const { out: json } = await ficus('routes', '--json')
  t.match(JSON.parse(json), { revision: 1, routes: [{ name: 'read' }, { name: 'write' }] })
})

t.test('routes show prints one route, and the reasons of its gate', async t => {
  const { ficus } = await make()
  const { out } = await ficus('routes', 'show', 'read')
  t.match(out, 'stands at  canary 25 %, since 1970-01-01T01:23:20.000Z')
  t.match(out, 'legacy spine, cloud pds-fhir')
  t.match(out, /gate {7}undecided: nothing has been compared\n {13}the evidence stands at 1 of 20/)
  t.match(JSON.parse((await ficus('routes', 'show', 'read', '--json')).out), { name: 'read' })
  t.match(await ficus('routes', 'show', 'nobody'), { code: 2, err: /no such route/ })
})

t.test('with the store gone routes says that it shows what was last known', async t => {
  const { ficus, store } = await make()
  store.failure = new StoreError('silent', 'it is away')
  const { code, out } = await ficus('routes')
  t.equal(code, 0)
  t.match(out, 'The store does not answer (it is away): as last known.')
  t.match(out, /read .*not known/)
  t.match(await ficus('evidence', 'read'), { code: 4, err: /it is away/ })
})

t.test('evidence prints the numbers, what is missing and how long that takes', async t => {
  const { ficus, made } = await make()
  await count(made, 'read', { identical: 4_000, 'not_compared.size': 10, 'truncated.time': 1 })
  const { out } = await ficus('evidence', 'read')
  t.match(out, 'read: the gate is undecided')
  t.match(out, 'asks for   fewer than 0.1 % different, with 95 % confidence')
  t.match(
    out,
    'compared   4001: 4000 identical, 0 equivalent, 0 different, 0 critical, 1 truncated (time)',
  )
  t.match(out, 'not        10, 10 not compared (size)')
  t.match(out, 'missing    2850 comparisons without a difference, 23 min 45 s at 2 a second')
  await count(made, 'read', { critical: 1 })
  t.match((await ficus('evidence', 'read')).out, 'no number of comparisons would do')
  t.match(JSON.parse((await ficus('evidence', 'read', '--json')).out), { gate: { needed: null } })
})

t.test('promote takes a route on if its gate is open, and says who serves what now', async t => {
  const { ficus, made } = await make()
  const refused = await ficus('promote', 'read', ...because)
  t.match(refused, {
    code: 3,
    out: '',
    err: /the gate of read is undecided.*\n {2}→ wait for 4512/,
  })
  await count(made, 'read', ENOUGH)
  const { code, out } = await ficus('promote', 'read', ...because)
  t.equal(code, 0)
  t.match(out, 'promote: done, revision 2')
  t.match(out, /read +canary 25 % +canary 50 % +the cloud serves 50 %, legacy 50 %/)
  t.match(out, 'gate of read: open, 0 of 5000 differ')
  t.match(
    (await ficus('promote', 'read', '--to', 'cloud', ...because)).out,
    'the cloud serves everyone',
  )
})

t.test('glass, a percentage, a dry run and a revision go along', async t => {
  const { ficus, made } = await make()
  const glass = ['--percent', '30.5', '--break-glass', 'grace']
  const dry = await ficus('promote', 'read', ...glass, '--dry-run', ...because)
  t.match(dry, { code: 0, out: /would change this; nothing was changed/ })
  t.equal(standsAt(made, 'read'), 'canary 25')
  t.match(await ficus('promote', 'read', ...glass, '--revision', '7', ...because), { code: 5 })
  t.equal((await ficus('promote', 'read', ...glass, '--revision', '1', ...because)).code, 0)
  t.equal(standsAt(made, 'read'), 'canary 30.5')
  const json = await ficus('undo', '--json', ...because)
  t.match(JSON.parse(json.out), { kind: 'flipped', routes: [{ after: { percent: 25 } }] })
})

t.test('rollback, halt, resume and undo, each way back and forth', async t => {
  const { ficus, made } = await make()
  t.match((await ficus('halt', '--hard', ...because)).out, /canary 25 % · halted hard/)
  t.match((await ficus('resume', ...because)).out, /canary 25 % · halted hard +canary 25 % /)
  t.match((await ficus('halt', 'read', ...because)).out, /canary 25 % · halted +legacy serves/)
  t.match((await ficus('resume', 'read', ...because)).out, 'resume: done')
  t.match((await ficus('rollback', 'read', '--percent', '10', ...because)).out, 'canary 10 %')
  t.match((await ficus('rollback', 'read', ...because)).out, /shadow +legacy serves everyone/)
  const same = await ficus('rollback', 'read', '--to', 'shadow', ...because)
  t.match(same.out, /everything stood so already[^]*lies no further back/)
  t.match(await ficus('undo', ...because), { code: 3 }, 'forward again only through its gate')
  const broken = await ficus('undo', '--break-glass', 'grace', ...because)
  t.match(broken.out, 'undoes: rollback')
  t.equal(standsAt(made, 'read'), 'canary 10')
})

t.test('a halt without the store is done by the instance alone, and says so', async t => {
  const { ficus, store } = await make()
  store.failure = new StoreError('silent', 'it is away')
  t.match(await ficus('halt', ...because), {
    code: 0,
    out: /halt: held without the store\n[^]*held by this instance alone/,
  })
  t.match(await ficus('resume', ...because), { code: 4, err: /it is away/ })
})

t.test('a mistake in the command line is exit code 2, with nothing asked of anybody', async t => {
  const { ficus, store } = await make()
  t.match(await ficus('promote', 'read', '--percent', 'many', ...because), { code: 2 })
  t.match(await ficus('rollback', 'nobody', ...because), { code: 2, err: /there are: read, write/ })
  await t.rejects(ficus('rollback', 'read', '--to', 'prod', ...because), /'prod' is invalid/)
  await t.rejects(ficus('halt'), { code: 'commander.missingMandatoryOptionValue' })
  t.equal(store.known.revision, 1)
  const json = await ficus('promote', 'read', '--json', ...because)
  t.match(json, { code: 3, err: /undecided/ })
  t.match(JSON.parse(json.out), { kind: 'refused', code: 'gate' })
})

t.test('an instance that cannot be reached is exit code 4, and the way out is named', async t => {
  const { ficus } = await make()
  const nobody = await run(['routes'], { FICUS_ADMIN: '127.0.0.1:1' })
  t.match(nobody, { code: 4, err: 'http://127.0.0.1:1' })
  t.match(nobody.err, 'FICUS_ADMIN')
  t.match(await ficus('routes', '--admin', 'http://127.0.0.1:1/'), { code: 4 })
  t.match(await ficus('routes', '--admin', 'nowhere'), { code: 2, err: '--admin' })
})
