import t from 'tap'
import { EPS_RELEASE } from '../../src/products/eps/release.ts'
import { RELEASE_DOCUMENT } from '../../src/products/eps/release-request.ts'
import { canonicalXml, readXml } from '../../src/xml/index.ts'
import { aboutAnswer, ASKED, PAYLOAD_ID } from '../support/release-golden-asked.ts'

const ABOUT = aboutAnswer(RELEASE_DOCUMENT, ASKED)
const EPS = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'
const SPINE = 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode'
const V3 = '2.16.840.1.113883.2.1.3.2.4'

interface Issue {
  readonly code: string
  readonly system?: string
  readonly severity?: string
}

const outcomeOf = (issues: readonly Issue[], more: object = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'OperationOutcome',
      meta: { lastUpdated: '2026-01-03T04:05:06+00:00' },
      ...more,
      issue: issues.map(({ code, system = EPS, severity = 'error' }) => ({
        severity,
        code: 'business-rule',
        details: { coding: [{ system, code, display: 'as said' }] },
      })),
    }),
  )

const told = (status: number, body: Buffer) =>
  EPS_RELEASE.answer({ status, headers: ['X-Request-ID', ABOUT.request.requestId], body }, ABOUT)

/** Written by hand, as Spine writes it. */
const reject = (code: string, displayName: string): string =>
  `<PrescriptionReleaseReject xmlns="urn:hl7-org:v3" classCode="INFO" moodCode="EVN"><id root="1F0C8F3E-6A5D-4C1B-8C7E-2B9D6F4A3E10"/><effectiveTime value="20260103040506"/>` +
  `<pertinentInformation contextConductionInd="true" type="ActRelationship" typeCode="PERT"><seperatableInd value="false"/><pertinentRejectionReason classCode="OBS" moodCode="EVN" type="Observation">` +
  `<code code="PRRR" codeSystem="${V3}.17.30"/><value code="${code}" codeSystem="${V3}.16.34" displayName="${displayName}"/></pertinentRejectionReason></pertinentInformation>` +
  `<reversalOf type="ActRelationship" typeCode="REV"><seperatableInd value="true"/><priorPrescriptionReleaseRequestRef classCode="INFO" moodCode="RQO" type="ControlAct"><id root="${PAYLOAD_ID}"/></priorPrescriptionReleaseRequestRef></reversalOf></PrescriptionReleaseReject>`

const ROWS: readonly (readonly [issue: Issue, status: number, code: string, outcome: string])[] = [
  [{ code: 'PRESCRIPTION_CANCELLED' }, 400, '0001', 'app_error'],
  [{ code: 'PRESCRIPTION_EXPIRED' }, 400, '0002', 'app_error'],
  [{ code: 'RESOURCE_NOT_FOUND', system: SPINE }, 400, '0003', 'not_found'],
  [{ code: 'PRESCRIPTION_WITH_ANOTHER_DISPENSER' }, 400, '0004', 'app_error'],
  [{ code: 'PRESCRIPTION_DISPENSED' }, 400, '0005', 'app_error'],
  [{ code: 'NO_MORE_PRESCRIPTIONS', severity: 'information' }, 200, '0006', 'not_found'],
  [{ code: 'SERVICE_DISABLED' }, 400, '0007', 'app_error'],
  [{ code: 'RESOURCE_VERSION_MISMATCH', system: SPINE }, 400, '0099', 'app_error'],
  [{ code: 'FAILURE_TO_PROCESS_MESSAGE', system: SPINE }, 400, '5000', 'app_error'],
  [{ code: 'INVALID_MESSAGE' }, 400, '5888', 'app_error'],
]

t.test('why nothing is released is written as Spine writes it, and means the same', async t => {
  for (const [issue, status, code, outcome] of ROWS) {
    const body = outcomeOf([issue])
    const answer = told(status, body)
    if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer))
    t.strictSame([answer.interaction, answer.outcome], ['PORX_IN110101UK30', outcome], code)
    t.match(answer.payload, '<acknowledgement typeCode="AE"><messageRef>', code)
    const subject = /<PrescriptionReleaseReject.*<\/PrescriptionReleaseReject>/.exec(
      answer.payload,
    )?.[0]
    const display = /displayName="([^"]*)"/.exec(subject ?? '')?.[1] ?? ''
    const own = (subject ?? '').replace('Reject ', 'Reject xmlns="urn:hl7-org:v3" ')
    t.equal(canonicalXml(Buffer.from(own)), canonicalXml(Buffer.from(reject(code, display))), code)
    const payload = Buffer.from(answer.payload)
    const legacy = EPS_RELEASE.readLegacy(readXml(payload), payload)
    const cloud = EPS_RELEASE.readCloud({ status, body })
    if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(code)
    t.strictSame([legacy.outcome, cloud.outcome], [outcome, outcome], code)
    const reason = [{ path: 'reason', value: issue.code, type: 'text' }]
    const mean = EPS_RELEASE.bothMean(legacy, cloud, ASKED.interaction)
    t.strictSame(mean, { legacy: reason, cloud: reason }, code)
  }
})

t.test('who has a prescription is told beside it, and let go', async t => {
  const body = outcomeOf([{ code: 'PRESCRIPTION_WITH_ANOTHER_DISPENSER' }], {
    contained: [{ resourceType: 'Organization', id: 'o', name: 'MADE UP PHARMACY' }],
    extension: [{ url: 'x', valueReference: { reference: '#o' } }],
  })
  t.match(told(400, body), { kind: 'answer', interaction: 'PORX_IN110101UK30' })
})

t.test('what is not one reason for a release is no rejection of it', async t => {
  const two = outcomeOf([{ code: 'PRESCRIPTION_EXPIRED' }, { code: 'PRESCRIPTION_CANCELLED' }])
  t.match(told(400, two), { kind: 'declined', code: 'several' })
  const prescribing = outcomeOf([{ code: 'PATIENT_DECEASED' }])
  t.match(told(400, prescribing), { kind: 'answer', interaction: 'MCCI_IN010000UK13' })
  t.match(told(400, outcomeOf([{ code: 'NOBODY_KNOWS' }])), {
    kind: 'failure',
    error: 'bad-answer',
  })
  t.match(told(500, outcomeOf([{ code: 'PRESCRIPTION_EXPIRED' }])), { kind: 'failure' })
})

t.test('a reason of the prescribers’ list is not read as one of the dispensers’', async t => {
  const answer = told(400, outcomeOf([{ code: 'PRESCRIPTION_DISPENSED' }]))
  if (answer.kind !== 'answer') throw new Error(answer.kind)
  const other = Buffer.from(answer.payload.replace(`${V3}.16.34`, `${V3}.17.22`))
  t.match(EPS_RELEASE.readLegacy(readXml(other), other), { kind: 'declined', code: 'missing' })
})
