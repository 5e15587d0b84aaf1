import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import { at, bench, owning, SENDERS, testName } from '../flips/given.ts'
import { PATIENTS } from '../routing/given.ts'
import { run, served } from './ask.ts'

const NHS = '9990000018'
const PINNED = { ...PATIENTS, records: 'apart', pin: true } as const
const NAME = testName(PINNED, NHS)
if (NAME === undefined) throw new Error('it is a key')
const because = ['--reason', 'ticket 12']

const make = async () => {
  const routes = [
    owning('read', { cohort: PINNED }),
    owning('write', { cohort: { ...SENDERS, pin: false } }),
  ]
  const made = await bench(routes, { read: at('canary', 25) })
  const admin = await served(t, made)
  const ficus = (args: string, typed = '') =>
    run(
      [...args.split(' '), ...(args.startsWith('pins list') ? [] : because)],
      { FICUS_ADMIN: admin },
      { typed },
    )
  const pinOf = () => made.store.pinOf(PINNED.name, [NAME])
  return { ...made, ficus, pinOf }
}

t.test('the data of an entity is said to be on a side, and no longer', async t => {
  const { ficus, pinOf, memory } = await make()
  const moved = await ficus('pins move patients - --side cloud', `${NHS}\n`)
  t.match(moved, {
    code: 0,
    out: /^pin: done, revision 2\nan entity of cohort patients: is pinned to cloud\nit was pinned nowhere\n$/,
  })
  t.equal(await pinOf(), 'cloud')
  t.match(memory.lines.at(-1)?.body, '"verb":"pin","name":"patients","actor":"ada"')
  t.notMatch(JSON.stringify(memory.lines), NHS, 'whom it is about stands nowhere')
  const again = await ficus(`pins move patients ${NHS} --side cloud`)
  t.match(again, {
    code: 0,
    out: /everything stood so already, revision 2[^]*it was pinned to cloud/,
  })
  const dry = await ficus(`pins remove patients ${NAME} --dry-run`)
  t.match(dry, {
    code: 0,
    out: /nothing was changed\nan entity of cohort patients: would be pinned nowhere/,
  })
  t.equal(await pinOf(), 'cloud')
  t.match(await ficus(`pins remove patients ${NAME}`), { code: 0, out: /pin: done, revision 3/ })
  t.equal(await pinOf(), undefined)
  t.match(JSON.parse((await ficus(`pins move patients ${NAME} --side legacy --json`)).out), {
    kind: 'flipped',
    revision: 4,
    notes: ['it was pinned nowhere'],
  })
})

t.test('a move of a pin is undone as every change is', async t => {
  const { ficus, pinOf } = await make()
  await ficus(`pins move patients ${NHS} --side cloud`)
  await ficus(`pins move patients ${NHS} --side legacy`)
  t.match(await ficus('undo'), { code: 0, out: /it was pinned to legacy/ })
  t.equal(await pinOf(), 'cloud')
})

t.test('pins are listed a page at a time, without whom they are about', async t => {
  const { ficus, store } = await make()
  t.match(await ficus('pins list patients'), { code: 0, out: /^no pins in patients\n$/ })
  for (let i = 0; i < 5; i += 1) {
    const name = testName(PINNED, `999000${i}`)
    if (name !== undefined) await store.pin('patients', [name], i % 2 ? 'cloud' : 'legacy')
  }
  const seen = new Set<string>()
  let from = ''
  for (let pages = 0; pages < 9; pages += 1) {
    const { out } = await ficus(`pins list patients --most 2${from}`)
    t.notMatch(out, '999000')
    for (const [row] of out.matchAll(/^(?:legacy|cloud) .*$/gm)) seen.add(row)
    const [, next] = /^more: ficus pins list patients --from (\S+)$/m.exec(out) ?? []
    if (next === undefined) break
    from = ` --from ${next}`
  }
  t.equal(seen.size, 5)
  t.match(JSON.parse((await ficus('pins list patients --json')).out), {
    cohort: 'patients',
    keyedBy: 'nhsNumber',
    pins: { length: 5 },
    next: null,
  })
})

t.test(
  'a cohort without pins, a key that is none and a store that is away are told by their names',
  async t => {
    const { ficus, store } = await make()
    const rows: readonly (readonly [line: string, code: number, says: RegExp])[] = [
      ['pins move senders A1 --side cloud', 2, /cohort senders has no pins/],
      ['pins list senders', 2, /the cohort has no pins/],
      ['pins move patients - --side cloud', 2, /the key is none/],
    ]
    for (const [line, code, says] of rows) {
      const came = await ficus(line)
      t.match(came, { code, err: says }, line)
    }
    store.failure = new StoreError('silent', 'it is away')
    t.match(await ficus('pins move patients A1 --side cloud'), { code: 4, err: /it is away/ })
    t.match(await ficus('pins list patients'), { code: 4, err: /it is away/ })
  },
)
