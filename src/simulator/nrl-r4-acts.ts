import type { Strike } from './faults.ts'
import type { Json } from './fhir-json.ts'
import { textAt } from './fhir-json.ts'
import { recordType, SNOMED } from './nrl-codes.ts'
import type { Pointer } from './nrl-pointer.ts'
import { R4 } from './nrl-r4-outcome.ts'
import type { R4Outcome } from './nrl-r4-outcome.ts'
import { NHS_NUMBERS, ODS_CODES, r4Id, r4Pointer, readR4Id } from './nrl-r4-pointer.ts'
import { createOnCloud, replaceOnCloud } from './nrl-r4-write.ts'
import type { PointerStore } from './nrl-store.ts'
import { isNhsNumber } from './nhs-number.ts'
import { plantPointer } from './planted-pointers.ts'
import type { SeenRequest } from './serve.ts'
import type { World } from './world.ts'

/** Who a base is for: those who keep records, or those who look for them. */
export type Side = 'producer' | 'consumer'

/** What came of a call: a resource, or a row of the table of outcomes. */
export type R4Told =
  | { readonly resource: Json; readonly location?: never }
  | { readonly outcome: R4Outcome; readonly location?: string }

/** A call that is well addressed, and what may be known while it is answered. */
export interface R4Asked {
  readonly seen: SeenRequest
  readonly world: World
  readonly strike: Strike
  readonly store: PointerStore
  readonly side: Side
  /** As the path has it, the custodian's prefix before it; undefined where none is named. */
  readonly id: string | undefined
  /** Who asks, by the header. */
  readonly ods: string
  readonly parameters: URLSearchParams
}

/** Tells a row of the table, with where what was made lies. */
export const saysR4 = (outcome: R4Outcome, location?: string): R4Told => ({
  outcome,
  ...(location !== undefined && { location }),
})

const SEARCHED: Record<Side, readonly string[]> = {
  producer: ['subject:identifier', 'type', 'category'],
  consumer: ['subject:identifier', 'type', 'category', 'custodian:identifier', '_summary'],
}

/** The value of a parameter that is a system and a value; '' where it is of another system. */
function valueIn(parameters: URLSearchParams, name: string, system: string): string | undefined {
  const text = parameters.get(name)
  if (text === null) return undefined
  return text.startsWith(`${system}|`) ? text.slice(system.length + 1) : ''
}

/** Which parameter is not to be understood. */
function oddParameter({ parameters, side }: R4Asked): string | undefined {
  const unknown = [...parameters.keys()].find(name => !SEARCHED[side].includes(name))
  if (unknown !== undefined) return unknown
  const type = valueIn(parameters, 'type', SNOMED)
  if (type !== undefined && recordType(type) === undefined) return 'type'
  if (valueIn(parameters, 'category', SNOMED) === '') return 'category'
  if (valueIn(parameters, 'custodian:identifier', ODS_CODES) === '') return 'custodian:identifier'
  return ['count', null].includes(parameters.get('_summary')) ? undefined : '_summary'
}

/** Finds the pointer a call names; one of another organisation nobody may change, or read as its producer. */
function named(asked: R4Asked, verb: string): Pointer | R4Outcome {
  const { id = '', ods, side, strike, store } = asked
  const name = readR4Id(decodeURIComponent(id))
  if (side === 'producer' && name !== undefined && name.custodian !== ods) return R4.others(verb)
  const found = name && store.find(name.id)
  if (found === undefined || found.custodian !== name?.custodian) return R4.notFound
  if (!strike.otherPatient) return found
  return store.all().find(({ subject }) => subject !== found.subject) ?? found
}

const shown = ({ strike }: R4Asked, pointer: Pointer): Pointer | undefined =>
  plantPointer(pointer, strike.faults.planted)

function read(asked: R4Asked): R4Told {
  const found = named(asked, 'read')
  if (!('subject' in found)) return saysR4(found)
  const pointer = shown(asked, found)
  return pointer === undefined ? saysR4(R4.notFound) : { resource: r4Pointer(pointer) }
}

function search(asked: R4Asked): R4Told {
  const { parameters, side, ods, world, store } = asked
  const number = valueIn(parameters, 'subject:identifier', NHS_NUMBERS)
  if (number === undefined || !isNhsNumber(number)) return saysR4(R4.nhsNumber)
  const odd = oddParameter(asked)
  if (odd !== undefined) return saysR4(R4.parameter(odd))
  const type = valueIn(parameters, 'type', SNOMED)
  const category = valueIn(parameters, 'category', SNOMED)
  const keeper = side === 'producer' ? ods : valueIn(parameters, 'custodian:identifier', ODS_CODES)
  const found = store
    .of(world.find(number)?.nhsNumber ?? number)
    .filter(each => keeper === undefined || each.custodian === keeper)
    .filter(each => type === undefined || each.type === type)
    .flatMap(each => shown(asked, each) ?? [])
    .map(r4Pointer)
    .filter(each => category === undefined || textAt(each, 'category.0.coding.0.code') === category)
  const isCount = parameters.get('_summary') === 'count'
  return {
    resource: {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.length,
      ...(!isCount && { entry: found.map(resource => ({ resource })) }),
    },
  }
}

/** Reads an object of JSON; undefined where there is none. */
export function readObject(body: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Json) : undefined // an object: nothing more is assumed
  } catch {
    return undefined
  }
}

const isOutcome = (value: Json | R4Outcome): value is R4Outcome => 'diagnostics' in value

const body = ({ seen }: R4Asked): Json | R4Outcome =>
  seen.body.length === 0 ? R4.noBody : (readObject(seen.body) ?? R4.notWellFormed)

function create(asked: R4Asked): R4Told {
  const sent = body(asked)
  if (isOutcome(sent)) return saysR4(sent)
  const came = createOnCloud(sent, asked)
  if ('refusal' in came) return saysR4(came.refusal)
  asked.store.change(came.change)
  const location = `/record-locator/producer/FHIR/R4/DocumentReference/${r4Id(came.made)}`
  return saysR4(came.change.gone === undefined ? R4.created : R4.superseded, location)
}

function replace(asked: R4Asked): R4Told {
  const found = named(asked, 'updated')
  if (!('subject' in found)) return saysR4(found)
  const sent = body(asked)
  if (isOutcome(sent)) return saysR4(sent)
  const came = replaceOnCloud(sent, found, asked.world)
  if ('refusal' in came) return saysR4(came.refusal)
  asked.store.change({ put: came.made })
  return saysR4(R4.updated)
}

function remove(asked: R4Asked): R4Told {
  const found = named(asked, 'deleted')
  if (!('subject' in found)) return saysR4(found)
  asked.store.change({ gone: [{ id: found.id, end: 'deleted' }] })
  return saysR4(R4.deleted)
}

type Acts = Readonly<Record<string, (asked: R4Asked) => R4Told>>

/** What can be done at each base: with all pointers, with one, and by a form. */
export const R4_ACTS: Record<Side, Acts> = {
  producer: {
    'GET all': search,
    'POST all': create,
    'POST form': search,
    'GET one': read,
    'PUT one': replace,
    'DELETE one': remove,
  },
  consumer: { 'GET all': search, 'POST form': search, 'GET one': read },
}
