import {
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  element,
  entriesIn,
  type Information,
  type Outline,
  type Turns,
} from '../../mapping/index.ts'
import { AGENT_PERSON, observation } from './prescription-shape.ts'
import { NOMINATED_ROWS, PATIENT_ROWS } from './release-request-rows.ts'

/** A request for prescriptions (NHS MIM 4.2.00), in the order of the public examples. */
const requestOutline = (name: string, ...more: readonly Outline[]): Outline =>
  element(
    name,
    { classCode: 'INFO', moodCode: 'RQO' },
    element('id', {}),
    element('effectiveTime', {}),
    element('author', { typeCode: 'AUT' }, AGENT_PERSON),
    ...more,
  )

/** `telecoms`: a dispenser without a number has that of who asks. */
const withTelecoms = (said: Information): Information => {
  const [agent = {}] = entriesIn(said, 'agent')
  const owner = entriesIn(said, 'owner').map(each =>
    entriesIn(each, 'telecoms').length > 0
      ? each
      : { ...each, telecoms: entriesIn(agent, 'telecoms') },
  )
  return { ...said, owner }
}

const TURNS: Turns = { fromFhir: withTelecoms, toFhir: said => said }

const specOf = (
  own: Pick<DocumentSpec, 'name' | 'interactions' | 'outline' | 'rows' | 'subject' | 'kept'>,
): DocumentSpec => ({
  ...own,
  access: 'user',
  turns: TURNS,
  foreign: [],
  resource: 'Parameters',
  order: [],
  // The façade makes both anew for each request it sends to Spine, and so a repeated release is no duplicate there.
  made: { payloadId: 'messageId', effectiveTime: 'creationTime' },
  call: {
    method: 'POST',
    path: '/Task/$release',
    accept: 'application/fhir+json; fhirVersion=4.0',
  },
})

const KEPT = ['ods', 'roleProfile', 'user']

/** The table of a request for one prescription. */
export const RELEASE_SPEC: DocumentSpec = specOf({
  name: 'eps.release',
  interactions: ['PORX_IN132004UK30', 'PORX_IN132004SM30'],
  outline: requestOutline(
    'PatientPrescriptionReleaseRequest',
    observation(['pertinentInformation', 'pertinentPrescriptionID', 'PID'], element('value', {})),
  ),
  rows: PATIENT_ROWS,
  subject: { prescriptionId: 'shortId' },
  kept: [...KEPT, 'shortId'],
})

/** The table of a request for all that is nominated to a dispenser. */
export const NOMINATED_RELEASE_SPEC: DocumentSpec = specOf({
  name: 'eps.nominated-release',
  interactions: ['PORX_IN060102UK30', 'PORX_IN060102SM30'],
  outline: requestOutline('NominatedPrescriptionReleaseRequest'),
  rows: NOMINATED_ROWS,
  subject: {},
  kept: KEPT,
})

/** A request for one prescription, either way. */
export const RELEASE_DOCUMENT: DocumentMapping = defineDocument(RELEASE_SPEC)

/** A request for all that is nominated to a dispenser, either way. */
export const NOMINATED_RELEASE_DOCUMENT: DocumentMapping = defineDocument(NOMINATED_RELEASE_SPEC)
