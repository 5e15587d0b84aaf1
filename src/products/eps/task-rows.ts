import type { CodeRow, Information, Row } from '../../mapping/index.ts'
import { SHORT_FORM } from '../oids.ts'
import { lossy, NHS } from './prescription-demographics.ts'

const UUID_SYSTEM = 'https://tools.ietf.org/html/rfc4122'
const EXTENSION = `${NHS}/StructureDefinition/Extension`
const REPEATS = `extension*[url=${EXTENSION}-EPS-RepeatInformation]`

/** What only FHIR has a place for. */
export const NO_PLACE = 'HL7v3 has no place for it'

/** What a contained resource is called. */
export const CONTAINED_ID = 'only this Task knows it by that'

/** What one kind of Task is told from another by, and where HL7v3 says what both of them say. */
export interface TaskKind {
  readonly status: CodeRow
  readonly shortId: string
  readonly repeat: string
  readonly reason: { readonly hl7: string; readonly system: string }
  /** The fact that is the message it takes back, and where. */
  readonly earlier: { readonly fact: string; readonly hl7: string }
  /** What becomes of what it is about (http://hl7.org/fhir/CodeSystem/task-code). */
  readonly code: string
}

const what = ({ status, earlier, code }: TaskKind): readonly Row[] => [
  {
    fact: 'messageId',
    type: 'uuid',
    hl7: 'id/@root',
    fhir: `identifier*[system=${UUID_SYSTEM}]/value`,
    required: true,
  },
  {
    fact: 'status',
    type: 'code',
    codes: [status],
    fhir: 'status',
    by: 'task',
    required: true,
  },
  { fixed: 'order', fhir: 'intent' },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    fhir: 'authoredOn',
    required: true,
  },
  {
    fact: earlier.fact,
    type: 'uuid',
    hl7: earlier.hl7,
    fhir: `focus/identifier[system=${UUID_SYSTEM}]/value`,
    required: true,
  },
  {
    fixed: 'http://hl7.org/fhir/CodeSystem/task-code',
    fhir: 'code/coding*/system',
    lossy: 'its status says it',
  },
  { fixed: code, fhir: 'code/coding*/code', lossy: 'its status says it' },
]

const which = ({ shortId, repeat, reason }: TaskKind): readonly Row[] => [
  {
    fact: 'shortId',
    type: 'token',
    hl7: `${shortId}/value[@root=${SHORT_FORM}]/@extension`,
    fhir: `groupIdentifier[system=${NHS}/Id/prescription-order-number]/value`,
    required: true,
  },
  {
    fact: 'issued',
    type: 'oneMore',
    json: 'number',
    hl7: `${repeat}/pertinentRepeatInstanceInfo/value/@value`,
    fhir: `${REPEATS}/extension*[url=numberOfRepeatsIssued]/valueInteger`,
  },
  {
    fact: 'reason',
    type: 'token',
    hl7: `${reason.hl7}/value/@code`,
    fhir: `statusReason/coding*[system=${NHS}/CodeSystem/${reason.system}]/code`,
    required: true,
  },
  {
    fact: 'reasonText',
    type: 'text',
    hl7: `${reason.hl7}/value/@displayName`,
    fhir: `statusReason/coding*[system=${NHS}/CodeSystem/${reason.system}]/display`,
  },
]

/** Everything of a Task but who asks, and whom it is about. */
export const taskRows = (kind: TaskKind): readonly Row[] => [
  ...what(kind),
  ...which(kind),
  ...lossy('only the sender knows it by that', 'id', 'meta', 'text'),
  ...lossy('the code says it', 'code/coding*/display', 'code/text', 'statusReason/text'),
  ...lossy('its place says it', 'focus/type', 'focus/display', 'for/type', 'for/display'),
  ...lossy('the prescription says how often', `${REPEATS}/extension*[url=numberOfRepeatsAllowed]`),
  ...lossy(
    'who asks says for whom',
    'owner/identifier',
    'owner/type',
    'owner/display',
    'requester/type',
    'requester/display',
    `extension*[url=${EXTENSION}-Provenance-agent]`,
  ),
  ...lossy(NO_PLACE, 'reasonCode', 'lastModified', 'priority'),
]

/** `task`: what kind of Task it is HL7v3 says by the message it is. */
export const withoutStatus = (said: Information): Information =>
  Object.fromEntries(Object.entries(said).filter(([fact]) => fact !== 'status'))
