import type { Json } from './fhir-json.ts'
import { SNOMED } from './nrl-codes.ts'
import type { Identifier, PointerDraft } from './nrl-pointer.ts'
import { writeForm } from './nrl-stu3-form.ts'
import type { Form } from './nrl-stu3-form.ts'
import { ORGANISATIONS, PATIENTS, POINTER_PROFILE, stu3Pointer } from './nrl-stu3-pointer.ts'
import { SPINE } from './parties.ts'
import type { Supplier } from './parties.ts'
import type { SupplierRequest } from './request-message.ts'

/** Which pointers a call is about, and how the caller names them. */
export type PointerNamed =
  | { readonly id: string; readonly by?: 'path' | 'query' }
  | { readonly nhsNumber: string; readonly master: Identifier }

/** What a system of STU3 asks of the record locator. */
export type PointerCall =
  | {
      readonly does: 'search'
      readonly nhsNumber: string
      readonly custodian?: string
      readonly type?: string
      readonly isCount?: boolean
    }
  | { readonly does: 'read' | 'retract' | 'delete'; readonly named: PointerNamed }
  | { readonly does: 'create'; readonly pointer: PointerDraft }

/** Who asks, when, and in which notation; `asks` says how the notation of the answer is asked for. */
export interface PointerCaller {
  readonly supplier: Supplier
  /** Epoch milliseconds. */
  readonly now: number
  readonly form: Form
  /** Default `accept`; `silent` for a caller that leaves it to the locator, which then answers in XML. */
  readonly asks?: 'accept' | 'format' | 'silent'
}

const PATH = '/STU3/DocumentReference'

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')

/** The unsigned token the guidance asks for, of a system without a user at it; it is good for five minutes. */
function tokenOf({ supplier, now }: PointerCaller, isWrite: boolean): string {
  const system = `https://fhir.nhs.uk/Id/accredited-system|${supplier.asid}`
  const iat = Math.floor(now / 1000)
  const claims = {
    iss: 'https://supplier.example.org',
    sub: system,
    aud: 'https://clinicals.spineservices.nhs.uk',
    exp: iat + 300,
    iat,
    reason_for_request: 'directcare',
    scope: `patient/DocumentReference.${isWrite ? 'write' : 'read'}`,
    requesting_system: system,
    requesting_organization: `https://fhir.nhs.uk/Id/ods-organization-code|${supplier.ods}`,
  }
  return `Bearer ${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`
}

/** What the locator sets itself, and so is left to it. */
const SET_BY_LOCATOR = ['id', 'indexed']

/** The resource a caller sends for a new pointer. */
function newPointer(draft: PointerDraft): Json {
  const whole = { ...draft, status: 'current', id: '', version: 0, indexed: 0, updated: 0 } as const
  const said = Object.entries(stu3Pointer(whole)).filter(([name]) => !SET_BY_LOCATOR.includes(name))
  const meta = { profile: [POINTER_PROFILE] }
  return { ...Object.fromEntries(said), meta, status: draft.status }
}

/** The one status change there is, as FHIRPath Patch writes it. */
const RETRACTION: Json = {
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'replace' },
        { name: 'path', valueString: 'DocumentReference.status' },
        { name: 'value', valueString: 'entered-in-error' },
      ],
    },
  ],
}

const METHODS = { search: 'GET', read: 'GET', create: 'POST', retract: 'PATCH', delete: 'DELETE' }

function named(target: PointerNamed): { readonly path: string; readonly query: URLSearchParams } {
  if ('master' in target) {
    const { system, value } = target.master
    const subject = PATIENTS + target.nhsNumber
    return {
      path: PATH,
      query: new URLSearchParams({ subject, identifier: `${system}|${value}` }),
    }
  }
  return target.by === 'query'
    ? { path: PATH, query: new URLSearchParams({ _id: target.id }) }
    : { path: `${PATH}/${target.id}`, query: new URLSearchParams() }
}

function targetOf(call: PointerCall): { readonly path: string; readonly query: URLSearchParams } {
  if (call.does === 'create') return { path: PATH, query: new URLSearchParams() }
  if (call.does !== 'search') return named(call.named)
  const { nhsNumber, custodian, type, isCount } = call
  const query = new URLSearchParams({
    subject: PATIENTS + nhsNumber,
    ...(custodian !== undefined && { custodian: ORGANISATIONS + custodian }),
    ...(type !== undefined && { 'type.coding': `${SNOMED}|${type}` }),
    ...(isCount === true && { _summary: 'count' }),
  })
  return { path: PATH, query }
}

function bodyOf(call: PointerCall): Json | undefined {
  if (call.does === 'create') return newPointer(call.pointer)
  return call.does === 'retract' ? RETRACTION : undefined
}

/** Creates one call of the record locator, as a system that speaks STU3 sends it. */
export function createPointerCall(call: PointerCall, caller: PointerCaller): SupplierRequest {
  const { supplier, form, asks = 'accept' } = caller
  const { path, query } = targetOf(call)
  const type = `application/fhir+${form}`
  if (asks === 'format') query.set('_format', type)
  const resource = bodyOf(call)
  const isWrite = call.does !== 'search' && call.does !== 'read'
  const text = query.toString()
  return {
    method: METHODS[call.does],
    path: text === '' ? path : `${path}?${text}`,
    headers: [
      ['Authorization', tokenOf(caller, isWrite)],
      ['fromASID', supplier.asid],
      ['toASID', SPINE.asid],
      ...(asks === 'accept' ? [['Accept', type] as const] : []),
      ...(resource === undefined ? [] : [['Content-Type', type] as const]),
    ],
    body: resource === undefined ? '' : writeForm(form, resource).body,
  }
}
