import t from 'tap'
import { createBinding } from '../../src/message/index.ts'
import {
  BOUNDARY,
  expectedOf,
  MESSAGE_ID,
  OTHER_ID,
  PAYLOAD_ID,
  prescription,
  retrieval,
} from './given.ts'
import { check, inParts, OWN_ID, PARTS, reply, type Verdict, XML } from './answers.ts'

t.test('an answer in parts is held to its header and to its payload', t => {
  const judged = (answer: string, isComplete = true) =>
    check(answer, { head: PARTS, request: prescription(), isComplete })
  t.equal(judged(inParts(MESSAGE_ID, PAYLOAD_ID)), 'bound')
  t.equal(judged(inParts(MESSAGE_ID, OTHER_ID)), 'crossed')
  t.equal(judged(inParts(OTHER_ID, PAYLOAD_ID)), 'crossed')
  t.equal(judged(inParts(MESSAGE_ID, OWN_ID)), 'bound', 'as Spine’s own were recorded')
  const attached = `--${BOUNDARY}\r\nContent-Id: <letter>\r\n\r\n<messageRef xmlns="urn:hl7-org:v3"><id root="${OTHER_ID}"/></messageRef>`
  t.equal(judged(inParts(MESSAGE_ID, PAYLOAD_ID, attached)), 'bound', 'an attachment says nothing')
  t.equal(judged('no parts'), 'unstated')
  t.equal(judged(`x RelatesTo <RefToMessageId>${OTHER_ID}</RefToMessageId>`), 'crossed')
  t.end()
})

t.test('an answer in parts that is not all there is waited for', t => {
  const answer = inParts(MESSAGE_ID, PAYLOAD_ID)
  const upTo = (mark: string) =>
    check(answer.slice(0, answer.indexOf(mark)), {
      head: PARTS,
      request: prescription(),
      isComplete: false,
    })
  t.equal(upTo('<m:MessageData>'), 'more')
  t.equal(upTo('<h:MCCI'), 'more')
  t.equal(upTo('<h:messageRef>'), 'more')
  t.equal(upTo('</h:acknowledgement>'), 'bound')
  const crossed = inParts(OTHER_ID, PAYLOAD_ID)
  t.equal(
    check(crossed.slice(0, crossed.indexOf('</m:MessageHeader>')), {
      head: PARTS,
      request: prescription(),
      isComplete: false,
    }),
    'crossed',
  )
  t.end()
})

t.test('an answer that streams is judged as soon as it can be', t => {
  const answer = reply()
  const upTo = (mark: string, text = answer) =>
    check(text.slice(0, text.indexOf(mark)), { isComplete: false })
  t.equal(check('', { isComplete: false }), 'more')
  t.equal(check('\r\n', { isComplete: false }), 'more')
  t.equal(upTo('<a:RelatesTo>'), 'more')
  t.equal(upTo('<h:messageRef>'), 'more', 'its reference may still name another')
  t.equal(upTo('</h:acknowledgement>'), 'bound')
  t.equal(
    upTo('<h:subject/>', reply({ messageRef: '' })),
    'bound',
    'behind the act nothing is named',
  )
  t.equal(upTo('<e:Body>', reply({ relatesTo: OTHER_ID })), 'crossed')
  t.equal(check('{"prescriptions":[', { isComplete: false }), 'unstated')
  t.equal(check('<html><p>', { isComplete: false }), 'more')
  t.end()
})

t.test('an answer that has named no request in 256 KiB names none', t => {
  const long = `<html>${' '.repeat(256 * 1024)}`
  t.equal(check(long.slice(0, 200 * 1024), { isComplete: false }), 'more')
  t.equal(check(long, { isComplete: false }), 'unstated')
  const named = reply({ messageRef: '' }).replace(
    '<h:acknowledgement',
    `<h:x>${' '.repeat(256 * 1024)}</h:x>$&`,
  )
  t.equal(check(named, { isComplete: false }), 'bound', 'what it has named by then counts')
  t.equal(check(named), 'bound')
  t.end()
})

t.test('an answer that comes in crumbs is read again only when there is twice as much', t => {
  const answer = Buffer.from(reply().replace('<h:subject/>', '<h:subject/>'.repeat(200)))
  const decidable = answer.indexOf('</h:acknowledgement>')
  const binding = createBinding(expectedOf('soap', retrieval()))
  const judged = (end: number): Verdict => binding.check(XML, answer.subarray(0, end), false)
  t.equal(judged(decidable - 100), 'more')
  t.equal(judged(decidable), 'more', 'it could be known by now')
  t.equal(judged(2 * (decidable - 100)), 'bound')

  const inCrumbs = createBinding(expectedOf('soap', retrieval()))
  const verdicts = new Set<Verdict>()
  for (let end = 1; end < answer.length; end++) {
    verdicts.add(inCrumbs.check(XML, answer.subarray(0, end), false))
  }
  t.same([...verdicts].sort(), ['bound', 'more'])
  t.equal(inCrumbs.check(XML, answer, true), 'bound', 'the last word waits for nothing')
  t.end()
})
