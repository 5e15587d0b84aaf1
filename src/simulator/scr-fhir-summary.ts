import { authorOf } from './scr-fhir-author.ts'
import type { Identified } from './scr-fhir-author.ts'
import type { ScrRecord } from './scr-store.ts'
import { readSummary } from './scr-summary.ts'
import type { Section, Summary, SummaryContent } from './scr-summary.ts'
import { fhirDateTime, fhirInstant } from './times.ts'
import type { World } from './world.ts'
import { valueOf } from './xml-text.ts'

export const SCR_BASE = '/summary-care-record/FHIR/R4'
const HOST = `https://api.service.nhs.uk${SCR_BASE}`
const SNOMED = 'http://snomed.info/sct'
const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number'
/** The façade writes it with a blank in front. */
const SUMMARY = {
  coding: [{ system: SNOMED, code: '196981000000101', display: ' General Practice Summary' }],
}

const divOf = (content: string): string =>
  `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`

/** Writes a section: its heading as title and code, what stands below it as narrative. */
export const section = ({ code, title, content }: Section): object => ({
  title,
  ...(code === undefined ? {} : { code: { coding: [{ code }] } }),
  text: { status: 'generated', div: divOf(content) },
})

const patientResource = (id: string, nhsNumber: string): Identified => ({
  resourceType: 'Patient',
  id,
  ...{ identifier: [{ system: NHS_NUMBER, value: nhsNumber }] },
})

const entry = (resource: Identified): object => ({
  fullUrl: `${HOST}/${resource.resourceType}/${resource.id}`,
  resource,
})

const searchset = (world: World, entries: readonly object[], more: object = {}): object => ({
  resourceType: 'Bundle',
  id: world.newId(),
  ...more,
  type: 'searchset',
  total: entries.length,
  ...(entries.length === 0 ? {} : { entry: entries }),
})

/** Writes what a search finds where nobody may be shown anything, or there is nothing. */
export const emptySet = (world: World): object => searchset(world, [])

/** Writes the newest summary of a person as a search finds it: what it is called and who may see it. */
export function listed(nhsNumber: string, record: ScrRecord, world: World): object {
  const [newest] = record.summaries
  if (newest === undefined) return emptySet(world)
  const patient = patientResource(world.newId(), nhsNumber)
  const id = world.newId()
  const url =
    `${HOST}/Bundle?composition.identifier=${newest.eventId}` +
    `&composition.subject:Patient.identifier=${NHS_NUMBER}|${nhsNumber}`
  const found = {
    resourceType: 'DocumentReference',
    id,
    masterIdentifier: { system: 'https://fhir.nhs.uk/Id/nhsSCRUUID', value: newest.eventId },
    status: 'current',
    type: SUMMARY,
    subject: { reference: `Patient/${patient.id}` },
    securityLabel: [
      {
        coding: [
          {
            system: 'https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission',
            code: record.permissions.View,
          },
        ],
      },
    ],
    content: [{ attachment: { url } }],
    context: { event: [SUMMARY] },
  }
  const match = { ...entry(found), search: { mode: 'match' } }
  return { ...searchset(world, [match, entry(patient)]), total: 1 }
}

/** Writes what a summary replaces; nothing where it replaces none. */
export const relations = ({ replaces }: SummaryContent): object =>
  replaces.length === 0
    ? {}
    : { relatesTo: replaces.map(value => ({ code: 'replaces', targetIdentifier: { value } })) }

const concept = (code: string, display: string): object => ({
  coding: [{ system: SNOMED, code, display }],
})

function composition(summary: Summary, content: SummaryContent, patient: string): object {
  const { document } = summary
  return {
    meta: { lastUpdated: fhirDateTime(content.effective) },
    identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: content.summaryId },
    status: 'final',
    type: concept(
      valueOf(document, 'code', 'code') ?? '',
      valueOf(document, 'code', 'displayName') ?? '',
    ),
    category: [concept('163171000000105', 'Care Professional Documentation')],
    subject: { reference: `Patient/${patient}` },
    date: fhirDateTime(content.authored),
    ...(content.page === undefined ? {} : { title: content.page }),
    ...relations(content),
    section: content.sections.map(section),
  }
}

/**
 * Writes a summary as a document: its Composition has the id of its event, the ids of its other resources are new ones
 * each time (NHSDigital/summary-care-record-api).
 */
export function summaryBundle(nhsNumber: string, summary: Summary, world: World): object {
  const content = readSummary(summary.document)
  const patient = patientResource(world.newId(), nhsNumber)
  const authors = authorOf(summary.document, () => world.newId())
  const [role] = authors
  const written = {
    resourceType: 'Composition',
    id: summary.eventId,
    ...composition(summary, content, patient.id),
    ...(role === undefined ? {} : { author: [{ reference: `${role.resourceType}/${role.id}` }] }),
  }
  return searchset(world, [written, ...authors, patient].map(entry), {
    identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: world.newId() },
    timestamp: fhirInstant(world.now),
  })
}
