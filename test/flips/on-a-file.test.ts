import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { DEFAULT_GATE } from '../../src/evidence/index.ts'
import { type Store, stateOf } from '../../src/fleet/index.ts'
import {
  createSettling,
  flip,
  type FlipContext,
  readEntry,
  verifyAudit,
} from '../../src/flips/index.ts'
import { folder, opened, until } from '../fleet/given.ts'
import { INTERACTIONS } from '../routing/given.ts'
import { owning, testName } from './given.ts'

const routes = [owning('read'), owning('write')]
const context: FlipContext = {
  routes,
  interactions: INTERACTIONS,
  environment: { name: 'int', confirm: false },
  gateOf: () => DEFAULT_GATE,
  epochOf: () => 'e1',
  nameOf: testName,
  now: Date.now,
}
const by = { actor: 'ada', reason: 'ticket 12' } as const

const shown = (store: Store): string[] =>
  [...stateOf(store.known, routes, store.held).routes].map(
    ([name, { stage, percent, halt }]) => `${name} ${stage} ${percent} ${halt}`,
  )

t.test('what one instance is told, every instance does, and the file remembers', async t => {
  const path = join(folder(t), 'state.db')
  const [here, there] = [await opened(t, path), await opened(t, path)]
  const adopted = await Promise.all(
    [here, there].map(store => flip(store, { ...by, verb: 'adopt' }, context)),
  )
  t.strictSame(
    adopted.map(answer => answer.kind === 'flipped' && answer.isChanged).sort(),
    [false, true],
    'two that start at once take the file over once',
  )
  await flip(here, { ...by, verb: 'promote', name: 'read' }, context)
  const breakGlass = { approver: 'grace' }
  await flip(there, { ...by, verb: 'promote', name: 'read', breakGlass }, context)
  await until(() => here.known.revision === 3)
  t.strictSame(shown(here), ['read canary 5 none', 'write legacy 0 none'])
  await flip(there, { ...by, verb: 'halt' }, context)
  await until(() => here.known.revision === 4)
  t.strictSame(shown(here), ['read canary 5 halt', 'write legacy 0 halt'])
  await here.close()
  await there.close()
  const later = await opened(t, path)
  t.strictSame(shown(later), ['read canary 5 halt', 'write legacy 0 halt'])
  t.match(later.known.cohorts?.get('patients'), {
    key: 'nhsNumber',
    records: 'shared',
    routes: ['read', 'write'],
    owns: ['READ_IN01', 'WRITE_IN01'],
  })
  const lines = await later.readAudit(0, 100)
  t.match(verifyAudit(lines, later.known), { isWhole: true, lines: 4 })
})

t.test('a halt does not wait for a file that somebody else has locked', async t => {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path, { busyMs: 200 })
  await flip(store, { ...by, verb: 'adopt' }, context)
  const other = new DatabaseSync(path)
  t.teardown(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  const halting = flip(store, { ...by, verb: 'halt', isHard: true }, context)
  t.strictSame(shown(store), ['read legacy 0 hard', 'write legacy 0 hard'], 'at once')
  t.match(await halting, { kind: 'flipped', isHeld: true })
  other.exec('COMMIT')
  t.match(await flip(store, { ...by, verb: 'halt', isHard: true }, context), { isHeld: false })
  t.equal(store.known.halt, 'hard')
  await createSettling(store, () => context)()
  t.equal(store.held.all, 'none', 'and both are the fleet’s')
  const lines = await store.readAudit(2, 10)
  t.strictSame(
    lines.map(line => readEntry(line).verb),
    ['halt', 'halt'],
  )
})
