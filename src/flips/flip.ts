import type { Route } from '../exchange/index.ts'
import {
  type Fleet,
  type Held,
  type HeldHalt,
  heldOf,
  isStoreError,
  type Store,
  StoreError,
  without,
} from '../fleet/index.ts'
import { type AuditEntry, isEmpty, partsOf, writeLine } from './audit-entry.ts'
import { frozenBy, refusalByFreeze } from './freezes.ts'
import { askGate, refusalBy, routesToAsk } from './gates.ts'
import { routesMeant } from './halts.ts'
import { laidAlready, layingOf, letGoOfKnown } from './laid-halts.ts'
import { lastChange } from './last-change.ts'
import { movedIn } from './moved.ts'
import { movedPins } from './moved-pins.ts'
import { routesNamed } from './names.ts'
import { pinsAtRisk } from './orphans.ts'
import type { Plan, Scene } from './plan.ts'
import { REFUSALS, Refusal } from './refusal.ts'
import type { AskedGate, Flip, FlipContext, Flipped, Refused } from './request.ts'
import { planOf } from './verbs.ts'
import { checkEnvironment, checkWords } from './words.ts'

/** What means the same on whatever it finds, and so is tried again where somebody else was faster. */
const REPEATED: readonly Flip['verb'][] = ['rollback', 'halt', 'adopt']
const TRIES = 8

/** What can lead forward: the others leave a stage where it is, or go back, or carry it over to another name. */
const ASKED: readonly Flip['verb'][] = ['promote', 'undo']

/**
 * Makes one change: the only way a stage, a percentage, a halt, an override or a pin is ever changed.
 *
 * A promotion passes the rules of classes and stages, and its gate unless glass is broken on a second person's
 * word. A rollback and a halt pass neither and need no environment named; a halt is laid over this instance before
 * the store is asked, and stays there where it does not answer. The change and its line in the audit are stored
 * together, on the revision they were planned on. Never throws for what the world does: that is a
 * {@link Refused}, with its exit code and the way out.
 */
export async function flip(
  store: Store,
  change: Flip,
  context: FlipContext,
): Promise<Flipped | Refused> {
  const means: Means = { store, context, gates: [], frozen: [], before: store.held }
  try {
    checkWords(change)
    checkEnvironment(change, context)
    const came = await carriedOut(change, means)
    const isMade = came.isChanged && !came.isDryRun
    // One that is only laid where it was held already was told where it was asked for.
    if (isMade && laidIn(change) === undefined) context.made?.(change, came)
    return came
  } catch (error) {
    return refusedBy(error, means)
  }
}

function carriedOut(change: Flip, means: Means): Promise<Flipped> {
  if (ASKED.includes(change.verb)) return forward(change, means)
  if (change.isDryRun === true) return repeated(change, means)
  if (change.verb === 'halt') return holding(change, means)
  return (change.verb === 'resume' ? resuming : repeated)(change, means)
}

interface Means {
  readonly store: Store
  readonly context: FlipContext
  /** Filled as gates are asked, so that a refusal has their numbers too. */
  readonly gates: AskedGate[]
  /** Filled with what a freeze says against the change. */
  readonly frozen: string[]
  /** What this instance held back before the change. */
  readonly before: Held
}

type Halting = Extract<Flip, { readonly verb: 'halt' }>

/** Halts here first and then in the store, so that nothing waits for the store. */
async function holding(change: Halting, means: Means): Promise<Flipped> {
  const { store, context, before } = means
  const held = change.laid ?? holds(change, means)
  try {
    const flipped = await repeated({ ...change, laid: held }, means)
    store.release(held.routes, [held.id])
    return flipped
  } catch (error) {
    // One that was held already is held still, and whoever would lay it over the fleet comes again.
    if (!isStoreError(error) || change.laid !== undefined) throw error
    const fleet = store.known
    const scenes = { before: { fleet, held: before }, after: { fleet, held: store.held } }
    return {
      kind: 'flipped',
      isDryRun: false,
      isChanged: true,
      isHeld: true,
      isKept: await store.kept(),
      revision: fleet.revision,
      routes: movedIn(aboutOf(change, context), context, scenes),
      gates: [],
      notes: [`the store has not got it: ${error.message}`],
    }
  }
}

function holds(change: Halting, { store, context }: Means): HeldHalt {
  const { name = 'all', actor, reason, isHard } = change
  const by = { name, actor, reason, at: context.now() }
  return store.hold(isHard === true ? 'hard' : 'halt', routesMeant(change, context), { by })
}

/**
 * Ends a halt in the store and here. What is held here goes into the store first: then whoever holds it too finds out
 * that it is the fleet's, and what this ends is in the audit.
 */
async function resuming(change: Flip, means: Means): Promise<Flipped> {
  const { store, context } = means
  for (const held of store.heldHalts) {
    const laying = layingOf(held, store, context)
    if (laying !== undefined) await holding(laying, { ...means, before: store.held })
  }
  return repeated(change, { ...means, before: store.held })
}

/**
 * Leads forward, which no halt lies in the way of that has ended: a resume may have reached the store, and not yet
 * whoever still holds the halt by itself.
 */
async function forward(change: Flip, means: Means): Promise<Flipped> {
  const { store } = means
  if (store.heldHalts.length > 0) await letGoOfKnown(store)
  return repeated(change, { ...means, before: store.held })
}

async function repeated(change: Flip, means: Means): Promise<Flipped> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(change, means)
    } catch (error) {
      const isOvertaken = isStoreError(error) && error.code === 'conflict'
      if (!isOvertaken || tries === TRIES || !REPEATED.includes(change.verb)) throw error
    }
  }
}

async function once(change: Flip, means: Means): Promise<Flipped> {
  const { store, gates, before } = means
  const scene = await sceneOf(change, means)
  const { fleet } = scene
  const plan = planOf(change, scene)
  const there = await laidBefore(change, fleet, store)
  if (there !== undefined) return cameTo(plan, means, { fleet, revision: there })
  means.frozen.push(...frozenBy(change, plan, scene))
  if (means.frozen.length > 0 && !('breakGlass' in change)) throw refusalByFreeze(means.frozen)
  const asked = ASKED.includes(change.verb) ? routesToAsk(plan, scene) : []
  for (const route of asked) gates.push(await askGate(route, store, scene))
  const refused = refusalBy(gates, change)
  if (refused) throw refused
  const pins = await movedPins(plan.pins ?? [], store)
  const parts = partsOf(fleet, plan.next)
  const ended = change.verb === 'resume' ? endedBy(change, plan, store) : NONE_ENDED
  const isElsewhere = !isEmpty(parts.after) || !isEmpty(parts.before) || ended.ids.length > 0
  const isSaid = saidIn(change).length > 0 || laidIn(change) !== undefined
  const isChanged = isElsewhere || pins.moves.length > 0 || isSaid
  const isDryRun = change.isDryRun === true
  let { revision } = fleet
  if (isChanged && !isDryRun) {
    const said = {
      before: { ...parts.before, ...pins.before },
      after: { ...parts.after, ...pins.after },
    }
    const line = writeLine({ ...entryOf(change, means, scene), ...said }, fleet.head)
    revision = (await store.change(revision, { next: plan.next, line, pins: pins.moves })).revision
    if (ended.ids.length > 0) store.release(ended.names, ended.ids)
  }
  const isLess = ended.ids.length > 0
  const held = isLess ? heldOf(without(store.heldHalts, ended.names, ended.ids)) : before
  const came = cameTo(plan, means, { fleet, revision, held })
  const passed = means.frozen.map(each => `the glass was broken for it: ${each}`)
  return { ...came, isDryRun, isChanged, notes: [...came.notes, ...pins.notes, ...passed] }
}

/** The revision at which a halt was laid over the fleet by somebody who was faster. */
const laidBefore = async (
  change: Flip,
  fleet: Fleet,
  store: Store,
): Promise<number | undefined> => {
  const laid = laidIn(change)
  return laid && (await laidAlready(laid, fleet, store))
}

const laidIn = (change: Flip): HeldHalt | undefined =>
  change.verb === 'halt' ? change.laid : undefined

function cameTo(
  plan: Plan,
  { context, gates, before }: Means,
  { fleet, revision, held = before }: { fleet: Fleet; revision: number; held?: Held },
): Flipped {
  const after = { fleet: { ...fleet, ...plan.next }, held }
  return {
    kind: 'flipped',
    isDryRun: false,
    isChanged: true,
    isHeld: false,
    isKept: true,
    revision,
    routes: movedIn(plan.about, context, { before: { fleet, held: before }, after }),
    gates,
    notes: plan.notes,
  }
}

async function sceneOf(change: Flip, { store, context }: Means): Promise<Scene> {
  const fleet = await store.read()
  const { revision = fleet.revision } = change
  if (revision !== fleet.revision && !REPEATED.includes(change.verb)) {
    const says = `the fleet is at revision ${fleet.revision}, not at ${revision}`
    throw new StoreError('conflict', says, fleet.revision)
  }
  const last = change.verb === 'undo' ? await lastChange(fleet, store) : undefined
  const pinned = change.verb === 'adopt' ? await pinsAtRisk(fleet, context, store) : undefined
  return { fleet, held: store.held, context, now: context.now(), last, pinned }
}

const aboutOf = (
  { name }: { readonly name?: string },
  { routes }: FlipContext,
): readonly Route[] => (name === undefined ? routes : routesNamed(name, routes))

/** Halts a resume takes off this instance: of these names, and by their ids. */
interface Ended {
  readonly names: readonly string[] | 'all'
  readonly ids: readonly string[]
}

const NONE_ENDED: Ended = { names: [], ids: [] }

/**
 * Names the halts a resume ends that the store never has: an instance's own. Those with words are the store's by then,
 * and one that is laid meanwhile is none the resume was asked about.
 */
function endedBy(
  { name, isDryRun }: Extract<Flip, { readonly verb: 'resume' }>,
  { about }: Plan,
  { heldHalts }: Store,
): Ended {
  const names = name === undefined ? 'all' : about.map(route => route.name)
  const ids = heldHalts
    .filter(held => held.by === undefined || isDryRun === true)
    .filter(held => without([held], names)[0] !== held)
    .map(({ id }) => id)
  return { names, ids }
}

function entryOf(
  change: Flip,
  { context, gates, frozen }: Means,
  { fleet, now }: Scene,
): Omit<AuditEntry, 'before' | 'after'> {
  const glass = 'breakGlass' in change ? change.breakGlass : undefined
  const laid = laidIn(change)
  const isShut = gates.some(gate => gate.verdict !== 'open')
  const name = 'cohort' in change ? change.cohort : 'name' in change ? change.name : undefined
  return {
    revision: fleet.revision + 1,
    at: now,
    environment: context.environment.name,
    verb: change.verb,
    name: name ?? 'all',
    actor: change.actor,
    approver: isShut || frozen.length > 0 ? (glass?.approver ?? null) : null,
    reason: change.reason,
    gates,
    ...(laid?.by && { laid: { id: laid.id, at: laid.by.at } }),
    ...(saidIn(change).length > 0 && { differences: saidIn(change) }),
  }
}

/** What a file says otherwise is kept, also where the fleet keeps none of it. */
const saidIn = (change: Flip): NonNullable<AuditEntry['differences']> =>
  (change.verb === 'adopt' ? change.differences : undefined) ?? []

const WAYS_OUT = {
  conflict: 'look at what changed, and ask again if it still holds',
  silent: 'nothing was changed; a halt works without the store: ficus halt',
  unknown:
    'look whether it was done before you ask again; a halt works without the store: ficus halt',
  invalid: 'a person must look at the store; a halt works without it: ficus halt',
  address: 'a person must look at the store; a halt works without it: ficus halt',
} as const

function refusedBy(error: unknown, { store, gates }: Means): Refused {
  const common = { kind: 'refused', gates } as const
  if (error instanceof Refusal) {
    const { code, message, wayOut } = error
    const exitCode = REFUSALS[code]
    return { ...common, code, exitCode, says: message, wayOut, revision: store.known.revision }
  }
  if (!isStoreError(error)) throw error
  const code = error.code === 'address' ? 'invalid' : error.code
  const revision = error.current ?? store.known.revision
  const wayOut = WAYS_OUT[code]
  return { ...common, code, exitCode: REFUSALS[code], says: error.message, wayOut, revision }
}
