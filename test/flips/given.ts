import type { Cohort, InteractionClass, Route, Stage } from '../../src/exchange/index.ts'
import { DEFAULT_GATE } from '../../src/evidence/index.ts'
import { createNaming, type FleetContent, type Position } from '../../src/fleet/index.ts'
import {
  flip,
  type Flip,
  type FlipContext,
  type Flipped,
  type Refused,
  type Requested,
} from '../../src/flips/index.ts'
import { content, moving, position } from '../fleet/given.ts'
import {
  connectMemory,
  createMemory,
  type Memory,
  type MemoryStore,
} from '../fleet/memory-store.ts'
import { INTERACTIONS, PATIENTS, route, upstream } from '../routing/given.ts'

/** What a route of each class owns. */
export const OWNS = {
  read: { interaction: ['READ_IN01'] },
  'audited-read': { interaction: ['AUDITED_IN01'] },
  'pushed-read': { interaction: ['PUSHED_IN01'] },
  write: { interaction: ['WRITE_IN01'] },
  unknown: { interaction: ['NOBODY_KNOWS_IN01'] },
} as const satisfies Record<InteractionClass, object>

export const CLASSES = Object.keys(OWNS) as InteractionClass[]

/** A route that may go as far as its class lets it: a simulated cloud, a cohort, an identity for its copies. */
export const owning = (klass: InteractionClass, more: Partial<Route> = {}): Route =>
  route(klass, OWNS[klass], {
    cloud: upstream('pds-fhir', { simulated: true }),
    cohort: PATIENTS,
    shadowAs: 'shadow-identity',
    ...more,
  })

export const SENDERS: Cohort = { ...PATIENTS, name: 'senders', key: 'fromAsid', pin: true }

/** `canary` at a share, or a stage. */
export const at = (stage: Stage, percent = 0, more: Partial<Position> = {}): Position =>
  position({ stage, percent, home: stage === 'legacy' ? 'legacy' : 'shadow', ...more })

export const NOW = 5_000_000

export interface Bench {
  readonly store: MemoryStore
  readonly memory: Memory
  readonly context: FlipContext
  /** Asks for a change by somebody with a reason. */
  ask(change: Part): Promise<Flipped | Requested | Refused>
}

type Bare<Change> = Change extends Flip ? Omit<Change, 'actor' | 'reason'> & Partial<Flip> : never
export type Part = Bare<Flip>

const naming = createNaming(Buffer.alloc(32, 'test'))

/** Names an entity as a running instance does, near enough: its keys are in upper case already. */
export const testName: FlipContext['nameOf'] = ({ key: kind }, key) => {
  const id = key.trim().toUpperCase()
  return id === '' ? undefined : naming.nameOf(kind, id)
}

/** A fleet that stands somewhere, and how to ask it for a change. */
export async function bench(
  routes: readonly Route[],
  positions: Readonly<Record<string, Position>> = {},
  more: Partial<FlipContext> & { readonly fleet?: Partial<FleetContent> } = {},
): Promise<Bench> {
  const memory = createMemory()
  const store = connectMemory(memory)
  const { fleet, ...rest } = more
  const next = content({ routes: new Map(Object.entries(positions)), ...fleet })
  await store.change(0, { next, line: moving(store.known, 'x', {}).line })
  const context: FlipContext = {
    routes,
    interactions: INTERACTIONS,
    environment: { name: 'int', confirm: false },
    gateOf: () => DEFAULT_GATE,
    epochOf: () => 'e1',
    nameOf: testName,
    now: () => NOW,
    ...rest,
  }
  const ask = (change: Part): Promise<Flipped | Requested | Refused> =>
    flip(store, { actor: 'ada', reason: 'because', ...change }, context)
  return { store, memory, context, ask }
}

/** Counts so many on a route, in the epoch of the bench. */
export async function count(
  { store }: Bench,
  route: string,
  byName: Readonly<Record<string, number>>,
): Promise<void> {
  const rows = Object.entries(byName).map(([name, count]) => ({ route, epoch: 'e1', name, count }))
  await store.addCounts({ from: crypto.randomUUID(), number: 1, rows })
}

export const ENOUGH = { identical: 5_000 }

/** Where a route stands now, in short: `canary 25 halt`. */
export function standsAt({ store }: Bench, name: string): string {
  const there = store.known.routes.get(name)
  if (there === undefined) return 'nowhere'
  const { stage, percent, halt } = there
  return [stage, ...(stage === 'canary' ? [percent] : []), ...(halt === 'none' ? [] : [halt])].join(
    ' ',
  )
}
