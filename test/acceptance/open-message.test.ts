import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { openMessage } from '../../src/acceptance/index.ts'
import { isFicusError } from '../../src/exchange/index.ts'
import { corpusCases, corpusFiles, corpusFolder } from '../support/corpus.ts'
import { envelopeFor, GOOD, sent } from './good-messages.ts'
import { headersFor } from './lint.ts'

const XML = ['Content-Type', 'text/xml; charset=UTF-8']

const retrieval = GOOD[0]
const prescription = GOOD.find(({ name }) => name === 'prescription')
if (retrieval === undefined || prescription === undefined) throw new Error('there are messages')

t.test('a message is taken out of whatever it travels in', async t => {
  const soap = openMessage(Buffer.from(envelopeFor(retrieval)), XML)
  t.match(soap, { kind: 'message', travels: 'soap', interaction: 'QUPA_IN000008UK02' })
  const alone = openMessage(Buffer.from(retrieval.message), XML)
  t.match(alone, { kind: 'message', travels: 'none', interaction: 'QUPA_IN000008UK02' })
  t.equal(alone.kind === 'message' && alone.envelope, undefined)
  const header = openMessage(Buffer.from(envelopeFor(prescription)), XML)
  t.match(header, { kind: 'message', travels: 'ebxml', interaction: 'PORX_IN020101UK31' })
  t.equal(header.kind === 'message' && header.message, undefined)
  const { travels, message } = prescription
  const whole = openMessage(sent(travels, envelopeFor(prescription), message), headersFor(travels))
  t.match(whole, { kind: 'message', travels: 'ebxml', interaction: 'PORX_IN020101UK31' })
  t.equal(whole.kind === 'message' && whole.message?.name, 'PORX_IN020101UK31')
})

t.test('the payload is the part the manifest refers to, wherever it stands', async t => {
  const { travels, message } = prescription
  const body = sent(travels, envelopeFor(prescription), message).toString()
  const [, header = '', payload = ''] = body.split('--boundary\r\n')
  const other = 'Content-Id: <other>\r\nContent-Type: text/plain\r\n\r\nsomething\r\n'
  const last = payload.replace('--boundary--\r\n', '')
  const moved = ['', header, other, `${last}--boundary--\r\n`].join('--boundary\r\n')
  const opened = openMessage(Buffer.from(moved), headersFor(travels))
  t.equal(opened.kind === 'message' && opened.message?.name, 'PORX_IN020101UK31')
  const unnamed = moved.replace(/xlink:href="[^"]*"/, 'xlink:href="cid:nobody"')
  const without = openMessage(Buffer.from(unnamed), headersFor(travels))
  t.match(without, { kind: 'message', interaction: 'PORX_IN020101UK31' }, 'its action says')
  t.equal(without.kind === 'message' && without.message, undefined, 'the second part is no message')
})

t.test('what asks nothing of Spine is told apart', async t => {
  const envelope = (header: string, body: string): Buffer =>
    Buffer.from(
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:hl7-org:v3"` +
        ` xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd">` +
        `<s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`,
    )
  const kindOf = (bytes: Buffer): string => openMessage(bytes, XML).kind
  const acknowledged = '<acknowledgement typeCode="AA"/>'
  const reply = `<MCCI_IN010000UK13>${acknowledged}</MCCI_IN010000UK13>`
  t.equal(kindOf(envelope('', '<s:Fault/>')), 'signal', 'a fault')
  const action = '<eb:MessageHeader><eb:Action>Acknowledgment</eb:Action></eb:MessageHeader>'
  t.equal(kindOf(envelope(action, '')), 'signal', 'an acknowledgement')
  t.equal(kindOf(envelope('', `<anyResponse>${reply}</anyResponse>`)), 'answer', 'in a wrapper')
  t.equal(kindOf(envelope('', reply)), 'answer', 'without one')
  t.equal(kindOf(envelope('', '<a xmlns="urn:nobody"/>')), 'other')
  t.equal(kindOf(Buffer.from('<Patient xmlns="http://hl7.org/fhir"/>')), 'other')
})

t.test('what cannot be read is refused with a rule, and nothing hangs or crashes', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const bodies = [
    ...corpusFiles(join(folder, 'security'), path => /\.xml$/.test(path)).map(file =>
      readFileSync(file),
    ),
    ...corpusFiles(join(folder, 'security'), path => path.endsWith('.jsonl'))
      .flatMap(file => corpusCases(file))
      .map(({ bytes }) => bytes),
  ]
  t.ok(bodies.length > 500, `${bodies.length} attack cases`)
  let [refused, longest] = [0, 0]
  for (const body of bodies) {
    for (const headers of [XML, headersFor('ebxml-reliable')]) {
      const began = performance.now()
      try {
        openMessage(body, headers)
      } catch (error) {
        if (!isFicusError(error)) throw error
        refused += 1
      }
      longest = Math.max(longest, performance.now() - began)
    }
  }
  t.ok(refused > bodies.length, `${refused} readings refused`)
  t.comment(`the longest took ${Math.round(longest)} ms`)
})
