import { type Flip, flip, isOver, missingOf, movedSince } from '../flips/index.ts'
import { mayDo } from '../roles/index.ts'
import {
  aFlag,
  aNumber,
  aText,
  type Fields,
  needed,
  readFields,
  readObject,
} from './body-fields.ts'
import { isJson, NOT_JSON, shownChange, statusOf } from './change-page.ts'
import { matched } from './if-match.ts'
import { type ApiAnswer, type ApiContext, type Asked, type Page, problem, shownAt } from './page.ts'
import type { ApprovalRequest, PendingView } from './pending-shapes.ts'

/** Shows what waits for a second person, from what is known without waiting. */
export const pending: Page = ({ context }) => shownAt(pendingView(context))

function pendingView({ store, flips }: ApiContext): PendingView {
  const { known, held, trouble } = store
  const now = flips.now()
  const scene = { fleet: known, held, context: flips, now }
  const requests = [...(known.requests?.values() ?? [])]
    .toSorted((a, b) => a.id - b.id)
    .map(request => ({
      ...request,
      missing: missingOf(request),
      isExpired: isOver(request, now),
      moved: movedSince(request.on, scene),
    }))
  return {
    environment: flips.environment.name,
    revision: known.revision,
    trouble: trouble?.message ?? null,
    requests,
  }
}

/** What is said of a request besides its number, which the path has. */
const FIELDS: Fields = {
  reason: needed(aText),
  isDryRun: aFlag,
  environment: aText,
  revision: aNumber,
}

/** Approves a request: with the last person who is needed it is carried out. */
export const approve: Page = asked => answered(asked, { verb: 'approve' })

/** Rejects a request; whoever is no approver takes back what they asked for themselves. */
export const reject: Page = asked =>
  answered(asked, { verb: 'reject', isOwn: !mayDo(asked.request, 'approve') })

type Meant = { readonly verb: 'approve' } | { readonly verb: 'reject'; readonly isOwn: boolean }

async function answered({ request, context, name }: Asked, meant: Meant): Promise<ApiAnswer> {
  if (!isJson(request)) return NOT_JSON
  if (!/^[1-9]\d{0,14}$/.test(name)) return problem(404, 'a request is named by its number')
  const given = readFields(readObject(request.body), FIELDS) as unknown as ApprovalRequest // by FIELDS
  const asked: Flip = { ...meant, ...given, id: Number(name), actor: request.actor }
  const came = await flip(context.store, matched(asked, request.ifMatch), context.flips)
  return { status: statusOf(came), body: shownChange(came) }
}
