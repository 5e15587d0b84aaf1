import t from 'tap'
import { NOW } from '../flips/given.ts'
import { connectMemory } from '../fleet/memory-store.ts'
import { makeInstance } from './given-instance.ts'

const because = ['--reason', 'winter']
const DAY = 86_400_000
const on = (ms: number): string => new Date(ms).toISOString().slice(0, 19) + 'Z'
/** A time the clock of these tests is within. */
const NOWADAYS = ['--from', on(NOW - 1_000), '--to', on(NOW + DAY)]

t.test('freeze add freezes everything, or what is named, and says its id', async t => {
  const { ficus, store } = await makeInstance(t)
  const { code, out } = await ficus('freeze', 'add', ...NOWADAYS, ...because)
  t.equal(code, 0)
  t.match(
    out,
    /^freeze: done, revision 2\nf2: from 1970-01-01T01:23:19.000Z to 1970-01-02T01:23:20.000Z\n$/,
  )
  await ficus('freeze', 'add', '--from', '1970-01-03', '--to', '1970-01-03', ...because, 'patients')
  const [all, some] = [...(store.known.freezes?.values() ?? [])]
  t.match(all, { from: NOW - 1_000, to: NOW + DAY, why: 'winter', by: 'ada', routes: undefined })
  t.match(some, { from: 2 * DAY, to: 3 * DAY, routes: ['read', 'write'] }, 'a day is whole')
})

t.test(
  'while it is on a promotion is refused with exit code 3, and broken glass passes it',
  async t => {
    const { ficus } = await makeInstance(t)
    await ficus('freeze', 'add', ...NOWADAYS, ...because)
    const promote = ['promote', 'read', '--percent', '50', ...because]
    const refused = await ficus(...promote)
    t.match(refused, {
      code: 3,
      out: '',
      err: /read is frozen until 1970-01-02T01:23:20.000Z: winter\n {2}→ wait until then, or break the glass/,
    })
    t.match(await ficus(...promote, '--break-glass', 'grace'), {
      code: 0,
      out: /the glass was broken for it/,
    })
    t.match(await ficus('rollback', 'read', ...because), { code: 0 })
    t.match(await ficus('halt', ...because), { code: 0 })
  },
)

t.test(
  'freeze list prints what is on, to come and over; remove takes off what is not on',
  async t => {
    const { ficus } = await makeInstance(t)
    t.match(await ficus('freeze', 'list'), { code: 0, out: 'int: no freezes\n' })
    await ficus('freeze', 'add', ...NOWADAYS, ...because)
    await ficus('freeze', 'add', '--from', '1970-01-03', '--to', '1970-01-04', ...because, 'read')
    const { out } = await ficus('freeze', 'list')
    t.match(out, /^int\n\nid +is +from +to +over +by +why\n/)
    t.match(
      out,
      /f2 +on +1970-01-01T01:23:19.000Z +1970-01-02T01:23:20.000Z +every route +ada +winter\n/,
    )
    t.match(
      out,
      /f3 +coming +1970-01-03T00:00:00.000Z +1970-01-05T00:00:00.000Z +read +ada +winter\n/,
    )
    t.match(JSON.parse((await ficus('freeze', 'list', '--json')).out), {
      revision: 3,
      freezes: [
        { id: 'f2', state: 'on' },
        { id: 'f3', state: 'coming' },
      ],
    })
    t.match(await ficus('freeze', 'remove', 'f3', ...because), {
      code: 0,
      out: /unfreeze: done, revision 4\nf3 was to come/,
    })
    t.match(await ficus('freeze', 'remove', 'f2', ...because), {
      code: 3,
      err: /freeze f2 is on until/,
    })
    t.match(await ficus('freeze', 'remove', 'f2', '--break-glass', 'grace', ...because), {
      code: 0,
    })
    t.match(await ficus('freeze', 'remove', 'f2', ...because), {
      code: 2,
      err: /no freeze has this id/,
    })
  },
)

t.test('status, routes and routes show say what is frozen and what will be', async t => {
  const { ficus } = await makeInstance(t)
  await ficus('freeze', 'add', ...NOWADAYS, ...because)
  await ficus(
    'freeze',
    'add',
    '--from',
    '1970-01-03',
    '--to',
    '1970-01-04',
    ...because,
    'route:read',
  )
  const until = 'frozen until 1970-01-02T01:23:20.000Z: winter'
  const later = 'frozen from 1970-01-03T00:00:00.000Z to 1970-01-05T00:00:00.000Z: winter (read)'
  t.match((await ficus('status')).out, `  freeze     ${until}\n  freeze     ${later}\n`)
  t.match((await ficus('routes')).out, `int, revision 3\n${until}\n${later}\n\nroute`)
  t.match((await ficus('routes', 'show', 'read')).out, later)
  t.notMatch((await ficus('routes', 'show', 'write')).out, later)
})

t.test('what the file freezes is listed without an id, and is the file’s to take off', async t => {
  const over = { from: NOW - 2, to: NOW, why: 'long ago' }
  const freezes = [{ from: NOW, to: NOW + DAY, why: 'the file', routes: ['read'] }, over]
  const { ficus } = await makeInstance(t, {}, { freezes })
  t.match((await ficus('freeze', 'list')).out, /the file +on .* read +the file +the file\n/)
  t.match(
    (await ficus('freeze', 'list')).out,
    /the file +over .* every route +the file +long ago\n/,
  )
  t.notMatch((await ficus('status')).out, 'long ago', 'one that is over is on the list alone')
  t.match(await ficus('freeze', 'remove', 'f1', ...because), {
    code: 2,
    err: /taken out of the file/,
  })
})

t.test('a time that is none ends the command with 2 and asks nobody', async t => {
  const { ficus, store } = await makeInstance(t)
  for (const [from, to, says] of [
    ['2026-12-18T17:00', '2027-01-04', /--from 2026-12-18T17:00 is no date; write a day/],
    ['2026-12-18', '2027-02-30', /--to 2027-02-30 is no date/],
    ['2026-12-18', '2026-12-17', /has a beginning and, after it, an end/],
    ['1969-12-18', '1969-12-19', /has a beginning/],
  ] as const) {
    t.match(await ficus('freeze', 'add', '--from', from, '--to', to, ...because), {
      code: 2,
      out: '',
      err: says,
    })
  }
  t.equal(store.known.revision, 1)
})

t.test('every instance knows of a freeze, whichever was asked', async t => {
  const { ficus, made } = await makeInstance(t)
  const other = connectMemory(made.memory)
  await ficus('freeze', 'add', ...NOWADAYS, ...because)
  t.equal(other.known.freezes?.size, 1)
})
