import t from 'tap'
import { MESSAGE_ID, OTHER_ID, PAYLOAD_ID, prescription } from './given.ts'
import { check, OWN_ID, reply, signal, type Verdict } from './answers.ts'

const SOAP_ANSWERS: readonly (readonly [title: string, verdict: Verdict, answer: string])[] = [
  ['names its message and its payload', 'bound', reply()],
  ['names its message alone', 'bound', reply({ messageRef: '' })],
  ['names its payload alone', 'bound', reply({ relatesTo: '' })],
  [
    'names it in lower case',
    'bound',
    reply({ relatesTo: `uuid:${MESSAGE_ID.toLowerCase()}`, messageRef: PAYLOAD_ID.toLowerCase() }),
  ],
  ['names it without uuid:', 'bound', reply({ relatesTo: MESSAGE_ID })],
  [
    'names it with UUID: and blanks around',
    'bound',
    reply({ relatesTo: `\n  UUID:${MESSAGE_ID}\n ` }),
  ],
  ['names its payload with uuid:', 'bound', reply({ messageRef: `uuid:${PAYLOAD_ID}` })],
  ['refers to its message where the payload is meant', 'bound', reply({ messageRef: MESSAGE_ID })],
  ['relates to another request', 'crossed', reply({ relatesTo: `uuid:${OTHER_ID}` })],
  ['relates to this request and refers to another', 'crossed', reply({ messageRef: OTHER_ID })],
  [
    'refers to another request and relates to none',
    'crossed',
    reply({ relatesTo: '', messageRef: OTHER_ID }),
  ],
  [
    'relates to this request and to another',
    'crossed',
    reply({ relatesTo: `uuid:${MESSAGE_ID}</a:RelatesTo><a:RelatesTo>uuid:${OTHER_ID}` }),
  ],
  [
    'relates to it twice',
    'bound',
    reply({ relatesTo: `uuid:${MESSAGE_ID}</a:RelatesTo><a:RelatesTo>uuid:${MESSAGE_ID}` }),
  ],
  ['refers to itself, which says nothing', 'bound', reply({ messageRef: OWN_ID })],
  [
    'refers to itself and relates to none',
    'unstated',
    reply({ relatesTo: '', messageRef: OWN_ID }),
  ],
  [
    'has the id in a reference',
    'bound',
    reply({ relatesTo: `uuid:&#x${MESSAGE_ID.charCodeAt(0).toString(16)};${MESSAGE_ID.slice(1)}` }),
  ],
  ['has the id in CDATA', 'bound', reply({ relatesTo: `<![CDATA[uuid:${MESSAGE_ID}]]>` })],
  [
    'has the id divided by a comment',
    'bound',
    reply({ relatesTo: `uuid:<!-- x -->${MESSAGE_ID}` }),
  ],
  [
    'has the id only in a comment',
    'unstated',
    reply({ relatesTo: '', messageRef: '' }).replace(
      '<e:Body>',
      `<!-- <a:RelatesTo>uuid:${MESSAGE_ID}</a:RelatesTo> --><e:Body>`,
    ),
  ],
  [
    'has the id in a comment and another’s in its place',
    'crossed',
    reply({ relatesTo: `uuid:${OTHER_ID}` }).replace(
      '<a:RelatesTo>',
      `<!-- <a:RelatesTo>uuid:${MESSAGE_ID}</a:RelatesTo></e:Header><e:Body> --><a:RelatesTo>`,
    ),
  ],
  [
    'has the id in another namespace under the same prefix',
    'unstated',
    reply({ messageRef: '' }).replace('xmlns:a="http:', 'xmlns:a="https:'),
  ],
  [
    'has the prefix bound to another namespace on the way',
    'unstated',
    reply({ messageRef: '' }).replace('<a:RelatesTo>', '<a:RelatesTo xmlns:a="urn:other">'),
  ],
  [
    'has the id below another element of the header',
    'unstated',
    reply({ messageRef: '' }).replace(/<a:RelatesTo>.*<\/a:RelatesTo>/, '<x>$&</x>'),
  ],
  [
    'has the id in the body',
    'unstated',
    reply({ relatesTo: '', body: `<a:RelatesTo>uuid:${MESSAGE_ID}</a:RelatesTo>` }),
  ],
  [
    'has another’s reference behind its act',
    'bound',
    reply().replace('<h:subject/>', `<h:messageRef><h:id root="${OTHER_ID}"/></h:messageRef>`),
  ],
  [
    'has another’s reference in another namespace',
    'bound',
    reply({ messageRef: '' }).replace(
      '<h:ControlActEvent>',
      `<messageRef><id root="${OTHER_ID}"/></messageRef>$&`,
    ),
  ],
  [
    'says Spine’s word for a request it does not know',
    'unstated',
    reply({ relatesTo: 'uuid:example-request-GUID', messageRef: 'example-request-GUID' }),
  ],
  [
    'says nothing where the id belongs',
    'unstated',
    reply({ relatesTo: 'uuid:', messageRef: 'Not Known' }),
  ],
  ['names no request', 'unstated', reply({ relatesTo: '', messageRef: '' })],
  [
    'is a fault without a header',
    'unstated',
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Server</faultcode></e:Fault></e:Body></e:Envelope>',
  ],
  ['is empty', 'unstated', ''],
  ['is blank', 'unstated', '\r\n'],
  ['is a web page', 'unstated', '<!DOCTYPE html><html><body>Bad gateway</body></html>'],
  ['is JSON that holds the id', 'unstated', `{"RelatesTo":"${MESSAGE_ID}"}`],
  [
    'is JSON that holds markup with another’s id',
    'unstated',
    `{"x":"<RelatesTo>${OTHER_ID}</RelatesTo>"}`,
  ],
  ['is text', 'unstated', 'upstream connect error'],
  ['breaks off behind its ids', 'bound', reply().slice(0, -20)],
  [
    'breaks off behind another’s id',
    'crossed',
    reply({ relatesTo: `uuid:${OTHER_ID}` }).slice(0, -20),
  ],
  ['breaks off in its id', 'unstated', reply().slice(0, reply().indexOf(MESSAGE_ID) + 9)],
  ['has no bound prefixes and is readable', 'bound', reply().replaceAll(/ xmlns:e="[^"]*"/g, '')],
  [
    'has no bound prefixes and names another',
    'crossed',
    reply({ relatesTo: `uuid:${OTHER_ID}` }).replaceAll(/ xmlns:e="[^"]*"/g, ''),
  ],
  [
    'is in an encoding we do not read and names another',
    'crossed',
    reply({ relatesTo: `uuid:${OTHER_ID}` }).replace('UTF-8', 'ISO-8859-1'),
  ],
  [
    'is in an encoding we do not read and names it',
    'bound',
    reply().replace('UTF-8', 'ISO-8859-1'),
  ],
]

for (const [title, verdict, answer] of SOAP_ANSWERS) {
  t.test(`an answer that ${title} is ${verdict}`, t => {
    t.equal(check(answer), verdict)
    t.end()
  })
}

const EBXML_ANSWERS: readonly (readonly [title: string, verdict: Verdict, answer: string])[] = [
  ['refers to its message', 'bound', signal([MESSAGE_ID])],
  ['refers to its message in both places', 'bound', signal([MESSAGE_ID, MESSAGE_ID.toLowerCase()])],
  ['refers to another message', 'crossed', signal([OTHER_ID])],
  ['acknowledges another message', 'crossed', signal([MESSAGE_ID, OTHER_ID])],
  ['refers to none', 'unstated', signal([])],
]

for (const [title, verdict, answer] of EBXML_ANSWERS) {
  t.test(`a signal that ${title} is ${verdict}`, t => {
    t.equal(check(answer, { request: prescription() }), verdict)
    t.end()
  })
}
