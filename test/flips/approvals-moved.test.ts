import t from 'tap'
import { at, bench, type Bench, count, ENOUGH, NOW, owning, SENDERS, standsAt } from './given.ts'
import { askFor, atTwo, by, DAY, HOUR, OVERRIDE, PROMOTE, TWO } from './approvals-given.ts'

/** What moves between a request and its approval, and what is said then. */
const MOVES: readonly (readonly [
  says: string,
  then: (made: Bench) => Promise<unknown>,
  refused: object,
])[] = [
  [
    'the route has moved',
    made => made.ask({ verb: 'rollback', name: 'read' }),
    { code: 'conflict', exitCode: 5, says: /read stood at shadow and stands at legacy/ },
  ],
  [
    'it has moved and come back',
    async made => {
      await made.ask({ verb: 'rollback', name: 'read' })
      Object.assign(made.context, { now: () => NOW + 1 })
      await made.ask({ ...PROMOTE, to: 'shadow', breakGlass: { approver: 'eve' } })
    },
    { code: 'conflict', exitCode: 5, says: /changed meanwhile/ },
  ],
  [
    'it is halted',
    made => made.ask({ verb: 'halt', name: 'read' }),
    { code: 'halted', exitCode: 3 },
  ],
  [
    'everything is halted',
    made => made.ask({ verb: 'halt' }),
    { code: 'halted', exitCode: 3, says: /read is halted since/ },
  ],
  [
    'it was halted and resumed',
    async made => {
      await made.ask({ verb: 'halt', name: 'read' })
      Object.assign(made.context, { now: () => NOW + 1 })
      await made.ask({ verb: 'resume', name: 'read' })
    },
    { code: 'conflict', exitCode: 5 },
  ],
  [
    'its evidence is of another epoch',
    async made => {
      Object.assign(made.context, { epochOf: () => 'e2' })
    },
    { code: 'conflict', exitCode: 5, says: /another epoch/ },
  ],
  [
    'an override of its cohort was changed',
    made => made.ask({ ...OVERRIDE, to: { ...OVERRIDE.to, side: 'legacy' } }),
    { code: 'conflict', exitCode: 5, says: /overrides were changed/ },
  ],
  [
    'a freeze is on',
    made => made.ask({ verb: 'freeze', from: NOW, to: NOW + HOUR }),
    { code: 'frozen', exitCode: 3 },
  ],
  [
    'its gate has closed',
    made => count(made, 'read', { critical: 1 }),
    { code: 'gate', exitCode: 3 },
  ],
  [
    'the time is over',
    async made => {
      Object.assign(made.context, { now: () => NOW + DAY })
    },
    { code: 'request', exitCode: 3, says: /has expired/ },
  ],
  [
    'it was asked for anew',
    made => made.ask({ ...PROMOTE, percent: 50, actor: 'Fay' }),
    { code: 'request', exitCode: 3, says: /was replaced by request 3/ },
  ],
  [
    'it was rejected',
    made => made.ask({ verb: 'reject', id: 2, ...by('eve') }),
    { code: 'request', exitCode: 3, says: /was rejected by eve/ },
  ],
  [
    'it was carried out',
    made => made.ask({ verb: 'approve', id: 2, ...by('eve') }),
    { code: 'request', exitCode: 3, says: /was carried out at revision 3/ },
  ],
]

for (const [says, then, refused] of MOVES) {
  t.test(`an approval is refused where ${says}`, async t => {
    const route = owning('read', { approvals: TWO, cohort: { ...SENDERS } })
    const made = await bench([route], { read: at('shadow') })
    await count(made, 'read', ENOUGH)
    const id = await askFor(made, PROMOTE)
    await then(made)
    const before = standsAt(made, 'read')
    const { revision } = made.store.known
    t.match(await made.ask({ verb: 'approve', id, ...by('ben') }), { kind: 'refused', ...refused })
    t.equal(standsAt(made, 'read'), before, 'and nothing is moved')
    t.equal(made.store.known.revision, revision, 'nor written')
  })
}

t.test('an undo is refused where another change was made since', async t => {
  const made = await atTwo()
  await made.ask({ verb: 'approve', id: await askFor(made, PROMOTE), ...by('ben') })
  await made.ask({ verb: 'rollback', name: 'read' })
  const id = await askFor(made, { verb: 'undo' })
  await made.ask({ verb: 'promote', name: 'write' })
  t.match(await made.ask({ verb: 'approve', id, ...by('ben') }), {
    code: 'conflict',
    says: /the last change was that of revision \d+ and is another now/,
  })
})

t.test('what else is changed in the fleet keeps nobody from approving', async t => {
  const made = await atTwo()
  const id = await askFor(made, PROMOTE)
  await made.ask({ verb: 'promote', name: 'write' })
  t.match(await made.ask({ verb: 'approve', id, ...by('ben') }), { kind: 'flipped' })
})
