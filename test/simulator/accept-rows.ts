import type { RequestKind } from '../../src/simulator/index.ts'
import { behind, payload, refused, twice, valued, within, without } from './accepting.ts'
import type { Damage, Group, Row, Rows, Verdict } from './accepting.ts'

const message = (damage: Damage): Damage => behind(/Body>/, damage)
const TMS = 'fault 201'
const rejected = (code: string): Verdict => `rejected 17.32 ${code}`

const SOAP: Rows = {
  'one envelope': [b => b + b.replace(/^<\?xml[^>]*>\s*/, ''), TMS],
  'one header': [twice('Header'), TMS],
  'one body': [twice('Body'), TMS],
  'a message id of 41 characters': [b => b.replace('uuid:', 'urn:uuid:'), TMS],
  'one action': [twice('Action'), TMS],
  'whom it is for': [b => b.replace(/(<wsa:To>)[^<]*/, '$1'), TMS],
  'the receiving system in the header': [without('communicationFunctionRcv'), TMS],
  'the sending system in the header': [without('communicationFunctionSnd'), TMS],
  'the action that the SOAPAction names': [b => b.replace(/(<wsa:Action>urn:nhs)/, '$1x'), TMS],
  'an id': [message(without('id')), rejected('INVALID_ID')],
  'a creation time': [message(without('creationTime')), rejected('INVALID_CREATION_TIME')],
  'a version': [
    message(within('versionCode', valued('code', ''))),
    rejected('INVALID_VERSION_CODE'),
  ],
  'one control act': [message(twice('ControlActEvent')), rejected('INVALID_CONTROL_ACT')],
  'one author at most': [
    message(b => b.replace(/<((?:\w+:)?)author1/, '<$1author/><$1author/>$&')),
    rejected('CONTROL_ACT_AUTHOR_INVALID'),
  ],
  'one or two systems as authors': [
    message(without('author1')),
    rejected('CONTROL_ACT_AUTHOR_INVALID_CARDINALITY'),
  ],
  'one question that asks something': [
    message(b => b.replace(/(query>)[\s\S]*(<\/(?:\w+:)?query>)/, '$1$2')),
    rejected('CONTROL_ACT_QUERY_INVALID'),
  ],
  'the interaction that action and root name': [
    message(within('interactionId', b => b.replace('UK02', 'UK05'))),
    rejected('INCONSISTENT_HL7_INTERACTION_ID'),
  ],
  'the receiving system that the header names': [
    message(within('communicationFunctionRcv', valued('extension', '990000000002'))),
    rejected('519'),
  ],
  'the sending system that the header names': [
    message(within('communicationFunctionSnd', valued('extension', '990000000002'))),
    rejected('INCONSISTENT_COMM_FUNC_SND'),
  ],
  'a person who is named in full, if anyone': [
    message(b => b.replace(/<((?:\w+:)?)author1/, '<$1author></$1author>$&')),
    rejected('CONTROL_ACT_AUTHOR_INVALID'),
  ],
}

const inconsistent = 'MessageError Inconsistent'
const unrecognised = 'MessageError ValueNotRecognized'
const empty = (name: string): Row => [
  b => b.replace(new RegExp(`(<eb:${name}>)[^<]*`), '$1'),
  inconsistent,
]

const HEADER: Rows = {
  'a messageId': empty('MessageId'),
  'a conversationId': empty('ConversationId'),
  'a service': empty('Service'),
  'a action': empty('Action'),
  'a fromParty': [
    within('From', b => b.replace(/>[^<]*<\/eb:PartyId/, '></eb:PartyId')),
    inconsistent,
  ],
  'a toParty': [within('To', b => b.replace(/>[^<]*<\/eb:PartyId/, '></eb:PartyId')), unrecognised],
  'an agreement': [b => b.replace(/(<eb:CPAId>)/, '$1x'), unrecognised],
  'a payload under the id of the manifest': [
    b => b.replace(/xlink:href="cid:/, '$&x'),
    'MessageError MimeProblem',
  ],
  'a SOAPAction of service and action': [b => b.replace('<eb:Service>', '$&x'), inconsistent],
  'a payload of the action': [
    b => b.replace(/(<\/?(?:\w+:)?)(?:PORX_IN\d+UK31|QUPA_IN\d+UK02)(?=[ >])/g, '$1Other'),
    inconsistent,
  ],
  ...Object.fromEntries(
    ['From', 'To', 'CPAId', 'ConversationId', 'Service', 'Action', 'MessageId', 'Timestamp'].map(
      (name): [string, Row] => [`one ${name}`, [twice(name), inconsistent]],
    ),
  ),
  'one MessageHeader': [
    b => b.replace('</eb:MessageHeader>', '$&<eb:MessageHeader/>'),
    inconsistent,
  ],
  'one party in From': [within('From', twice('PartyId')), inconsistent],
  'one party in To': [within('To', twice('PartyId')), inconsistent],
  'a time of sending': empty('Timestamp'),
  'the one version of MessageHeader': [
    b => b.replace('version="2.0"', 'version="1.0"'),
    unrecognised,
  ],
  'one Manifest': [b => b.replace('</eb:Manifest>', '$&<eb:Manifest/>'), inconsistent],
  'one Reference': [twice('Reference'), inconsistent],
}

const RELIABLE: Rows = {
  ...HEADER,
  'one DuplicateElimination': [without('DuplicateElimination'), inconsistent],
  'one AckRequested': [without('AckRequested'), inconsistent],
  'one SyncReply': [twice('SyncReply'), inconsistent],
  'the one version of AckRequested': [
    within('AckRequested', b => b.replace('2.0', '1.0')),
    unrecognised,
  ],
  'the one signed of AckRequested': [
    within('AckRequested', b => b.replace('false', 'true')),
    unrecognised,
  ],
  'the one actor of AckRequested': [
    within('AckRequested', b => b.replace('toPartyMSH', 'nextMSH')),
    unrecognised,
  ],
  'the one version of SyncReply': [within('SyncReply', b => b.replace('2.0', '1.0')), unrecognised],
  'the one actor of SyncReply': [
    within('SyncReply', b => b.replace('actor/next', 'actor/last')),
    unrecognised,
  ],
}

const EXPRESS: Rows = {
  ...HEADER,
  'no DuplicateElimination': [
    b => b.replace('</eb:MessageHeader>', '<eb:DuplicateElimination/>$&'),
    inconsistent,
  ],
  'no AckRequested': [b => b.replace('</eb:MessageHeader>', '$&<eb:AckRequested/>'), inconsistent],
}

const AT009 = refused('17.42 AT009')
const AT002 = refused('17.42 AT002')
const parameter = (name: string, damage: Damage): Damage => payload(within(name, damage))

const RETRIEVAL: Rows = {
  'an NHS number of ten characters': [
    parameter('person.id', b => b.replace(/(extension=["'])\d/, '$1')),
    AT002,
  ],
  'whether history is wanted': [parameter('historicDataIndicator', valued('code', '2')), AT009],
}
const TRACE: Rows = {
  'a birth time': [payload(without('person.birthTime')), AT009],
  'one family name': [parameter('person.name', twice('family')), AT009],
  'a gender that there is': [
    parameter('person.administrativeGenderCode', valued('code', '3')),
    AT009,
  ],
}
const ADVANCED: Rows = {
  'whether history is wanted': [payload(without('historicDataIndicator')), AT009],
  'a name of a person': [payload(without('person.name')), AT009],
  'one way to search': [parameter('searchParameter', valued('code', '3')), AT009],
}
const CROSS_CHECK: Rows = {
  'a birth time': [payload(without('person.birthTime')), AT009],
  'an NHS number of the new style': [
    parameter('person.id', b => b.replace('2.1.4.1', '2.1.4.9')),
    AT002,
  ],
}

/** What is tried of every transport and of what PDS is asked. */
export const GROUPS: readonly (readonly [Group, RequestKind, Rows])[] = [
  ['soap', 'QUPA_IN000008UK02', SOAP],
  ['reliable', 'PORX_IN020101UK31', RELIABLE],
  ['express', 'QUPA_IN000006UK02', EXPRESS],
  ['retrieval', 'QUPA_IN000008UK05', RETRIEVAL],
  ['trace', 'QUPA_IN000005UK01', TRACE],
  ['advanced-trace', 'QUPA_IN000006UK05', ADVANCED],
  ['cross-check', 'QUPA_IN000014UK03', CROSS_CHECK],
]
