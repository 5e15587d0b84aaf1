import type { Json } from './fhir-json.ts'
import { at, listAt, textAt } from './fhir-json.ts'
import {
  classCoding,
  formatCode,
  formatCoding,
  isBehindProxy,
  recordType,
  settingCoding,
  settingOf,
  SNOMED,
  stability,
  stabilityCoding,
  typeCoding,
} from './nrl-codes.ts'
import type { Coding } from './nrl-codes.ts'
import type { Pointer, PointerContent, PointerDraft, Replaced } from './nrl-pointer.ts'
import { R4 } from './nrl-r4-outcome.ts'
import type { R4Outcome } from './nrl-r4-outcome.ts'
import { isNhsNumber } from './nhs-number.ts'
import { fhirInstant } from './times.ts'

export const NHS_NUMBERS = 'https://fhir.nhs.uk/Id/nhs-number'
export const ODS_CODES = 'https://fhir.nhs.uk/Id/ods-organization-code'
const ASIDS = 'https://fhir.nhs.uk/Id/nhsSpineASID'
const STABILITY =
  'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-ContentStability'
const STABILITIES = 'https://fhir.nhs.uk/England/CodeSystem/England-NRLContentStability'
const MECHANISM =
  'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-NRLRetrievalMechanism'
const FORMATS = 'https://fhir.nhs.uk/England/CodeSystem/England-NRLFormatCode'

/** Puts the custodian before a logical id, as version 3 names its pointers. */
export const r4Id = ({ id, custodian }: { id: string; custodian: string }): string =>
  `${custodian}-${id}`

/** Takes a name of version 3 apart: no ODS code has a dash. */
export function readR4Id(
  id: string,
): { readonly custodian: string; readonly id: string } | undefined {
  const [, custodian, rest] = /^([^-]+)-(.+)$/.exec(id) ?? []
  return custodian === undefined || rest === undefined ? undefined : { custodian, id: rest }
}

const identified = (system: string, value: string): Json => ({ identifier: { system, value } })

/** Behind the Secure Proxy an address has a scheme of its own. */
const written = ({ url, format }: PointerContent): string =>
  isBehindProxy(format) ? url.replace(/^https:/, 'ssp:') : url

/** Writes a pointer as version 3 gives it. */
export const r4Pointer = (pointer: Pointer): Json => ({
  resourceType: 'DocumentReference',
  id: r4Id(pointer),
  meta: { versionId: String(pointer.version), lastUpdated: fhirInstant(pointer.updated) },
  ...(pointer.master && { masterIdentifier: { ...pointer.master } }),
  status: pointer.status,
  type: { coding: [typeCoding(pointer.type)] },
  category: [{ coding: [classCoding(pointer.type)] }],
  subject: identified(NHS_NUMBERS, pointer.subject),
  date: fhirInstant(pointer.indexed),
  author: [identified(ODS_CODES, pointer.author)],
  custodian: identified(ODS_CODES, pointer.custodian),
  ...(pointer.replaces?.id !== undefined && {
    relatesTo: [
      {
        code: 'replaces',
        target: {
          type: 'DocumentReference',
          identifier: { value: r4Id({ id: pointer.replaces.id, custodian: pointer.custodian }) },
        },
      },
    ],
  }),
  content: pointer.contents.map(content),
  context: {
    ...(pointer.period && { period: { ...pointer.period } }),
    practiceSetting: { coding: [settingCoding('R4', pointer.setting)] },
    ...(pointer.asid !== undefined && { related: [identified(ASIDS, pointer.asid)] }),
  },
})

const content = (each: PointerContent): Json => ({
  extension: [
    {
      url: STABILITY,
      valueCodeableConcept: { coding: [stabilityCoding(STABILITIES, each.stability)] },
    },
  ],
  attachment: {
    contentType: each.contentType,
    url: written(each),
    ...(each.title !== undefined && { title: each.title }),
    ...(each.creation !== undefined && { creation: each.creation }),
  },
  format: formatCoding(FORMATS, each.format),
})

const REQUIRED = 'status type category subject author custodian content context'.split(' ')

/** A mistake in a resource, thrown by whatever finds it. */
class Refused extends Error {
  readonly outcome: R4Outcome
  constructor(outcome: R4Outcome) {
    super(outcome.diagnostics)
    this.outcome = outcome
  }
}
const refuse = (outcome: R4Outcome): never => {
  throw new Refused(outcome)
}
const broken = (where: string): never => refuse(R4.resource(`Invalid ${where}`, where))

function coded<T>(
  resource: unknown,
  path: string,
  find: (code: string) => T,
  as: (it: NonNullable<T>) => Coding,
): NonNullable<T> {
  const found = find(textAt(resource, `${path}.code`) ?? '') ?? broken(path)
  const due = as(found)
  return (['system', 'display'] as const).every(
    part => textAt(resource, `${path}.${part}`) === due[part],
  )
    ? found
    : broken(path)
}

/** The value of the identifier at a path, which must be of one system. */
function valueOf(resource: Json, path: string, system: string): string {
  if (textAt(resource, `${path}.identifier.system`) !== system) broken(`${path}.identifier.system`)
  return textAt(resource, `${path}.identifier.value`) ?? broken(`${path}.identifier.value`)
}

function readContent(each: Json, place: number): PointerContent {
  const where = `content[${place}]`
  const [extension, ...more] = listAt(each, 'extension').filter(({ url }) => url !== MECHANISM)
  if (extension?.['url'] !== STABILITY || more.length > 0) broken(`${where}.extension`)
  const format = coded(each, 'format', formatCode, code => formatCoding(FORMATS, code))
  const url = textAt(each, 'attachment.url') ?? broken(`${where}.attachment.url`)
  if (url.startsWith('ssp:') !== isBehindProxy(format)) broken(`${where}.attachment.url`)
  return {
    contentType:
      textAt(each, 'attachment.contentType') ?? broken(`${where}.attachment.contentType`),
    url: url.replace(/^ssp:/, 'https:'),
    title: textAt(each, 'attachment.title'),
    creation: textAt(each, 'attachment.creation'),
    format,
    stability: coded(extension, 'valueCodeableConcept.coding.0', stability, code =>
      stabilityCoding(STABILITIES, code),
    ),
  }
}

/** What a new pointer replaces: each must be named by the name this side gives. */
function readReplaced(resource: Json): readonly Replaced[] {
  return listAt(resource, 'relatesTo').map((each, place) => {
    const where = `relatesTo[${place}].target.identifier.value`
    if (textAt(each, 'code') !== 'replaces') broken(`relatesTo[${place}].code`)
    const value = textAt(each, 'target.identifier.value')
    const name = readR4Id(
      value ?? refuse(R4.bad('No identifier value provided for relatesTo target', where)),
    )
    return { id: (name ?? broken(where)).id, custodian: name?.custodian }
  })
}

function readAsid(resource: Json, contents: readonly PointerContent[]): string | undefined {
  const related = listAt(resource, 'context.related')
  const asids = related.filter(each => textAt(each, 'identifier.system') === ASIDS)
  const value = textAt(asids[0], 'identifier.value')
  if (asids.length > 1) refuse(R4.resource('Multiple ASID identifiers provided', 'context.related'))
  if (value !== undefined && !/^\d{12}$/.test(value)) broken('context.related[0].identifier.value')
  if (value === undefined && contents.some(each => isBehindProxy(each.format)))
    refuse(R4.resource('Missing ASID identifier', 'context.related'))
  return value
}

/** A new pointer as it was sent, with every pointer it replaces: version 3 may be told several. */
export interface R4Draft extends PointerDraft {
  readonly replacesAll: readonly Replaced[]
}

function draftOf(resource: Json): R4Draft {
  if (resource['resourceType'] !== 'DocumentReference') refuse(R4.notWellFormed)
  for (const field of REQUIRED) if (resource[field] === undefined) refuse(R4.required(field))
  const contents = listAt(resource, 'content').map(readContent)
  if (contents.length === 0) refuse(R4.required('content'))
  if (listAt(resource, 'author').length !== 1) broken('author')
  const type = coded(resource, 'type.coding.0', recordType, typeCoding)
  const due = classCoding(type)
  const category = listAt(resource, 'category')
  if (category.length !== 1 || textAt(category[0], 'coding.0.system') !== SNOMED) broken('category')
  if (textAt(category[0], 'coding.0.code') !== due.code) broken('category[0].coding[0].code')
  if (textAt(category[0], 'coding.0.display') !== due.display)
    broken('category[0].coding[0].display')
  const subject = valueOf(resource, 'subject', NHS_NUMBERS)
  if (!isNhsNumber(subject)) refuse({ ...R4.nhsNumber, expression: 'subject.identifier.value' })
  const replacesAll = readReplaced(resource)
  const start = textAt(resource, 'context.period.start')
  const system = textAt(resource, 'masterIdentifier.system')
  const value = textAt(resource, 'masterIdentifier.value')
  if (
    at(resource, 'masterIdentifier') !== undefined &&
    (system === undefined || value === undefined)
  )
    broken('masterIdentifier')
  return {
    status: textAt(resource, 'status') ?? broken('status'),
    master: system === undefined || value === undefined ? undefined : { system, value },
    type,
    subject,
    author: valueOf(resource, 'author.0', ODS_CODES),
    custodian: valueOf(resource, 'custodian', ODS_CODES),
    replaces: replacesAll[0],
    replacesAll,
    contents,
    period:
      start === undefined ? undefined : { start, end: textAt(resource, 'context.period.end') },
    setting: coded(
      resource,
      'context.practiceSetting.coding.0',
      code => settingOf('R4', code),
      setting => settingCoding('R4', setting),
    ),
    asid: readAsid(resource, contents),
  }
}

/** Reads a pointer that was sent, or says what the locator has against it. */
export function readR4Pointer(resource: Json): R4Draft | { readonly refusal: R4Outcome } {
  try {
    return draftOf(resource)
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.outcome }
    throw error
  }
}
