// What Spine's published validators ask, a sentence each, with the rules that hold it and one way to break it by hand.
import { inDocument, type Row, type Sentence, to, twice, without } from './sentence.ts'
import { OF_PRODUCTS } from './sentences-products.ts'

const SOAP: readonly Sentence[] = (
  [
    [
      'exactly one header',
      twice(/<soap:Header>.*<\/soap:Header>/),
      ['soap-header', 'soap-message-id', 'soap-action', 'soap-to', 'soap-receiver', 'soap-sender'],
    ],
    ['exactly one body', twice(/<soap:Body>.*<\/soap:Body>/), ['soap-body']],
    ['a wsa:MessageID of 41 characters', to(/uuid:/, 'urn:uuid:'), ['soap-message-id']],
    ['one wsa:Action', twice(/<wsa:Action>.*<\/wsa:Action>/), ['soap-action']],
    ['a wsa:To that says something', to(/<wsa:To>.*<\/wsa:To>/, '<wsa:To/>'), ['soap-to']],
    [
      'a receiving ASID in the header',
      without(/<communicationFunctionRcv>.*?<\/communicationFunctionRcv>/),
      ['soap-receiver'],
    ],
    [
      'a sending ASID in the header',
      without(/<communicationFunctionSnd>.*?<\/communicationFunctionSnd>/),
      ['soap-sender'],
    ],
    [
      'the receiving ASID of the header equal to the message’s',
      to(/extension="200000000002"/, 'extension="200000000009"'),
      ['soap-receiver-same'],
    ],
    [
      'the sending ASID of the header equal to the message’s',
      to(/extension="200000000001"/, 'extension="200000000009"'),
      ['soap-sender-same'],
    ],
    [
      'the action’s interaction equal to the name of the body’s root',
      to(/any\/QUPA_IN000008UK02</, 'any/QUPA_IN000008UK05<'),
      ['soap-action-interaction'],
    ],
    [
      'the root’s name equal to the interactionId',
      to(/extension="QUPA_IN000008UK02"/, 'extension="QUPA_IN000008UK05"'),
      ['interaction-id'],
    ],
    ['an id that says something', to(/(<QUPA.*?<id root=")[^"]*/, '$1'), ['message-id']],
    [
      'a creationTime that says something',
      to(/(creationTime value=")\d+/, '$1'),
      ['creation-time'],
    ],
    ['a versionCode that says something', without(/<versionCode[^>]*>/), ['version-code']],
    [
      'one ControlActEvent',
      twice(/<ControlActEvent .*<\/ControlActEvent>/),
      [...['control-act', 'author', 'pds-query', 'pds-retrieval-history'], 'pds-retrieval-number'],
    ],
    ['no author or one', twice(/<author .*?<\/author>/), ['author']],
    [
      'an author’s role profile',
      to(/extension="100000000001"/, 'extension=""'),
      ['author-role-profile'],
    ],
    ['an author’s user id', to(/extension="900000000001"/, 'extension=""'), ['author-user']],
    ['an author’s job role', to(/extension="R8000"/, 'extension=""'), ['author-job-role']],
    ['author1 at least once', without(/<author1 .*?<\/author1>/), ['author-system']],
    ['author1 at most twice', to(/<author1 .*?<\/author1>/, '$&$&$&'), ['author-system']],
    [
      'one query',
      twice(/<query>.*<\/query>/),
      ['pds-query', 'pds-retrieval-history', 'pds-retrieval-number'],
    ],
    [
      'a query with something in it',
      to(/<query>.*<\/query>/, '<query/>'),
      ['pds-query-asks', 'pds-retrieval-history', 'pds-retrieval-number'],
    ],
  ] satisfies readonly Row[]
).map(inDocument('retrieval', 'envelope'))

const element = (name: string): RegExp =>
  new RegExp(`<eb:${name}(?: [^>]*)?(?:/>|>.*?</eb:${name}>)`)

const NAMED = [
  ['the sending party', 'From', 'ebxml-from'],
  ['the receiving party', 'To', 'ebxml-to'],
  ['the agreement', 'CPAId', 'ebxml-cpa-id'],
  ['the conversation', 'ConversationId', 'ebxml-conversation'],
  ['the service', 'Service', 'ebxml-service'],
  ['the action', 'Action', 'ebxml-action'],
  ['the message', 'MessageId', 'ebxml-message-id'],
  ['its time', 'Timestamp', 'ebxml-timestamp'],
] as const

const RELIABLE: readonly Sentence[] = [
  ...NAMED.flatMap(([what, name, rule]): Row[] => [
    [`${what} named`, without(element(name)), [rule]],
    [`${what} named once`, twice(element(name)), [rule]],
    [
      `${what} named by something`,
      text => text.replace(element(name), each => each.replace(/>[^<>]+</, '><')),
      [rule],
    ],
  ]),
  ...(
    [
      ['DuplicateElimination', 'ebxml-duplicate-elimination'],
      ['AckRequested', 'ebxml-ack-requested'],
      ['SyncReply', 'ebxml-sync-reply'],
    ] as const
  ).flatMap(([name, rule]): Row[] => [
    [`${name} there`, without(element(name)), [rule]],
    [`${name} there once`, twice(element(name)), [rule]],
  ]),
  [
    'AckRequested for the other party',
    to(/actor:toPartyMSH/, 'actor:nextMSH'),
    ['ebxml-ack-requested-actor'],
  ],
  ['AckRequested unsigned', to(/signed="false"/, 'signed="true"'), ['ebxml-ack-requested-signed']],
  [
    'AckRequested of version 2.0',
    to(/(AckRequested eb:version=")2.0/, '$11.0'),
    ['ebxml-ack-requested-version'],
  ],
  [
    'SyncReply for whoever is next',
    to(/soap\/actor\/next/, 'soap/actor/last'),
    ['ebxml-sync-reply-actor'],
  ],
  [
    'SyncReply of version 2.0',
    to(/(SyncReply eb:version=")2.0/, '$11.0'),
    ['ebxml-sync-reply-version'],
  ],
  ['a reference', without(element('Reference')), ['ebxml-reference']],
  ['one reference alone', twice(element('Reference')), ['ebxml-reference']],
].map(row => inDocument('return', 'envelope')(row as Row)) // rows of both kinds make one list

const EXPRESS: readonly Sentence[] = (
  [
    [
      'DuplicateElimination absent',
      to(/<\/eb:MessageHeader>/, '<eb:DuplicateElimination/>$&'),
      ['ebxml-no-duplicate-elimination'],
    ],
    [
      'AckRequested absent',
      to(/<\/soap:Header>/, '<eb:AckRequested/>$&'),
      ['ebxml-no-ack-requested'],
    ],
  ] satisfies readonly Row[]
).map(inDocument('advanced trace', 'envelope'))

/** Every sentence, in the order of what carries a message and then what it asks for. */
export const SENTENCES: readonly Sentence[] = [...SOAP, ...RELIABLE, ...EXPRESS, ...OF_PRODUCTS]
