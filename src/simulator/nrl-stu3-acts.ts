import type { Json } from './fhir-json.ts'
import type { Strike } from './faults.ts'
import type { PointerEnd } from './nrl-feed.ts'
import { odsOf } from './nrl-parties.ts'
import type { Pointer } from './nrl-pointer.ts'
import type { PointerStore } from './nrl-store.ts'
import { againstUpdate, createPointer } from './nrl-stu3-create.ts'
import { formSent, readForm } from './nrl-stu3-form.ts'
import { STU3 } from './nrl-stu3-outcome.ts'
import type { Stu3Outcome } from './nrl-stu3-outcome.ts'
import { POINTERS, stu3Pointer } from './nrl-stu3-pointer.ts'
import { isAskedFor } from './nrl-stu3-query.ts'
import type { Stu3Query } from './nrl-stu3-query.ts'
import { plantPointer } from './planted-pointers.ts'
import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'
import type { World } from './world.ts'

/** What came of a call: a resource, or a row of the table of outcomes. */
export type Stu3Told =
  | { readonly resource: Json; readonly location?: never }
  | { readonly outcome: Stu3Outcome; readonly location?: string }

/** A call that is well addressed, and what may be known while it is answered. */
export interface Stu3Asked {
  readonly seen: SeenRequest
  readonly world: World
  readonly strike: Strike
  readonly store: PointerStore
  readonly query: Stu3Query
  /** Whether the path names the pointer; a query answers with a Bundle. */
  readonly isInPath: boolean
}

/** Tells a row of the table, with where what was made lies. */
export const says = (outcome: Stu3Outcome, location?: string): Stu3Told => ({
  outcome,
  ...(location !== undefined && { location }),
})

const shown = ({ strike }: Stu3Asked, pointer: Pointer): Pointer | undefined =>
  plantPointer(pointer, strike.faults.planted)

function bundle(
  { seen, world }: Stu3Asked,
  total: number,
  entries: readonly Pointer[],
): { readonly resource: Json } {
  const [, search = ''] = /^[^?]*(\?.*)?$/.exec(seen.target) ?? []
  const entry = entries.map(each => ({
    fullUrl: POINTERS + each.id,
    resource: stu3Pointer(each),
    search: { mode: 'match' },
  }))
  return {
    resource: {
      resourceType: 'Bundle',
      id: `${world.newId().toLowerCase()}-00000000000000000000`,
      type: 'searchset',
      total,
      link: [{ relation: 'self', url: POINTERS.slice(0, -1) + search }],
      ...(entry.length > 0 && { entry }),
    },
  }
}

/** Finds the one pointer a call is about, or what speaks against it. */
function one({ query, strike, store }: Stu3Asked): Pointer | Stu3Outcome {
  if (query.kind === 'refused') return query.refusal
  if (query.kind === 'patient') return STU3.parameter('A pointer must be named')
  const [name, found] =
    query.kind === 'one'
      ? [query.id, store.find(query.id)]
      : [query.master.value, store.named(query.nhsNumber, query.master)]
  if (found === undefined) return STU3.noPointer(name)
  if (!strike.otherPatient) return found
  return store.all().find(({ subject }) => subject !== found.subject) ?? found
}

function current(asked: Stu3Asked): Pointer | Stu3Outcome {
  const found = one(asked)
  return !('id' in found) || found.status === 'current' ? found : STU3.inactive
}

function read(asked: Stu3Asked): Stu3Told {
  const found = current(asked)
  if (!('id' in found)) return says(found)
  const pointer = shown(asked, found)
  if (pointer === undefined) return says(STU3.noPointer(found.id))
  return asked.isInPath ? { resource: stu3Pointer(pointer) } : bundle(asked, 1, [pointer])
}

function search(asked: Stu3Asked): Stu3Told {
  const { query, world, store } = asked
  if (query.kind !== 'patient') return read(asked)
  const patient = world.find(query.nhsNumber)
  if (patient === undefined) return says(STU3.noPatient(query.nhsNumber))
  const found = store
    .of(patient.nhsNumber)
    .filter(each => isAskedFor(each, query))
    .flatMap(each => shown(asked, each) ?? [])
  return bundle(asked, found.length, query.isCount ? [] : found)
}

function body({ seen }: Stu3Asked): Json | Stu3Outcome {
  const form = formSent(seen)
  return form === undefined ? STU3.mediaType : (readForm(form, seen.body) ?? STU3.message)
}

const isOutcome = (value: Json | Stu3Outcome): value is Stu3Outcome => 'diagnostics' in value

const senderOf = ({ seen }: Stu3Asked): string | undefined =>
  odsOf(headerOf(seen, 'fromASID') ?? '')

function create(asked: Stu3Asked): Stu3Told {
  const sent = body(asked)
  if (isOutcome(sent)) return says(sent)
  const { store, world } = asked
  const came = createPointer(sent, { store, world, ods: senderOf(asked) })
  if ('refusal' in came) return says(came.refusal)
  store.change(came.change)
  return says(STU3.created, POINTERS + came.made.id)
}

/** Ends a pointer where it is its own organisation that asks. */
function end(asked: Stu3Asked, found: Pointer | Stu3Outcome, how: PointerEnd): Stu3Told {
  if (!('id' in found)) return says(found)
  if (found.custodian !== senderOf(asked))
    return says(STU3.resource('The custodian is not the organisation of the fromASID header'))
  asked.store.change({ gone: [{ id: found.id, end: how }] })
  const url = POINTERS + found.id
  return says(how === 'deleted' ? STU3.deleted(url) : STU3.updated(url))
}

function update(asked: Stu3Asked): Stu3Told {
  const sent = body(asked)
  const refusal = isOutcome(sent) ? sent : againstUpdate(sent)
  return refusal === undefined ? end(asked, current(asked), 'entered-in-error') : says(refusal)
}

/** What can be done, by method. */
export const STU3_ACTS: Readonly<Record<string, (asked: Stu3Asked) => Stu3Told>> = {
  GET: search,
  POST: create,
  PATCH: update,
  DELETE: asked => end(asked, one(asked), 'deleted'),
}
