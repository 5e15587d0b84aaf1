import type { Config } from '../config/index.ts'
import type { Decisions } from '../decisions/index.ts'
import type { RouteDivergences } from '../evidence/index.ts'
import type { Route } from '../exchange/index.ts'
import type { Store } from '../fleet/index.ts'
import type { FlipContext } from '../flips/index.ts'
import type { Notifying } from '../notify/index.ts'
import { type Act, type Asker, MAY, mayDo } from '../roles/index.ts'
import type { ProblemView } from './api-shapes.ts'
import type { Described } from './described.ts'
import type { Follow } from './event-stream.ts'
import { entityTag } from './if-match.ts'
import type { InstanceFacts } from './instance-shapes.ts'
import type { ReloadAsked, ReloadView } from './reload-shapes.ts'

/** One request to the API, whatever it came by, and who asks: never from the body. */
export interface ApiRequest extends Asker {
  readonly method: string
  /** Decoded by nobody yet: `/api/routes/pds-retrieval`. */
  readonly path: string
  /** What stands behind the question mark. */
  readonly query: string
  readonly contentType: string | undefined
  /** The whole body as text, of a size that was bounded before. */
  readonly body: string
  /** What proves that another instance of the fleet asks, where one does. */
  readonly signature?: string | undefined
  /** The revision it is only to be done at, as its sender wrote it. */
  readonly ifMatch?: string | undefined
  /** The id of the last event that was heard, of whoever comes back to be told more. */
  readonly lastEventId?: string | undefined
}

/** What it is answered: a status and what becomes one JSON text. */
export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
  /** Tells of what happens from now on, in place of a body. */
  readonly follow?: Follow
  readonly headers?: Readonly<Record<string, string>>
  /** Said where whoever asks may not do this. */
  readonly turned?: 'role'
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
  /** Who is told of changes; absent where nobody can be. */
  readonly notify?: Pick<Notifying, 'notifiers' | 'test'>
  /** What it decided of late. */
  readonly decisions?: Decisions
  /** Comparisons a second on a route, where this instance knows. */
  perSecondOf?(route: Route): number | undefined
  /** What differed on a route in the epoch that is now, where this instance knows. */
  divergencesOf?(route: Route): RouteDivergences
}

/** A request that has found its page. */
export interface Asked {
  readonly request: ApiRequest
  readonly context: ApiContext
  /** The name in the path. */
  readonly name: string
}

/** Answers one kind of request. */
export type Page = (asked: Asked) => ApiAnswer | Promise<ApiAnswer>

/** One row of the API: how a page is asked for, what of somebody that takes, and what it says of itself. */
export interface PageRow extends Described {
  readonly method: 'GET' | 'POST'
  /** Such as `/api/routes/{name}/evidence`. */
  readonly path: string
  /** What is asked for; where a body says it by its verb, each page asks by that. Peers prove themselves otherwise. */
  readonly act: Act | 'by verb' | 'peer'
  readonly says: string
  readonly page: Page
}

export const shown = (body: unknown): ApiAnswer => ({ status: 200, body })

/** As {@link shown}, of what is so at a revision: whoever changes it may say that they saw that one. */
export const shownAt = (view: { readonly revision: number }): ApiAnswer => ({
  ...shown(view),
  headers: { ETag: entityTag(view.revision) },
})

export const problem = (status: number, error: string): ApiAnswer => {
  const body: ProblemView = { error }
  return { status, body }
}

/** Refuses who may not do this, and says who may and who asked; undefined for whoever may. */
export function forbidden(
  { actor, roles, wayOut }: Asker,
  act: Act,
  verb: string = act,
): ApiAnswer | undefined {
  if (mayDo({ roles }, act)) return undefined
  const has = roles.length === 0 ? 'no role' : roles.join(', ')
  const says = `${verb} takes ${MAY[act].join(' or ')}; ${actor} asks as ${has}`
  return {
    ...problem(403, wayOut === undefined ? says : `${says}: ${wayOut}`),
    turned: 'role',
  }
}
