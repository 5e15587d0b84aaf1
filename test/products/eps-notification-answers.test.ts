import t from 'tap'
import { isOfKey } from '../../src/mapping/index.ts'
import { EPS_NOTIFICATION } from '../../src/products/eps/notification.ts'
import { readXml } from '../../src/xml/index.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { notificationMessage } from '../support/notification-golden-hl7.ts'
import { BASE, SAID } from '../support/notification-golden-parts.ts'
import { readHl7 } from './read.ts'

const INTERACTION = 'PORX_IN080101UK31'

const ABOUT = aboutMessage({
  interaction: INTERACTION,
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

const ISSUES = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'

function asked(message = notificationMessage(BASE)) {
  const came = EPS_NOTIFICATION.request(readXml(message), ABOUT, message)
  if (came.kind === 'declined') throw new Error(came.says)
  return came.value
}

function answered(status: number, code?: string, requestId: string = SAID.messageId) {
  const details = code === undefined ? {} : { details: { coding: [{ system: ISSUES, code }] } }
  const severity = code === undefined ? 'information' : 'error'
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [{ code: 'informational', severity, ...details }],
  }
  const body = Buffer.from(JSON.stringify(outcome))
  const headers = ['Content-Type', 'application/fhir+json', 'X-Request-ID', requestId]
  return EPS_NOTIFICATION.answer({ status, headers, body }, { ...ABOUT, request: asked() })
}

t.test('a notification that was taken is acknowledged', async t => {
  const came = answered(200)
  t.match(came, { kind: 'answer', interaction: 'MCCI_IN010000UK13', outcome: 'ok' })
  if (came.kind !== 'answer') return
  t.match(came.payload, '<acknowledgement typeCode="AA">')
  t.match(came.payload, `<messageRef><id root="${SAID.messageId}"/></messageRef>`)
})

t.test('why a notification was not taken is told by its code in the dispensers’ list', async t => {
  const rows = [
    ['RESOURCE_NOT_FOUND', '0003', '16.34'],
    ['FAILURE_TO_PROCESS_MESSAGE', '5000', '16.34'],
  ] as const
  for (const [issue, code, list] of rows) {
    const came = answered(400, issue)
    if (came.kind !== 'answer') throw new Error(`${issue}: ${came.kind}`)
    t.match(came.payload, '<acknowledgement typeCode="AE">', issue)
    t.match(came.payload, new RegExp(`code="${code}"[^>]*codeSystem="[^"]*\\.${list}"`), issue)
  }
})

t.test('an answer that is no answer to this notification is not passed on', async t => {
  t.match(answered(200, undefined, ABOUT.newId()), { kind: 'crossed' })
  t.match(answered(400, 'NOBODY_KNOWS'), { kind: 'failure' })
  t.match(answered(500), { kind: 'failure' })
})

t.test('it is about whom the router reads it to be about, by every key', async t => {
  const { keys } = readHl7(INTERACTION, notificationMessage(BASE).toString())
  t.strictSame(
    { ...keys, prescriptionLongId: keys.prescriptionLongId?.toLowerCase() },
    {
      nhsNumber: SAID.nhsNumber,
      prescriptionId: SAID.shortId,
      prescriptionLongId: SAID.prescriptionId,
    },
  )
  const { subject } = asked()
  t.ok(isOfKey(subject, keys))
  for (const key of Object.keys(keys)) t.notOk(isOfKey(subject, { ...keys, [key]: 'x' }), key)
})
