import type { Route } from '../exchange/index.ts'
import { type HeldHalt, isStoreError, type Store } from '../fleet/index.ts'
import { openRequest } from './approving.ts'
import { laidIn } from './entry.ts'
import { routesMeant } from './halts.ts'
import { layingOf, letGoOfKnown } from './laid-halts.ts'
import type { Means } from './means.ts'
import { movedIn } from './moved.ts'
import { routesNamed } from './names.ts'
import { isRepeated, once } from './once.ts'
import { refusedBy } from './refused.ts'
import type { Flip, FlipContext, Flipped, MadeFlip, Refused, Requested } from './request.ts'
import { changeOf } from './requests.ts'
import { checkEnvironment, checkWords } from './words.ts'

/** So often something is tried where somebody else was faster. */
const TRIES = 8

/** What can lead forward: the others leave a stage where it is, or go back, or carry it over to another name. */
const ASKED: readonly Flip['verb'][] = ['promote', 'undo']

/**
 * Makes one change: the only way a stage, a percentage, a halt, an override or a pin is ever changed.
 *
 * A promotion passes the rules of classes and stages, and its gate unless glass is broken on a second person's
 * word. What leads a route forward that needs more than one person is {@link Requested}: it waits, and is made anew
 * when the last of them approves it. A rollback and a halt pass none of that and need no environment named; a halt is
 * laid over this instance before the store is asked, and stays there where it does not answer. The change and its
 * line in the audit are stored together, on the revision they were planned on. Never throws for what the world does:
 * that is a {@link Refused}, with its exit code and the way out.
 */
export async function flip(
  store: Store,
  change: Flip,
  context: FlipContext,
): Promise<Flipped | Requested | Refused> {
  const means: Means = { store, context, gates: [], frozen: [], before: store.held }
  try {
    checkWords(change)
    checkEnvironment(change, context)
    const { made, came } =
      change.verb === 'approve'
        ? await approving(change, means)
        : { made: change, came: await carriedOut(change, means) }
    const isMade = came.kind === 'flipped' && came.isChanged && !came.isDryRun
    // One that is only laid where it was held already was told where it was asked for.
    if (isMade && laidIn(made) === undefined) context.made?.(made, came)
    return came
  } catch (error) {
    return refusedBy(error, means)
  }
}

async function carriedOut(change: MadeFlip, means: Means): Promise<Flipped | Requested> {
  if (ASKED.includes(change.verb)) return forward(change, means)
  if (change.isDryRun === true) return repeated(change, means)
  if (change.verb === 'halt') return holding(change, means)
  if (change.verb === 'reject') await openRequest(change.id, means.store)
  return (change.verb === 'resume' ? resuming : repeated)(change, means)
}

/**
 * Approves a request, and carries it out where nobody more is needed: planned anew on the fleet as it is, with all that
 * is asked of it asked again. Where somebody else was faster it is looked at again, so that two approvals count as two.
 */
async function approving(
  change: Extract<Flip, { readonly verb: 'approve' }>,
  means: Means,
): Promise<{ readonly made: MadeFlip; readonly came: Flipped | Requested }> {
  const { id, actor, reason } = change
  const approval = { ...means, approving: { id, actor, reason } }
  return trying(async () => {
    const made = changeOf(await openRequest(id, means.store), change)
    return { made, came: await leading(made, approval) }
  }, change.revision === undefined)
}

type Halting = Extract<Flip, { readonly verb: 'halt' }>

/** Halts here first and then in the store, so that nothing waits for the store. */
async function holding(change: Halting, means: Means): Promise<Flipped | Requested> {
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
async function resuming(change: MadeFlip, means: Means): Promise<Flipped | Requested> {
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
const forward = (change: MadeFlip, means: Means): Promise<Flipped | Requested> =>
  repeated(change, means, leading)

async function leading(change: MadeFlip, means: Means): Promise<Flipped | Requested> {
  const { store } = means
  if (store.heldHalts.length > 0) await letGoOfKnown(store)
  return once(change, { ...means, before: store.held })
}

const repeated = (
  change: MadeFlip,
  means: Means,
  make: typeof once = once,
): Promise<Flipped | Requested> => trying(() => make(change, means), isRepeated(change))

async function trying<Came>(make: () => Promise<Came>, isAgain: boolean): Promise<Came> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await make()
    } catch (error) {
      const isOvertaken = isStoreError(error) && error.code === 'conflict'
      if (!isOvertaken || tries === TRIES || !isAgain) throw error
    }
  }
}

const aboutOf = (
  { name }: { readonly name?: string },
  { routes }: FlipContext,
): readonly Route[] => (name === undefined ? routes : routesNamed(name, routes))
