import t from 'tap'
import { type Language, NO_BODY } from '../../src/exchange/index.ts'
import { expectationOf } from '../../src/message/index.ts'
import {
  beginning,
  LANGUAGES,
  MESSAGE_ID,
  OTHER_ID,
  PAYLOAD_ID,
  prescription,
  retrieval,
  whole,
} from './given.ts'

t.test('only a Spine message expects its answer to name it', t => {
  for (const language of LANGUAGES) {
    const expected = language === 'soap' || language === 'ebxml'
    t.equal(expectationOf(language, whole(retrieval())) !== undefined, expected, language)
  }
  t.equal(expectationOf('soap', NO_BODY), undefined)
  t.equal(expectationOf('soap', whole('hello')), undefined)
  t.equal(expectationOf('ebxml', whole('--x\r\n\r\nhello\r\n--x--')), undefined)
  t.equal(
    expectationOf('soap', whole(retrieval({ messageId: 'Not Known' }).replace(PAYLOAD_ID, ''))),
    undefined,
  )
  t.end()
})

const ids = (request: string | Buffer, language: Language = 'soap') => {
  const found = expectationOf(language, whole(request))
  return [found?.messageId, found?.payloadId()]
}

t.test('the ids a request expects are those the parser finds', t => {
  const both = [MESSAGE_ID, PAYLOAD_ID]
  const request = retrieval()
  const tag = '<a:MessageID>'
  t.same(ids(request), both)
  t.same(ids(retrieval({ messageId: MESSAGE_ID.toLowerCase() })), both, 'in one form')
  t.same(
    ids(
      request.replace(tag, '<a:MessageID xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'),
    ),
    both,
  )
  t.same(
    ids(request.replace(tag, `<!-- <a:MessageID>uuid:${OTHER_ID}</a:MessageID> -->${tag}`)),
    both,
  )
  t.same(ids(request.replace(tag, `<a:To/>${tag}`)), both, 'behind another header')
  t.same(ids(request.replace('xmlns:a="http:', 'xmlns:a="https:')), [undefined, PAYLOAD_ID])
  t.same(ids(request.replace(tag, `<a:MessageID>uuid:${OTHER_ID}</a:MessageID>${tag}`)), [
    undefined,
    PAYLOAD_ID,
  ])
  t.same(
    ids(request.replace(`<h:id root="${PAYLOAD_ID}"`, `<h:id extension="1" root="${PAYLOAD_ID}"`)),
    both,
  )
  t.same(ids(request.replace(PAYLOAD_ID, 'Not Known')), [MESSAGE_ID, undefined])
  t.same(ids(request.slice(0, request.indexOf('<h:ControlActEvent>'))), both, 'of a beginning')
  t.end()
})

t.test('the ids of an ebXML request come from its header and the payload its manifest names', t => {
  const both = [MESSAGE_ID, PAYLOAD_ID]
  t.same(ids(prescription(), 'ebxml'), both)
  t.same(ids(prescription({ headerEncoding: 'base64' }), 'ebxml'), both)
  t.same(ids(`\r\n${prescription()}`, 'ebxml'), both)
  t.same(ids(prescription().replaceAll('\r\n', '\n'), 'ebxml'), both)
  t.same(ids(prescription({ manifest: '' }), 'ebxml'), [MESSAGE_ID, undefined])
  const beginningOnly = Buffer.from(prescription()).subarray(
    0,
    prescription().indexOf('<interactionId'),
  )
  const found = expectationOf('ebxml', beginning(beginningOnly))
  t.same([found?.messageId, found?.payloadId()], both)
  t.end()
})
