import { createHash } from 'node:crypto'
import { keep } from './bounded.ts'
import type { FhirTold } from './eps-fhir-answers.ts'
import { jsonOf } from './fhir-json.ts'
import type { Json } from './fhir-json.ts'
import type { Patient } from './patient.ts'
import { subjectOf } from './scr-answers.ts'
import { scrOutcome } from './scr-errors.ts'
import type { ScrSaying } from './scr-errors.ts'
import { readAlert, readPermission, readUpload } from './scr-fhir-reading.ts'
import { emptySet, listed, SCR_BASE, summaryBundle } from './scr-fhir-summary.ts'
import type { SummaryRecords } from './scr-store.ts'
import { writeSummary } from './scr-summary.ts'
import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'
import { hl7Time } from './times.ts'
import type { World } from './world.ts'

/** The summary care record of the cloud: answers a request to one of its paths; gives undefined for every other. */
export type ScrCloud = (seen: SeenRequest, world: World) => FhirTold | undefined

const MOST_ANSWERS = 5_000
const PATIENT = 'https://fhir.nhs.uk/Id/nhs-number|'

const told = (status: number, resource?: unknown): FhirTold => ({
  status,
  text: resource === undefined ? '' : JSON.stringify(resource),
})

const outcome = (status: number, code: string, text: string): FhirTold =>
  told(status, {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, details: { text } }],
  })

const mistaken = (text: string): FhirTold => outcome(400, 'value', text)

const refusal = (says: ScrSaying): FhirTold => {
  const { status, type, text } = scrOutcome(says)
  return outcome(status, type, text)
}

/** A request, what may be known while it is answered, and what there is. */
interface Asked {
  readonly query: URLSearchParams
  readonly body: Json | undefined
  readonly world: World
  readonly records: SummaryRecords
}

type Answer = (asked: Asked) => FhirTold

// What a search has in common: whose record it is, and whether it may be seen.
function seen(asked: Asked, name: string, answer: (patient: Patient) => FhirTold): FhirTold {
  const value = asked.query.get(name) ?? ''
  if (!value.startsWith(PATIENT) || value === PATIENT) {
    return mistaken(`Invalid value - ${value} in field '${name}'`)
  }
  const patient = subjectOf(value.slice(PATIENT.length), asked.world)
  if (typeof patient === 'string') return refusal(patient)
  return asked.records.of(patient).permissions.View === 'No'
    ? refusal('no-access')
    : answer(patient)
}

/** The one value each parameter of a list may have. */
const ONLY = { type: 'http://snomed.info/sct|196981000000101', _sort: 'date', _count: '1' } as const

const list: Answer = asked => {
  for (const [name, only] of Object.entries(ONLY)) {
    const value = asked.query.get(name) ?? ''
    if (value !== '' && value !== only) {
      return mistaken(`Invalid value - ${value} in field '${name}'`)
    }
  }
  return seen(asked, 'patient', patient =>
    told(200, listed(patient.nhsNumber, asked.records.of(patient), asked.world)),
  )
}

// Only the newest can be had: who names another is shown nothing.
const summary: Answer = asked =>
  seen(asked, 'composition.subject:Patient.identifier', patient => {
    const wanted = (asked.query.get('composition.identifier') ?? '').toUpperCase()
    const [newest] = asked.records.of(patient).summaries
    return newest?.eventId === wanted
      ? told(200, summaryBundle(patient.nhsNumber, newest, asked.world))
      : told(200, emptySet(asked.world))
  })

const upload: Answer = ({ body, world, records }) => {
  const read = readUpload(body ?? {})
  if ('mistake' in read) return mistaken(read.mistake)
  const patient = subjectOf(read.nhsNumber, world)
  if (typeof patient === 'string') return refusal(patient)
  const { summaryId } = read
  const kept = { eventId: world.newId(), summaryId, persisted: hl7Time(world.now) }
  const document = writeSummary(read)
  const mistake = records.upload(patient, { ...kept, document })
  return mistake === undefined ? told(201) : refusal(mistake)
}

const permit: Answer = ({ body, world, records }) => {
  const read = readPermission(body ?? {})
  if ('mistake' in read) return mistaken(read.mistake)
  const patient = subjectOf(read.nhsNumber, world)
  if (typeof patient === 'string') return refusal(patient)
  records.permit(patient, 'View', read.permission)
  return told(201)
}

const raise: Answer = ({ body, world, records }) => {
  const read = readAlert(body ?? {})
  if ('mistake' in read) return mistaken(read.mistake)
  const patient = subjectOf(read.nhsNumber, world)
  if (typeof patient === 'string') return refusal(patient)
  records.alert({ at: world.now, nhsNumber: patient.nhsNumber, id: read.id })
  return told(201)
}

const ANSWERS: Readonly<Record<string, Answer | undefined>> = {
  'GET /DocumentReference': list,
  'GET /Bundle': summary,
  'POST /Bundle': upload,
  'POST /$setPermission': permit,
  'POST /AuditEvent': raise,
}

/** Creates the summary care record's services on the records given. A request id that comes again is told the same. */
export function createScrCloud(records: SummaryRecords, most = MOST_ANSWERS): ScrCloud {
  const answered = new Map<string, { readonly print: string; readonly told: FhirTold }>()

  const once = (id: string, sent: SeenRequest, answer: () => FhirTold): FhirTold => {
    const print = createHash('sha256').update(`${sent.target}\n`).update(sent.body).digest('base64')
    const before = answered.get(id)
    if (before !== undefined)
      return before.print === print ? before.told : refusal('duplicate-message')
    const said = answer()
    keep(answered, id, { print, told: said }, most)
    return said
  }

  return (sent, world) => {
    const { pathname, searchParams: query } = new URL(sent.target, 'http://cloud')
    if (!pathname.startsWith(`${SCR_BASE}/`)) return undefined
    const path = decodeURIComponent(pathname.slice(SCR_BASE.length))
    const answer = ANSWERS[`${sent.method} ${path}`]
    if (answer === undefined) return undefined
    if (sent.method === 'GET') return answer({ query, body: undefined, world, records })
    const type = headerOf(sent, 'Content-Type') ?? ''
    if (!/^application\/fhir\+json *(?:;|$)/i.test(type)) {
      return outcome(415, 'not-supported', `Content type '${type}' not supported`)
    }
    const body = jsonOf(sent.body.toString('utf8'))
    if (body === undefined) return mistaken('Unable to parse FHIR resource')
    const id = headerOf(sent, 'X-Request-ID')?.toUpperCase()
    const asked = { query, body, world, records }
    return id === undefined ? answer(asked) : once(id, sent, () => answer(asked))
  }
}
