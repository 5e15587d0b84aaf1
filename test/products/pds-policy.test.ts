import t from 'tap'
import { type Answered, createCompare } from '../../src/comparison/index.ts'
import { POLICIES } from '../../src/products/index.ts'

const compare = createCompare({ key: Buffer.alloc(32, 3), now: () => Date.parse('2026-11-22') })

const [policy] = POLICIES.filter(({ name }) => name === 'pds.retrieval')

const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** What a reply says; the second is what the cloud's comes to when it is written as one. */
interface Said {
  readonly id: string
  readonly created: string
  readonly asked: string
  readonly sender: string
  readonly nhsNumber: string
  readonly version: string
  readonly gender: string
  readonly born: string
  readonly addresses: readonly (readonly [id: string, ...lines: string[]])[]
  readonly family: string
  readonly given: readonly string[]
  readonly phone: string
  readonly gp: string
  readonly death: string
  readonly recorded: boolean
}

const LEGACY: Said = {
  id: '0FEDCBA9-8765-4321-8FED-CBA987650001',
  created: '20261122120000',
  asked: '5A562114-4B7A-4C4C-9E4B-5B3F0E6C0002',
  sender: '990000000777',
  nhsNumber: '9990000018',
  version: '12',
  gender: '2',
  born: '19500101',
  addresses: [
    ['ADR1', '', '1 Test Street', '', 'Testham', 'Testshire'],
    ['ADR2', '', '2 Former Road', '', 'Testham', ''],
  ],
  family: 'TESTPATIENT',
  given: ['ONE', 'TWO'],
  phone: 'tel:01632960000',
  gp: 'A99999',
  death: '1',
  recorded: true,
}

/** The same facts, as somebody else would write them. */
const CLOUD: Said = {
  ...LEGACY,
  id: 'C0B1D2A3-0F1E-4D2C-8B3A-495867760003',
  created: '20261122120007',
  sender: 'Not Known',
  addresses: [
    ['ADR2', '2 Former Road', 'Testham'],
    ['ADR1', '1 Test Street', 'Testham', 'Testshire'],
  ],
  phone: '01632960000',
  recorded: false,
}

const recorded = (said: Said): string =>
  said.recorded
    ? `<subjectOf1><systemEffectiveDate><value><low value="20200101093721"/></value></systemEffectiveDate></subjectOf1>` +
      `<subjectOf2><sourceSourceIdentified><value extension="${said.sender}"/></sourceSourceIdentified></subjectOf2>`
    : `<subjectOf1><sourceSourceIdentified/></subjectOf1><subjectOf2/>`

const address = (said: Said, [id = '', ...lines]: readonly string[]): string =>
  `<COCT_MT000201UK02.PartOfWhole><addr use="H">${lines
    .map(line => `<streetAddressLine>${line}</streetAddressLine>`)
    .join(
      '',
    )}<postalCode>ZZ99 9ZZ</postalCode><id root="${V3}.18.1" extension="${id}"/></addr>${recorded(said)}` +
  `</COCT_MT000201UK02.PartOfWhole>`

function reply(said: Said): Answered {
  const device = (extension: string): string =>
    `<device><id root="1.2.826.0.1285.0.2.0.107" extension="${extension}"/></device>`
  const body =
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>` +
    `<w:MessageID>uuid:${said.id}</w:MessageID><w:RelatesTo>uuid:${said.asked}</w:RelatesTo></s:Header><s:Body>` +
    `<retrievalQueryResponse xmlns="urn:hl7-org:v3"><QUPA_IN000009UK03><id root="${said.id}"/><creationTime value="${said.created}"/>` +
    `<versionCode code="V3NPfIT3.0"/><acknowledgement typeCode="AA"><messageRef><id root="${said.asked}"/></messageRef></acknowledgement>` +
    `<communicationFunctionSnd>${device(said.sender)}</communicationFunctionSnd><ControlActEvent><subject><PDSResponse>` +
    `<pertinentInformation><pertinentSerialChangeNumber><value value="${said.version}"/></pertinentSerialChangeNumber></pertinentInformation>` +
    `<subject><patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="${said.nhsNumber}"/><patientPerson>` +
    `<administrativeGenderCode code="${said.gender}"/><birthTime value="${said.born}"/>` +
    `<playedOtherProviderPatient><subjectOf><patientCareProvisionEvent><code code="1"/><performer><assignedEntity><id extension="${said.gp}"/></assignedEntity></performer></patientCareProvisionEvent></subjectOf></playedOtherProviderPatient>` +
    said.addresses.map(own => address(said, own)).join('') +
    `<COCT_MT000202UK02.PartOfWhole><telecom use="H" value="${said.phone}"/></COCT_MT000202UK02.PartOfWhole>` +
    `<COCT_MT000203UK02.PartOfWhole><partPerson><name use="L">${said.given.map(given => `<given>${given}</given>`).join('')}<family>${said.family}</family></name></partPerson></COCT_MT000203UK02.PartOfWhole>` +
    `</patientPerson><subjectOf2><deathNotification><value code="${said.death}"/></deathNotification></subjectOf2></patientRole></subject></PDSResponse></subject></ControlActEvent></QUPA_IN000009UK03></retrievalQueryResponse></s:Body></s:Envelope>`
  return { status: 200, headers: ['Content-Type', 'text/xml'], body: Buffer.from(body) }
}

const hold = (candidate: Partial<Said>) => {
  if (policy === undefined) throw new Error('there is no policy for the retrieval')
  const request = [{ control: LEGACY.asked, candidate: LEGACY.asked }]
  return compare(
    { control: reply(LEGACY), candidate: reply({ ...CLOUD, ...candidate }), request },
    policy,
  )
}

t.test(
  'the same facts written by somebody else are equivalent, and every rule that says so is named',
  async t => {
    const { verdict, hits, differences } = hold({})
    t.strictSame(
      differences.filter(({ rule }) => rule === undefined),
      [],
    )
    t.equal(verdict, 'equivalent')
    t.strictSame(Object.keys(hits).sort(), [
      'blank-lines',
      'creation-time',
      'message-id',
      'sender',
      'source',
      'system-effective-date',
      'telecom-scheme',
    ])
  },
)

t.test('what the record itself says differently is found where it stands', async t => {
  const ROWS: readonly (readonly [change: Partial<Said>, kind: string, end: string])[] = [
    [{ nhsNumber: '9990000026' }, 'value', 'patientRole/id/@extension'],
    [{ version: '11' }, 'value', 'pertinentSerialChangeNumber/value/@value'],
    [{ gender: '1' }, 'value', 'administrativeGenderCode/@code'],
    [{ born: '19500102' }, 'value', 'birthTime/@value'],
    [{ family: 'TESTPATIENTE' }, 'value', 'name/family/text()'],
    [{ given: ['TWO', 'ONE'] }, 'order', 'name/given'],
    [{ given: ['ONE'] }, 'missing', 'name/given'],
    [{ phone: '01632960001' }, 'value', 'telecom/@value'],
    [{ gp: 'B99999' }, 'value', 'assignedEntity/id/@extension'],
    [{ death: '2' }, 'value', 'deathNotification/value/@code'],
    [{ created: 'now' }, 'value', 'creationTime/@value'],
    [{ addresses: CLOUD.addresses.slice(1) }, 'missing', 'COCT_MT000201UK02.PartOfWhole'],
    [
      { addresses: [['ADR2', '3 Former Road', 'Testham'], ...CLOUD.addresses.slice(1)] },
      'value',
      'addr/streetAddressLine/text()',
    ],
    [{ asked: CLOUD.id }, 'id-inconsistent', 'Envelope/Header/RelatesTo/text()'],
  ]
  for (const [change, kind, end] of ROWS) {
    const { verdict, differences } = hold(change)
    const found = differences.filter(({ rule }) => rule === undefined)
    t.equal(verdict, 'different', JSON.stringify(change))
    t.ok(
      found.some(one => one.kind === kind && one.path.endsWith(end)),
      `${kind} ${end}: ${JSON.stringify(found)}`,
    )
  }
})

t.test('a wrong patient, another version or another death is critical', async t => {
  for (const change of [{ nhsNumber: '9990000026' }, { version: '11' }, { death: '2' }]) {
    t.match(hold(change).differences.find(({ rule }) => rule === undefined)?.severity, 'critical')
  }
  t.match(
    hold({ family: 'X' }).differences.find(({ rule }) => rule === undefined),
    {
      severity: 'significant',
    },
  )
})

t.test('what a mapping read: entries are known by their ids, each fact by its path', async t => {
  const facts = (
    nhsNumber: string,
    ...names: readonly (readonly [id: string, family: string])[]
  ) => [
    { path: 'nhsNumber', value: nhsNumber, type: 'text' },
    { path: 'birthDate', value: '1950-01-01', type: 'time' },
    ...names.flatMap(([id, family], n) => [
      { path: `name[${n}]/id`, value: id, type: 'text' },
      { path: `name[${n}]/family`, value: family, type: 'text' },
      { path: `name[${n}]/given[0]`, value: `given of ${family}`, type: 'text' },
    ]),
  ]
  const json: Answered = {
    status: 200,
    headers: ['Content-Type', 'application/fhir+json'],
    body: Buffer.from('{"resourceType":"Patient"}'),
  }
  const paths = (control: ReturnType<typeof facts>, candidate: ReturnType<typeof facts>) => {
    if (policy === undefined) return []
    const pair = {
      control: { ...reply(LEGACY), means: control },
      candidate: { ...json, means: candidate },
    }
    return compare(pair, policy).differences.map(
      ({ kind, path, severity }) => `${kind} ${path} ${severity}`,
    )
  }
  const [one, two] = [['n1', 'ALPHA'] as const, ['n2', 'BETA'] as const]
  const control = facts('9990000018', one, two)
  t.strictSame(paths(control, facts('9990000018', two, one)), [])
  t.strictSame(paths(control, facts('9990000018', two, ['n1', 'GAMMA'])).sort(), [
    'value name/family significant',
    'value name/given significant',
  ])
  t.strictSame(paths(control, facts('9990000018', two)), ['missing name significant'])
  t.strictSame(paths(control, facts('9990000026', one, two)), ['value nhsNumber critical'])
  const later = control.map(leaf =>
    leaf.path === 'birthDate' ? { ...leaf, value: '19500101' } : leaf,
  )
  t.strictSame(paths(control, later), [], 'one date in two writings')
})
