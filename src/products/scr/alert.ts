import {
  type CodeRow,
  defineRelayed,
  type Mapping,
  type RelayedSpec,
  type Row,
} from '../../mapping/index.ts'
import { NHS_NUMBERS } from './names.ts'

const FHIR = 'https://fhir.nhs.uk'

/** One of those an alert names, by the list its id is of. */
const agent = (system: string): string =>
  `agent*[who/identifier/system=${system}]/who/identifier/value`

/** Why somebody looked: the kind of alert, and the reason given for it. */
const TYPES: readonly CodeRow[] = [
  ['selfClaimed', undefined, '1'],
  ['access', undefined, '2'],
]

const REASONS: readonly CodeRow[] = [
  ['publicInterest', undefined, '1'],
  ['statute', undefined, '2'],
  ['courtOrder', undefined, '3'],
  ['emergencyClaim', undefined, '4'],
  ['emergency', undefined, '5'],
  ['other', undefined, '6'],
]

const required = { required: true } as const

const ROWS: readonly Row[] = [
  { fact: 'id', type: 'id', fhir: 'id', ...required },
  {
    fact: 'message',
    type: 'text',
    fhir: `extension*[url=${FHIR}/StructureDefinition/Extension-SCR-NotificationMessage]/valueString`,
    ...required,
  },
  {
    fact: 'type',
    type: 'code',
    codes: TYPES,
    fhir: `type[system=${FHIR}/CodeSystem/SCR-AlertType]/code`,
    ...required,
  },
  { fact: 'typeSays', type: 'text', fhir: 'type/display', ...required },
  {
    fact: 'reason',
    type: 'code',
    codes: REASONS,
    fhir: `subtype*[system=${FHIR}/CodeSystem/SCR-AlertReason]/code`,
    ...required,
  },
  { fact: 'reasonSays', type: 'text', fhir: 'subtype*/display', ...required },
  { fact: 'recorded', type: 'zoned', fhir: 'recorded', ...required },
  // Whether it is anybody's number each side says for itself.
  { fact: 'nhsNumber', type: 'token', fhir: agent(NHS_NUMBERS), ...required },
  {
    fact: 'organisation',
    type: 'token',
    fhir: agent(`${FHIR}/Id/ods-organization-code`),
    ...required,
  },
  { fact: 'person', type: 'token', fhir: agent(`${FHIR}/Id/sds-user-id`), ...required },
  {
    fact: 'system',
    type: 'token',
    fhir: `source/observer/identifier[system=${FHIR}/Id/nhsSpineASID]/value`,
    ...required,
  },
  { fact: 'record', type: 'text', fhir: 'entity*/what/identifier/value', ...required },
]

const UNPAIRED = 'the cloud takes no alert of this kind for this reason'

/** A privacy alert as plain data, for a test to break row by row. */
export const ALERT_SPEC: RelayedSpec = {
  name: 'scr.alert',
  access: 'user',
  interactions: ['scr-alert'],
  legacyOnly: {
    COMT_IN000001UK01: 'what its message looks like is nowhere public, so that no row can read it',
  },
  contentType: /^application\/(?:fhir\+)?json(?:\s*;\s*charset="?utf-8"?)?$/i,
  resource: 'AuditEvent',
  rows: ROWS,
  // NHSDigital/summary-care-record-api, its specification of POST /AuditEvent.
  unpaired: [
    ['selfClaimed', 'emergency'],
    ['access', 'emergencyClaim'],
    ['access', 'other'],
  ].map(([type = '', reason = '']) => ({
    when: [
      ['type', type],
      ['reason', reason],
    ],
    because: UNPAIRED,
  })),
  subject: 'nhsNumber',
  call: { method: 'POST', path: '/AuditEvent', accept: 'application/fhir+json' },
  done: { legacy: 200, cloud: 201 },
  refused: [
    {
      status: 400,
      says: /^Invalid value - .+ in field '[^']+'$/,
      issue: 'value',
      code: 'INVALID_VALUE',
      system: `${FHIR}/CodeSystem/Spine-ErrorOrWarningCode`,
      version: '1',
    },
  ],
  failures: [
    { from: 401, to: 401, error: 'bad-answer' },
    { from: 403, to: 403, error: 'bad-answer' },
    { from: 408, to: 408, error: 'no-answer' },
    { from: 429, to: 429, error: 'not-sent' },
    { from: 500, to: 599, error: 'no-answer' },
  ],
}

/**
 * Raises a privacy alert in the cloud, in the words of whoever raised it. Not verified against a live Spine.
 */
export const SCR_ALERT: Mapping = defineRelayed(ALERT_SPEC)
