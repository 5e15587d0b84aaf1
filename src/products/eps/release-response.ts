import {
  defineReply,
  type DocumentMapping,
  type ReplyKind,
  type ReplySpec,
} from '../../mapping/index.ts'
import { signedIn } from './prescription.ts'
import { NOMINATED_RELEASE_DOCUMENT, RELEASE_DOCUMENT } from './release-request.ts'
import { RELEASE_RESPONSE_ROWS } from './release-response-rows.ts'
import { RELEASE_RESPONSE } from './release-response-shape.ts'
import { responseFromFhir } from './release-response-turns.ts'

const SUCCESS = 200

const responseTo = (
  document: DocumentMapping,
  reply: string,
  agrees: ReplySpec['agrees'],
): ReplySpec => ({
  replies: Object.fromEntries(document.interactions.map(each => [each, reply])),
  versionCode: 'V3NPfIT4.2.00',
  outline: RELEASE_RESPONSE,
  rows: RELEASE_RESPONSE_ROWS,
  foreign: ['signatureText'],
  signed: { at: 'component/ParentPrescription', by: signedIn('') },
  fits: ({ status, type }) => status === SUCCESS && type === 'Parameters',
  document,
  fromFhir: responseFromFhir,
  agrees,
  made: { id: 'id', time: 'effectiveTime' },
  came: () => ({ type: 'AA', outcome: 'ok' }),
  kept: [
    'messageId',
    'prescriptionId',
    'shortId',
    'signature',
    'signedAt',
    'nhsNumber',
    'birthDate',
    'medication',
    'medicationName',
    'quantity',
    'unit',
    'dosage',
    'instructions',
    'itemStatus',
    'status',
    'issue',
    'repeats',
    'roleProfile',
    'registration',
  ],
})

/** The table of the prescription somebody asked for. */
export const RELEASE_RESPONSE_SPEC: ReplySpec = responseTo(RELEASE_DOCUMENT, 'PORX_IN070103UK31', {
  'prescriptions/shortId': 'shortId',
})

/** The table of what was nominated to whoever asked. */
export const NOMINATED_RESPONSE_SPEC: ReplySpec = responseTo(
  NOMINATED_RELEASE_DOCUMENT,
  'PORX_IN070101UK31',
  { 'prescriptions/pharmacy': 'owner/ods' },
)

/** The prescription somebody asked for. */
export const RELEASE_RESPONSE_REPLY: ReplyKind = defineReply(RELEASE_RESPONSE_SPEC)

/** What was nominated to whoever asked. */
export const NOMINATED_RESPONSE_REPLY: ReplyKind = defineReply(NOMINATED_RESPONSE_SPEC)
