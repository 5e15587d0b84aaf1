import { recordType, SNOMED } from './nrl-codes.ts'
import { isKnownOds } from './nrl-parties.ts'
import type { Identifier, Pointer } from './nrl-pointer.ts'
import { STU3 } from './nrl-stu3-outcome.ts'
import type { Stu3Outcome } from './nrl-stu3-outcome.ts'
import { ORGANISATIONS, PATIENTS } from './nrl-stu3-pointer.ts'
import { isNhsNumber } from './nhs-number.ts'

/** Which pointers a call is about. */
export type Stu3Query =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'named'; readonly nhsNumber: string; readonly master: Identifier }
  | {
      readonly kind: 'patient'
      readonly nhsNumber: string
      readonly custodian: string | undefined
      readonly type: string | undefined
      readonly isCount: boolean
    }
  | { readonly kind: 'refused'; readonly refusal: Stu3Outcome }

const refused = (refusal: Stu3Outcome): Stu3Query => ({ kind: 'refused', refusal })
const parameter = (says: string): Stu3Query => refused(STU3.parameter(says))

const KNOWN = ['_format', '_id', '_summary', 'custodian', 'identifier', 'subject', 'type.coding']

function patientIn(query: URLSearchParams): string | Stu3Query {
  const subject = query.get('subject')
  if (subject === null) return parameter('The subject parameter must be supplied')
  if (!subject.startsWith(PATIENTS)) return parameter('Invalid subject parameter')
  const number = subject.slice(PATIENTS.length)
  return isNhsNumber(number) ? number : refused(STU3.nhsNumber(number))
}

/** A token parameter, its system before the bar; undefined where a part of it is missing. */
function token(text: string | null): Identifier | undefined {
  const [, system, value] = /^([^|]+)\|(.+)$/.exec(text ?? '') ?? []
  return system === undefined || value === undefined ? undefined : { system, value }
}

/** Reads a search as its rules have it. */
function searchOf(nhsNumber: string, query: URLSearchParams): Stu3Query {
  const custodian = query.get('custodian')
  const type = query.get('type.coding')
  const summary = query.get('_summary')
  const ods = custodian?.slice(ORGANISATIONS.length)
  if (custodian !== null && (!custodian.startsWith(ORGANISATIONS) || !isKnownOds(ods ?? '')))
    return parameter('Invalid custodian parameter')
  const asked = token(type)
  if (type !== null && (asked?.system !== SNOMED || recordType(asked.value) === undefined))
    return parameter('Invalid type.coding parameter')
  if (summary !== null && summary !== 'count') return parameter('Invalid _summary parameter')
  return {
    kind: 'patient',
    nhsNumber,
    custodian: ods,
    type: asked?.value,
    isCount: summary !== null,
  }
}

/** Reads which pointers a query is about: those of a search, or the one a write by query means. */
export function readQuery(query: URLSearchParams, isWrite: boolean): Stu3Query {
  const names = [...query.keys()].filter(name => name !== '_format')
  const odd = names.find(name => !KNOWN.includes(name) || query.getAll(name).length > 1)
  if (odd !== undefined) return parameter(`Invalid parameter: ${odd}`)
  const id = query.get('_id')
  if (id !== null) {
    if (names.length > 1) return parameter('_id cannot be used with another parameter')
    return id === '' ? parameter('Invalid _id parameter') : { kind: 'one', id }
  }
  const nhsNumber = patientIn(query)
  if (typeof nhsNumber !== 'string') return nhsNumber
  if (!isWrite)
    return query.has('identifier')
      ? parameter('Invalid parameter: identifier')
      : searchOf(nhsNumber, query)
  const master = token(query.get('identifier'))
  return master === undefined
    ? parameter('Invalid identifier parameter')
    : { kind: 'named', nhsNumber, master }
}

/** Says whether a pointer is one of those a search asks for. */
export const isAskedFor = (
  { custodian, type, status }: Pointer,
  asked: { readonly custodian: string | undefined; readonly type: string | undefined },
): boolean =>
  status === 'current' &&
  (asked.custodian === undefined || custodian === asked.custodian) &&
  (asked.type === undefined || type === asked.type)
