import type { Route } from '../exchange/index.ts'
import { PEER_PATH } from '../fleet/index.ts'
import type { RefusalCode } from '../flips/index.ts'
import type { ChangeView } from './api-shapes.ts'
import { auditView, evidenceView, overridesView, pinsView, routesView } from './api-views.ts'
import { decisionsView } from './decision-views.ts'
import { divergencesView, divergenceView } from './divergence-views.ts'
import { shownRouteView, statusView } from './instance-views.ts'
import {
  type ApiContext,
  type ApiRequest,
  forbidden,
  type Page,
  type PageRow,
  problem,
  shown,
} from './page.ts'
import { hearPeer } from './peer-page.ts'
import { flipAndTell } from './peer-telling.ts'
import { readChange } from './read-change.ts'
import { configView, reloadAnswer } from './reload-views.ts'
import { verbRow } from './verbs.ts'
import { whatIfAnswer } from './what-if-views.ts'

/** Shows one route, or says that there is none of this name. */
const ofRoute =
  (view: (route: Route, context: ApiContext) => unknown): Page =>
  async ({ context, name }) => {
    const route = context.flips.routes.find(each => each.name === name)
    return route === undefined
      ? problem(404, 'there is no such route')
      : shown(await view(route, context))
  }

const divergence: Page = ({ context, name }) => {
  const view = divergenceView(name, context)
  return view === undefined ? problem(404, 'there is no such divergence now') : shown(view)
}

const NO_DECISIONS = problem(404, 'this instance keeps no decisions')

const decisions: Page = ({ request, context }) => {
  const id = new URLSearchParams(request.query).get('id')
  return context.decisions === undefined
    ? NO_DECISIONS
    : shown(decisionsView(id, context.decisions, context))
}

const supposition: Page = ({ request, context, name }) =>
  context.decisions === undefined
    ? NO_DECISIONS
    : whatIfAnswer(name, request, context.decisions, context)

/** A page of somebody else can post a form or plain text from a browser unasked, but not this type. */
const isJson = ({ contentType }: ApiRequest): boolean =>
  /^application\/json\s*(?:;|$)/i.test(contentType ?? '')

const NOT_JSON = problem(415, 'a change is application/json')

const changeOf =
  (isCohort: boolean): Page =>
  async ({ request, context, name }) => {
    if (!isJson(request)) return NOT_JSON
    const named = { name: name === '' ? undefined : name, isCohort }
    const asked = readChange(request.body, named, request.actor)
    const refused = forbidden(request, verbRow(asked.verb)?.act ?? 'change', asked.verb)
    if (refused !== undefined) return refused
    const { came, peers } = await flipAndTell(asked, context)
    const status = came.kind === 'flipped' ? 200 : STATUS[came.code]
    const body = asked.verb === 'halt' || asked.verb === 'resume' ? { ...came, peers } : came
    return { status, body: shownChange(body) }
  }

const reload: Page = async ({ request, context }) => {
  if (!isJson(request)) return NOT_JSON
  return reloadAnswer(request, context)
}

const config: Page = async ({ context }) =>
  context.config === undefined
    ? problem(404, 'this instance was given its routes as they are')
    : shown(await configView(context.config, context))

/** How a refusal is told over HTTP. */
const STATUS = {
  usage: 400,
  'no-such-name': 404,
  words: 400,
  environment: 400,
  class: 400,
  'patient-key': 400,
  file: 400,
  gate: 403,
  halted: 403,
  frozen: 403,
  approver: 403,
  silent: 503,
  unknown: 503,
  invalid: 500,
  conflict: 409,
} as const satisfies Record<RefusalCode, number>

// JSON has no Infinity: a gate that no number of comparisons would open needs null.
const shownChange = (came: ChangeView): unknown => ({
  ...came,
  gates: came.gates.map(gate => ({
    ...gate,
    needed: Number.isFinite(gate.needed) ? gate.needed : null,
  })),
})

const MOST_LINES = 1_000

const audit: Page = async ({ request, context }) => {
  const query = new URLSearchParams(request.query)
  const [from, most] = [Number(query.get('from') ?? 1), Number(query.get('most') ?? 100)]
  const isRange = Number.isSafeInteger(from) && from >= 1 && Number.isSafeInteger(most) && most >= 1
  if (!isRange || most > MOST_LINES) {
    return problem(400, `from and most are whole numbers from 1, most up to ${MOST_LINES}`)
  }
  return shown(await auditView(from, most, context))
}

const pins: Page = async ({ request, context, name }) => {
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

/** Every page there is. */
export const PAGES: readonly PageRow[] = [
  {
    method: 'GET',
    path: '/api/routes',
    act: 'look',
    says: 'Where every route stands, who serves it and what its gate says.',
    page: async ({ context }) => shown(await routesView(context)),
  },
  {
    method: 'GET',
    path: '/api/status',
    act: 'look',
    says: 'What this instance knows, and how far it is behind the store.',
    page: async ({ context }) => shown(await statusView(context)),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}',
    act: 'look',
    says: 'Where one route stands, and the last change of it.',
    page: ofRoute(shownRouteView),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/evidence',
    act: 'look',
    says: 'What was compared on a route, and how much is still needed.',
    page: ofRoute(evidenceView),
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/divergences',
    act: 'look',
    says: 'What differs on a route, in groups by place and kind.',
    page: ofRoute(divergencesView),
  },
  {
    method: 'GET',
    path: '/api/divergences/{name}',
    act: 'look',
    says: 'One group of differences.',
    page: divergence,
  },
  {
    method: 'GET',
    path: '/api/routes/{name}/whatif',
    act: 'look',
    says: 'Who of the last requests another stage or percentage would move.',
    page: supposition,
  },
  {
    method: 'GET',
    path: '/api/decisions',
    act: 'look',
    says: 'What was decided of the last requests, or of one by its message id.',
    page: decisions,
  },
  {
    method: 'GET',
    path: '/api/cohorts/{name}/pins',
    act: 'look',
    says: 'Where the entities of a cohort are, by names that say nothing of them.',
    page: pins,
  },
  {
    method: 'POST',
    path: '/api/routes/{name}/flip',
    act: 'by verb',
    says: 'Changes a route, or all routes of a cohort.',
    page: changeOf(false),
  },
  {
    method: 'POST',
    path: '/api/cohorts/{name}/flip',
    act: 'by verb',
    says: 'Gives or takes back an override or a pin of a cohort.',
    page: changeOf(true),
  },
  {
    method: 'POST',
    path: '/api/flip',
    act: 'by verb',
    says: 'Changes every route: halt, resume, undo.',
    page: changeOf(false),
  },
  {
    method: 'POST',
    path: PEER_PATH,
    act: 'peer',
    says: 'Hears what another instance of the fleet says.',
    page: ({ request, context }) => hearPeer(request, context.store),
  },
  {
    method: 'GET',
    path: '/api/config',
    act: 'look',
    says: 'What the routes file of this instance comes to, and where the fleet says otherwise.',
    page: config,
  },
  {
    method: 'POST',
    path: '/api/reload',
    act: 'change',
    says: 'Loads the routes file again.',
    page: reload,
  },
  {
    method: 'GET',
    path: '/api/overrides',
    act: 'look',
    says: 'Every word of a person that a key belongs on a side.',
    page: ({ context }) => shown(overridesView(context)),
  },
  {
    method: 'GET',
    path: '/api/audit',
    act: 'look',
    says: 'Lines of the audit, and whether they verify.',
    page: audit,
  },
]
