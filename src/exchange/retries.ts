import type { Identified } from './exchange.ts'
import type { RouteState, Stage } from './route.ts'

/**
 * For so long after it first sent it a message handler may send one message again, milliseconds: a persist duration
 * of PT5M with two retries a minute apart, the longest that Spine's directory is seen to give (nhsMHSPersistDuration,
 * nhsMHSRetries and nhsMHSRetryInterval in the routing tests of NHSDigital/integration-adaptor-mhs).
 */
export const RETRY_SPAN_MS = 300_000

/**
 * For so long it is remembered where a write went, milliseconds, and for so long after a route turned writes are
 * careful of what went before. Twice the span: an instance may hear of a turn late and clocks may differ, and both
 * together by as much as the span itself.
 */
export const REMEMBERED_MS = 2 * RETRY_SPAN_MS

/**
 * Says whether a route turned so long ago that no write from before the turn is sent again: from legacy to being
 * served by the cloud, or back.
 */
export const isSettled = ({ turned = 0 }: Pick<RouteState, 'turned'>, now: number): boolean =>
  now >= turned + REMEMBERED_MS

/** Says whether the cloud may serve somebody at a stage; at the others legacy serves everyone. */
export const servesCloud = (stage: Stage): boolean => stage !== 'legacy' && stage !== 'shadow'

/**
 * Says whether a write may be at either side: where the cloud may serve somebody, or could until a moment ago, of a
 * route or of one it shares copied records with.
 */
export const mayBeAtEither = (at: RouteState | undefined, now: number): boolean =>
  at !== undefined &&
  [at, ...(at.mates ?? [])].some(
    each => servesCloud(each.stage) || each.isUnread === true || !isSettled(each, now),
  )

/** Says whether a message is a REST call of which all is at hand, so that it is known again by what it says. */
export const isWholeCall = ({ language, body }: Pick<Identified, 'language' | 'body'>): boolean =>
  language === 'fhir' && body.kind !== 'stream'
