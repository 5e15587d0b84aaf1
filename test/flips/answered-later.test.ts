import t from 'tap'
import { at, bench, owning, standsAt } from './given.ts'

const LATER = { interactions: ['WRITE_IN01'], pollers: [] as readonly string[] }

t.test(
  'what is answered later is not promoted to a cloud whose answers nobody fetches',
  async t => {
    const made = await bench([owning('write', { answeredLater: LATER })], { write: at('shadow') })
    for (const change of [
      { verb: 'promote', name: 'write' },
      { verb: 'promote', name: 'write', to: 'cloud', breakGlass: { approver: 'bob' } },
    ] as const) {
      t.match(await made.ask(change), {
        kind: 'refused',
        code: 'class',
        says: /^write: stage \S+ has the cloud answer what is answered later \(WRITE_IN01\)/,
        wayOut: /reply: 'poll'/,
      })
      t.equal(standsAt(made, 'write'), 'shadow')
    }
  },
)

t.test('and is where somebody does', async t => {
  const later = { ...LATER, pollers: ['200000000115'] }
  const made = await bench([owning('write', { answeredLater: later })], { write: at('shadow') })
  const change = { verb: 'promote', name: 'write', breakGlass: { approver: 'bob' } } as const
  t.match(await made.ask(change), { kind: 'flipped' })
  t.equal(standsAt(made, 'write'), 'canary 5')
})
