import {
  always,
  type CodeRow,
  defineReply,
  type DocumentMapping,
  element,
  type Information,
  type Outline,
  type ReplyKind,
  type ReplySpec,
  type Row,
  textIn,
} from '../../mapping/index.ts'
import { DISPENSE, EPS_CODES, type EpsCode, FACADE } from './codes.ts'
import { lossy } from './prescription-demographics.ts'
import { OBSERVATION, PERTINENT, V3 } from './prescription-shape.ts'

const RELATION = { type: 'ActRelationship' }

/** Why nothing was released (nhsdigitalmait/SPINE_schema, spine2_xslt), in the order Spine writes it in. */
const RELEASE_REJECT: Outline = element(
  'PrescriptionReleaseReject',
  { classCode: 'INFO', moodCode: 'EVN' },
  element('id', {}),
  element('effectiveTime', {}),
  element(
    'pertinentInformation',
    { ...RELATION, ...PERTINENT },
    always('seperatableInd', { value: 'false' }),
    element(
      'pertinentRejectionReason',
      { type: 'Observation', ...OBSERVATION },
      always('code', { code: 'PRRR', codeSystem: `${V3}.17.30` }),
      element('value', {}),
      element('performer', {}),
    ),
  ),
  element(
    'reversalOf',
    { ...RELATION, typeCode: 'REV' },
    always('seperatableInd', { value: 'true' }),
    element(
      'priorPrescriptionReleaseRequestRef',
      { type: 'ControlAct', classCode: 'INFO', moodCode: 'RQO' },
      element('id', {}),
    ),
  ),
)

const REJECTIONS: readonly EpsCode[] = EPS_CODES.filter(({ dispensing }) => dispensing.length > 0)
const rejectionOf = (code: string | undefined): EpsCode | undefined =>
  REJECTIONS.find(each => each.code === code)

const CODES: readonly CodeRow[] = REJECTIONS.map(({ code, dispensing: [own] }) => [code, own, code])

const REASON = 'pertinentInformation/pertinentRejectionReason'
const VALUE = `${REASON}/value[@codeSystem=${DISPENSE}]`
const OWN_ID = 'only this answer knows it by that'

const ROWS: readonly Row[] = [
  { fact: 'id', type: 'uuid', hl7: 'id/@root', required: true, lossy: OWN_ID },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    required: true,
    lossy: 'when the answer was made',
  },
  {
    fact: 'payloadId',
    type: 'uuid',
    hl7: 'reversalOf/priorPrescriptionReleaseRequestRef/id/@root',
    required: true,
    lossy: 'what was asked is known of who asked it',
  },
  {
    fact: 'reason',
    type: 'code',
    codes: CODES,
    hl7: `${VALUE}/@code`,
    fhir: FACADE.map(system => `issue*/details/coding*[system=${system}]/code`),
    required: true,
  },
  {
    fact: 'display',
    type: 'text',
    hl7: `${VALUE}/@displayName`,
    lossy: 'said by its code',
  },
  { hl7: `${REASON}/performer`, lossy: 'who has a prescription FHIR tells beside what went wrong' },
  ...lossy('said by its code', 'issue*/severity', 'issue*/code', 'issue*/details/coding*/display'),
  ...lossy(
    'who has a prescription: HL7v3 names a person too, whom the cloud does not tell',
    'contained*',
    'extension*',
    'issue*/diagnostics',
  ),
  ...lossy('what was wrong with a resource of FHIR', 'issue*/expression*'),
  ...lossy(OWN_ID, 'id', 'meta'),
]

function fromFhir(said: Information, asked: Information | undefined): Information | undefined {
  const display = rejectionOf(textIn(said, 'reason'))?.display ?? ''
  if (asked === undefined) return { ...said, display }
  const payloadId = textIn(asked, 'payloadId')
  return payloadId === undefined ? undefined : { ...said, display, payloadId }
}

/** The table of why nothing was released to whoever asked. */
export const rejectTo = (document: DocumentMapping): ReplySpec => ({
  replies: Object.fromEntries(document.interactions.map(each => [each, 'PORX_IN110101UK30'])),
  versionCode: 'V3NPfIT4.2.00',
  outline: RELEASE_REJECT,
  rows: ROWS,
  fits: ({ issues }) =>
    issues.some(({ system, code }) => FACADE.includes(system) && rejectionOf(code) !== undefined),
  document,
  fromFhir,
  agrees: {},
  made: { id: 'id', time: 'effectiveTime' },
  came: information => ({
    type: 'AE',
    outcome: rejectionOf(textIn(information, 'reason'))?.outcome ?? 'app_error',
  }),
  kept: ['reason'],
})

/** Why nothing was released to whoever asked. */
export const rejectReplyTo = (document: DocumentMapping): ReplyKind =>
  defineReply(rejectTo(document))
