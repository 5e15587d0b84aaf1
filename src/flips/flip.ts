import type { Route } from '../exchange/index.ts'
import { type Fleet, type Held, isStoreError, type Store, StoreError } from '../fleet/index.ts'
import { type AuditEntry, isEmpty, partsOf, writeLine } from './audit-entry.ts'
import { askGate, refusalBy, routesToAsk } from './gates.ts'
import { lastChange } from './last-change.ts'
import { movedPins } from './moved-pins.ts'
import { routesNamed } from './names.ts'
import { pinsAtRisk } from './orphans.ts'
import { type Plan, type Scene, standing } from './plan.ts'
import { REFUSALS, Refusal } from './refusal.ts'
import type { AskedGate, Flip, FlipContext, Flipped, Moved, Refused } from './request.ts'
import { haltsOver, servingAt } from './serving.ts'
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
  const means: Means = { store, context, gates: [], before: store.held }
  try {
    checkWords(change)
    checkEnvironment(change, context)
    const isHalt = change.verb === 'halt' && change.isDryRun !== true
    return await (isHalt ? holding(change, means) : repeated(change, means))
  } catch (error) {
    return refusedBy(error, means)
  }
}

interface Means {
  readonly store: Store
  readonly context: FlipContext
  /** Filled as gates are asked, so that a refusal has their numbers too. */
  readonly gates: AskedGate[]
  /** What this instance held back before the change. */
  readonly before: Held
}

type Halting = Extract<Flip, { readonly verb: 'halt' }>

/** Halts here first and then in the store, so that nothing waits for the store. */
async function holding(change: Halting, means: Means): Promise<Flipped> {
  const { store, context, before } = means
  const about = aboutOf(change, context)
  const names = change.name === undefined ? 'all' : about.map(route => route.name)
  store.hold(change.isHard === true ? 'hard' : 'halt', names)
  try {
    const flipped = await repeated(change, means)
    store.release(names)
    return flipped
  } catch (error) {
    if (!isStoreError(error)) throw error
    const fleet = store.known
    const scenes = { before: { fleet, held: before }, after: { fleet, held: store.held } }
    return {
      kind: 'flipped',
      isDryRun: false,
      isChanged: true,
      isHeld: true,
      revision: fleet.revision,
      routes: movedIn(about, context, scenes),
      gates: [],
      notes: [`held by this instance alone until it is resumed: ${error.message}`],
    }
  }
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
  const { store, context, gates, before } = means
  const scene = await sceneOf(change, means)
  const { fleet } = scene
  const plan = planOf(change, scene)
  const asked = ASKED.includes(change.verb) ? routesToAsk(plan, scene) : []
  for (const route of asked) gates.push(await askGate(route, store, scene))
  const refused = refusalBy(gates, change)
  if (refused) throw refused
  const pins = await movedPins(plan.pins ?? [], store)
  const parts = partsOf(fleet, plan.next)
  const held = change.verb === 'resume' ? released(change, plan, before) : before
  const isElsewhere = !isEmpty(parts.after) || !isEmpty(parts.before) || held !== before
  const isChanged = isElsewhere || pins.moves.length > 0 || saidIn(change).length > 0
  const isDryRun = change.isDryRun === true
  let { revision } = fleet
  if (isChanged && !isDryRun) {
    const said = {
      before: { ...parts.before, ...pins.before },
      after: { ...parts.after, ...pins.after },
    }
    const line = writeLine({ ...entryOf(change, means, scene), ...said }, fleet.head)
    revision = (await store.change(revision, { next: plan.next, line, pins: pins.moves })).revision
    if (change.verb === 'resume') store.release(namesOf(change, plan))
  }
  const after = { fleet: { ...fleet, ...plan.next }, held }
  const routes = movedIn(plan.about, context, { before: { fleet, held: before }, after })
  const { notes } = plan
  return { kind: 'flipped', isDryRun, isChanged, isHeld: false, revision, routes, gates, notes }
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

const namesOf = (
  { name }: { readonly name?: string },
  { about }: Plan,
): readonly string[] | 'all' => (name === undefined ? 'all' : about.map(route => route.name))

/** What is still held once a resume has released its own; the very same where it had nothing to release. */
function released(change: { readonly name?: string }, plan: Plan, held: Held): Held {
  const names = namesOf(change, plan)
  if (names === 'all') return held.all === 'none' ? held : { ...held, all: 'none' }
  const routes = [...held.routes].filter(([name]) => !names.includes(name))
  return routes.length === held.routes.size ? held : { ...held, routes: new Map(routes) }
}

function entryOf(
  change: Flip,
  { context, gates }: Means,
  { fleet, now }: Scene,
): Omit<AuditEntry, 'before' | 'after'> {
  const glass = 'breakGlass' in change ? change.breakGlass : undefined
  const isShut = gates.some(gate => gate.verdict !== 'open')
  const name = 'cohort' in change ? change.cohort : 'name' in change ? change.name : undefined
  return {
    revision: fleet.revision + 1,
    at: now,
    environment: context.environment.name,
    verb: change.verb,
    name: name ?? 'all',
    actor: change.actor,
    approver: isShut ? (glass?.approver ?? null) : null,
    reason: change.reason,
    gates,
    ...(saidIn(change).length > 0 && { differences: saidIn(change) }),
  }
}

/** What a file says otherwise is kept, also where the fleet keeps none of it. */
const saidIn = (change: Flip): NonNullable<AuditEntry['differences']> =>
  (change.verb === 'adopt' ? change.differences : undefined) ?? []

interface Moment {
  readonly fleet: Fleet
  readonly held: Held
}

function movedIn(
  about: readonly Route[],
  context: FlipContext,
  { before, after }: { readonly before: Moment; readonly after: Moment },
): readonly Moved[] {
  const now = context.now()
  const serving = (route: Route, { fleet, held }: Moment): Moved['before'] =>
    servingAt(route, standing(route, { fleet, now }), haltsOver(route, fleet, held))
  return about.map(route => ({
    route: route.name,
    before: serving(route, before),
    after: serving(route, after),
  }))
}

const WAYS_OUT = {
  conflict: 'look at what changed, and ask again if it still holds',
  silent: 'nothing was changed; a halt works without the store',
  unknown: 'look whether it was done before you ask again',
  invalid: 'a person must look at the store; a halt works without it',
  address: 'a person must look at the store; a halt works without it',
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
