import { meant } from '../config/index.ts'
import type { Route } from '../exchange/index.ts'
import { auditView, pinsView } from './api-views.ts'
import { isJson, NOT_JSON } from './change-page.ts'
import { decisionsView } from './decision-views.ts'
import { divergenceView } from './divergence-views.ts'
import { entityTag } from './if-match.ts'
import { type ApiContext, type Page, problem, shown } from './page.ts'
import { configView, reloadAnswer } from './reload-views.ts'
import { whatIfAnswer } from './what-if-views.ts'

/** Shows one route, or says that there is none of this name. */
export const ofRoute =
  (view: (route: Route, context: ApiContext) => unknown): Page =>
  async ({ context, name }) => {
    const route = context.flips.routes.find(each => each.name === name)
    if (route === undefined) {
      const names = context.flips.routes.map(each => each.name)
      return problem(404, `there is no such route: ${meant(name, names)}`)
    }
    // Before it is looked at: what is changed meanwhile is then refused, and not passed over.
    const { revision } = context.store.known
    return { ...shown(await view(route, context)), headers: { ETag: entityTag(revision) } }
  }

export const divergence: Page = ({ context, name }) => {
  const view = divergenceView(name, context)
  return view === undefined ? problem(404, 'there is no such divergence now') : shown(view)
}

const NO_DECISIONS = problem(404, 'this instance keeps no decisions')

export const decisions: Page = ({ request, context }) => {
  const id = new URLSearchParams(request.query).get('id')
  return context.decisions === undefined
    ? NO_DECISIONS
    : shown(decisionsView(id, context.decisions, context))
}

export const supposition: Page = ({ request, context, name }) =>
  context.decisions === undefined
    ? NO_DECISIONS
    : whatIfAnswer(name, request, context.decisions, context)

export const reload: Page = async ({ request, context }) => {
  if (!isJson(request)) return NOT_JSON
  return reloadAnswer(request, context)
}

export const config: Page = async ({ context }) =>
  context.config === undefined
    ? problem(404, 'this instance was given its routes as they are')
    : shown(await configView(context.config, context))

/** So many lines or pins are shown at most. */
export const MOST_LINES = 1_000

export const audit: Page = async ({ request, context }) => {
  const query = new URLSearchParams(request.query)
  const [from, most] = [Number(query.get('from') ?? 1), Number(query.get('most') ?? 100)]
  const isRange = Number.isSafeInteger(from) && from >= 1 && Number.isSafeInteger(most) && most >= 1
  if (!isRange || most > MOST_LINES) {
    return problem(400, `from and most are whole numbers from 1, most up to ${MOST_LINES}`)
  }
  return shown(await auditView(from, most, context))
}

export const pins: Page = async ({ request, context, name }) => {
  const query = new URLSearchParams(request.query)
  const most = Number(query.get('most') ?? 100)
  if (!Number.isSafeInteger(most) || most < 1 || most > MOST_LINES) {
    return problem(400, `most is a whole number from 1 to ${MOST_LINES}`)
  }
  const cohort = context.flips.routes.find(each => each.cohort?.name === name)?.cohort
  if (cohort === undefined) return problem(404, 'no route is in a cohort of this name')
  if (!cohort.pin) return problem(400, 'the cohort has no pins: its file does not say `pin: true`')
  return shown(await pinsView(cohort, [most, query.get('from') ?? undefined], context))
}
