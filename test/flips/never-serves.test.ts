/** What a mapping only compares is given to nobody: neither a file nor a flip brings its route above shadow. */
import t from 'tap'
import { refusalToServe } from '../../src/config/index.ts'
import { STAGES } from '../../src/exchange/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import { mistakesIn, parsed, withRoutes } from '../config/given.ts'
import { at, bench, owning, standsAt } from './given.ts'

const BECAUSE = 'the cloud tells less'

t.test('only stages at which legacy serves everybody are open to it', async t => {
  const refused = STAGES.filter(stage => refusalToServe(BECAUSE, stage) !== undefined)
  t.strictSame(refused, ['canary', 'reverse-shadow', 'cloud'])
  t.equal(refusalToServe(undefined, 'cloud'), undefined)
})

t.test('a promotion is refused, with the reason, and with an approver too', async t => {
  const made = await bench([owning('read', { neverServes: BECAUSE })], { read: at('shadow') })
  for (const change of [
    { verb: 'promote', name: 'read' },
    { verb: 'promote', name: 'read', to: 'cloud', breakGlass: { approver: 'bob' } },
  ] as const) {
    t.match(await made.ask(change), {
      kind: 'refused',
      code: 'class',
      says: /^read: stage \S+ would give suppliers what its mapping only compares: the cloud tells less/,
      wayOut: /legacy and at shadow/,
    })
    t.equal(standsAt(made, 'read'), 'shadow')
  }
})

const compared = MAPPINGS.filter(({ neverServes }) => neverServes !== undefined)

t.test('there are such mappings', async t => {
  t.strictSame(
    compared.map(({ name }) => name),
    ['eps.clinical-view', 'eps.search', 'scr.list'],
  )
})

for (const { name, interactions, neverServes } of compared) {
  const cohort = name.startsWith('eps.') ? 'prescriptions' : 'patients'
  t.test(`a file may have ${name} at legacy and at shadow`, async t => {
    const file = (startsAt: (typeof STAGES)[number]) =>
      withRoutes({
        ...{ name: 'view', match: { interaction: [...interactions] }, translate: name },
        ...{ legacy: 'spine', cloud: 'simulator', cohort, startsAt },
        shadow: { as: '200000000999', sample: 1 },
      })
    for (const stage of ['legacy', 'shadow'] as const) t.strictSame(mistakesIn(file(stage)), [])
    t.equal(parsed(file('shadow')).routes[0]?.neverServes, neverServes)
    const [mistake, ...more] = mistakesIn(file('cloud'))
    t.match(mistake, { path: 'routes[0].startsAt', says: /would give suppliers/ })
    t.strictSame(more, [])
  })
}
