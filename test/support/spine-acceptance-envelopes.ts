// What is around Spine's replies: the public templates of NHSDigital/integration-adaptor-mhs, and the validators of
// nhsdigitalmait/SPINE_schema, spine2_xslt.
import type { Rule } from './spine-acceptance.ts'

const MHS = 'NHSDigital/integration-adaptor-mhs'
const MTH = 'nhsdigitalmait/SPINE_MTH'
const ASID = '1.2.826.0.1285.0.2.0.107'
const UUID = /^[\dA-Fa-f-]{36}$/

const system = (end: 'Rcv' | 'Snd'): string =>
  `communicationFunction${end}/device/id[@root=${ASID}]/@extension`

const one = (at: string, name: string, is: RegExp | string, from = MTH): Rule => ({
  name,
  from,
  at,
  is,
})

/** What a SOAP envelope is to be around a reply. */
export const soapRules = (facts: {
  readonly messageId: string
  readonly service: string
  readonly interaction: string
  readonly wrapper: string
  readonly fromAsid: string
  readonly toAsid: string
}): readonly Rule[] => [
  { name: 'an envelope', from: MHS, at: 'name()', is: 'soap:Envelope' },
  { name: 'a header and a body', from: MHS, at: '', order: ['soap:Header', 'soap:Body'] },
  { name: 'one header', from: MHS, at: 'soap:Header' },
  { name: 'one body', from: MHS, at: 'soap:Body' },
  one('soap:Header/wsa:MessageID', 'an envelope’s id', /^uuid:.{36}$/, MHS),
  {
    name: 'the envelope’s id is the message’s',
    from: MHS,
    at: 'soap:Header/wsa:MessageID',
    same: 'soap:Body/*/*/id/@root',
  },
  one('soap:Header/wsa:Action', 'an action', `${facts.service}/${facts.interaction}`, MHS),
  { name: 'an empty destination', from: MHS, at: 'soap:Header/wsa:To', is: '' },
  one('soap:Header/wsa:RelatesTo', 'the envelope it answers', `uuid:${facts.messageId}`, MHS),
  one(`soap:Header/${system('Rcv')}`, 'an envelope to whoever asked', facts.fromAsid, MHS),
  one(`soap:Header/${system('Snd')}`, 'an envelope from whoever was asked', facts.toAsid, MHS),
  {
    name: 'the receiver of its message',
    from: MHS,
    at: `soap:Header/${system('Rcv')}`,
    same: `soap:Body/*/*/${system('Rcv')}`,
  },
  {
    name: 'the sender of its message',
    from: MHS,
    at: `soap:Header/${system('Snd')}`,
    same: `soap:Body/*/*/${system('Snd')}`,
  },
  one('soap:Body/*/name()', 'a wrapper of its query', facts.wrapper, MTH),
  { name: 'one message in its wrapper', from: MTH, at: 'soap:Body/*/*' },
]

/** What an ebXML envelope is to be around a reply. */
export const ebxmlRules = (facts: {
  readonly messageId: string
  readonly fromParty: string
  readonly toParty: string
  readonly cpaId: string
  readonly service: string
  readonly interaction: string
  readonly signals: readonly string[]
  /** The Content-Id of the part the message is in. */
  readonly contentId: string
}): readonly Rule[] => {
  const header = 'soap:Header/eb:MessageHeader'
  const signals: readonly (readonly [signal: string, at: string])[] = [
    ['DuplicateElimination', `${header}/eb:DuplicateElimination`],
    ['AckRequested', 'soap:Header/eb:AckRequested'],
    ['SyncReply', 'soap:Header/eb:SyncReply'],
  ]
  const ACTORS = {
    AckRequested: 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH',
    SyncReply: 'http://schemas.xmlsoap.org/soap/actor/next',
  }
  const from = 'ebxml*Validator.xsl'
  return [
    { name: 'an ebXML envelope', from, at: 'name()', is: 'soap:Envelope' },
    one(`${header}/eb:From/eb:PartyId`, 'from the party that was asked', facts.toParty, from),
    one(`${header}/eb:To/eb:PartyId`, 'to the party that asked', facts.fromParty, from),
    one(`${header}/eb:CPAId`, 'their agreement', facts.cpaId, from),
    one(`${header}/eb:ConversationId`, 'their conversation', facts.messageId, from),
    one(`${header}/eb:Service`, 'a service', facts.service, from),
    one(`${header}/eb:Action`, 'an ebXML action', facts.interaction, from),
    one(`${header}/eb:MessageData/eb:MessageId`, 'an ebXML id', UUID, from),
    one(
      `${header}/eb:MessageData/eb:Timestamp`,
      'a timestamp',
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      from,
    ),
    one(
      `${header}/eb:MessageData/eb:RefToMessageId`,
      'the ebXML message it answers',
      facts.messageId,
      from,
    ),
    ...signals.map(([signal, at]) => {
      const times = facts.signals.includes(signal) ? ([1, 1] as const) : ([0, 0] as const)
      return { name: `${signal} as it was asked`, from, at, times }
    }),
    ...Object.entries(ACTORS).map(([signal, actor]) => ({
      name: `whom ${signal} is for`,
      from,
      within: `soap:Header/eb:${signal}`,
      at: '@soap:actor',
      is: actor,
    })),
    {
      name: 'an acknowledgement nobody signs',
      from,
      within: 'soap:Header/eb:AckRequested',
      at: '@eb:signed',
      is: 'false',
    },
    { name: 'one reference', from, at: 'soap:Body/eb:Manifest/eb:Reference' },
    one(
      'soap:Body/eb:Manifest/eb:Reference/@xlink:href',
      'a reference to its message',
      `cid:${facts.contentId}`,
      from,
    ),
  ]
}
