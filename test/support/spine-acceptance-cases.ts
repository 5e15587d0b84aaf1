import {
  DONE,
  GOLDEN_ANSWERS,
  GOLDEN_REFUSALS,
  responseBundle,
  responseOutcome,
} from './cancellation-answers.ts'
import { CANCELLED, cancellationMessage } from './cancellation-golden.ts'
import { claimMessage } from './claim-golden-hl7.ts'
import { CLAIM } from './claim-golden-parts.ts'
import { notificationMessage } from './notification-golden-hl7.ts'
import { BASE as NOTIFIED } from './notification-golden-parts.ts'
import { patient } from './pds-golden-cloud.ts'
import { searchset } from './pds-trace-golden.ts'
import { traceMessage } from './pds-trace-golden-asked.ts'
import { FOUND } from './pds-trace-golden-pairs.ts'
import { changed, updateMessage } from './pds-update-golden-message.ts'
import { gender } from './pds-update-golden-asked.ts'
import { goldenMessage, wrapped } from './prescription-golden-hl7.ts'
import { BASE } from './prescription-golden-parts.ts'
import { goldenAnswer, goldenRelease, RELEASED } from './release-golden.ts'
import { ASKED, askedMessage, NOMINATED, PAYLOAD_ID as RELEASE_ID } from './release-golden-asked.ts'
import { BASE_RETURN, goldenReturn } from './return-golden.ts'
import { BASE_WITHDRAWAL, goldenWithdrawal } from './withdrawal-golden.ts'
import { json, outcome, resource, retrieval } from '../translation/given.ts'

type Type = 'AA' | 'AE' | 'AR'

/** What the cloud answers, and the reply it comes to. */
export interface Said {
  readonly what: string
  readonly status: number
  readonly body: Buffer
  readonly reply: string
  readonly type: Type
}

const said = (
  ...[what, status, body, reply, type]: readonly [string, number, Buffer, string, Type]
): Said => ({ what, status, body, reply, type })

/** What a query is asked of. */
export const SERVICE = 'urn:nhs:names:services:pdsquery'
const query = (text: string): string => /<query>[^]*<\/query>/.exec(text)?.[0] ?? ''
/** A simple trace in the envelope of a retrieval. */
export const trace = (interaction: string): string =>
  retrieval({ interaction }).replace(
    /<h:query>[^]*<\/h:query>/,
    query(traceMessage()).replace('<query>', '<query xmlns="urn:hl7-org:v3">'),
  )
const person = patient(FOUND, '7', {
  gender: 'female',
  birthDate: '1971-02-03',
  name: [{ id: 'n1', use: 'usual', family: 'ZZTEST', given: ['ADA'] }],
  address: [{ id: 'a1', use: 'home', postalCode: 'ZZ99 1AA' }],
})
const tooMany = outcome('TOO_MANY_MATCHES')
const FAILED = 'QUQI_IN010000UK14'

const retrieved = (reply: string): readonly Said[] => [
  said('a record', 200, json(resource()), reply, 'AA'),
  said('nobody', 404, json(outcome('RESOURCE_NOT_FOUND')), FAILED, 'AE'),
  said('a number of old', 404, json(outcome('INVALIDATED_RESOURCE')), FAILED, 'AE'),
]
const traced = (reply: string): readonly Said[] => [
  said('one match', 200, json(searchset([person])), reply, 'AA'),
  said('nobody', 200, json(searchset([])), FAILED, 'AE'),
  said('too many', 200, json(tooMany), FAILED, 'AE'),
]

/** Queries, the mapping of each, its body, and what the cloud may answer. */
export const QUERIES = [
  ['QUPA_IN000008UK02', 'pds.retrieval', retrieved('QUPA_IN000009UK03')],
  ['QUPA_IN000008UK05', 'pds.retrieval', retrieved('QUPA_IN000009UK06')],
  ['QUPA_IN000008SM13', 'pds.retrieval', retrieved('QUPA_IN000009UK06')],
  ['QUPA_IN000005UK01', 'pds.trace', traced('QUPA_IN000007UK01')],
  ['QUPA_IN000005UK03', 'pds.trace', traced('QUPA_IN000007UK03')],
] as const

const EPS = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'
const issued = (severity: string, code?: string): Buffer =>
  json({
    resourceType: 'OperationOutcome',
    issue: [
      {
        ...{ severity, code: 'informational' },
        ...(code !== undefined && { details: { coding: [{ system: EPS, code }] } }),
      },
    ],
  })

const ACK = 'MCCI_IN010000UK13'
const acknowledged = (...codes: readonly string[]): readonly Said[] => [
  said('done', 200, issued('information'), ACK, 'AA'),
  ...codes.map(code => said(code, 400, issued('error', code), ACK, 'AE')),
]
const REJECT = 'PORX_IN110101UK30'
const released = (reply: string): readonly Said[] => [
  said('a prescription', 200, goldenAnswer([goldenRelease(RELEASED).bundle]), reply, 'AA'),
]
const rejected: readonly Said[] = [
  said('expired', 400, issued('error', 'PRESCRIPTION_EXPIRED'), REJECT, 'AE'),
  said('elsewhere', 400, issued('error', 'PRESCRIPTION_WITH_ANOTHER_DISPENSER'), REJECT, 'AE'),
]
const none = said('no more', 200, issued('information', 'NO_MORE_PRESCRIPTIONS'), REJECT, 'AE')
const CANCEL_REPLY = 'PORX_IN050101UK31'
const cancelled: readonly Said[] = [
  ...[...GOLDEN_ANSWERS]
    .filter(([, { of }]) => of === CANCELLED)
    .map(([title, of]) =>
      said(title, 200, responseBundle(of), CANCEL_REPLY, of.code === DONE.code ? 'AA' : 'AE'),
    ),
  ...GOLDEN_REFUSALS.map(of => said(of.code, 400, responseOutcome(of), CANCEL_REPLY, 'AE')),
]

const update = /<PdsUpdateRequest[^]*<\/PdsUpdateRequest>/.exec(
  updateMessage(changed('', gender('altered', '1'), []).update),
)
const updated = patient('9990001006', '138', { gender: 'male' })
const conflict = (code: string): Buffer => json(outcome(code))

/** Messages that are answered later, the mapping of each, and what the cloud may answer. */
export const WRITES: readonly (readonly [string, string, string, readonly Said[], string?])[] = [
  [
    'PORX_IN020101UK31',
    'eps.prescription',
    goldenMessage(BASE).toString(),
    acknowledged('DUPLICATE_PRESCRIPTION_ID', 'FAILURE_TO_PROCESS_MESSAGE'),
  ],
  ['PORX_IN030101SM32', 'eps.cancellation', cancellationMessage(CANCELLED).toString(), cancelled],
  [
    'PORX_IN132004UK30',
    'eps.release',
    askedMessage(ASKED).toString(),
    [...released('PORX_IN070103UK31'), ...rejected],
    RELEASE_ID,
  ],
  [
    'PORX_IN060102UK30',
    'eps.nominated-release',
    askedMessage(NOMINATED).toString(),
    [...released('PORX_IN070101UK31'), none],
    RELEASE_ID,
  ],
  [
    'PORX_IN080101UK31',
    'eps.notification',
    notificationMessage(NOTIFIED).toString(),
    acknowledged('PRESCRIPTION_CANCELLED'),
  ],
  [
    'PORX_IN090101UK31',
    'eps.claim',
    claimMessage(CLAIM).toString(),
    acknowledged('CLAIM_INVALID_NOT_DISPENSED'),
  ],
  [
    'PORX_IN100101UK31',
    'eps.return',
    goldenReturn(BASE_RETURN).toString(),
    acknowledged('PRESCRIPTION_DISPENSED'),
  ],
  [
    'PORX_IN510101UK31',
    'eps.withdrawal',
    goldenWithdrawal(BASE_WITHDRAWAL).toString(),
    acknowledged('PRESCRIPTION_CANCELLED'),
  ],
  [
    'PRPA_IN000203UK03',
    'pds.update',
    wrapped(update?.[0] ?? '', 'PRPA_IN000203UK03'),
    [
      said('the next version', 200, json(updated), 'PRPA_IN000202UK01', 'AA'),
      said('another version', 409, conflict('RESOURCE_VERSION_MISMATCH'), ACK, 'AE'),
    ],
  ],
]
