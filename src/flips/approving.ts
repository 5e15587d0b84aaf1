import { HALTS, isStoreError, type OpenRequest, type Store } from '../fleet/index.ts'
import { type AuditEntry, readEntry } from './audit-entry.ts'
import { haltOver, ledElsewhere, movedSince } from './grounds.ts'
import type { Means } from './means.ts'
import type { Plan, Scene } from './plan.ts'
import { Refusal } from './refusal.ts'
import { approvedBy, requestIn } from './requests.ts'

/**
 * Finds the request a change is carried out for, with whoever approves it now; undefined where it is carried out for
 * none. Throws {@link Refusal} where it is not open, where this person may not approve it, where a halt lies over it
 * now or where something it was asked on has moved.
 */
export function approvedIn({ approving }: Means, scene: Scene): OpenRequest | undefined {
  if (approving === undefined) return undefined
  const { id, actor, reason } = approving
  const request = approvedBy(requestIn(scene.fleet, id), { actor, reason, at: scene.now })
  refuseHalted(request, scene)
  const moved = [...movedSince(request.on, scene), ...otherLast(request, scene)]
  if (moved.length > 0) throw conflict(request, moved)
  return request
}

/** Refuses what would lead elsewhere now than where it led when it was asked for. */
export function refuseElsewhere(request: OpenRequest, plan: Plan, scene: Scene): void {
  const elsewhere = ledElsewhere(request.on, plan, scene)
  if (elsewhere.length > 0) throw conflict(request, elsewhere)
}

const conflict = ({ id }: OpenRequest, says: readonly string[]): Refusal =>
  new Refusal(
    'conflict',
    `request ${id} was asked on something else: ${says.join('; ')}`,
    'look at what changed, and ask for it again if it still holds',
  )

function refuseHalted({ on }: OpenRequest, scene: Scene): void {
  for (const { route: name, halt } of on) {
    const route = scene.context.routes.find(each => each.name === name)
    if (route === undefined) continue
    if (HALTS.indexOf(haltOver(route, scene)) <= HALTS.indexOf(halt)) continue
    throw new Refusal(
      'halted',
      `${name} is halted since it was asked for`,
      'resume it, and ask again',
    )
  }
}

function otherLast({ undoes }: OpenRequest, { last }: Scene): readonly string[] {
  if (undoes === undefined || undoes === last?.revision) return []
  return [`the last change was that of revision ${undoes} and is another now`]
}

const PAGE = 500
/** So many lines are looked through for what became of a request. */
const MOST_LINES = 10_000

/** Finds an open request in the store as it is. Throws {@link Refusal}, which says what became of one that is none. */
export async function openRequest(
  id: number,
  store: Pick<Store, 'read' | 'readAudit'>,
): Promise<OpenRequest> {
  const fleet = await store.read()
  const found = fleet.requests?.get(String(id))
  if (found !== undefined) return found
  const line = (await store.readAudit(id, 1)).find(({ revision }) => revision === id)
  if (line === undefined || entryIn(line)?.verb !== 'request') {
    const says = `there is no request ${id}`
    throw new Refusal('no-such-name', says, 'see what waits: ficus pending')
  }
  const end = await endOf(id, fleet.revision, store)
  const became = end === undefined ? 'is not open any more' : spokenEnd(end)
  throw new Refusal('request', `request ${id} ${became}`, 'see what waits: ficus pending')
}

function spokenEnd({ verb, revision, actor }: AuditEntry): string {
  if (verb === 'request') return `was replaced by request ${revision}`
  if (verb === 'expire') return 'has expired'
  if (verb === 'reject') return `was rejected by ${actor}`
  return `was carried out at revision ${revision}`
}

/** Finds the line that took a request off. */
async function endOf(
  id: number,
  last: number,
  store: Pick<Store, 'readAudit'>,
): Promise<AuditEntry | undefined> {
  for (let from = id + 1; from <= Math.min(last, id + MOST_LINES); from += PAGE) {
    const entries = (await linesFrom(from, store)).flatMap(line => entryIn(line) ?? [])
    const end = entries.find(({ after }) => after.requests?.[String(id)] === null)
    if (end !== undefined) return end
  }
  return undefined
}

/** What an audit cannot say keeps nobody from being told that a request is not open. */
async function linesFrom(
  from: number,
  store: Pick<Store, 'readAudit'>,
): ReturnType<Store['readAudit']> {
  try {
    return await store.readAudit(from, PAGE)
  } catch (error) {
    if (isStoreError(error)) return []
    throw error
  }
}

/** A line that was edited may hold anything: whoever verifies the audit is told. */
function entryIn(line: Parameters<typeof readEntry>[0]): AuditEntry | undefined {
  try {
    const entry = readEntry(line)
    return typeof entry.after === 'object' ? entry : undefined
  } catch {
    return undefined
  }
}
