import type { Test } from 'tap'
import type { InstanceFacts } from '../../src/admin/index.ts'
import type { FlipContext } from '../../src/flips/index.ts'
import { at, type Bench, bench, NOW, owning } from '../flips/given.ts'
import { connectMemory, type MemoryStore } from '../fleet/memory-store.ts'
import { run, served } from './ask.ts'

const FACTS: InstanceFacts = {
  name: 'one',
  version: '1.2.3',
  node: '24.0.0',
  startedAt: NOW - 90_000,
  isDraining: false,
}

/** An instance behind an admin port of its own, and the commands that ask it. */
export interface GivenInstance extends Bench {
  readonly made: Bench
  /** Where it is asked: `127.0.0.1:40000`. */
  readonly admin: string
  readonly ficus: (...args: string[]) => ReturnType<typeof run>
}

export async function makeInstance(
  t: Test,
  more: Partial<InstanceFacts> = {},
  context: Partial<FlipContext> = {},
): Promise<GivenInstance> {
  const routes = [owning('read'), owning('write', { cloud: undefined })]
  const made = await bench(routes, { read: at('canary', 25), write: at('legacy') }, context)
  const admin = await served(t, made, { instance: { ...FACTS, ...more } })
  return { ...made, made, admin, ficus: (...args) => run(args, { FICUS_ADMIN: admin }) }
}

/** Another instance of the same fleet, behind an admin port of its own. */
export async function otherInstance(
  t: Test,
  { made }: GivenInstance,
  facts: Partial<InstanceFacts> = {},
): Promise<{ readonly store: MemoryStore; readonly admin: string }> {
  const store = connectMemory(made.memory)
  const instance = { ...FACTS, name: 'two', ...facts }
  return { store, admin: await served(t, { ...made, store }, { instance }) }
}
