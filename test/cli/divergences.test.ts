import t from 'tap'
import { createDivergences, type FoundDifference } from '../../src/evidence/index.ts'
import { unpainted } from '../../src/cli/paint.ts'
import { setDivergence, setDivergences } from '../../src/cli/set-divergences.ts'
import { bench, owning } from '../flips/given.ts'
import { run, served } from './ask.ts'

const SEEN = Date.parse('2026-11-22T09:30:15Z')
const PAGE = { width: 80, paint: unpainted }
const LONG =
  'Envelope/Body/retrievalQueryResponse/QUPA_IN000009UK03/ControlActEvent/subject/PDSResponse/' +
  'subject/patientRole/patientPerson/birthTime/@value'

const difference = (more: Partial<FoundDifference> = {}): FoundDifference => ({
  path: LONG,
  kind: 'value',
  editClass: 'time-shift',
  severity: 'significant',
  leftToken: 'time(8)#0a1',
  rightToken: 'absent',
  ...more,
})

const make = async ({ mostGroups = 200 } = {}) => {
  const made = await bench([owning('read')])
  const divergences = createDivergences({ mostGroups })
  const divergencesOf = ({ name }: { readonly name: string }) => divergences.of(name, 'e1')
  const admin = await served(t, made, { divergencesOf })
  return {
    see: (found: FoundDifference, at = SEEN) =>
      divergences.add('read', 'e1', { verdict: 'different', differences: [found] }, at),
    match: () => divergences.add('read', 'e1', { verdict: 'identical', differences: [] }, SEEN),
    of: () => divergences.of('read', 'e1'),
    ficus: (...args: string[]) => run(args, { FICUS_ADMIN: admin }, { columns: 80 }),
  }
}

t.test(
  'divergences prints each group with its path, how often and when, in 80 columns',
  async t => {
    const { see, match, of, ficus } = await make()
    see(difference())
    see(difference(), SEEN + 3_600_000)
    see(difference({ path: 'deathStatus', kind: 'id-inconsistent', severity: 'critical' }))
    for (let i = 0; i < 5; i += 1) match()
    const ids = of().groups.map(({ id }) => id)
    const { code, out } = await ficus('divergences', 'read')
    t.equal(code, 0)
    t.strictSame(out.split('\n'), [
      'read: 2 groups in 8 compared, epoch e1',
      '',
      'severity     kind             count  rate    first         last',
      'critical     id-inconsistent  1      12.5 %  22 Nov 09:30  22 Nov 09:30',
      `  ${ids[0] ?? ''}  deathStatus`,
      'significant  value            2      25 %    22 Nov 09:30  22 Nov 10:30',
      `  ${ids[1] ?? ''}  Envelope/Body/retrievalQueryResponse/QUPA_IN000009UK03/`,
      '                    ControlActEvent/subject/PDSResponse/subject/patientRole/',
      '                    patientPerson/birthTime/@value',
      '',
    ])
  },
)

t.test('a group says whether it is in what the supplier would see or in what is meant', async t => {
  const { see, of, ficus } = await make()
  see(difference({ in: 'seen' }))
  see(difference({ in: 'meant', path: 'birthDate' }))
  see(difference({ in: 'both', path: 'outcome', severity: 'critical' }))
  // One path in two vocabularies is two groups.
  see(difference({ in: 'seen', path: 'birthDate' }))
  t.strictSame(
    of()
      .groups.map(group => `${group.in ?? ''} ${group.path}`)
      .sort(),
    [`both outcome`, `meant birthDate`, `seen ${LONG}`, 'seen birthDate'],
  )
  const { out } = await ficus('divergences', 'read')
  for (const line of out.split('\n')) t.ok(line.length <= 80, line)
  t.match(out, /^ {2}[0-9a-f]{16} {2}seen {3}Envelope\/Body\/retrievalQueryResponse\/$/m)
  t.match(out, /^ {2}[0-9a-f]{16} {2}meant {2}birthDate$/m)
  t.match(out, /^ {2}[0-9a-f]{16} {2}both {3}outcome$/m)
  const meant = of().groups.find(group => group.in === 'meant')?.id ?? ''
  const one = await ficus('divergence', meant)
  t.match(one.out, /^ {2}in {6}what both sides mean, in the mapping’s words$/m)
  t.match(JSON.parse((await ficus('divergence', meant, '--json')).out), { in: 'meant' })
})

t.test('also where numbers are large no line is longer than 80', async t => {
  const { see, match, of } = await make()
  for (const kind of ['id-inconsistent', 'domain-outcome'] as const) see(difference({ kind }))
  match()
  const { groups, ...seen } = of()
  const large = groups.map(group => ({ ...group, count: 1_234_567, rate: 0.000_012_34 }))
  const view = { route: 'read', ...seen, groups: large }
  for (const line of setDivergences(view, PAGE).split('\n')) t.ok(line.length <= 80, line)
  const [one] = large
  if (one === undefined) throw new Error('there is a group')
  const text = setDivergence({ route: 'read', epoch: 'e1', compared: 3, ...one }, PAGE)
  for (const line of text.split('\n')) t.ok(line.length <= 80, line)
})

t.test('nothing compared, nothing found and more than is kept are three things', async t => {
  const { see, match, ficus } = await make({ mostGroups: 1 })
  t.match((await ficus('divergences', 'read')).out, 'read: nothing has been compared here')
  match()
  const { out } = await ficus('divergences', 'read')
  t.equal(out, 'read: no difference that no rule explains in 1 compared, epoch e1\n')
  see(difference({ path: 'a' }))
  see(difference({ path: 'b' }))
  const { out: full } = await ficus('divergences', 'read')
  t.match(full, 'read: 1 group in 3 compared')
  t.match(full, 'and 1 found in groups that are not kept')
})

t.test('divergence prints one group with what its values looked like', async t => {
  const { see, of, ficus } = await make()
  for (let i = 0; i < 6; i += 1) see(difference({ leftToken: `text(${i})#0a1` }))
  see(difference({ expired: 'operator-1' }))
  const id = of().groups[0]?.id ?? ''
  const { code, out } = await ficus('divergence', id)
  t.equal(code, 0)
  t.strictSame(out.split('\n'), [
    `${id}: significant, on read in epoch e1`,
    '  path    Envelope/Body/retrievalQueryResponse/QUPA_IN000009UK03/',
    '          ControlActEvent/subject/PDSResponse/subject/patientRole/patientPerson/',
    '          birthTime/@value',
    '  kind    value, time-shift',
    '  found   7 of 7 compared, 100 %',
    '  first   2026-11-22T09:30:15.000Z',
    '  last    2026-11-22T09:30:15.000Z',
    '  shapes  text(0) → absent, 1',
    '          text(1) → absent, 1',
    '          text(2) → absent, 1',
    '          text(3) → absent, 1',
    '          others, 3',
    '  rule    operator-1 would explain it, but has expired',
    '',
  ])
})

t.test('both print JSON, refuse a name nobody has, and say when nobody answers', async t => {
  const { see, of, ficus } = await make()
  see(difference())
  const id = of().groups[0]?.id ?? ''
  const list = await ficus('divergences', 'read', '--json')
  t.match(JSON.parse(list.out), { route: 'read', compared: 1, groups: [{ id }], overflown: 0 })
  const one = await ficus('divergence', id, '--json')
  t.match(JSON.parse(one.out), { route: 'read', id, path: LONG })
  t.match(await ficus('divergences', 'nobody'), { code: 2, out: '', err: /no such route/ })
  t.match(await ficus('divergence', 'nobody'), { code: 2, out: '', err: /no such divergence/ })
  for (const verb of ['divergences', 'divergence']) {
    const gone = await ficus(verb, 'read', '--admin', '127.0.0.1:1')
    t.match(gone, { code: 4, out: '', err: /no instance answers/ }, verb)
  }
})
