import {
  type AnswersSpec,
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  type Mapping,
  type Row,
  type Turn,
  withAnswers,
} from '../../mapping/index.ts'
import { areNamed } from './agent-turns.ts'
import { isTold } from './entry-turns.ts'
import { PSIS_REASONS } from './reasons.ts'
import { OWN_ID } from './summary-agents.ts'
import { summaryRows } from './summary-rows.ts'
import { GP_SUMMARY } from './summary-shape.ts'
import { fromFhir, toFhir } from './summary-turns.ts'

/** What a document's Bundle says around its Composition. */
const BUNDLE: readonly Row[] = [
  { fixed: 'document', fhir: 'type' },
  {
    fact: 'messageId',
    type: 'upperUuid',
    fhir: 'identifier[system=https://tools.ietf.org/html/rfc4122]/value',
    by: 'transmission',
    required: true,
  },
  { fact: 'sentAt', type: 'instant', fhir: 'timestamp', by: 'transmission', required: true },
  { lossy: OWN_ID, fhir: 'id' },
  { lossy: OWN_ID, fhir: 'Composition*/id' },
  { lossy: 'a document counts nothing', fhir: 'total' },
]

/** What the cloud would keep and tell again, and R4 allows. */
const sendable: Turn = said => {
  const whole = isTold(said) ? toFhir(said) : undefined
  return whole !== undefined && areNamed(whole) ? whole : undefined
}

/** The table of a GP summary as it is uploaded. */
export const UPLOAD_SPEC: DocumentSpec = {
  name: 'scr.upload',
  access: 'user',
  interactions: ['REPC_IN150016UK05', 'REPC_IN150016SM05'],
  outline: GP_SUMMARY,
  rows: [...BUNDLE, ...summaryRows('')],
  turns: { fromFhir, toFhir: sendable },
  foreign: [],
  order: [
    'Composition',
    'Condition',
    'Observation',
    'Procedure',
    'Encounter',
    'PractitionerRole',
    'Practitioner',
    'RelatedPerson',
    'Device',
    'Organization',
    'Patient',
  ],
  named: { messageId: 'messageId', creationTime: 'sentAt' },
  around: [
    {
      lossy: 'what kind of act a wrapper is, and of what edition, says nothing of what is in it',
      hl7: [
        '@ITSVersion',
        'ControlActEvent/@classCode',
        'ControlActEvent/subject/@contextConductionInd',
      ],
    },
  ],
  made: { textId: 'messageId', textTime: 'creationTime' },
  subject: { nhsNumber: 'nhsNumber' },
  call: { method: 'POST', path: '/Bundle', accept: 'application/fhir+json' },
  kept: [
    'summaryId',
    'type',
    'status',
    'effectiveTime',
    'authoredAt',
    'html',
    'category',
    'code',
    'name',
    'low',
    'high',
    'center',
    'note',
    'title',
    'div',
    'nhsNumber',
    'roleProfile',
    'userId',
  ],
}

/** What a practice is told of its upload. */
export const UPLOAD_ANSWERS: AnswersSpec = {
  acknowledgement: { interaction: 'MCCI_IN010000UK13', versionCode: 'V3NPfIT4.2.00' },
  done: 201,
  told: PSIS_REASONS,
  issues: [],
  failures: [
    { from: 401, to: 401, error: 'bad-answer' },
    { from: 408, to: 408, error: 'no-answer' },
    { from: 429, to: 429, error: 'not-sent' },
    { from: 500, to: 599, error: 'no-answer' },
  ],
}

/** A GP summary as HL7v3 to PSIS and as a document to the SCR FHIR API, either way. */
export const UPLOAD_DOCUMENT: DocumentMapping = defineDocument(UPLOAD_SPEC)

/**
 * A GP summary, and what becomes of it. Whether its patient lets it be kept the cloud looks up by itself before it
 * writes, as NHSDigital/summary-care-record-api does: that read is not asked for here. Not verified against a live
 * Spine.
 */
export const SCR_UPLOAD: Mapping = withAnswers(UPLOAD_DOCUMENT, UPLOAD_ANSWERS)
