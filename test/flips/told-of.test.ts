import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import { createSettling } from '../../src/flips/index.ts'
import { at, bench, owning } from './given.ts'

/** A bench that writes down what it is told of. */
async function telling() {
  const told: string[] = []
  const made = await bench(
    [owning('read')],
    { read: at('shadow') },
    {
      made: ({ verb }, { routes }) =>
        told.push(`${verb} ${routes.map(({ route }) => route).join()}`),
    },
  )
  return { made, told }
}

t.test('a change that was carried out is told of once, and no other', async t => {
  const { made, told } = await telling()
  await made.ask({ verb: 'rollback', name: 'read', to: 'legacy', isDryRun: true })
  await made.ask({ verb: 'promote', name: 'read', to: 'canary', percent: 5 })
  t.strictSame(told, [], 'one that was tried, and one that is refused')
  await made.ask({ verb: 'rollback', name: 'read', to: 'legacy' })
  await made.ask({ verb: 'rollback', name: 'read', to: 'legacy' })
  t.strictSame(told, ['rollback read'], 'the second found everything so already')
})

t.test(
  'a halt without the store is told of where it is asked for, and not when it is laid',
  async t => {
    const { made, told } = await telling()
    made.store.failure = new StoreError('silent', 'it is away')
    await made.ask({ verb: 'halt', name: 'read' })
    t.strictSame(told, ['halt read'])
    made.store.failure = undefined
    await createSettling(made.store, () => made.context)()
    t.equal(made.store.heldHalts.length, 0, 'the fleet has it')
    t.strictSame(told, ['halt read'])
  },
)
