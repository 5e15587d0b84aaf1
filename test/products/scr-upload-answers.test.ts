import t from 'tap'
import { SCR_UPLOAD } from '../../src/products/scr/upload.ts'
import { readXml } from '../../src/xml/index.ts'
import { aboutGolden, BASE, bytesOf, MESSAGE_ID, uploadMessage } from '../support/summary-golden.ts'

const ABOUT = aboutGolden('REPC_IN150016UK05')
const MESSAGE = uploadMessage(BASE)

function told(status: number, body: Buffer): ReturnType<typeof SCR_UPLOAD.answer> {
  const asked = SCR_UPLOAD.request(readXml(MESSAGE), ABOUT, MESSAGE)
  if (asked.kind === 'declined') throw new Error(asked.says)
  const headers = ['X-Request-ID', MESSAGE_ID.toLowerCase()]
  return SCR_UPLOAD.answer({ status, headers, body }, { ...ABOUT, request: asked.value })
}

const outcome = (text: string): Buffer =>
  bytesOf({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', details: { text } }] })

t.test('an upload that is done is acknowledged', async t => {
  const said = told(201, Buffer.alloc(0))
  t.match(said, { kind: 'answer', interaction: 'MCCI_IN010000UK13', outcome: 'ok' })
  if (said.kind !== 'answer') return
  t.match(said.payload, '<acknowledgement typeCode="AA">')
  t.match(said.payload, `<messageRef><id root="${MESSAGE_ID}"/></messageRef>`)
})

t.test('an upload that is refused is told why in the words of PSIS, the kind first', async t => {
  const said = told(403, outcome('Code: 420, Display: No access;Code: 30418, Display: ACF says no'))
  t.match(said, { kind: 'answer', outcome: 'app_error' })
  if (said.kind !== 'answer') return
  t.match(said.payload, '<acknowledgement typeCode="AE">')
  t.match(said.payload, /<code code="420".*<code code="30418"/)
})

t.test('what does not say that it is done, or why not, is no acknowledgement', async t => {
  const rows: readonly (readonly [status: number, body: Buffer, error: string])[] = [
    [200, Buffer.alloc(0), 'bad-answer'],
    [201, outcome('x'), 'bad-answer'],
    [403, outcome('Invalid access token'), 'bad-answer'],
    [401, Buffer.alloc(0), 'bad-answer'],
    [429, Buffer.alloc(0), 'not-sent'],
    [503, outcome('Code: 503, Display: Service Not Available'), 'no-answer'],
    [504, Buffer.alloc(0), 'no-answer'],
  ]
  for (const [status, body, error] of rows) {
    t.match(told(status, body), { kind: 'failure', error }, `${status}, ${error}`)
  }
})
