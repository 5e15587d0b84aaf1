import { entriesOf, identifierOf, listAt, resolved, textAt } from './fhir-json.ts'
import type { Json } from './fhir-json.ts'
import type { Permission } from './scr-store.ts'
import type { Section, SummaryContent } from './scr-summary.ts'
import { hl7Time } from './times.ts'

// What is asked of each request, and in which words it is refused, follows the validators of the public
// summary-care-record-api.

/** Why a request was not understood. */
export interface Misread {
  readonly mistake: string
}

const PERMISSION_SYSTEM = 'https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission'
const PERMISSIONS: readonly string[] = ['Yes', 'No', 'Ask'] satisfies readonly Permission[]

const isPermission = (code: string | undefined): code is Permission =>
  code !== undefined && PERMISSIONS.includes(code)

/** What is to be permitted. */
export interface PermissionAsked {
  readonly nhsNumber: string
  readonly permission: Permission
}

/** Reads a Parameters resource that sets a permission. */
export function readPermission(body: Json): PermissionAsked | Misread {
  const sets = listAt(body, 'parameter').filter(each => textAt(each, 'name') === 'setPermissions')
  const [set] = sets
  if (set === undefined) return { mistake: "Parameter named 'setPermissions' name not found" }
  if (sets.length > 1) return { mistake: "Exactly 1 parameter named 'setPermissions' expected" }
  const parts = listAt(set, 'part')
  const numbers = parts.filter(
    each => textAt(each, 'name') === 'nhsNumber' && textAt(each, 'valueString') !== undefined,
  )
  if (numbers.length === 0) return { mistake: "Missing value for Parameter.Part 'nhsNumber'" }
  if (numbers.length > 1) {
    return { mistake: "Exactly 1 Parameter.Part named 'nhsNumber' with not empty value expected" }
  }
  const codes = parts.filter(
    each =>
      textAt(each, 'name') === 'permissionCode' &&
      textAt(each, 'valueCoding.system') === PERMISSION_SYSTEM,
  )
  const about = `Parameter.Part named 'permissionCode' with valueCoding.system ${PERMISSION_SYSTEM}`
  if (codes.length === 0) return { mistake: `${about} not found` }
  if (codes.length > 1) return { mistake: `Exactly 1 ${about} expected` }
  const permission = textAt(codes[0], 'valueCoding.code')
  return isPermission(permission)
    ? { nhsNumber: textAt(numbers[0], 'valueString') ?? '', permission }
    : { mistake: `Invalid value - ${permission ?? 'null'} in field 'valueCoding.code'` }
}

/** A privacy alert that was understood. */
export interface AlertAsked {
  readonly nhsNumber: string
  readonly id: string
}

const EXTENSION = 'https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage'
const REASONS = ['1', '2', '3', '4', '5', '6']
const AGENTS = [
  'https://fhir.nhs.uk/Id/nhs-number',
  'https://fhir.nhs.uk/Id/ods-organization-code',
  'https://fhir.nhs.uk/Id/sds-user-id',
] as const

const agentsOf = (body: Json, system: string): readonly Json[] =>
  listAt(body, 'agent').filter(
    each =>
      textAt(each, 'who.identifier.system') === system &&
      textAt(each, 'who.identifier.value') !== undefined,
  )

function agentMistake(body: Json, system: string): string | undefined {
  const found = agentsOf(body, system)
  const about = `'agent' entry with 'who.identifier.system' '${system}' and non-empty 'value'`
  if (found.length === 0) return `Missing ${about}`
  if (found.some(each => each['requestor'] !== false)) {
    return `Missing or unsupported 'requestor' value for 'agent' with 'who.identifier.system' '${system}'`
  }
  return found.length === 1 ? undefined : `Expecting exactly one ${about}`
}

/** What must hold of an alert, in the order in which it is asked, and what is said where it does not. */
const ALERT_RULES: readonly ((body: Json) => string | undefined)[] = [
  body => (textAt(body, 'id') === undefined ? "'id' element is missing'" : undefined),
  body =>
    listAt(body, 'extension').filter(each => textAt(each, 'url') === EXTENSION).length === 1
      ? undefined
      : `Expecting exactly one 'extension' element with URL: '${EXTENSION}'`,
  body => (textAt(body, 'type.display') === undefined ? "Missing value 'type.display'" : undefined),
  body =>
    listAt(body, 'subtype').length === 1 ? undefined : "Expecting exactly one 'subtype' element",
  body =>
    REASONS.includes(textAt(body, 'subtype.0.code') ?? '')
      ? undefined
      : `Invalid or missing value in field 'subtype.code'. Supported values are: ${REASONS.join(', ')}`,
  body => (textAt(body, 'recorded') === undefined ? "'recorded' element missing" : undefined),
  body =>
    listAt(body, 'entity').length === 1 ? undefined : "Expecting exactly one 'entity' element",
  body => AGENTS.map(system => agentMistake(body, system)).find(each => each !== undefined),
]

/** Reads an AuditEvent that tells a privacy officer. */
export function readAlert(body: Json): AlertAsked | Misread {
  const mistake = ALERT_RULES.map(rule => rule(body)).find(each => each !== undefined)
  if (mistake !== undefined) return { mistake }
  const [patient] = agentsOf(body, AGENTS[0])
  return {
    nhsNumber: textAt(patient, 'who.identifier.value') ?? '',
    id: (textAt(body, 'id') ?? '').toUpperCase(),
  }
}

const hl7Of = (moment: string | undefined): string => {
  const at = Date.parse(moment ?? '')
  return Number.isNaN(at) ? '' : hl7Time(at)
}

/** The resource of a type a reference means: by the address of its entry, else by its id. */
const meant = (body: Json, type: string, reference: string | undefined): Json | undefined =>
  resolved(reference, undefined, body) ??
  entriesOf(body, type).find(({ id }) => reference?.split('/').at(-1) === id)

/** What a page is called: who has no name for it is told what every summary is called. */
function pageOf(composition: Json): string | undefined {
  const title = textAt(composition, 'title')
  return title === textAt(composition, 'type.coding.0.display') ? undefined : title
}

const sectionOf = (part: Json): Section => ({
  code: textAt(part, 'code.coding.0.code'),
  title: textAt(part, 'title') ?? '',
  content: (textAt(part, 'text.div') ?? '').replace(/^\s*<div[^>]*>|<\/div>\s*$/g, ''),
})

/** Reads a document Bundle that uploads a summary. */
export function readUpload(body: Json): SummaryContent | Misread {
  const [composition] = entriesOf(body, 'Composition')
  if (textAt(body, 'type') !== 'document' || composition === undefined) {
    return { mistake: 'Bundle.entry.resource not found for Composition' }
  }
  const [patient] = entriesOf(body, 'Patient')
  const nhsNumber = identifierOf(patient, 'nhs-number')
  if (nhsNumber === undefined) return { mistake: "Missing value for 'Patient.identifier'" }
  const summaryId = textAt(composition, 'identifier.value')
  if (summaryId === undefined) return { mistake: "Missing value for 'Composition.identifier'" }
  const role = meant(body, 'PractitionerRole', textAt(composition, 'author.0.reference'))
  const practitioner = meant(body, 'Practitioner', textAt(role, 'practitioner.reference'))
  const authored = hl7Of(textAt(composition, 'date'))
  const relations = listAt(composition, 'relatesTo')
  return {
    summaryId: summaryId.toUpperCase(),
    nhsNumber,
    effective: hl7Of(textAt(composition, 'meta.lastUpdated')) || authored,
    authored,
    author: {
      role: identifierOf(role, 'sds-role-profile-id') ?? '',
      user: identifierOf(practitioner, 'sds-user-id') ?? '',
      name: textAt(practitioner, 'name.0.text') ?? '',
    },
    page: pageOf(composition),
    sections: listAt(composition, 'section').map(sectionOf),
    replaces: relations.flatMap(each => textAt(each, 'targetIdentifier.value') ?? []),
  }
}
