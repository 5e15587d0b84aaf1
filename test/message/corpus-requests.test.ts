import { readFileSync } from 'node:fs'
import t from 'tap'
import { type Identified, type RawHeaders } from '../../src/exchange/index.ts'
import { createIdentifier } from '../../src/message/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { corpusFolder, type SpineSample, spineSamples } from '../support/corpus.ts'
import {
  type ByHand,
  contentByHand,
  filled,
  headerByHand,
  partsByHand,
  readByHand,
  soapByHand,
} from './by-hand.ts'
import { received, whole } from './given.ts'

const identifier = createIdentifier(INTERACTIONS)
const byId = new Map(INTERACTIONS.map(interaction => [interaction.id, interaction]))

/** Kinds that hold no HL7v3, SOAP or ebXML message, or an answer, which another test reads. */
const OTHER_KINDS =
  /^(?:fhir|operationoutcome|openapi|ldap|mesh|json|spine-json|note|registry|soap-fault|hl7v3-(?:response|error|ack|fragment)|ebxml-(?:ack|error))/

/** What no reading comes of, and why: nothing may join or leave it unnoticed. */
const REMAINDER: readonly (readonly [path: RegExp, why: string])[] = [
  [/\.json$|_json\.mustache$/, 'JSON'],
  [/signed-prescriptions\//, 'a payload without a message around it'],
  [/\/16UK05\.mustache$|Partial\.mustache$/, 'a template whose other pieces are not there'],
  [/sync_outbound_response\.mustache$/, 'an answer, which is not identified'],
]

/** Its .msg says so: the payload is no XML. */
const DEFECT = /_payload_defect\.msg$/

const uuid = (n: number): string => `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`

/** Puts a bare message into a SOAP envelope that says what it says. */
const inSoap = (message: string, said: ByHand, messageId: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><MessageID xmlns="http://schemas.xmlsoap.org/ws/2004/08/addressing">uuid:${messageId}</MessageID><w:Action xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing">urn:x:services/${said.root ?? ''}</w:Action>${end('Rcv', said.to)}${end('Snd', said.from)}</s:Header><s:Body>${message.replace(/^\s*<\?xml[^>]*\?>/, '')}</s:Body></s:Envelope>`

const end = (which: string, asid: string | undefined): string =>
  `<communicationFunction${which} xmlns="urn:hl7-org:v3"><device><id root="1.2.826.0.1285.0.2.0.107" extension="${asid ?? ''}"/></device></communicationFunction${which}>`

/** Puts a bare message into an ebXML message that says what it says; the payload stands last of three parts. */
const inEbxml = (message: string, said: ByHand, messageId: string): string =>
  [
    '--corpus',
    'Content-Type: text/xml',
    '',
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd"><s:Header><MessageHeader><From><PartyId>A-1</PartyId></From><To><PartyId>B-2</PartyId></To><CPAId>S1</CPAId><ConversationId>${messageId}</ConversationId><Action>${said.root ?? ''}</Action><MessageData><MessageId>${messageId}</MessageId></MessageData></MessageHeader></s:Header><s:Body><Manifest xmlns:l="http://www.w3.org/1999/xlink"><Reference l:href="cid:other"/><Reference l:href="cid:payload"><Payload xmlns="urn:hl7-org:transport/ebxml/DSTUv1.0"/></Reference></Manifest></s:Body></s:Envelope>`,
    '--corpus',
    'Content-Id: <other>',
    '',
    '<id xmlns="urn:hl7-org:v3" root="no message"/>',
    '--corpus',
    'Content-Id: <payload>',
    '',
    message,
    '--corpus--',
  ].join('\r\n')

const read = (body: string, contentType: string, action: string | undefined): Identified => {
  const headers: RawHeaders = [
    'Content-Type',
    contentType,
    'SOAPAction',
    `"urn:x:services/${action ?? ''}"`,
  ]
  return identifier.scan(received(headers), whole(body), 'whole')
}

/** What identification must say of a payload, found by hand. */
const payloadOf = (said: ByHand): object => {
  const keys = byId.get(said.root ?? '')?.keys
  const expected = {
    ...(keys?.nhsNumber && said.nhsNumber !== undefined && { nhsNumber: said.nhsNumber }),
    ...(keys?.prescriptionId && said.shortId !== undefined && { prescriptionId: said.shortId }),
    ...(keys?.prescriptionLongId &&
      said.longId !== undefined && { prescriptionLongId: said.longId }),
  }
  return { interaction: said.root, payloadId: said.id, keys: expected }
}

const pick = ({
  agrees,
  interaction,
  payloadId,
  keys,
  messageId,
  conversationId,
  cpaId,
  from,
  to,
}: Identified): object => ({
  agrees,
  interaction,
  payloadId,
  keys,
  messageId,
  conversationId,
  cpaId,
  from,
  to,
})

const party = (asid: string | undefined, partyKey?: string): object => ({
  ...(asid !== undefined && { asid }),
  ...(partyKey !== undefined && { partyKey }),
})

const agreesByHand = (header: Record<string, string | undefined>, said: ByHand): boolean =>
  header['messageId'] !== undefined &&
  said.root !== undefined &&
  header['action'] === said.root &&
  said.interactionId === said.root

const isAddressed = (header: ByHand, said: ByHand): boolean =>
  header.from !== undefined &&
  header.to !== undefined &&
  header.from === said.from &&
  header.to === said.to

/** Compares one message in one envelope; gives what was read. */
interface Compared {
  readonly form: string
  readonly found: Identified
  readonly expected: object
}

function compareSoap(body: string, payload: string): Compared {
  const header = soapByHand(body)
  const said = readByHand(payload)
  return {
    form: 'SOAP',
    found: read(body, 'text/xml; charset=utf-8', header['action']),
    expected: {
      ...payloadOf(said),
      agrees: agreesByHand(header, said) && isAddressed(readByHand(body), said),
      interaction: header['action'],
      messageId: header['messageId'],
      conversationId: undefined,
      cpaId: undefined,
      // What the header says: by hand its ends are the first in the message.
      from: party(readByHand(body).from),
      to: party(readByHand(body).to),
    },
  }
}

/** An acknowledgement on its own. */
function compareSignal(body: string): Compared {
  const header = headerByHand(body)
  return {
    form: 'ebXML signal',
    found: read(body, 'text/xml', header['action']),
    expected: {
      agrees: false,
      interaction: header['action'],
      payloadId: undefined,
      keys: {},
      messageId: header['messageId'],
      conversationId: header['conversationId'],
      cpaId: header['cpaId'],
      from: party(undefined, header['from']),
      to: party(undefined, header['to']),
    },
  }
}

function compareEbxml(body: string, boundary: string, payload: string): Compared {
  const header = headerByHand(partsByHand(body)[0] ?? '')
  const said = readByHand(payload)
  return {
    form: 'ebXML',
    found: read(body, `multipart/related; boundary="${boundary}"`, header['action']),
    expected: {
      ...payloadOf(said),
      agrees: agreesByHand(header, said),
      interaction: header['action'],
      messageId: header['messageId'],
      conversationId: header['conversationId'],
      cpaId: header['cpaId'],
      from: party(said.from, header['from']),
      to: party(said.to, header['to']),
    },
  }
}

/** Every way one sample is read. */
function* comparisonsOf(sample: SpineSample, number: number): Generator<Compared> {
  // Some were captured with their head in front.
  const text = filled(readFileSync(sample.file, 'utf8')).replace(/^POST [^]*?=+ BODY =+\s*/, '')
  if (/^\s*--/.test(text)) {
    const body = text.includes('MessageHeader') ? text : withHeader(sample)
    const [, payload = ''] = partsByHand(body)
    yield compareEbxml(body, /^\s*--(\S+)/.exec(body)?.[1] ?? '', contentByHand(payload))
  } else if (text.includes('MessageHeader')) {
    yield compareSignal(text)
  } else if (/<[\w-]+:Envelope/.test(text.slice(0, 300))) {
    yield compareSoap(text, soapByHand(text)['body'] ?? '')
  } else {
    const said = readByHand(text)
    yield compareSoap(inSoap(text, said, uuid(number)), text)
    yield compareEbxml(inEbxml(text, said, uuid(number)), 'corpus', text)
  }
}

/** The bodies of some .msg files have a place for the .ebxml file of their name. */
const withHeader = ({ file }: SpineSample): string =>
  readFileSync(file, 'utf8').replace(
    '{{ebxml}}',
    readFileSync(file.replace(/\.msg$/, '.ebxml'), 'utf8'),
  )

const keyedBy = ({ interaction, keys }: Identified): string =>
  [`${interaction ?? 'none'}:`, ...Object.keys(keys).sort()].join(' ')

const ALWAYS_KEYED = [
  'PORX_IN020101SM31',
  'PORX_IN030101SM32',
  'PORX_IN080101SM31',
  'PORX_IN090101SM31',
  'PORX_IN132004SM30',
  'PORX_IN100101SM31',
  'QUPA_IN000008UK05',
]

t.test('every real request is identified as a second reader identifies it', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const samples = spineSamples(folder).filter(({ kind }) => !OTHER_KINDS.test(kind))
  const counts = new Map<string, number>()
  const remainder = new Map<string, number>()
  const keys = new Map<string, number>()
  const count = (of: Map<string, number>, what: string): void =>
    void of.set(what, (of.get(what) ?? 0) + 1)

  samples.forEach((sample, i) => {
    const { path, kind, product } = sample
    const [, why] = REMAINDER.find(([each]) => each.test(path)) ?? []
    if (why !== undefined) count(remainder, why)
    else if (kind === 'itk-soap-cda') {
      const found = read(readFileSync(sample.file, 'utf8'), 'text/xml', undefined)
      t.match(found, { agrees: false, class: 'unknown', messageId: undefined }, path)
      count(counts, 'another WS-Addressing: read, not one of Spine’s')
    } else if (DEFECT.test(path)) {
      t.throws(() => [...comparisonsOf(sample, i)], { code: 'malformed' }, path)
      count(counts, 'a payload that is no XML: refused')
    } else {
      for (const { form, found, expected } of comparisonsOf(sample, i)) {
        t.same(pick(found), expected, `${path} as ${form}`)
        if (kind === 'hl7v3-request' && form === 'SOAP') count(keys, keyedBy(found))
        count(counts, `${kind} ${product} as ${form}${found.agrees === true ? ', agrees' : ''}`)
      }
    }
  })
  t.ok(samples.length > 100)
  // Both readers could find nothing and agree: these have a key in each of their messages.
  for (const id of ALWAYS_KEYED) t.notOk(keys.has(`${id}:`), id)
  t.comment('keys', Object.fromEntries(keys))
  t.comment(Object.fromEntries(counts))
  t.comment('remainder', Object.fromEntries(remainder))
  t.end()
})
