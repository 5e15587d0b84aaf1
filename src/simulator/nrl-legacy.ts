import type { Strike } from './faults.ts'
import type { PointerStore } from './nrl-store.ts'
import { says, STU3_ACTS } from './nrl-stu3-acts.ts'
import type { Stu3Told } from './nrl-stu3-acts.ts'
import { formAsked, writeForm } from './nrl-stu3-form.ts'
import { IMPOSED, STU3, stu3Outcome } from './nrl-stu3-outcome.ts'
import type { Stu3Outcome } from './nrl-stu3-outcome.ts'
import { readQuery } from './nrl-stu3-query.ts'
import { claimsOf } from './nrl-token.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import { headerOf } from './soap-request.ts'
import type { World } from './world.ts'

/** A record locator as a simulator asks it. */
export interface Locator {
  /** Whether a request is one of its own. */
  isAsked(seen: SeenRequest): boolean
  answer(seen: SeenRequest, world: World, strike: Strike): SimulatedAnswer
  /** What it says with a status that is imposed on it from outside. */
  refuse(seen: SeenRequest, status: number, now: number): SimulatedAnswer
}

// Any base will do, as suppliers take theirs from the directory service.
const PATH = /\/STU3\/DocumentReference(?:\/([^/?]+))?$/

const pathOf = ({ target }: SeenRequest): RegExpExecArray | null =>
  PATH.exec(target.split('?')[0] ?? '')

const queryOf = ({ target }: SeenRequest): URLSearchParams =>
  new URL(target, 'http://spine').searchParams

/** What must be right of every call, before it is looked at which pointers it is about. */
function headFault(seen: SeenRequest, isWrite: boolean): Stu3Outcome | undefined {
  const missing = ['fromASID', 'toASID'].find(name => (headerOf(seen, name) ?? '') === '')
  if (missing !== undefined) return STU3.asid(missing)
  const claims = claimsOf(headerOf(seen, 'Authorization'))
  if (claims === undefined) return STU3.token
  const due = `patient/documentreference.${isWrite ? 'write' : 'read'}`
  if (claims.scope.toLowerCase() !== due) return STU3.scope
  return formAsked(seen, queryOf(seen)) === undefined ? STU3.mediaType : undefined
}

function told(seen: SeenRequest, store: PointerStore, world: World, strike: Strike): Stu3Told {
  const [, id] = pathOf(seen) ?? []
  const act = STU3_ACTS[seen.method]
  if (act === undefined || (seen.method === 'POST' && id !== undefined)) return says(STU3.method)
  const isWrite = seen.method !== 'GET'
  const refusal = headFault(seen, isWrite)
  if (refusal !== undefined) return says(refusal)
  const query =
    id === undefined
      ? readQuery(queryOf(seen), isWrite)
      : ({ kind: 'one', id: decodeURIComponent(id) } as const)
  return act({ seen, world, strike, store, query, isInPath: id !== undefined })
}

function written(seen: SeenRequest, came: Stu3Told, world: World): SimulatedAnswer {
  const form = formAsked(seen, queryOf(seen)) ?? 'xml'
  const { location } = came
  const newId = (): string => world.newId().toLowerCase()
  const { type, body } = writeForm(
    form,
    'outcome' in came ? stu3Outcome(came.outcome, newId(), newId()) : came.resource,
  )
  return {
    status: 'outcome' in came ? came.outcome.status : 200,
    headers: [
      ['Date', new Date(world.now).toUTCString()],
      ['Content-Type', type],
      ...(location === undefined ? [] : [['Location', location] as const]),
    ],
    body,
  }
}

const ID = '00000000-0000-4000-8000-000000000000'
const FAILED =
  '<html><title>500: Internal Server Error</title><body>500: Internal Server Error</body></html>'

/** Says a status; what Spine itself fails at it says in HTML. */
function imposed(seen: SeenRequest, status: number, now: number): SimulatedAnswer {
  const row = IMPOSED[status]
  const form = formAsked(seen, queryOf(seen)) ?? 'xml'
  const { type, body } =
    row === undefined
      ? { type: 'text/html', body: FAILED }
      : writeForm(form, stu3Outcome({ ...row, diagnostics: row.display }, ID, ID))
  return {
    status,
    headers: [
      ['Date', new Date(now).toUTCString()],
      ['Content-Type', type],
    ],
    body,
  }
}

/** Creates the locator that Spine runs over its pointers: STU3, in XML unless JSON is asked for. */
export const createLegacyLocator = (store: PointerStore): Locator => ({
  isAsked: seen => pathOf(seen) !== null,
  answer: (seen, world, strike) => written(seen, told(seen, store, world, strike), world),
  refuse: imposed,
})
