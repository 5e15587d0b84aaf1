import { type Decisions, type Place, whatIf } from '../decisions/index.ts'
import { type Route, type Side, type Stage, STAGES, type State } from '../exchange/index.ts'
import { isStoreError, type Name, stateOf } from '../fleet/index.ts'
import { flip, type Flipped, type Refused, type Requested } from '../flips/index.ts'
import type { ApiAnswer, ApiContext, ApiRequest } from './page.ts'
import { evidenceView } from './api-views.ts'
import type { RouteWhatIf, WhatIfView } from './decision-shapes.ts'
import { keptView } from './decision-views.ts'
import { NoChange } from './body-fields.ts'

/** What is asked: of whom, and as if they stood where. */
interface Asked {
  readonly name: string
  readonly place: Place
  readonly actor: string
}

/** Answers who would be served by another side if a route or a cohort stood elsewhere. Throws {@link NoChange}. */
export async function whatIfAnswer(
  name: string,
  request: ApiRequest,
  decisions: Decisions,
  context: ApiContext,
): Promise<ApiAnswer> {
  const asked = { name, place: placeIn(new URLSearchParams(request.query)), actor: request.actor }
  const { store, flips, instance } = context
  // Nothing is halted: a change that is only tried says whom a name means.
  const meant = await flip(store, { verb: 'halt', ...tried(asked) }, flips)
  if (meant.kind === 'refused') return refusalOf(meant)
  const state = stateOf(store.known, flips.routes, store.held)
  const names = new Set<Name>()
  const routes: RouteWhatIf[] = []
  for (const { route: routeName, before } of meant.routes) {
    const route = flips.routes.find(each => each.name === routeName)
    if (route === undefined) continue
    const found = supposed(route, asked, { decisions, context, state })
    for (const each of found.names) names.add(each)
    routes.push({ ...found.view, ...(await gateOf(route, context)), stands: before })
  }
  const view: WhatIfView = {
    instance: instance?.name ?? null,
    name,
    place: asked.place,
    revision: store.known.revision,
    promote: await promotion(asked, context),
    kept: keptView(decisions),
    routes,
    names: [...names],
  }
  return { status: 200, body: view }
}

const tried = ({ name, actor }: Asked) => ({ name, actor, reason: 'what if', isDryRun: true })

const refusalOf = ({ code, says, wayOut }: Refused): ApiAnswer => {
  const status = code === 'silent' || code === 'unknown' ? 503 : code === 'no-such-name' ? 404 : 400
  return { status, body: { error: `${says}\n  → ${wayOut}` } }
}

function placeIn(query: URLSearchParams): Place {
  const [to, percent] = [query.get('to'), query.get('percent')]
  if (to === null && percent === null) throw new NoChange('name a percentage or a stage')
  const isStage = (word: string | null): word is Stage => STAGES.some(stage => stage === word)
  if (to !== null && !isStage(to)) throw new NoChange(`to is a stage: ${STAGES.join(', ')}`)
  const stage = to ?? 'canary'
  if (stage !== 'canary' && percent !== null) {
    throw new NoChange(`stage ${stage} has no percentage: only canary has one`)
  }
  if (stage === 'canary' && percent === null) throw new NoChange('a canary has a percentage')
  const share = percent === null ? 0 : Number(percent)
  const isShare = percent?.trim() !== '' && share >= 0 && share <= 100
  if (!isShare) throw new NoChange('the percentage is a number from 0 to 100')
  return { stage, percent: share }
}

/** What a promotion there would be told now: the gate, a halt or a class may not let it pass. */
async function promotion(
  asked: Asked,
  { store, flips }: ApiContext,
): Promise<WhatIfView['promote']> {
  const { stage, percent } = asked.place
  const place = stage === 'canary' ? { to: stage, percent } : { to: stage }
  const environment = flips.environment.name
  const came = await flip(store, { verb: 'promote', environment, ...place, ...tried(asked) }, flips)
  return { isDone: came.kind === 'flipped', ...saidOf(came) }
}

const saidOf = (came: Flipped | Requested | Refused): { says: string; wayOut: string | null } =>
  came.kind === 'refused'
    ? { says: came.says, wayOut: came.wayOut }
    : { says: came.notes.join('; '), wayOut: null }

function supposed(
  route: Route,
  { place }: Asked,
  given: { readonly decisions: Decisions; readonly context: ApiContext; readonly state: State },
): { names: ReadonlySet<Name>; view: Omit<RouteWhatIf, 'stands' | 'gate' | 'remainingMs'> } {
  const { decisions, context, state } = given
  const now = context.flips.now()
  const at = state.routes.get(route.name)
  if (at === undefined) throw new Error('every route of the file has a state')
  const found = whatIf(decisions.all(), {
    ...{ route, routes: context.flips.routes, at, place, now },
    overrides: overridesOf(route, context),
  })
  const { asked, since = null, unread, otherFile, moves, stays, names } = found
  const view = { route: route.name, asked, since, unread, otherFile, moves }
  return { names, view: { ...view, stays: Object.fromEntries(stays) } }
}

/** By what they are called: the records know nobody by a key. */
function overridesOf({ cohort }: Route, { store, flips }: ApiContext): ReadonlyMap<Name, Side> {
  const sides = new Map<Name, Side>()
  if (cohort === undefined) return sides
  const now = flips.now()
  for (const { key, side, expires } of store.known.overrides.get(cohort.name) ?? []) {
    const name = flips.nameOf(cohort, key)
    if (name !== undefined && expires > now) sides.set(name, side)
  }
  return sides
}

async function gateOf(
  route: Route,
  context: ApiContext,
): Promise<Pick<RouteWhatIf, 'gate' | 'remainingMs'>> {
  if (route.cloud === undefined) return { gate: null, remainingMs: null }
  try {
    const { gate, remainingMs } = await evidenceView(route, context)
    return { gate, remainingMs }
  } catch (error) {
    if (isStoreError(error)) return { gate: null, remainingMs: null }
    throw error
  }
}
