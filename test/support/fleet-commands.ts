import fc from 'fast-check'
import { fleetFile, type Sides } from './fleet-sides.ts'
import { textOf } from './fleet-instance.ts'
import { type Asked, ROUTE_NAMES, SENDERS } from './fleet-stand.ts'
import { checkOneAnswer } from './fleet-judge.ts'
import { quieten, restart, setStore, tell, type World } from './fleet-world.ts'

/** What fast-check knows of a fleet between two commands: which of them make sense. */
export interface Known {
  store: World['store']
}

export type Command = fc.AsyncCommand<Known, World, true>

const command = (
  name: string,
  run: (world: World, known: Known) => Promise<unknown>,
  check: (known: Known) => boolean = () => true,
): Command => ({
  check: known => Promise.resolve(check(known)),
  run: async (known, world) => {
    await run(world, known)
  },
  toString: () => name,
})

const route = fc.constantFrom(...ROUTE_NAMES)
const place = fc.constantFrom(
  { stage: 'legacy', percent: 0 } as const,
  { stage: 'shadow', percent: 0 } as const,
  { stage: 'canary', percent: 25 } as const,
  { stage: 'canary', percent: 50 } as const,
  { stage: 'canary', percent: 75 } as const,
  { stage: 'reverse-shadow', percent: 0 } as const,
  { stage: 'cloud', percent: 0 } as const,
)

/** Any change. Some lead the wrong way and are refused, which is one of the things that may come of it. */
const anyAsked: fc.Arbitrary<Asked> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('promote', 'promote', 'rollback'), route, place)
      .map(([verb, name, to]): Asked => ({ verb, name, ...to })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      verb: fc.constantFrom('halt', 'resume', 'resume'),
      name: fc.constantFrom(...ROUTE_NAMES, undefined),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constant('override'),
      key: fc.constantFrom(...SENDERS),
      side: fc.constantFrom('legacy', 'cloud', undefined),
    }),
  },
)

const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

const spoken = (asked: Asked): string => Object.values(asked).join(' ')

/** Everything that can happen to a fleet whose instances are processes. */
export function anyCommand(instances: number, sides: Sides): fc.Arbitrary<Command>[] {
  const who = fc.nat(instances - 1)
  return [
    ...changes(instances),
    fc
      .tuple(who, fc.constantFrom('SIGTERM', 'SIGKILL'))
      .map(([i, signal]) =>
        command(`restart ${i} by ${signal}`, world => restart(world, i, signal)),
      ),
    fc
      .tuple(who, fc.integer({ min: 15_000, max: 25_000 }))
      .map(([i, timeoutMs]) =>
        command(`load at ${i}`, async ({ instances: all }) =>
          all[i]?.load(textOf(fleetFile(sides, timeoutMs))),
        ),
      ),
    who.map(i =>
      command(`load what is none at ${i}`, async ({ instances: all }) => {
        await all[i]?.load('{')
        // Whoever is started again on a file that is none does not start.
        await all[i]?.load(textOf(fleetFile(sides)))
      }),
    ),
    fc
      .tuple(who, anyAsked, fc.constantFrom('killed', 'stopped'), fc.nat(8))
      .map(([i, asked, store, afterMs]) =>
        command(
          `store ${store} ${afterMs} ms into ${i}: ${spoken(asked)}`,
          async (world, known) => {
            known.store = store
            const going = later(afterMs).then(() => setStore(world, store))
            await Promise.all([tell(world, i, asked), going])
          },
          known => known.store === 'well',
        ),
      ),
    fc.tuple(who, anyAsked, fc.nat(8)).map(([i, asked, afterMs]) =>
      command(`restart ${i} ${afterMs} ms into ${spoken(asked)}`, async world => {
        const going = later(afterMs).then(() => restart(world, i, 'SIGKILL'))
        await Promise.all([tell(world, i, asked), going])
      }),
    ),
    fc.constantFrom('killed', 'stopped').map(store =>
      command(
        `store ${store}`,
        async (world, known) => {
          known.store = store
          await setStore(world, store)
        },
        known => known.store === 'well',
      ),
    ),
    fc.constant(
      command(
        'store returns',
        async (world, known) => {
          known.store = 'well'
          await setStore(world, 'well')
        },
        known => known.store !== 'well',
      ),
    ),
  ]
}

/** Every change by every instance, one alone and several at once, and quiet between. */
export function changes(instances: number): fc.Arbitrary<Command>[] {
  const who = fc.nat(instances - 1)
  const one = fc
    .tuple(who, anyAsked)
    .map(([i, asked]) => command(`${i}: ${spoken(asked)}`, world => tell(world, i, asked)))
  const several = fc
    .array(fc.tuple(who, anyAsked), { minLength: 2, maxLength: 3 })
    .map(all =>
      command(`at once ${all.map(([i, asked]) => `${i}: ${spoken(asked)}`).join(', ')}`, world =>
        Promise.all(all.map(([i, asked]) => tell(world, i, asked))),
      ),
    )
  const quiet = fc.constantFrom('halt', 'resume', 'resume').map(end =>
    command(`quiet, ${end}`, async (world, known) => {
      known.store = 'well'
      checkOneAnswer(await quieten(world, end))
    }),
  )
  return [one, one, one, several, several, quiet]
}
