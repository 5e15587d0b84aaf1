import type { OpenRequest } from '../fleet/index.ts'
import { partsOf, writeLine } from './audit-entry.ts'
import { waitingEntry } from './entry.ts'
import type { Means } from './means.ts'
import type { Weighed } from './once.ts'
import { spokenPeople } from './people.ts'
import type { Flipped, Requested } from './request.ts'
import { isRequestable, missingOf, requestOf, withRequest } from './requests.ts'

/** Enters a change that needs more people: as a new request, or as one that one more has approved. */
export async function waiting(
  { change, scene, plan, needs, request: approved }: Weighed,
  means: Means,
  came: Flipped,
): Promise<Flipped | Requested> {
  if (!isRequestable(change)) throw new Error(`a ${change.verb} waits for nobody`)
  const { fleet } = scene
  const request: OpenRequest =
    approved === undefined
      ? requestOf(change, plan, { scene, needs })
      : { ...approved, needs: needs.of }
  const { next, replaced } = withRequest(fleet, request)
  const missing = missingOf(request)
  const notes = [
    ...came.notes,
    ...(replaced === undefined
      ? []
      : [`in place of request ${replaced.id} of ${replaced.actor}, for the same`]),
  ]
  if (change.isDryRun === true) {
    const waits = `it would wait for ${spokenPeople(missing)} more: ${needs.of} are needed, whoever asks included`
    return { ...came, isDryRun: true, notes: [...notes, waits] }
  }
  const entry = { ...waitingEntry(request, means, scene), ...partsOf(fleet, next) }
  const line = writeLine(entry, fleet.head)
  const { revision } = await means.store.change(fleet.revision, { next, line })
  const { routes, gates } = came
  return { kind: 'requested', exitCode: 3, revision, request, missing, routes, gates, notes }
}
