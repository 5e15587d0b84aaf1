import {
  defineReply,
  type DocumentMapping,
  entriesIn,
  type ReplyKind,
  type ReplySpec,
} from '../../mapping/index.ts'
import { signedIn } from './prescription.ts'
import { NOMINATED_RELEASE_DOCUMENT, RELEASE_DOCUMENT } from './release-request.ts'
import { RELEASE_RESPONSE_ROWS } from './release-response-rows.ts'
import { RELEASE_RESPONSE } from './release-response-shape.ts'
import { responseFromFhir } from './release-response-turns.ts'

const SUCCESS = 200

interface Response {
  readonly document: DocumentMapping
  readonly reply: string
  readonly agrees: ReplySpec['agrees']
  /** Facts without which a prescription is not proven to be of those that were asked for. */
  readonly needs: readonly string[]
}

const responseTo = ({ document, reply, agrees, needs }: Response): ReplySpec => ({
  replies: Object.fromEntries(document.interactions.map(each => [each, reply])),
  versionCode: 'V3NPfIT4.2.00',
  outline: RELEASE_RESPONSE,
  rows: RELEASE_RESPONSE_ROWS,
  foreign: ['signatureText'],
  signed: { at: 'component/ParentPrescription', by: signedIn('') },
  fits: ({ status, type }) => status === SUCCESS && type === 'Parameters',
  document,
  fromFhir: (said, asked) => {
    const prescriptions = entriesIn(said, 'prescriptions')
    const isProven = prescriptions.every(each => needs.every(fact => each[fact] !== undefined))
    // Whoever is handed one twice may give it out twice.
    const ids = new Set(prescriptions.map(each => each['prescriptionId']))
    const isEachOnce = ids.size === prescriptions.length
    return isProven && isEachOnce ? responseFromFhir(said, asked) : undefined
  },
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
export const RELEASE_RESPONSE_SPEC: ReplySpec = responseTo({
  document: RELEASE_DOCUMENT,
  reply: 'PORX_IN070103UK31',
  agrees: { 'prescriptions/shortId': 'shortId' },
  needs: ['shortId'],
})

/** The table of what was nominated to whoever asked. */
export const NOMINATED_RESPONSE_SPEC: ReplySpec = responseTo({
  document: NOMINATED_RELEASE_DOCUMENT,
  reply: 'PORX_IN070101UK31',
  agrees: { 'prescriptions/pharmacy': 'owner/ods' },
  needs: ['pharmacy'],
})

/** The prescription somebody asked for. */
export const RELEASE_RESPONSE_REPLY: ReplyKind = defineReply(RELEASE_RESPONSE_SPEC)

/** What was nominated to whoever asked. */
export const NOMINATED_RESPONSE_REPLY: ReplyKind = defineReply(NOMINATED_RESPONSE_SPEC)
