// What Spine's published validators ask, a sentence each, with the rules that hold it and one way to break it by hand.

/** One sentence: what is asked; the message it is broken in and how; every rule that then is. */
export interface Sentence {
  readonly says: string
  readonly good: string
  readonly in: 'envelope' | 'message'
  readonly broken: (text: string) => string
  readonly rules: readonly string[]
}

type Row = readonly [says: string, edit: (text: string) => string, rules: readonly string[]]

const inDocument =
  (good: string, document: Sentence['in']) =>
  ([says, broken, rules]: Row): Sentence => ({ says, good, in: document, broken, rules })

const without =
  (pattern: RegExp) =>
  (text: string): string =>
    text.replace(pattern, '')
const to =
  (pattern: RegExp, replacement: string) =>
  (text: string): string =>
    text.replace(pattern, replacement)
const twice =
  (pattern: RegExp) =>
  (text: string): string =>
    text.replace(pattern, '$&$&')

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

const PDS: readonly Sentence[] = [
  ...(
    [
      [
        'historicDataIndicator 0 or 1',
        to(/value code="0"/, 'value code="2"'),
        ['pds-retrieval-history'],
      ],
      [
        'an NHS number of ten characters',
        to(/9990001006/, '999 000 1006'),
        ['pds-retrieval-number-length'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('retrieval', 'envelope')),
  ...(
    [
      [
        'a date of birth',
        without(/<person.birthTime>.*?<\/person.birthTime>/),
        ['pds-trace-birth'],
      ],
      ['one family', twice(/<family>.*?<\/family>/), ['pds-trace-family']],
      ['a gender of 0, 1, 2 or 9', to(/value code="2"/, 'value code="3"'), ['pds-trace-gender']],
    ] satisfies readonly Row[]
  ).map(inDocument('simple trace', 'envelope')),
  ...(
    [
      [
        'historicDataIndicator',
        without(/<historicDataIndicator>.*?<\/historicDataIndicator>/),
        ['pds-advanced-history'],
      ],
      ['a person’s name', without(/<person.name>.*?<\/person.name>/), ['pds-advanced-name']],
      [
        'exactly one searchParameter',
        twice(/<searchParameter>.*?<\/searchParameter>/),
        ['pds-advanced-algorithm'],
      ],
      [
        'a searchParameter of 1 or 2',
        to(/code="1"( codeSystem="[^"]*17\.39")/, 'code="3"$1'),
        ['pds-advanced-algorithm-code'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('advanced trace', 'message')),
  ...(
    [
      [
        'a date of birth',
        without(/<person.birthTime>.*?<\/person.birthTime>/),
        ['pds-cross-check-birth'],
      ],
      [
        'an NHS number under the new root',
        to(/2\.16\.840\.1\.113883\.2\.1\.4\.1/, '2.16.840.1.113883.2.1.3.2.4.8'),
        ['pds-cross-check-number'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('cross-check', 'envelope')),
]

const PATIENT: readonly Row[] = [
  ['an NHS number', /(<Patient .*?<id root="[\d.]+)"/, 'eps-prescription-patient-number'],
  ['an address', /<addr use="H">.*?<\/addr>/, 'eps-prescription-patient-address'],
  ['a gender', /<administrativeGenderCode [^>]*>/, 'eps-prescription-patient-gender'],
  ['a birth', /<birthTime [^>]*>/, 'eps-prescription-patient-birth'],
  ['a GP', /<healthCareProvider .*?<\/healthCareProvider>/, 'eps-prescription-patient-gp'],
].map(([says, pattern, rule]) => [
  `a patient with ${String(says)}`,
  rule === 'eps-prescription-patient-number'
    ? to(pattern as RegExp, '$10"')
    : without(pattern as RegExp),
  [String(rule)],
])

const EPS: readonly Sentence[] = [
  ...(
    [
      [
        'a prescription’s short id of twenty characters',
        to(/(18\.8" extension=")./, '$1'),
        ['eps-prescription-short'],
      ],
      ['a signature', without(/<Signature[^]*<\/Signature>/), ['eps-prescription-signature']],
      [
        'a signed time',
        without(/<time value="[^"]*"\/>(?=<signatureText>)/),
        ['eps-prescription-signed-at'],
      ],
      ...PATIENT,
      [
        'a patient with a name',
        to(/<patientPerson [^>]*><name[^]*?<\/name>/, '<patientPerson>'),
        ['eps-prescription-patient-name'],
      ],
      [
        'a licensed organisation',
        without(/<healthCareProviderLicense [^]*?<\/healthCareProviderLicense>/),
        ['eps-prescription-licence'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('prescription', 'message')),
  ...(
    [
      [
        'a prescription’s id in the short form of twenty characters',
        to(/(<value [^>]*extension="[^"]*)(")/, '$10$2'),
        ['eps-return-prescription-short'],
      ],
      [
        'a prescription’s id in the long form of 36 or 37 characters',
        to(/<value root="[^"]*18\.8" extension="[^"]*"/, '<value root="5F0A4B44-9B7B"'),
        ['eps-return-prescription-form'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('return', 'message')),
  ...(
    [
      [
        'a claim for one item at least',
        without(
          /<pertinentInformation1 [^>]*><seperatableInd[^>]*><templateId[^>]*><pertinentSuppliedLineItem [^]*<\/pertinentSuppliedLineItem><\/pertinentInformation1>/,
        ),
        ['eps-claim-items'],
      ],
      [
        'a replaced claim named by 36 characters',
        to(/(priorMessageRef [^>]*><id root=")./, '$1'),
        ['eps-claim-replaced'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('claim', 'message')),
  ...(
    [
      [
        'eight reasons at most',
        to(/<pertinentInformation [^]*?<\/pertinentInformation>/, '$&'.repeat(9)),
        ['eps-cancel-reasons'],
      ],
      ['reasons of the list of reasons', to(/\.16\.27"/, '.16.28"'), ['eps-cancel-reason']],
    ] satisfies readonly Row[]
  ).map(inDocument('cancellation', 'message')),
]

/** Every sentence, in the order of what carries a message and then what it asks for. */
export const SENTENCES: readonly Sentence[] = [...SOAP, ...RELIABLE, ...EXPRESS, ...PDS, ...EPS]
