import fc from 'fast-check'
import t from 'tap'
import { createExpiring, flip, type Flip, verifyAudit } from '../../src/flips/index.ts'
import { connectMemory } from '../fleet/memory-store.ts'
import { brokenRules } from './approvals-judge.ts'
import { at, bench, type Bench, count, ENOUGH, NOW, owning } from './given.ts'

const HOUR = 3_600_000
const NEEDS = { read: 2, write: 3 } as const
const ROUTES = [
  owning('read', { approvals: { of: NEEDS.read, withinMs: 4 * HOUR } }),
  owning('write', { approvals: { of: NEEDS.write, withinMs: 4 * HOUR } }),
]

/** What somebody does; two do something at once, each at an instance of their own. */
type Deed = (made: Bench) => Flip | 'look' | 'an hour passes'

const openIds = ({ store }: Bench): readonly number[] =>
  [...(store.known.requests?.keys() ?? [])].map(Number)

const name = fc.constantFrom('read', 'write')
const who = fc.constantFrom('ada', 'Ada', 'ben', 'eve', ' eve')
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(name, who).map(([each, actor]): Deed => {
      return () => ({ verb: 'promote', name: each, actor, reason: 'so' })
    }),
  },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.nat(), who).map(([nth, actor]): Deed => {
      return made => {
        const ids = openIds(made)
        // Sometimes one that is open no more, or never was.
        const id = ids[nth % (ids.length + 1)] ?? 1 + (nth % (made.store.known.revision + 1))
        return { verb: 'approve', id, actor, reason: 'so' }
      }
    }),
  },
  fc.tuple(fc.nat(), who).map(([nth, actor]): Deed => {
    return made => ({ verb: 'reject', id: openIds(made)[nth % 3] ?? 1, actor, reason: 'so' })
  }),
  fc.tuple(name, who).map(([each, actor]): Deed => {
    return () => ({ verb: 'rollback', name: each, actor, reason: 'so' })
  }),
  who.map((actor): Deed => () => ({ verb: 'halt', actor, reason: 'so' })),
  who.map((actor): Deed => () => ({ verb: 'resume', actor, reason: 'so' })),
  who.map((actor): Deed => () => ({ verb: 'undo', actor, reason: 'so' })),
  fc.constant((): 'an hour passes' => 'an hour passes'),
  fc.constant((): 'look' => 'look'),
)

t.test(
  'whoever does what in whatever order, two at once, nothing is led forward by too few',
  async t => {
    let carriedOut = 0
    const property = fc.asyncProperty(
      fc.array(fc.tuple(deed, deed), { maxLength: 40 }),
      async steps => {
        const clock = { now: NOW }
        const one = await bench(
          ROUTES,
          { read: at('legacy'), write: at('legacy') },
          { now: () => clock.now },
        )
        for (const { name: each } of ROUTES) await count(one, each, ENOUGH)
        // Something to undo from the beginning on that leads nobody anywhere.
        await one.ask({ verb: 'freeze', from: NOW + 9_000 * HOUR, to: NOW + 9_001 * HOUR })
        const two = { ...one, store: connectMemory(one.memory) }
        const doing = async (made: Bench, what: Deed): Promise<unknown> => {
          const change = what(made)
          if (change === 'an hour passes') return (clock.now += HOUR)
          if (change === 'look') return createExpiring(made.store, () => made.context)()
          return flip(made.store, change, made.context)
        }
        for (const [a, b] of steps) {
          clock.now += 1
          await Promise.all([doing(one, a), doing(two, b)])
        }
        const { lines, fleet } = one.memory
        const [first, ...rest] = lines
        t.strictSame(brokenRules(rest, NEEDS), [])
        t.ok(verifyAudit(rest, { ...(first && { after: first }), head: fleet.head }).isWhole)
        carriedOut += rest.filter(({ body }) => body.includes('"approvals":[{"')).length
      },
    )
    await t.resolves(fc.assert(property, { numRuns: 150 }))
    t.ok(carriedOut > 50, `it is no property of nothing: ${carriedOut} were carried out`)
  },
)
