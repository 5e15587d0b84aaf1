import { type Config, factsOf } from '../config/index.ts'
import type { State } from '../exchange/index.ts'
import { digestOf, type Instance, ownMachine, reachableAt } from '../fleet/index.ts'
import type { InstanceFacts } from './instance-shapes.ts'

/** Gives what an instance that is asked at `admin` tells the others of itself. */
export const toldOf = (
  { name, version, node, startedAt, isDraining }: InstanceFacts,
  admin: { readonly address: string; readonly port: number },
  { config, state }: { readonly config: Config; readonly state: Pick<State, 'revision'> },
): Instance => ({
  id: name,
  address: reachableAt(admin),
  machine: ownMachine(),
  version,
  node,
  startedAt,
  revision: state.revision,
  digest: digestFor(config),
  life: isDraining ? 'drains' : 'serves',
})

const digests = new WeakMap<Config, string>()

// Told again and again, and made once: a file of a thousand routes takes a while.
function digestFor(config: Config): string {
  const digest = digests.get(config) ?? digestOf(factsOf(config))
  digests.set(config, digest)
  return digest
}
