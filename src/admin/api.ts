import type { Config } from '../config/index.ts'
import type { Decisions } from '../decisions/index.ts'
import type { RouteDivergences } from '../evidence/index.ts'
import type { Route } from '../exchange/index.ts'
import { isStoreError, PEER_PATH, type Store } from '../fleet/index.ts'
import type { FlipContext, RefusalCode } from '../flips/index.ts'
import type { ChangeView, ProblemView } from './api-shapes.ts'
import { auditView, evidenceView, overridesView, pinsView, routesView } from './api-views.ts'
import { decisionsView } from './decision-views.ts'
import { divergencesView, divergenceView } from './divergence-views.ts'
import type { InstanceFacts } from './instance-shapes.ts'
import { shownRouteView, statusView } from './instance-views.ts'
import { hearPeer } from './peer-page.ts'
import { flipAndTell } from './peer-telling.ts'
import { NoChange, readChange } from './read-change.ts'
import type { ReloadAsked, ReloadView } from './reload-shapes.ts'
import { configView, reloadAnswer } from './reload-views.ts'
import { whatIfAnswer } from './what-if-views.ts'

/** One request to the API, whatever it came by. */
export interface ApiRequest {
  readonly method: string
  /** Decoded by nobody yet: `/api/routes/pds-retrieval`. */
  readonly path: string
  /** What stands behind the question mark. */
  readonly query: string
  readonly contentType: string | undefined
  /** The whole body as text, of a size that was bounded before. */
  readonly body: string
  /** Who asks, as whoever let them in knows them; never from the body. */
  readonly actor: string
  /** An operator may make every change, a viewer halt. */
  readonly role: 'operator' | 'viewer'
  /** What proves that another instance of the fleet asks, where one does. */
  readonly signature?: string | undefined
}

/** What it is answered: a status and what becomes one JSON text. */
export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
}

/** What the API speaks of. */
export interface ApiContext {
  readonly store: Store
  readonly flips: FlipContext
  /** What this instance says of itself. */
  readonly instance?: InstanceFacts
  /** The file this instance goes by. */
  readonly config?: Config
  /** Loads that file again; absent where it came from nowhere. */
  readonly reload?: ((asked: ReloadAsked) => Promise<ReloadView>) | undefined
  /** What it decided of late. */
  readonly decisions?: Decisions
  /** Comparisons a second on a route, where this instance knows. */
  perSecondOf?(route: Route): number | undefined
  /** What differed on a route in the epoch that is now, where this instance knows. */
  divergencesOf?(route: Route): RouteDivergences
}

interface Asked {
  readonly request: ApiRequest
  readonly context: ApiContext
  /** The name in the path. */
  readonly name: string
}

type Page = (asked: Asked) => ApiAnswer | Promise<ApiAnswer>

const shown = (body: unknown): ApiAnswer => ({ status: 200, body })
const problem = (status: number, error: string): ApiAnswer => {
  const body: ProblemView = { error }
  return { status, body }
}

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
const MAY_HALT = problem(403, 'whoever asks here may look and halt; ask on the loopback address')

const changeOf =
  (isCohort: boolean): Page =>
  async ({ request, context, name }) => {
    if (!isJson(request)) return NOT_JSON
    const named = { name: name === '' ? undefined : name, isCohort }
    const asked = readChange(request.body, named, request.actor)
    if (request.role !== 'operator' && asked.verb !== 'halt') return MAY_HALT
    const { came, peers } = await flipAndTell(asked, context)
    const status = came.kind === 'flipped' ? 200 : STATUS[came.code]
    const body = asked.verb === 'halt' || asked.verb === 'resume' ? { ...came, peers } : came
    return { status, body: shownChange(body) }
  }

const reload: Page = async ({ request, context }) => {
  if (!isJson(request)) return NOT_JSON
  return request.role === 'operator' ? reloadAnswer(request, context) : MAY_HALT
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

const NAME = '([^/]+)'
const PAGES: readonly (readonly [method: string, path: RegExp, page: Page])[] = [
  ['GET', /^\/api\/routes()$/, async ({ context }) => shown(await routesView(context))],
  ['GET', /^\/api\/status()$/, async ({ context }) => shown(await statusView(context))],
  ['GET', new RegExp(`^/api/routes/${NAME}$`), ofRoute(shownRouteView)],
  ['GET', new RegExp(`^/api/routes/${NAME}/evidence$`), ofRoute(evidenceView)],
  ['GET', new RegExp(`^/api/routes/${NAME}/divergences$`), ofRoute(divergencesView)],
  ['GET', new RegExp(`^/api/divergences/${NAME}$`), divergence],
  ['GET', new RegExp(`^/api/routes/${NAME}/whatif$`), supposition],
  ['GET', /^\/api\/decisions()$/, decisions],
  ['GET', new RegExp(`^/api/cohorts/${NAME}/pins$`), pins],
  ['POST', new RegExp(`^/api/routes/${NAME}/flip$`), changeOf(false)],
  ['POST', new RegExp(`^/api/cohorts/${NAME}/flip$`), changeOf(true)],
  ['POST', /^\/api\/flip()$/, changeOf(false)],
  [
    'POST',
    new RegExp(`^${PEER_PATH}()$`),
    ({ request, context }) => hearPeer(request, context.store),
  ],
  ['GET', /^\/api\/config()$/, config],
  ['POST', /^\/api\/reload()$/, reload],
  ['GET', /^\/api\/overrides()$/, ({ context }) => shown(overridesView(context))],
  ['GET', /^\/api\/audit()$/, audit],
]

/**
 * Answers one request to the API; throws nothing the world does. 400 what makes no sense, 403 what a gate, a halt
 * or an approver refuses, 404 a name nobody has, 409 a revision that has passed, 415 a change that is not JSON,
 * 503 a store that does not answer.
 */
export async function answerApi(request: ApiRequest, context: ApiContext): Promise<ApiAnswer> {
  const pages = PAGES.filter(([, path]) => path.test(request.path))
  const found = pages.find(([method]) => method === request.method)
  if (found === undefined) {
    const allowed = pages.map(([method]) => method).join(', ')
    return pages.length === 0
      ? problem(404, 'there is no such page')
      : problem(405, `only ${allowed}`)
  }
  const [, path, page] = found
  try {
    const name = decodeURIComponent(path.exec(request.path)?.[1] ?? '')
    return await page({ request, context, name })
  } catch (error) {
    if (error instanceof URIError) return problem(404, 'there is no such page')
    if (error instanceof NoChange) return problem(400, error.message)
    if (isStoreError(error)) return problem(503, error.message)
    throw error
  }
}
