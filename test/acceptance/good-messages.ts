// Messages in which nothing is found, written by hand, each with everything in it that some rule asks something of.
import { CANCELLED, cancellationMessage } from '../support/cancellation-golden.ts'
import { claimMessage } from '../support/claim-golden-hl7.ts'
import { CLAIM } from '../support/claim-golden-parts.ts'
import { notificationMessage } from '../support/notification-golden-hl7.ts'
import { BASE as NOTIFICATION } from '../support/notification-golden-parts.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { BASE } from '../support/prescription-golden-parts.ts'
import { ASKED, askedMessage, NOMINATED } from '../support/release-golden-asked.ts'
import { BASE_RETURN, goldenReturn } from '../support/return-golden.ts'
import { BASE_WITHDRAWAL, goldenWithdrawal } from '../support/withdrawal-golden.ts'

/** A request: its HL7v3 message, and how it travels. */
export interface Good {
  readonly name: string
  readonly interaction: string
  readonly travels: 'soap' | 'ebxml-reliable' | 'ebxml-express'
  readonly message: string
}

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ASID = '1.2.826.0.1285.0.2.0.107'
const NUMBER = '2.16.840.1.113883.2.1.4.1'
const ID = 'B4AABF1A-D1EF-46B2-B754-1726B2BE90E3'

const device = (asid: string): string =>
  `<device classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="${asid}"/></device>`
const ENDS =
  `<communicationFunctionRcv>${device('200000000002')}</communicationFunctionRcv>` +
  `<communicationFunctionSnd>${device('200000000001')}</communicationFunctionSnd>`
const PERSON =
  `<author typeCode="AUT"><AgentPersonSDS classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="100000000001"/>` +
  `<agentPersonSDS classCode="PSN"><id root="1.2.826.0.1285.0.2.0.65" extension="900000000001"/></agentPersonSDS>` +
  `<part typeCode="PART"><partSDSRole classCode="ROL"><id root="1.2.826.0.1285.0.2.1.104" extension="R8000"/></partSDSRole></part>` +
  `</AgentPersonSDS></author>`
const SYSTEM =
  `<author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT"><agentSystemSDS classCode="DEV">` +
  `<id root="${ASID}" extension="200000000001"/></agentSystemSDS></AgentSystemSDS></author1>`

const wrapped = (interaction: string, content: string): string =>
  `<${interaction} xmlns="urn:hl7-org:v3" xmlns:crs="http://national.carerecords.nhs.uk/schema/crs/"><id root="${ID}"/>` +
  `<creationTime value="20261122093000"/><versionCode code="V3NPfIT3.0"/>` +
  `<interactionId root="${V3}.12" extension="${interaction}"/><processingCode code="P"/>${ENDS}` +
  `<ControlActEvent classCode="CACT" moodCode="EVN">${PERSON}${SYSTEM}${content}</ControlActEvent></${interaction}>`

const asked = (name: string, value: string): string =>
  `<${name}>${value}<semanticsText>${name}</semanticsText></${name}>`
const query = (...parameters: readonly string[]): string => `<query>${parameters.join('')}</query>`

const HISTORY = asked('historicDataIndicator', `<value code="0" codeSystem="${V3}.17.36"/>`)
const WHO = asked('person.id', `<value root="${NUMBER}" extension="9990001006"/>`)
const GENDER = asked('person.administrativeGenderCode', `<value code="2"/>`)
const BIRTH = asked('person.birthTime', `<value value="19710203"/>`)
const NAME = asked('person.name', `<value use="L"><given>ANY</given><family>BODY</family></value>`)

const ADVANCED = query(
  HISTORY,
  WHO,
  GENDER,
  NAME,
  asked('person.birthTime', `<value><low value="1970"/><high value="1972"/></value>`),
  asked('person.deceasedTime', `<value><center value="20200101"/></value>`),
  asked('ignoreHistoryIndicator', `<value code="1"/>`),
  asked('searchParameter', `<value code="1" codeSystem="${V3}.17.39"/>`),
)

const CONTEXT = `<crs:resourceContext root="${NUMBER}" extension="9990001006"/>`
const assertion = (code: string): string =>
  `<crs:accessControlAssertion><crs:permission>Yes</crs:permission><crs:function><crs:context>Consent</crs:context>` +
  `<crs:code>${code}</crs:code></crs:function></crs:accessControlAssertion>`
const HAS = `<crs:accessControlSet><crs:accessor><crs:type>Any</crs:type></crs:accessor><crs:function><crs:context>Consent</crs:context><crs:code>View</crs:code></crs:function><crs:resource><crs:type>SCR</crs:type><crs:Id>9990001006</crs:Id></crs:resource></crs:accessControlSet>`

const ALERT =
  `<subject typeCode="SUBJ"><AlertEvent><id root="${ID}"/><code code="1" codeSystem="${V3}.16.1"/><effectiveTime value="20261122093000"/>` +
  `<recordTarget><patient><id root="${NUMBER}" extension="9990001006"/></patient></recordTarget>` +
  `<author><authorSDS><representedOrganizationSDS><id root="1.2.826.0.1285.0.1.10" extension="A00001"/><name>MADE UP SURGERY</name></representedOrganizationSDS>` +
  `<assignedPerson><id root="1.2.826.0.1285.0.2.0.65" extension="900000000001"/><desc>R8000</desc><name>ANY BODY</name></assignedPerson></authorSDS></author>` +
  `<device><assignedDeviceSDS><assignedDevice><name>A system</name></assignedDevice></assignedDeviceSDS></device>` +
  `<reason><justifyingReasonCoded><id root="${ID}"/><code code="1" codeSystem="${V3}.16.2"/></justifyingReasonCoded></reason>` +
  `<reason1><justifyingReasonText><id root="${ID}"/><text>Somebody asked</text></justifyingReasonText></reason1>` +
  `<component><notificationMessage><id root="${ID}"/><text>Somebody looked</text></notificationMessage></component></AlertEvent></subject>`

const soap = (name: string, interaction: string, content: string): Good => ({
  ...{ name, interaction, travels: 'soap', message: wrapped(interaction, content) },
})
const reliable = (name: string, interaction: string, message: string | Buffer): Good => ({
  ...{ name, interaction, travels: 'ebxml-reliable', message: message.toString() },
})

const DISSENT = asked('dissentOverride', `<value code="0" codeSystem="${V3}.17.60"/>`)
const PATIENT = asked('nHSNumber', `<value root="${NUMBER}" extension="9990001006"/>`)
const EVENT = asked('eventRecord', `<value root="${ID}"/>`)

/** Good messages, one or more of each interaction that some rule is about. */
export const GOOD: readonly Good[] = [
  soap('retrieval', 'QUPA_IN000008UK02', query(HISTORY, WHO)),
  soap('simple trace', 'QUPA_IN000005UK01', query(GENDER, BIRTH, NAME)),
  soap('cross-check', 'QUPA_IN000014UK01', query(BIRTH, WHO)),
  {
    ...soap('advanced trace', 'QUPA_IN000006UK02', ADVANCED),
    travels: 'ebxml-express',
  },
  soap('event list', 'QUPC_IN180000UK04', query(DISSENT, PATIENT)),
  soap('event', 'QUPC_IN190000UK04', query(DISSENT, PATIENT, EVENT)),
  soap(
    'permission set',
    'SET_RESOURCE_PERMISSIONS_INUK01',
    `<crs:setResourcePermissionsRequest><crs:permissions>${CONTEXT}${assertion('Store')}${assertion('View')}</crs:permissions></crs:setResourcePermissionsRequest>`,
  ),
  soap(
    'permission read',
    'GET_RESOURCE_PERMISSIONS_INUK01',
    `<crs:getResourcePermissionsRequest><crs:accessControlQuery>${CONTEXT}<crs:queryCriteria/></crs:accessControlQuery></crs:getResourcePermissionsRequest>`,
  ),
  soap(
    'permission asked',
    'HAS_RESOURCE_PERMISSIONS_INUK01',
    `<crs:hasResourcePermissionsRequest><crs:accessControlQuery>${CONTEXT}${HAS}</crs:accessControlQuery></crs:hasResourcePermissionsRequest>`,
  ),
  soap(
    'prescription query',
    'QURX_IN000005UK98',
    query(asked('prescription.id', `<value root="${V3}.18.8" extension="905C30-C81007-00001Y"/>`)),
  ),
  reliable(
    'upload',
    'REPC_IN150016UK05',
    wrapped(
      'REPC_IN150016UK05',
      `<subject typeCode="SUBJ"><GPSummary><id root="${ID}"/></GPSummary></subject>`,
    ),
  ),
  reliable('alert', 'COMT_IN000001UK01', wrapped('COMT_IN000001UK01', ALERT)),
  reliable('prescription', 'PORX_IN020101UK31', goldenMessage({ ...BASE, pharmacy: true })),
  reliable(
    'prescription for whoever',
    'PORX_IN020101UK31',
    goldenMessage({ ...BASE, site: ['0004', '0004'], pharmacy: false }),
  ),
  reliable('cancellation', 'PORX_IN030101SM32', cancellationMessage(CANCELLED)),
  reliable('release', 'PORX_IN132004UK30', askedMessage(ASKED)),
  reliable('nominated release', 'PORX_IN060102UK30', askedMessage(NOMINATED)),
  reliable(
    'notification',
    'PORX_IN080101UK31',
    notificationMessage({ ...NOTIFICATION, isAmendment: true }),
  ),
  reliable('claim', 'PORX_IN090101UK31', claimMessage({ ...CLAIM, replaces: ID })),
  reliable('return', 'PORX_IN100101UK31', goldenReturn(BASE_RETURN)),
  reliable('withdrawal', 'PORX_IN510101UK31', goldenWithdrawal(BASE_WITHDRAWAL)),
]

const NAMESPACES =
  `xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"` +
  ` xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd" xmlns:xlink="http://www.w3.org/1999/xlink"` +
  ` xmlns="urn:hl7-org:v3"`

const party = (key: string): string =>
  `<eb:PartyId eb:type="urn:nhs:names:partyType:ocs+serviceInstance">${key}</eb:PartyId>`

/** The header an interaction's message travels under, or its whole envelope where it is synchronous. */
export function envelopeFor({ interaction, travels, message }: Good): string {
  if (travels === 'soap') {
    return (
      `<soap:Envelope ${NAMESPACES}><soap:Header><wsa:MessageID>uuid:${ID}</wsa:MessageID>` +
      `<wsa:Action>urn:nhs:names:services:any/${interaction}</wsa:Action><wsa:To>urn:nhs:names:services:any</wsa:To>` +
      `${ENDS}</soap:Header><soap:Body>${message.replace(/^<\?xml.*?\?>\s*/, '')}</soap:Body></soap:Envelope>`
    )
  }
  const isReliable = travels === 'ebxml-reliable'
  return (
    `<soap:Envelope ${NAMESPACES}><soap:Header><eb:MessageHeader eb:version="2.0" soap:mustUnderstand="1">` +
    `<eb:From>${party('A00001-000001')}</eb:From><eb:To>${party('YES-0000806')}</eb:To><eb:CPAId>S1001A1630</eb:CPAId>` +
    `<eb:ConversationId>${ID}</eb:ConversationId><eb:Service>urn:nhs:names:services:any</eb:Service>` +
    `<eb:Action>${interaction}</eb:Action><eb:MessageData><eb:MessageId>${ID}</eb:MessageId>` +
    `<eb:Timestamp>2026-11-22T09:30:00Z</eb:Timestamp></eb:MessageData>` +
    (isReliable ? '<eb:DuplicateElimination/>' : '') +
    `</eb:MessageHeader>` +
    (isReliable
      ? `<eb:AckRequested eb:version="2.0" soap:mustUnderstand="1" soap:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH" eb:signed="false"/>`
      : '') +
    (isReliable
      ? `<eb:SyncReply eb:version="2.0" soap:mustUnderstand="1" soap:actor="http://schemas.xmlsoap.org/soap/actor/next"/>`
      : '') +
    `</soap:Header><soap:Body><eb:Manifest eb:version="2.0"><eb:Reference xlink:href="cid:${ID}@spine.nhs.uk"/></eb:Manifest></soap:Body></soap:Envelope>`
  )
}

const part = (id: string, content: string): string =>
  `--boundary\r\nContent-Id: <${id}>\r\nContent-Type: text/xml; charset=UTF-8\r\n\r\n${content}\r\n`

/** The body a message is sent in: its envelope, or an ebXML message of two parts. */
export const sent = (travels: Good['travels'], envelope: string, message: string): Buffer =>
  Buffer.from(
    travels === 'soap'
      ? envelope
      : `${part('ebXMLHeader@spine.nhs.uk', envelope)}${part(`${ID}@spine.nhs.uk`, message)}--boundary--\r\n`,
  )
