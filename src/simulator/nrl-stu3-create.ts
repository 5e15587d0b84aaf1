import type { Json } from './fhir-json.ts'
import type { PointerChange } from './nrl-feed.ts'
import { isKnownOds } from './nrl-parties.ts'
import { isSame } from './nrl-pointer.ts'
import type { Pointer, PointerDraft } from './nrl-pointer.ts'
import { legacyPointerId } from './nrl-pointers.ts'
import type { PointerStore } from './nrl-store.ts'
import { STU3 } from './nrl-stu3-outcome.ts'
import type { Stu3Outcome } from './nrl-stu3-outcome.ts'
import { readStu3Pointer } from './nrl-stu3-pointer.ts'
import type { World } from './world.ts'

/** What a write is weighed with. */
export interface Writing {
  readonly store: PointerStore
  readonly world: World
  /** The organisation the sending system belongs to; undefined where nobody has its ASID. */
  readonly ods: string | undefined
}

type Refused = { readonly refusal: Stu3Outcome }
const NOT_OWN = 'The custodian is not the organisation of the fromASID header'

/** Finds the pointer a new one takes the place of, or what speaks against it. */
function replacedBy(draft: PointerDraft, { store }: Writing): Pointer | Refused | undefined {
  const { replaces, subject } = draft
  if (replaces === undefined) return undefined
  const { id, master } = replaces
  const target = id === undefined ? master && store.named(subject, master) : store.find(id)
  if (target === undefined) return { refusal: STU3.resource('The relatesTo target does not exist') }
  if (target.subject !== subject)
    return { refusal: STU3.resource('The relatesTo target is of another patient') }
  if (target.custodian !== draft.custodian) return { refusal: STU3.resource(NOT_OWN) }
  if (id !== undefined && master !== undefined && !isSame(target.master, master))
    return { refusal: STU3.resource('The relatesTo target has another masterIdentifier') }
  return target.status === 'current' ? target : { refusal: STU3.inactive }
}

/** What speaks against a pointer that is well written. */
function against(draft: PointerDraft, { store, world, ods }: Writing): Stu3Outcome | undefined {
  const unknown = [draft.custodian, draft.author].find(each => !isKnownOds(each))
  if (unknown !== undefined) return STU3.organisation(unknown)
  if (draft.custodian !== ods) return STU3.resource(NOT_OWN)
  if (draft.status !== 'current') return STU3.resource('The status must be current')
  if (world.find(draft.subject) === undefined) return STU3.noPatient(draft.subject)
  const { master, subject } = draft
  return master !== undefined && store.named(subject, master) !== undefined
    ? STU3.duplicate(master.system, master.value)
    : undefined
}

/** Makes a pointer, and supersedes the one it names: all of it or nothing. */
export function createPointer(
  resource: Json,
  writing: Writing,
): { readonly made: Pointer; readonly change: PointerChange } | Refused {
  const draft = readStu3Pointer(resource)
  if ('refusal' in draft) return draft
  const refusal = against(draft, writing)
  if (refusal !== undefined) return { refusal }
  const replaced = replacedBy(draft, writing)
  if (replaced !== undefined && 'refusal' in replaced) return replaced
  const { world } = writing
  const made: Pointer = {
    ...draft,
    ...(replaced && { replaces: { id: replaced.id, master: draft.replaces?.master } }),
    status: 'current',
    id: legacyPointerId(world.newId()),
    version: 1,
    indexed: world.now,
    updated: world.now,
  }
  const gone = replaced && [{ id: replaced.id, end: 'superseded' as const }]
  return { made, change: { put: made, ...(gone && { gone }) } }
}

/** Reads a status change: undefined where it is the one there is, or what the locator has against it. */
export function againstUpdate(resource: Json): Stu3Outcome | undefined {
  if (resource['resourceType'] !== 'Parameters')
    return STU3.resource('A Parameters resource is due')
  const [operation] = parameters(resource, 'parameter')
  const parts = parameters(operation?.of, 'part')
  const valueOf = (name: string): unknown => {
    const { of } = parts.find(each => each.name === name) ?? {}
    return of?.['valueCode'] ?? of?.['valueString']
  }
  const wrong = WANTED.find(([name, value]) => valueOf(name) !== value)
  return operation?.name === 'operation' && wrong === undefined
    ? undefined
    : STU3.resource(`Parameters: ${wrong?.[0] ?? 'operation'} is missing or invalid`)
}

const WANTED = [
  ['type', 'replace'],
  ['path', 'DocumentReference.status'],
  ['value', 'entered-in-error'],
] as const

const parameters = (of: Json | undefined, list: string): readonly { name: unknown; of: Json }[] => {
  const each = of?.[list]
  const all = Array.isArray(each) ? (each as readonly Json[]) : [] // what is no object names nothing below
  return all.map(one => ({ name: one['name'], of: one }))
}
