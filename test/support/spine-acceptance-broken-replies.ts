// Each rule of a reply broken once: what of a good reply, as its supplier gets it, is put otherwise.
import { type Break, WRAPPER_BREAKS } from './spine-acceptance-broken.ts'

const SOAP_BREAKS: readonly Break[] = [
  ['an envelope', /soap:Envelope/g, 'soap:Envelop'],
  ['a header and a body', /<soap:Body/, '<soap:Other/>$&'],
  ['one header', /<soap:Body/, '<soap:Header/>$&'],
  ['one body', /<\/soap:Envelope>/, '<soap:Body/>$&'],
  ['an envelope’s id', /<wsa:MessageID>[^<]*/, '<wsa:MessageID>x'],
  ['the envelope’s id is the message’s', /(<wsa:MessageID>uuid:)..../, '$1ABCD'],
  ['an action', /<wsa:Action>/, '$&x'],
  ['an empty destination', /<wsa:To\/>/, '<wsa:To>x</wsa:To>'],
  ['the envelope it answers', /<wsa:RelatesTo>/, '$&x'],
  ['an envelope to whoever asked', /(<communicationFunctionRcv[^]*?extension=")/, '$19'],
  ['an envelope from whoever was asked', /(<communicationFunctionSnd[^]*?extension=")/, '$19'],
  ['the receiver of its message', /(<communicationFunctionRcv[^]*?extension=")/, '$19'],
  ['the sender of its message', /(<communicationFunctionSnd[^]*?extension=")/, '$19'],
  ['a wrapper of its query', /(?:retrieval|trace)QueryResponse/g, 'queryResponse'],
  ['one message in its wrapper', /<\/(?:retrieval|trace)QueryResponse>/, '<x/>$&'],
]

const EBXML_BREAKS: readonly Break[] = [
  ['an ebXML envelope', /soap:Envelope/g, 'soap:Envelop'],
  ['from the party that was asked', /<eb:From><eb:PartyId[^>]*>/, '$&X'],
  ['to the party that asked', /<eb:To><eb:PartyId[^>]*>/, '$&X'],
  ['their agreement', /<eb:CPAId>/, '$&X'],
  ['their conversation', /<eb:ConversationId>/, '$&X'],
  ['a service', /<eb:Service>/, '$&X'],
  ['an ebXML action', /<eb:Action>/, '$&X'],
  ['an ebXML id', /<eb:MessageId>/, '$&X'],
  ['the envelope’s id is the message’s', /(<eb:MessageId>)..../, '$1ABCD'],
  ['a timestamp', /<eb:Timestamp>/, '$&X'],
  ['the ebXML message it answers', /<eb:RefToMessageId>/, '$&X'],
  ['DuplicateElimination as it was asked', /<eb:DuplicateElimination\/>/, ''],
  ['AckRequested as it was asked', /<eb:AckRequested[^>]*>/, ''],
  ['SyncReply as it was asked', /<eb:SyncReply[^>]*>/, ''],
  ['whom AckRequested is for', /<eb:AckRequested [^>]*soap:actor="/, '$&x'],
  ['whom SyncReply is for', /<eb:SyncReply [^>]*soap:actor="/, '$&x'],
  ['an acknowledgement nobody signs', /eb:signed="false"/, 'eb:signed="true"'],
  ['one reference', /<eb:Reference[^]*<\/eb:Reference>/, '$&$&'],
  ['a reference to its message', /xlink:href="cid:/, '$&x'],
]

const LAST_RCV = /(<communicationFunctionRcv[^]*?extension=")(?![^]*<communicationFunctionRcv)/
const LAST_SND = /(<communicationFunctionSnd[^]*?extension=")(?![^]*<communicationFunctionSnd)/
const END = /<\/ControlActEvent>/
const EVENT = '<justifyingDetectedIssueEvent[^>]*><code [^>]*?'
const RELEASED = '<PrescriptionReleaseResponse[^>]*><id '
const REFERRED =
  '(?:priorDownloadRequestRef|priorPrescriptionReleaseRequestRef|pertinentCancellationRequestRef)'

const MESSAGE_BREAKS: readonly Break[] = [
  ['its control act in its order', /<author1\b/, '<subject/>$&'],
  ['the interaction of the reply', /<(\/?)([A-Z]{4}_IN\w+)/g, '<$1$2X'],
  ['what it acknowledges', /<acknowledgement typeCode="A./, '<acknowledgement typeCode="AX'],
  ['the message it answers', /(<messageRef><id root=")./, '$1'],
  ['to whoever asked', LAST_RCV, '$19'],
  ['from whoever was asked', LAST_SND, '$19'],
  ['what a query came to', /<queryResponseCode code="[^"]*"/, '<queryResponseCode code="XX"'],
  ['a reason’s code', new RegExp(`(${EVENT}\\bcode=")[^"]*`), '$1'],
  ['a reason’s list', new RegExp(`(${EVENT}codeSystem=")[^"]*`), '$1x'],
  ['how bad a reason is', /<qualifier code="[^"]*"/, '<qualifier code="X"'],
  ['what a query came to', END, '<queryAck><queryResponseCode code="OK"/></queryAck>$&'],
  ['a reason’s code', END, '<reason/>$&'],
  ['a reason’s list', END, '<reason/>$&'],
  ['how bad a reason is', END, '<reason/>$&'],
  ['a reason', /<reason\b[^]*<\/reason>/, ''],
  ['no subject', END, '<subject/>$&'],
  ['an NHS number', /"999\d{7}"/g, '"999"'],
  ['a person', /<patientPerson classCode="PSN"/, '<patientPerson classCode="PSM"'],
  ['a family name', /<(\/?)family>/g, '<$1name>'],
  ['a birth', /<birthTime[^>]*>/, ''],
  ['a gender', /<administrativeGenderCode[^>]*>/, ''],
  ['a serial change number', /(<pertinentSerialChangeNumber[^]*?<value value=")/, '$1x'],
  ['an id of the release', new RegExp(`(${RELEASED}root=")`), '$1x'],
  ['a time of the release', new RegExp(`(${RELEASED}[^>]*/><effectiveTime value=")`), '$1x'],
  ['a prescription', /<component\b[^]*<\/component>(?=<inFulfillmentOf)/, ''],
  ['a prescription’s template', /<templateId[^>]*\/>/, ''],
  ['one prescription each', /<(\/?)ParentPrescription/g, '<$1Prescription'],
  ['the payload it answers', new RegExp(`(<${REFERRED}[^>]*><id root=")`), '$1x'],
  [
    'an id of the answer',
    /(<(?:CancellationResponse|PrescriptionReleaseReject)[^>]*><id root=")/,
    '$1x',
  ],
  ['a time of the answer', /(<CancellationResponse[^>]*><id[^>]*\/><effectiveTime value=")/, '$1x'],
  ['what became of it', /(<pertinentResponse [^]*?<value [^>]*?\bcode=")/, '$1x'],
  ['a short prescription id', /"\w{6}-\w{6}-\w{5}[\dA-Z+]"/, '"ABCDEF"'],
  ['why it is rejected', /\.16\.34"/, '.16.35"'],
]

/** Every break of a reply. */
export const REPLY_BREAKS: readonly Break[] = [
  ...WRAPPER_BREAKS,
  ...SOAP_BREAKS,
  ...EBXML_BREAKS,
  ...MESSAGE_BREAKS,
]
