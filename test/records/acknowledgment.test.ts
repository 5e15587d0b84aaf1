import t from 'tap'
import type { Captured } from '../../src/exchange/index.ts'
import { isAcknowledgment } from '../../src/records/index.ts'
import { readTold, writeTold } from '../../src/records/told.ts'
import { writeAcknowledgment } from '../../src/message/index.ts'
import { ebxmlAcknowledgment } from '../support/messages.ts'

const ID = 'F1E2D3C4-0000-4000-8000-000000000001'
const OWN = ebxmlAcknowledgment(ID)

const answer = (text: string, more: Partial<Captured> = {}): Captured => ({
  status: 202,
  headers: ['Content-Type', 'text/xml; charset=utf-8', 'Set-Cookie', 'session=1'],
  body: Uint8Array.from(Buffer.from(text)),
  ...more,
})

t.test('an ebXML Acknowledgment is one, whoever wrote it', async t => {
  t.ok(isAcknowledgment(answer(OWN)))
  t.ok(isAcknowledgment(answer(`<?xml version="1.0" encoding="UTF-8"?>\n${OWN}`)))
  t.ok(isAcknowledgment(answer(OWN, { status: 200 })))
  const about = { messageId: ID, now: new Date(0), newId: () => ID }
  const { status, headers, body } = writeAcknowledgment(about)
  t.ok(isAcknowledgment(answer(body.toString(), { status, headers })))
})

/** Acknowledgements with something besides, and what is none. */
const OTHERS: readonly (readonly [string, string, Partial<Captured>?])[] = [
  ['an element more', OWN.replace('<SOAP:Body>', '<SOAP:Body><PORX_IN1 xmlns="urn:hl7-org:v3"/>')],
  ['a comment', OWN.replace('<SOAP:Body>', '<!-- 999 000 0018 --><SOAP:Body>')],
  ['CDATA', OWN.replace(`>${ID}<`, `><![CDATA[${ID}]]><`)],
  ['a processing instruction', OWN.replace('<SOAP:Body>', '<?patient?><SOAP:Body>')],
  ['text between elements', OWN.replace('<SOAP:Body>', 'a word<SOAP:Body>')],
  ['a long id', OWN.replace(ID, 'x'.repeat(129))],
  ['a long attribute', OWN.replace('version="2.0"', `version="${'2'.repeat(129)}"`)],
  ['an NHS number', OWN.replace(ID, '9990000018')],
  ['a prescription id', OWN.replace(ID, '905C30-C81007-00001+')],
  ['a MessageError', OWN.replace('>Acknowledgment<', '>MessageError<')],
  ['no acknowledgement in it', OWN.replace(/<eb:Acknowledgment.*<\/eb:Acknowledgment>/, '')],
  ['something after it', `${OWN}<more/>`],
  ['one that breaks off', OWN.slice(0, -5)],
  ['JSON', '{"action":"Acknowledgment"}'],
  ['nothing', ''],
  ['an error by its status', OWN, { status: 500 }],
  ['a coded body', OWN, { headers: ['Content-Encoding', 'gzip'] }],
  ['a place nobody could keep', OWN, { headers: ['Content-Location', `/${'x'.repeat(512)}`] }],
  ['a place in words', OWN, { headers: ['Content-Location', '/a place'] }],
  ['a place of a patient', OWN, { headers: ['Content-Location', '/_poll?of=9990000018'] }],
  ['more than is kept', OWN.replace('<SOAP:Body>', `<SOAP:Body>${' '.repeat(20_000)}`)],
]

for (const [what, text, more] of OTHERS) {
  t.test(`${what} is not kept`, async t => {
    t.not(`${text}${JSON.stringify(more)}`, `${OWN}undefined`, 'it is another')
    t.notOk(isAcknowledgment(answer(text, more)))
  })
}

t.test(
  'what is kept is told again byte for byte, with its status, its type and where its answer is',
  async t => {
    const told = readTold(writeTold(answer(OWN)))
    t.strictSame(told, {
      status: 202,
      reason: 'Accepted',
      headers: ['Content-Type', 'text/xml; charset=utf-8'],
      body: Buffer.from(OWN),
    })
    t.strictSame(readTold(writeTold(answer('', { headers: [] })))?.headers, [])
    const fetched = answer(OWN, { headers: ['content-location', '/_poll/1', 'Retry-After', '5'] })
    t.ok(isAcknowledgment(fetched))
    t.strictSame(
      readTold(writeTold(fetched))?.headers,
      ['Content-Location', '/_poll/1'],
      'and where',
    )
    t.equal(readTold(Buffer.from('nothing of ours')), undefined)
    t.equal(readTold(new Uint8Array()), undefined)
  },
)
