import { type Json, listAt, textAt } from './fhir-json.ts'
import { OUTCOMES } from './fhir-outcome.ts'
import type { Outcome } from './fhir-outcome.ts'
import { apply, namesOf, OPERATIONS } from './json-patch.ts'
import type { Patch } from './json-patch.ts'
import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'

/** A record as the cloud has it now. */
export interface CurrentRecord {
  readonly resource: Record<string, unknown>
  readonly version: number
}

const invalid = (why: string): Outcome => ({
  ...OUTCOMES.invalidUpdate,
  diagnostics: `Invalid update with error - ${why}`,
})

const forbidden = (why: string): Outcome => ({
  ...OUTCOMES.forbiddenUpdate,
  diagnostics: `Forbidden update with error - ${why}`,
})

/** Entries that are known by their id, and extensions, which are known by their address. */
const LISTS = ['name', 'address', 'telecom', 'generalPractitioner', 'contact', 'extension']

const idOf = (list: string | undefined): string => (list === 'extension' ? 'url' : 'id')

/** What stands in the way of one operation, whatever the record says. */
type Rule = (patch: Patch, before: Patch | undefined, record: Json) => Outcome | undefined

const isWhole = ([list = '', index, ...rest]: readonly string[]): boolean =>
  LISTS.includes(list) && index !== undefined && rest.length === 0

/** Whether the operation before tests that the entry is the one that is meant, or all of it. */
function isTested({ path }: Patch, before: Patch | undefined): boolean {
  const [list] = namesOf(path)
  return before?.op === 'test' && [path, `${path}/${idOf(list)}`].includes(before.path)
}

const useOf = (patch: Patch): string | undefined => textAt(patch.value, 'use')

/** The rules personal-demographics-service-api publishes of PATCH /Patient/\{id\}, those suppliers' updates meet. */
const RULES: readonly Rule[] = [
  ({ op, path }) =>
    op === 'add' && isWhole(namesOf(path)) && !path.endsWith('/-')
      ? invalid(`Invalid patch - index of '${path}' is not '-'`)
      : undefined,
  (patch, before) =>
    patch.op === 'remove' && isWhole(namesOf(patch.path)) && !isTested(patch, before)
      ? invalid(`removal '${patch.path}' is not immediately preceded by equivalent test`)
      : undefined,
  ({ op, path, value }, _, record) => {
    const [list = '', index = ''] = namesOf(path)
    if (op !== 'replace' || !isWhole([list, index])) return undefined
    const held = listAt(record, list)[Number(index)]
    const isNamed = held !== undefined && textAt(value, idOf(list)) === textAt(held, idOf(list))
    return isNamed ? undefined : invalid(`no id or url found for path with root ${path}`)
  },
  ({ op, path }) =>
    op === 'remove' && ['/gender', '/birthDate', '/deceasedDateTime'].includes(path)
      ? forbidden(`source not permitted to remove '${path.slice(1)}'`)
      : undefined,
  ({ op, path, value }) =>
    op !== 'test' && path === '/gender' && value === 'other'
      ? invalid(`cannot set gender to 'other'`)
      : undefined,
  ({ op, path, value }) =>
    op !== 'test' && path === '/birthDate' && !/^\d{4}-\d\d-\d\d$/.test(String(value))
      ? invalid(`not a full date in '/birthDate'`)
      : undefined,
  (patch, _, record) => {
    if (patch.op !== 'add' || !/^\/(?:name|address)\/-$/.test(patch.path)) return undefined
    const [list = ''] = namesOf(patch.path)
    const isSingle = list === 'address' || ['usual', 'nickname'].includes(useOf(patch) ?? '')
    const isThere = listAt(record, list).some(each => textAt(each, 'use') === useOf(patch))
    return isSingle && isThere
      ? forbidden(`multiple ${String(useOf(patch))} ${list} entries cannot be added`)
      : undefined
  },
  ({ op, path }, _, record) =>
    op === 'add' &&
    path === '/generalPractitioner/-' &&
    listAt(record, 'generalPractitioner').length > 0
      ? forbidden('only a single general practice is supported')
      : undefined,
]

/** What must be right of a request before its patches are looked at. */
function headFault(seen: SeenRequest, { version }: CurrentRecord): Outcome | undefined {
  const match = headerOf(seen, 'If-Match')
  if (match === undefined || !/^W\/"\d+"$/.test(match)) return OUTCOMES.precondition
  const type = headerOf(seen, 'Content-Type') ?? ''
  if (!/^application\/json-patch\+json *(?:;|$)/.test(type)) return OUTCOMES.unsupportedType
  return match === `W/"${version}"` ? undefined : OUTCOMES.otherVersion
}

function patchesOf({ body }: SeenRequest): readonly Patch[] {
  try {
    const sent: unknown = JSON.parse(body.toString('utf8'))
    return listAt(sent, 'patches').map(({ op, path, value }) => ({
      op: String(op),
      path: String(path),
      value,
    }))
  } catch {
    return []
  }
}

/** Gives what is added to a list an id of its own. */
function identified(patch: Patch, newId: () => string): Patch {
  const [list] = namesOf(patch.path)
  if (patch.op !== 'add' || !patch.path.endsWith('/-') || list === 'extension') return patch
  return { ...patch, value: { ...(patch.value as Json), id: newId().slice(0, 8) } } // an entry of these lists is an object
}

/** Makes sure that a list an entry is added to is there. */
function withList(resource: Record<string, unknown>, { op, path }: Patch): void {
  const [list = ''] = namesOf(path)
  if (op === 'add' && path === `/${list}/-` && LISTS.includes(list)) resource[list] ??= []
}

/**
 * Changes a record as a PATCH says, all of it or nothing: the record as it is then, one version on, or the outcome that
 * says why not.
 */
export function updated(
  seen: SeenRequest,
  current: CurrentRecord,
  newId: () => string,
): CurrentRecord | Outcome {
  const fault = headFault(seen, current)
  if (fault !== undefined) return fault
  const patches = patchesOf(seen)
  if (patches.length === 0) return invalid('No patches found')
  const unknown = patches.findIndex(({ op }) => !OPERATIONS.includes(op))
  if (unknown !== -1) return OUTCOMES.invalid
  const resource = structuredClone(current.resource)
  for (const [i, patch] of patches.entries()) {
    for (const rule of RULES) {
      const refusal = rule(patch, patches[i - 1], resource)
      if (refusal !== undefined) return refusal
    }
    withList(resource, patch)
    if (!apply(resource, identified(patch, newId))) return invalid(`Invalid patch - ${patch.path}`)
  }
  const version = current.version + 1
  resource['meta'] = { ...(resource['meta'] as Json), versionId: String(version) } // the simulator wrote it
  return { resource, version }
}
