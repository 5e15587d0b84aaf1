import type { Json } from './fhir-json.ts'
import { at, listAt, textAt } from './fhir-json.ts'
import {
  classCoding,
  formatCode,
  formatCoding,
  recordType,
  settingCoding,
  settingOf,
  stability,
  stabilityCoding,
  typeCoding,
} from './nrl-codes.ts'
import type { Coding } from './nrl-codes.ts'
import type { Identifier, Pointer, PointerContent, PointerDraft, Replaced } from './nrl-pointer.ts'
import { STU3 } from './nrl-stu3-outcome.ts'
import type { Stu3Outcome } from './nrl-stu3-outcome.ts'
import { isNhsNumber } from './nhs-number.ts'
import { fhirInstant } from './times.ts'

/** Where pointers of version 2.8 are said to lie, whoever is asked for them. */
export const POINTERS = 'https://psis-sync.national.ncrs.nhs.uk/DocumentReference/'
export const PATIENTS = 'https://demographics.spineservices.nhs.uk/STU3/Patient/'
export const ORGANISATIONS = 'https://directory.spineservices.nhs.uk/STU3/Organization/'
export const POINTER_PROFILE =
  'https://fhir.nhs.uk/STU3/StructureDefinition/NRL-DocumentReference-1'
const STABILITY = 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-NRL-ContentStability-1'
const STABILITIES = 'https://fhir.nhs.uk/STU3/CodeSystem/NRL-ContentStability-1'
const FORMATS = 'https://fhir.nhs.uk/STU3/CodeSystem/NRL-FormatCode-1'

const relation = ({ id = '', master }: Replaced): Json => ({
  code: 'replaces',
  target: master === undefined ? { reference: POINTERS + id } : { identifier: { ...master } },
})

/** Writes a pointer as version 2.8 gives it. */
export const stu3Pointer = (pointer: Pointer): Json => ({
  resourceType: 'DocumentReference',
  id: pointer.id,
  meta: {
    versionId: String(pointer.version),
    lastUpdated: fhirInstant(pointer.updated),
    profile: [POINTER_PROFILE],
  },
  ...(pointer.master && { masterIdentifier: { ...pointer.master } }),
  status: pointer.status,
  type: { coding: [typeCoding(pointer.type)] },
  class: { coding: [classCoding(pointer.type)] },
  subject: { reference: PATIENTS + pointer.subject },
  indexed: fhirInstant(pointer.indexed),
  author: [{ reference: ORGANISATIONS + pointer.author }],
  custodian: { reference: ORGANISATIONS + pointer.custodian },
  ...(pointer.replaces && { relatesTo: [relation(pointer.replaces)] }),
  content: pointer.contents.map(content),
  context: {
    ...(pointer.period && { period: { ...pointer.period } }),
    practiceSetting: { coding: [settingCoding('STU3', pointer.setting)] },
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
    url: each.url,
    ...(each.title !== undefined && { title: each.title }),
    ...(each.creation !== undefined && { creation: each.creation }),
  },
  format: formatCoding(FORMATS, each.format),
})

/** What a pointer may say; what the locator sets itself it takes no notice of. */
const ELEMENTS = new Set(
  'resourceType id meta text masterIdentifier status type class subject indexed author custodian relatesTo content context'.split(
    ' ',
  ),
)
const NEEDED = 'status type class subject author custodian content context'.split(' ')
const DATE_TIME = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?)?)?$/

/** A mistake in a resource, thrown by whatever finds it. */
class Refused extends Error {
  readonly outcome: Stu3Outcome
  constructor(outcome: Stu3Outcome) {
    super(outcome.diagnostics)
    this.outcome = outcome
  }
}
const refuse = (outcome: Stu3Outcome): never => {
  throw new Refused(outcome)
}
const broken = (where: string): never =>
  refuse(STU3.resource(`DocumentReference.${where} is missing or invalid`))

/** The tail of a reference below one base. */
function below(base: string, resource: Json, path: string): string {
  const reference = textAt(resource, path) ?? broken(path)
  return reference.startsWith(base)
    ? reference.slice(base.length)
    : refuse(STU3.parameter(`Invalid reference URL: ${path}`))
}

/** Reads a code that must be just as the code system has it, words and all. */
function coded<T>(
  resource: unknown,
  path: string,
  find: (code: string) => T,
  as: (it: NonNullable<T>) => Coding,
): NonNullable<T> {
  const found = find(textAt(resource, `${path}.code`) ?? '') ?? broken(path)
  const due = as(found)
  const isDue = (['system', 'display'] as const).every(
    part => textAt(resource, `${path}.${part}`) === due[part],
  )
  return isDue ? found : broken(path)
}

function identifier(resource: unknown, path: string): Identifier | undefined {
  if (at(resource, path) === undefined) return undefined
  const system = textAt(resource, `${path}.system`) ?? broken(path)
  return { system, value: textAt(resource, `${path}.value`) ?? broken(path) }
}

function time(resource: unknown, path: string): string | undefined {
  const text = textAt(resource, path)
  return text === undefined || DATE_TIME.test(text) ? text : broken(path)
}

function readContent(each: Json): PointerContent {
  const extensions = listAt(each, 'extension').filter(({ url }) => url === STABILITY)
  if (extensions.length !== 1) broken('content.extension')
  return {
    contentType: textAt(each, 'attachment.contentType') ?? broken('content.attachment.contentType'),
    url: textAt(each, 'attachment.url') ?? broken('content.attachment.url'),
    title: textAt(each, 'attachment.title'),
    creation: time(each, 'attachment.creation'),
    format: coded(each, 'format', formatCode, code => formatCoding(FORMATS, code)),
    stability: coded(extensions[0], 'valueCodeableConcept.coding.0', stability, code =>
      stabilityCoding(STABILITIES, code),
    ),
  }
}

function readReplaced(resource: Json): Replaced | undefined {
  const relations = listAt(resource, 'relatesTo')
  if (relations.length === 0) return undefined
  const [only] = relations
  if (relations.length > 1 || textAt(only, 'code') !== 'replaces') broken('relatesTo')
  const reference = textAt(only, 'target.reference')
  const master = identifier(only, 'target.identifier')
  if (reference === undefined && master === undefined) broken('relatesTo.target')
  return { id: reference?.split('/').at(-1), master }
}

function readPeriod(resource: Json): PointerDraft['period'] {
  if (at(resource, 'context.period') === undefined) return undefined
  const start = time(resource, 'context.period.start') ?? broken('context.period.start')
  return { start, end: time(resource, 'context.period.end') }
}

function draftOf(resource: Json): PointerDraft {
  if (resource['resourceType'] !== 'DocumentReference') broken('resourceType')
  const unknown = Object.keys(resource).find(name => !ELEMENTS.has(name))
  if (unknown !== undefined) broken(unknown)
  for (const name of NEEDED) if (resource[name] === undefined) broken(name)
  if (at(resource, 'meta.profile.0') !== POINTER_PROFILE) broken('meta.profile')
  if (listAt(resource, 'author').length !== 1) broken('author')
  const contents = listAt(resource, 'content').map(readContent)
  if (contents.length === 0) broken('content')
  const type = coded(resource, 'type.coding.0', recordType, typeCoding)
  if (textAt(resource, 'class.coding.0.code') !== classCoding(type).code) broken('class')
  const subject = below(PATIENTS, resource, 'subject.reference')
  if (!isNhsNumber(subject)) refuse(STU3.nhsNumber(subject))
  return {
    status: textAt(resource, 'status') ?? broken('status'),
    master: identifier(resource, 'masterIdentifier'),
    type,
    subject,
    author: below(ORGANISATIONS, resource, 'author.0.reference'),
    custodian: below(ORGANISATIONS, resource, 'custodian.reference'),
    replaces: readReplaced(resource),
    contents,
    period: readPeriod(resource),
    setting: coded(
      resource,
      'context.practiceSetting.coding.0',
      code => settingOf('STU3', code),
      setting => settingCoding('STU3', setting),
    ),
  }
}

/** Every value in a resource with its path, but of what the locator sets itself or may write in another way. */
function leaves(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path}=${String(value)}`]
  return Object.entries(value)
    .filter(([name]) => path !== '' || !OWN.has(name))
    .flatMap(([name, each]) => leaves(each, `${path}/${name}`))
}
const OWN = new Set(['id', 'meta', 'text', 'indexed', 'relatesTo'])

/** What a resource says that a pointer has no place for: it is refused, for it would be lost. */
function leftover(resource: Json, draft: PointerDraft): string | undefined {
  const pointer = {
    ...draft,
    status: 'current',
    id: '',
    version: 1,
    indexed: 0,
    updated: 0,
  } as const
  const kept = new Set(leaves(stu3Pointer(pointer)))
  return leaves({ ...resource, status: 'current' }).find(leaf => !kept.has(leaf))
}

/** Reads a new pointer, or says what the locator has against it. */
export function readStu3Pointer(resource: Json): PointerDraft | { readonly refusal: Stu3Outcome } {
  try {
    const draft = draftOf(resource)
    const lost = leftover(resource, draft)?.split('=')[0]
    return lost === undefined ? draft : { refusal: STU3.resource(`The profile has no ${lost}`) }
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.outcome }
    throw error
  }
}
