import t from 'tap'
import { EPS_CLAIM } from '../../src/products/eps/claim.ts'
import { readXml } from '../../src/xml/index.ts'
import { claimMessage } from '../support/claim-golden-hl7.ts'
import { CLAIM } from '../support/claim-golden-parts.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { SAID } from '../support/prescription-golden-parts.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN090101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

const ISSUES = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'

function answered(status: number, code?: string, requestId: string = SAID.messageId) {
  const message = claimMessage(CLAIM)
  const asked = EPS_CLAIM.request(readXml(message), ABOUT, message)
  if (asked.kind === 'declined') throw new Error(asked.says)
  const details = code === undefined ? {} : { details: { coding: [{ system: ISSUES, code }] } }
  const severity = code === undefined ? 'information' : 'error'
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [{ code: 'informational', severity, ...details }],
  }
  const body = Buffer.from(JSON.stringify(outcome))
  const headers = ['Content-Type', 'application/fhir+json', 'X-Request-ID', requestId]
  return EPS_CLAIM.answer({ status, headers, body }, { ...ABOUT, request: asked.value })
}

t.test('a claim that was taken is acknowledged', async t => {
  const came = answered(200)
  t.match(came, { kind: 'answer', interaction: 'MCCI_IN010000UK13', outcome: 'ok' })
  if (came.kind !== 'answer') return
  t.match(came.payload, '<acknowledgement typeCode="AA">')
  t.match(came.payload, `<messageRef><id root="${SAID.messageId}"/></messageRef>`)
})

t.test('why a claim was not taken is told by its code and its list', async t => {
  const rows = [
    ['CLAIM_INVALID_NOT_DISPENSED', '0015', '17.22'],
    ['CLAIM_AMEND_PERIOD_ISSUE', '0100', '17.22'],
    ['RESOURCE_NOT_FOUND', '0003', '16.34'],
    ['FAILURE_TO_PROCESS_MESSAGE', '5000', '16.34'],
  ] as const
  for (const [issue, code, list] of rows) {
    const came = answered(400, issue)
    if (came.kind !== 'answer') throw new Error(`${issue}: ${came.kind}`)
    t.match(came.payload, '<acknowledgement typeCode="AE">', issue)
    const reason = new RegExp(`code="${code}"[^>]*codeSystem="[^"]*\\.${list}"`)
    t.match(came.payload, reason, issue)
  }
})

t.test('an answer that is no answer to this claim is not passed on', async t => {
  t.match(answered(200, undefined, ABOUT.newId()), { kind: 'crossed' })
  t.match(answered(400, 'NOBODY_KNOWS'), { kind: 'failure' })
  t.match(answered(500), { kind: 'failure' })
})
