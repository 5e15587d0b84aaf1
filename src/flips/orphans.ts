import type { Fleet, KeptCohort, Store } from '../fleet/index.ts'
import { type Draw, drawOf, keptCohorts } from './kept-cohorts.ts'
import { isShare } from './ladder.ts'
import type { Scene } from './plan.ts'
import { Refusal } from './refusal.ts'
import type { FlipContext } from './request.ts'

/** How many entities are pinned in a cohort: so many, or where counting them all would be dear, at least so many. */
export interface PinCount {
  readonly count: number
  readonly isMore: boolean
}

/** By cohort; what is not in it, nobody could count. */
export type PinCounts = ReadonlyMap<string, PinCount>

/** So many are counted: enough to tell a few from many. */
const MOST_COUNTED = 1_000

/** Counts what is pinned in cohorts. Throws what the store says where it does not. */
export async function countPins(
  cohorts: Iterable<string>,
  store: Pick<Store, 'listPins'>,
): Promise<PinCounts> {
  const counts = new Map<string, PinCount>()
  for (const cohort of cohorts) counts.set(cohort, await countIn(cohort, store))
  return counts
}

async function countIn(cohort: string, store: Pick<Store, 'listPins'>): Promise<PinCount> {
  let from: string | undefined
  // A page may be empty and not the last one.
  do {
    const { pins, next } = await store.listPins(cohort, MOST_COUNTED, from)
    if (pins.length > 0) return { count: pins.length, isMore: next !== undefined }
    from = next
  } while (from !== undefined)
  return { count: 0, isMore: false }
}

/** Counts what is pinned in the cohorts of which a file would lose something, as far as the fleet keeps them. */
export function pinsAtRisk(
  fleet: Fleet,
  context: FlipContext,
  store: Pick<Store, 'listPins'>,
): Promise<PinCounts> {
  const next = keptCohorts(context)
  const lost = [...(fleet.cohorts ?? [])].filter(
    ([name, was]) => lossesOf(was, next.get(name), context).length > 0,
  )
  return countPins(new Map(lost).keys(), store)
}

/** Something that would no longer be found as it was, and what hangs on it. */
interface Loss {
  readonly says: string
  readonly wayOut: string
  readonly of: readonly ('pins' | 'overrides')[]
}

const BOTH = ['pins', 'overrides'] as const

function lossesOf(
  was: KeptCohort | undefined,
  is: KeptCohort | undefined,
  { interactions }: Pick<FlipContext, 'interactions'>,
): readonly Loss[] {
  if (is === undefined) {
    return [{ says: 'no route is in it any more', wayOut: 'leave its routes in it', of: BOTH }]
  }
  if (was === undefined) return []
  // What this instance knows nothing of, an instance of a later version took in: that is no loss of the file.
  const lost = was.owns.filter(
    id => !is.owns.includes(id) && interactions.some(each => each.id === id),
  )
  const says = `${lost.slice(0, MOST_NAMED).join(', ')}${lost.length > MOST_NAMED ? ' and more' : ''} would be in it no more`
  const key = `it would be known by ${is.key}, and was by ${was.key}`
  const records = `its records would be ${is.records}, and were apart`
  const losses: readonly (false | Loss)[] = [
    lost.length > 0 && { says, wayOut: 'leave what they are in the cohort', of: BOTH },
    was.key !== is.key && { says: key, wayOut: 'leave its `key` as it was', of: BOTH },
    was.pin &&
      !is.pin && { says: 'it would have no pins', wayOut: 'leave `pin: true`', of: ['pins'] },
    was.records === 'apart' &&
      is.records !== 'apart' && { says: records, wayOut: "leave `records: 'apart'`", of: ['pins'] },
  ]
  return losses.filter(loss => loss !== false)
}

const MOST_NAMED = 5

/** Refuses a file under which an override or a pin would no longer be found, while there is any. */
export function refuseLostKeys(scene: Scene): void {
  const { fleet, context } = scene
  const next = keptCohorts(context)
  const names = new Set([...(fleet.cohorts?.keys() ?? []), ...fleet.overrides.keys()])
  for (const name of names) {
    for (const loss of lossesOf(fleet.cohorts?.get(name), next.get(name), context)) {
      for (const what of loss.of) refuseLost(name, loss, HELD[what](name, scene))
    }
  }
}

/** What stands of a cohort, as words; undefined where nothing does. */
interface Stands {
  readonly says: string
  readonly wayOut: string
}

function refuseLost(name: string, loss: Loss, stands: Stands | undefined): void {
  if (stands === undefined) return
  const says = `cohort ${name}: ${loss.says}, and ${stands.says}`
  throw new Refusal('file', says, `${loss.wayOut}, or ${stands.wayOut}`)
}

const HELD = {
  overrides: (name, { fleet, now }) => {
    const count = (fleet.overrides.get(name) ?? []).filter(({ expires }) => expires > now).length
    if (count === 0) return undefined
    return { says: spoken(count, 'override'), wayOut: 'remove the overrides first' }
  },
  pins: (name, { fleet, pinned }) => {
    const found = pinned?.get(name)
    const wayOut =
      'move what is pinned, and take the pins off first: ficus pins list, ficus pins remove'
    if (found === undefined) {
      // Pins are made by routes: of a cohort that was never taken in there are none.
      if (fleet.cohorts?.has(name) !== true) return undefined
      return {
        says: 'whether it has pins the store does not say',
        wayOut: 'ask again when it does',
      }
    }
    if (found.count === 0) return undefined
    const least = found.isMore ? 'at least ' : ''
    return { says: `${least}${spoken(found.count, 'pin')}`, wayOut }
  },
} as const satisfies Record<Loss['of'][number], (name: string, scene: Scene) => Stands | undefined>

const spoken = (count: number, what: string): string =>
  count === 1 ? `1 ${what} of it stands` : `${count} ${what}s of it stand`

/** Refuses a file under which a canary's share would be of others: a patient would change sides, and nobody asked. */
export function refuseRedrawn({ fleet, context }: Scene, was: ReadonlyMap<string, string>): void {
  for (const [name, kept] of fleet.cohorts ?? []) {
    for (const route of context.routes) {
      const before = was.get(route.name) ?? route.name
      const at = fleet.routes.get(route.name) ?? fleet.routes.get(before)
      if (!kept.routes.some(each => each === route.name || each === before)) continue
      if (at === undefined || !isShare(at)) continue
      const says = redrawn(kept, route.cohort && drawOf(route.cohort))
      if (says === undefined) continue
      throw new Refusal(
        'file',
        `${route.name} stands at canary ${at.percent} % of cohort ${name}, and ${says}`,
        'leave its draw as it is, or first roll the route back to shadow or promote it to 100 %',
      )
    }
  }
}

function redrawn(was: Draw, is: Draw | undefined): string | undefined {
  if (is === undefined) return 'in no cohort nobody would be served by the cloud'
  if (was.key !== is.key) return `another \`key\` (${is.key}) would draw others for the cloud`
  return was.seed === is.seed ? undefined : 'another `seed` would draw others for the cloud'
}
