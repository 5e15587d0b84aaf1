import type { Message } from './hl7-message.ts'
import type { Patient } from './patient.ts'
import { NHS_NUMBER } from './pds-parts.ts'
import { assertion, subjectOf } from './scr-answers.ts'
import { SCR_VERSION, scrRefused } from './scr-errors.ts'
import type { Consent, Permission, ScrRecord, SummaryRecords } from './scr-store.ts'
import type { SoapRequest } from './accept-soap.ts'
import type { World } from './world.ts'
import { inside, outers, textOf, valueOf } from './xml-text.ts'

// The access control service writes V3NPfIT3.0 where it carried something out and the other where it did not.
const ACS_VERSION = 'V3NPfIT3.0'
const CRS = 'http://national.carerecords.nhs.uk/schema/crs/'

type Answerer = (request: SoapRequest, world: World) => Message

/** How a permission is written on the way in: to be asked is to have no permission of one's own. */
const PERMISSIONS: Readonly<Record<string, Permission>> = { Yes: 'Yes', No: 'No', Clear: 'Ask' }
const CONSENTS: readonly string[] = ['Store', 'View']

const isConsent = (code: string | undefined): code is Consent =>
  code !== undefined && CONSENTS.includes(code)

interface Asserted {
  readonly consent: Consent
  readonly permission: Permission
}

function asserted(element: string): Asserted | undefined {
  const consent = textOf(inside(element, 'function'), 'code')
  const permission = PERMISSIONS[textOf(element, 'permission') ?? '']
  return isConsent(consent) && permission !== undefined ? { consent, permission } : undefined
}

const numberIn = (body: string): string | undefined => valueOf(body, 'resourceContext', 'extension')

/** Sets permissions: all of them or, where one is not understood or nobody is meant, none. */
export const setPermissions =
  (records: SummaryRecords): Answerer =>
  ({ body }, world) => {
    const patient = subjectOf(numberIn(body), world)
    if (typeof patient === 'string') return scrRefused(patient)
    const given = outers(body, 'accessControlAssertion').map(asserted)
    if (given.length === 0 || given.includes(undefined)) return scrRefused('invalid')
    for (const each of given) if (each) records.permit(patient, each.consent, each.permission)
    return { root: 'MCCI_IN010000UK13', version: ACS_VERSION, ack: 'AA' }
  }

const context = (patient: Patient): string =>
  `<crs:resourceContext root="${NHS_NUMBER}" extension="${patient.nhsNumber}"/>`

/** What an answer about permissions says of one consent, or of both where it was asked for none by name. */
function said(patient: Patient, { permissions }: ScrRecord, code: string | undefined): string {
  const wanted: readonly Consent[] = isConsent(code) ? [code] : ['Store', 'View']
  const each = wanted.map(consent =>
    assertion(patient.nhsNumber, consent, permissions[consent], 'crs:'),
  )
  return `<crs:permissions>${context(patient)}${each.join('')}</crs:permissions>`
}

// Of the two answers only the names are of public record: they say what was set in the words of the event list.
const asked =
  (records: SummaryRecords, root: string, response: string): Answerer =>
  ({ body }, world) => {
    const patient = subjectOf(numberIn(body), world)
    if (typeof patient === 'string') return scrRefused(patient)
    const code = textOf(inside(body, 'function'), 'code')
    const held = said(patient, records.of(patient), code)
    const last = `<crs:${response} xmlns:crs="${CRS}">${held}</crs:${response}>`
    return { root, version: SCR_VERSION, ack: 'AA', last: () => last }
  }

/** Tells the permissions there are. */
export const getPermissions = (records: SummaryRecords): Answerer =>
  asked(records, 'GET_RESOURCE_PERMISSIONS_RESPONSE_INUK01', 'getResourcePermissionsResponse')

/** Tells whether there is a permission. */
export const hasPermissions = (records: SummaryRecords): Answerer =>
  asked(records, 'HAS_RESOURCE_PERMISSIONS_RESPONSE_INUK01', 'hasResourcePermissionsResponse')
