import type { Json } from './fhir-json.ts'
import { textAt } from './fhir-json.ts'
import type { PointerChange } from './nrl-feed.ts'
import { isSame } from './nrl-pointer.ts'
import type { Pointer, PointerDraft, PointerStatus } from './nrl-pointer.ts'
import { R4 } from './nrl-r4-outcome.ts'
import type { R4Outcome } from './nrl-r4-outcome.ts'
import { r4Id, readR4Pointer } from './nrl-r4-pointer.ts'
import type { R4Draft } from './nrl-r4-pointer.ts'
import type { PointerStore } from './nrl-store.ts'
import type { World } from './world.ts'

type Refused = { readonly refusal: R4Outcome }

/** What a new pointer is weighed with. */
export interface CloudWriting {
  readonly store: PointerStore
  readonly world: World
  /** Who asks, by the header. */
  readonly ods: string
}

const STATUSES: readonly PointerStatus[] = ['current', 'superseded', 'entered-in-error']
const statusOf = (text: string): PointerStatus | undefined => STATUSES.find(each => each === text)

/** What speaks against taking the place of the pointers a new one names. */
function againstReplaced(draft: R4Draft, { store, ods }: CloudWriting): R4Outcome | undefined {
  for (const [place, { id = '', custodian }] of draft.replacesAll.entries()) {
    const where = `relatesTo[${place}].target.identifier.value`
    const bad = (says: string): R4Outcome => R4.bad(`The relatesTo target ${says}`, where)
    if (custodian !== ods)
      return bad('identifier value does not include the expected ODS code for this organisation')
    const target = store.find(id)
    if (target?.custodian !== custodian) return bad('document does not exist')
    if (target.subject !== draft.subject)
      return bad('document NHS number does not match the NHS number in the request')
    if (target.type !== draft.type)
      return bad('document type does not match the type in the request')
  }
  return undefined
}

/** Makes a pointer and deletes those whose place it takes: all of it or nothing. */
export function createOnCloud(
  resource: Json,
  writing: CloudWriting,
): { readonly made: Pointer; readonly change: PointerChange } | Refused {
  const draft = readR4Pointer(resource)
  if ('refusal' in draft) return draft
  const status = statusOf(draft.status)
  if (status === undefined) return { refusal: R4.resource('Invalid status', 'status') }
  if (draft.custodian !== writing.ods) {
    const says =
      'The custodian of the provided DocumentReference does not match the expected ODS code for this organisation'
    return { refusal: R4.bad(says, 'custodian.identifier.value') }
  }
  const refusal = againstReplaced(draft, writing)
  if (refusal !== undefined) return { refusal }
  const said = withoutAll(draft)
  const { world } = writing
  const id = world.newId().toLowerCase()
  const made: Pointer = {
    ...said,
    replaces: said.replaces && { id: said.replaces.id },
    status,
    id,
    version: 1,
    indexed: world.now,
    updated: world.now,
  }
  const gone = draft.replacesAll.map(each => ({ id: each.id ?? '', end: 'superseded' as const }))
  return { made, change: { put: made, ...(gone.length > 0 && { gone }) } }
}

function withoutAll(draft: R4Draft): PointerDraft {
  const { replacesAll, ...said } = draft
  return replacesAll.length === 0 ? said : { ...said, replaces: replacesAll[0] }
}

/** What an update may not touch. */
const FIXED: Readonly<Record<string, (now: R4Draft, before: Pointer) => boolean>> = {
  subject: (now, before) => now.subject === before.subject,
  custodian: (now, before) => now.custodian === before.custodian,
  type: (now, before) => now.type === before.type,
  masterIdentifier: (now, before) =>
    now.master === before.master || isSame(now.master, before.master),
}

/** Puts a whole pointer in the place of the one that is there. */
export function replaceOnCloud(
  resource: Json,
  before: Pointer,
  world: World,
): { readonly made: Pointer } | Refused {
  if (textAt(resource, 'id') !== r4Id(before)) {
    const says = 'The document id in the path does not match the document id in the body'
    return { refusal: R4.bad(says) }
  }
  const draft = readR4Pointer(resource)
  if ('refusal' in draft) return draft
  const status = statusOf(draft.status)
  if (status === undefined) return { refusal: R4.resource('Invalid status', 'status') }
  const touched = Object.entries(FIXED).find(([, isKept]) => !isKept(draft, before))?.[0]
  if (touched !== undefined) {
    const says = `The field '${touched}' is immutable and cannot be updated`
    return { refusal: R4.bad(says, touched) }
  }
  const said: PointerDraft = withoutAll(draft)
  const { id, version, indexed, replaces } = before
  return {
    made: { ...said, replaces, status, id, indexed, version: version + 1, updated: world.now },
  }
}
