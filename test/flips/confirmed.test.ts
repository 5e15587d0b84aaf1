/** Where an environment asks for its name, every verb there is asks for it, but those that nobody may be kept from. */
import t from 'tap'
import type { Flip } from '../../src/flips/index.ts'
import { at, bench, NOW, owning, type Part, SENDERS } from './given.ts'

const HOUR = 3_600_000
const TO_LEGACY = { side: 'legacy', owner: 'team', expires: NOW + HOUR } as const

/** Each verb by a change of it, and whether it has to name the environment. */
const VERBS: { readonly [Verb in Flip['verb']]: readonly [named: 'asks' | 'never', change: Part] } =
  {
    promote: ['asks', { verb: 'promote', name: 'read', to: 'shadow' }],
    rollback: ['never', { verb: 'rollback', name: 'unknown' }],
    halt: ['never', { verb: 'halt' }],
    resume: ['asks', { verb: 'resume' }],
    undo: ['asks', { verb: 'undo' }],
    override: ['asks', { verb: 'override', cohort: 'senders', key: 'A1', to: TO_LEGACY }],
    pin: ['asks', { verb: 'pin', cohort: 'senders', key: 'A1', to: 'legacy' }],
    freeze: ['asks', { verb: 'freeze', from: NOW, to: NOW + HOUR }],
    unfreeze: ['asks', { verb: 'unfreeze', id: 'f1' }],
    approve: ['asks', { verb: 'approve', id: 1 }],
    reject: ['never', { verb: 'reject', id: 1 }],
    expire: ['never', { verb: 'expire', id: 1 }],
    relax: ['asks', { verb: 'relax', name: 'read' }],
    adopt: ['never', { verb: 'adopt' }],
  }

const ROUTES = [owning('read'), owning('unknown', { cohort: SENDERS })]
/** One in which something was changed before, so that there is something to undo. */
const live = async () => {
  const made = await bench(
    ROUTES,
    { read: at('legacy'), unknown: at('canary', 25) },
    {
      environment: { name: 'live', confirm: true },
    },
  )
  await made.ask({ verb: 'halt', name: 'unknown' })
  return made
}

for (const [verb, [named, change]] of Object.entries(VERBS)) {
  t.test(
    `${verb} ${named === 'asks' ? 'must name' : 'need not name'} an environment that confirms`,
    async t => {
      const made = await live()
      const refused = { kind: 'refused', code: 'environment', exitCode: 2, wayOut: 'name it: live' }
      const unnamed = await made.ask(change)
      const other = await made.ask({ ...change, environment: 'int' })
      if (named === 'asks') {
        t.match(unnamed, { ...refused, says: /changes in live are confirmed by its name/ })
        t.match(other, { ...refused, says: /this is live and not the environment that was named/ })
        t.equal(made.store.known.revision, 2, 'and nothing was changed')
      } else {
        t.notMatch(unnamed, { code: 'environment' })
        t.notMatch(other, { code: 'environment' })
      }
      t.notMatch(await (await live()).ask({ ...change, environment: 'live' }), {
        code: 'environment',
      })
    },
  )
}

t.test('where none is asked for, another than its own is refused all the same', async t => {
  const made = await bench(ROUTES, { read: at('legacy') })
  const change: Part = { verb: 'promote', name: 'read', to: 'shadow' }
  t.match(await made.ask({ ...change, environment: 'live' }), { code: 'environment' })
  t.match(await made.ask({ ...change, environment: 'int' }), { kind: 'flipped' })
})

t.test(
  'a dry run is asked for the name too: what is looked at is the environment that was meant',
  async t => {
    const made = await live()
    t.match(await made.ask({ verb: 'promote', name: 'read', isDryRun: true }), {
      code: 'environment',
    })
  },
)
