import type { Approvals } from '../exchange/index.ts'
import {
  type Fleet,
  type Held,
  heldOf,
  type OpenRequest,
  type Store,
  StoreError,
  without,
} from '../fleet/index.ts'
import { approvedIn, refuseElsewhere } from './approving.ts'
import { type AuditPart, isEmpty, partsOf, writeLine } from './audit-entry.ts'
import { entryOf, glassBroken, laidIn, saidIn } from './entry.ts'
import { frozenBy, refusalByFreeze } from './freezes.ts'
import { askGate, refusalBy, routesToAsk } from './gates.ts'
import { laidAlready } from './laid-halts.ts'
import { lastChange } from './last-change.ts'
import type { Means } from './means.ts'
import { movedIn } from './moved.ts'
import { type MovedPins, movedPins } from './moved-pins.ts'
import { pinsAtRisk } from './orphans.ts'
import { peopleFor } from './people.ts'
import type { Plan, Scene } from './plan.ts'
import type { Flip, Flipped, MadeFlip, Requested } from './request.ts'
import { missingOf, withoutRequest } from './requests.ts'
import { planOf } from './verbs.ts'
import { waiting } from './waiting.ts'

/** What means the same on whatever it finds, and so is tried again where somebody else was faster. */
const REPEATED: readonly Flip['verb'][] = ['rollback', 'halt', 'reject', 'expire', 'adopt']

/** Says whether a change is tried again where somebody else was faster. */
export const isRepeated = ({ verb }: Pick<Flip, 'verb'>): boolean => REPEATED.includes(verb)

/** What can lead forward on evidence: its gates are asked. */
const ASKED: readonly Flip['verb'][] = ['promote', 'undo']

/** A change that was planned and asked about, and is not made yet. */
export interface Weighed {
  readonly change: MadeFlip
  readonly scene: Scene
  /** What it comes to, and that nothing waits for it any more. */
  readonly plan: Plan
  readonly needs: Approvals
  /** What it would be carried out for, with whoever approves it now among those who have. */
  readonly request: OpenRequest | undefined
}

/**
 * Tries once to make a change: plans it on the fleet as it is, asks all that could refuse it, and stores it with its
 * line, or that it waits for others. Throws a Refusal, or what the store throws.
 */
export async function once(change: MadeFlip, means: Means): Promise<Flipped | Requested> {
  const { store, gates, frozen } = means
  // What a try before this one found is not so any more.
  gates.length = 0
  frozen.length = 0
  const scene = await sceneOf(change, means)
  const request = approvedIn(means, scene)
  const planned = planOf(change, scene)
  const there = await laidBefore(change, scene.fleet, store)
  if (there !== undefined) return cameTo(planned, means, { fleet: scene.fleet, revision: there })
  if (request !== undefined) refuseElsewhere(request, planned, scene)
  await askAll(change, planned, { ...means, scene })
  const weighed: Weighed = {
    change,
    scene,
    plan: request ? { ...planned, next: withoutRequest(planned.next, request.id) } : planned,
    needs: strictest(peopleFor(change, planned, scene), request),
    request,
  }
  const effect = await effectOf(weighed, store)
  if (!effect.isChanged || !isShort(weighed, means)) return made(weighed, effect, means)
  const { fleet } = scene
  return waiting(weighed, means, cameTo(planned, means, { fleet, revision: fleet.revision }))
}

/** What somebody asked for keeps the number it was asked under, whatever a file says meanwhile. */
const strictest = (needs: Approvals, request: OpenRequest | undefined): Approvals => ({
  ...needs,
  of: Math.max(needs.of, request?.needs ?? 1),
})

/** Says whether somebody is still missing for a change to be made. */
function isShort({ change, needs, request }: Weighed, means: Means): boolean {
  if (glassBroken(change, { ...means, needs: needs.of }).includes('approval')) return false
  return missingOf({ needs: needs.of, approvals: request?.approvals ?? [] }) > 0
}

/** Asks the freezes and the gates. Throws a Refusal where one stands in the way and no glass is broken. */
async function askAll(
  change: MadeFlip,
  plan: Plan,
  { store, gates, frozen, scene }: Means & { readonly scene: Scene },
): Promise<void> {
  frozen.push(...frozenBy(change, plan, scene))
  if (frozen.length > 0 && !('breakGlass' in change)) throw refusalByFreeze(frozen)
  const asked = ASKED.includes(change.verb) ? routesToAsk(plan, scene) : []
  for (const route of asked) gates.push(await askGate(route, store, scene))
  const refused = refusalBy(gates, change)
  if (refused) throw refused
}

/** What a change would do. */
interface Effect {
  readonly parts: { readonly before: AuditPart; readonly after: AuditPart }
  readonly pins: MovedPins
  readonly ended: Ended
  readonly isChanged: boolean
}

async function effectOf({ change, scene, plan }: Weighed, store: Store): Promise<Effect> {
  const pins = await movedPins(plan.pins ?? [], store)
  const parts = partsOf(scene.fleet, plan.next)
  const ended = change.verb === 'resume' ? endedBy(change, plan, store) : NONE_ENDED
  const isElsewhere = !isEmpty(parts.after) || !isEmpty(parts.before) || ended.ids.length > 0
  const isSaid = saidIn(change).length > 0 || laidIn(change) !== undefined
  const isChanged = isElsewhere || pins.moves.length > 0 || isSaid
  return { parts, pins, ended, isChanged }
}

async function made(
  { change, scene, plan, needs, request }: Weighed,
  { parts, pins, ended, isChanged }: Effect,
  means: Means,
): Promise<Flipped> {
  const { store, before } = means
  const { fleet } = scene
  const isDryRun = change.isDryRun === true
  const glass = glassBroken(change, { ...means, needs: needs.of })
  let { revision } = fleet
  if (isChanged && !isDryRun) {
    const said = {
      before: { ...parts.before, ...pins.before },
      after: { ...parts.after, ...pins.after },
    }
    const words = entryOf(change, means, { scene, needs: needs.of, request })
    const line = writeLine({ ...words, ...said }, fleet.head)
    revision = (await store.change(revision, { next: plan.next, line, pins: pins.moves })).revision
    if (ended.ids.length > 0) store.release(ended.names, ended.ids)
  }
  const isLess = ended.ids.length > 0
  const held = isLess ? heldOf(without(store.heldHalts, ended.names, ended.ids)) : before
  const came = cameTo(plan, means, { fleet, revision, held })
  const passed = glass.includes('approval')
    ? [...means.frozen, `it needs ${needs.of} people`]
    : means.frozen
  const notes = passed.map(each => `the glass was broken for it: ${each}`)
  return {
    ...came,
    isDryRun,
    isChanged,
    notes: [...came.notes, ...pins.notes, ...notes],
    ...(glass.length > 0 && { glass }),
    ...(request && { request: whose(request) }),
  }
}

const whose = ({ id, verb, name, actor }: OpenRequest): NonNullable<Flipped['request']> => ({
  id,
  verb,
  name,
  actor,
})

/** The revision at which a halt was laid over the fleet by somebody who was faster. */
const laidBefore = async (
  change: Flip,
  fleet: Fleet,
  store: Store,
): Promise<number | undefined> => {
  const laid = laidIn(change)
  return laid && (await laidAlready(laid, fleet, store))
}

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
  if (revision !== fleet.revision && !isRepeated(change)) {
    const says = `the fleet is at revision ${fleet.revision}, not at ${revision}`
    throw new StoreError('conflict', says, fleet.revision)
  }
  const last = change.verb === 'undo' ? await lastChange(fleet, store) : undefined
  const pinned = change.verb === 'adopt' ? await pinsAtRisk(fleet, context, store) : undefined
  return { fleet, held: store.held, context, now: context.now(), last, pinned }
}

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
