import t from 'tap'
import { readSoapMessage } from '../../src/message/index.ts'
import { MESSAGE_ID, PREFIXES, retrieval } from './given.ts'

const TYPE = ['Content-Type', 'text/xml; charset=UTF-8']
const read = (text: string, headers: readonly string[] = TYPE) =>
  readSoapMessage(Buffer.from(text), headers)

t.test('a message comes out of its envelope with its id, and the service it was sent to', t => {
  const { message, ...header } = read(retrieval()) ?? {}
  t.strictSame(header, {
    messageId: `uuid:${MESSAGE_ID}`,
    service: 'urn:nhs:names:services:pdsquery',
    mustBeUnderstood: false,
  })
  t.match(message, { ns: 'urn:hl7-org:v3', name: 'QUPA_IN000008UK02' })
  t.end()
})

t.test('an id is as it was written, but for the blanks around it', t => {
  t.equal(read(retrieval({ messageId: 'X y\n' }))?.messageId, 'uuid:X y')
  t.end()
})

/** The service an action names. */
const ACTIONS: Readonly<Record<string, string>> = {
  'urn:a/QUPA_IN000008UK02': 'urn:a',
  ' urn:a/b/QUPA_IN000008UK02\n': 'urn:a/b',
  QUPA_IN000008UK02: '',
  '/QUPA_IN000008UK02': '',
}

for (const [action, service] of Object.entries(ACTIONS)) {
  t.test(`the action ${JSON.stringify(action)} names the service ${JSON.stringify(service)}`, t => {
    t.equal(read(retrieval({ action }))?.service, service)
    t.end()
  })
}

/** Header entries, and whether who acts on the message must understand more than addressing. */
const ENTRIES: readonly (readonly [entry: string, must: boolean])[] = [
  ['<x:y xmlns:x="urn:x"/>', false],
  ['<x:y xmlns:x="urn:x" e:mustUnderstand="0"/>', false],
  ['<x:y xmlns:x="urn:x" mustUnderstand="1"/>', false],
  ['<x:y xmlns:x="urn:x" e:mustUnderstand="1"/>', true],
  ['<x:y xmlns:x="urn:x" e:mustUnderstand="true"/>', true],
  ['<y e:mustUnderstand=" 1 "/>', true],
  ['<a:ReplyTo e:mustUnderstand="1"/>', false],
  ['<h:other e:mustUnderstand="1"/>', false],
]

for (const [entry, must] of ENTRIES) {
  t.test(`${entry} ${must ? 'must be understood' : 'may be passed over'}`, t => {
    t.equal(read(retrieval({ more: entry }))?.mustBeUnderstood, must)
    t.end()
  })
}

const envelope = (inner: string): string => `<e:Envelope ${PREFIXES}>${inner}</e:Envelope>`
const header = (inner: string): string => `<e:Header>${inner}</e:Header>`
const BODY = '<e:Body><h:QUPA_IN000008UK02/></e:Body>'
const ID = '<a:MessageID>uuid:1</a:MessageID>'
const ACTION = '<a:Action>urn:a/QUPA_IN000008UK02</a:Action>'

const NO_MESSAGE: Readonly<Record<string, string>> = {
  'is no envelope': '<a/>',
  'is an envelope of another SOAP': '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"/>',
  'has no header': envelope(BODY),
  'has no body': envelope(header(ID + ACTION)),
  'has two headers': envelope(header(ID + ACTION) + header(ID + ACTION) + BODY),
  'has two bodies': envelope(header(ID + ACTION) + BODY + BODY),
  'has no id': envelope(header(ACTION) + BODY),
  'has two ids': envelope(header(ID + ID + ACTION) + BODY),
  'has no action': envelope(header(ID) + BODY),
  'has two actions': envelope(header(ID + ACTION + ACTION) + BODY),
  'holds nothing': envelope(`${header(ID + ACTION)}<e:Body> </e:Body>`),
  'holds two messages': envelope(`${header(ID + ACTION)}<e:Body><h:a/><h:a/></e:Body>`),
}

for (const [what, text] of Object.entries(NO_MESSAGE)) {
  t.test(`what ${what} is no message`, t => {
    t.equal(read(text), undefined)
    t.end()
  })
}

t.test('what would be read without what is missing, is read with it', t => {
  t.ok(read(envelope(header(ID + ACTION) + BODY)))
  t.end()
})

t.test('what the entry checks refuse is malformed', t => {
  t.throws(() => read('<a>'), { code: 'malformed' })
  t.throws(() => read(`<!DOCTYPE a>${retrieval()}`), { code: 'malformed' })
  const latin = ['Content-Type', 'text/xml; charset=utf-16']
  t.throws(() => read(retrieval(), latin), { code: 'malformed' })
  t.doesNotThrow(() => read(retrieval(), [...TYPE, ...latin]), 'of two types neither counts')
  t.doesNotThrow(() => read(retrieval(), []))
  t.end()
})
