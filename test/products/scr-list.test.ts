/** A patient's summaries are asked of the cloud and read on both sides; suppliers are given legacy's own list. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { policyNamed } from '../../src/products/index.ts'
import { LIST_SPEC, SCR_LIST } from '../../src/products/scr/list.ts'
import { createCompare } from '../../src/comparison/index.ts'
import { childOf, elementsOf, readXml, type XmlElement } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import {
  EARLIER_ID,
  listBundle,
  type Listed,
  listQuery,
  listReply,
  MESSAGE_ID,
  NONE_LISTED,
  OTHER_SCR_NUMBER,
  refusal,
  SCR_NUMBER,
  SUMMARY_ID,
  toldOn,
} from '../support/scr-golden.ts'

const INTERACTION = 'QUPC_IN180000UK04'
const ABOUT = {
  ...{ interaction: INTERACTION, messageId: MESSAGE_ID, payloadId: MESSAGE_ID },
  ...{
    fromAsid: '200000000001',
    toAsid: '200000000002',
    newId: () => MESSAGE_ID,
    now: new Date(0),
  },
}
const treeOf = (text: string): XmlElement => readXml(Buffer.from(text))
const asked = (query: string, mapping = SCR_LIST) => mapping.request(treeOf(query), ABOUT)
const legacy = (listed: Listed = {}, mapping = SCR_LIST) =>
  mapping.readLegacy(treeOf(listReply(listed)))
const cloud = (body: Buffer, mapping = SCR_LIST) => mapping.readCloud({ status: 200, body })

const NO_CASE = [
  ['210', 'Success with Warning', 'WG'],
  ['30312', `[PSIS-30312] - Case Instance not found. ${SCR_NUMBER}`, 'WG'],
] as const
const NO_ACCESS = [
  ['420', 'Business condition related to access control'],
  ['30418', '[PSIS-30418] - ACF does not permit access to resource'],
] as const

t.test('the cloud is asked for the newest summary of that very patient', async t => {
  for (const interaction of LIST_SPEC.interactions) {
    const came = SCR_LIST.request(treeOf(listQuery({}, interaction)), { ...ABOUT, interaction })
    t.match(came, {
      value: {
        method: 'GET',
        path: `/DocumentReference?patient=${encodeURIComponent(`https://fhir.nhs.uk/Id/nhs-number|${SCR_NUMBER}`)}&type=${encodeURIComponent('http://snomed.info/sct|196981000000101')}&_sort=date&_count=1`,
        subject: { kind: 'nhsNumber', value: SCR_NUMBER },
        requestId: MESSAGE_ID.toLowerCase(),
      },
    })
  }
})

t.test('what the cloud cannot be asked is not asked of it', async t => {
  const DECLINED: readonly (readonly [query: string, code: string])[] = [
    [listQuery({ override: '1' }), 'asked'],
    [listQuery({ override: '2' }), 'value'],
    [listQuery({ number: '9990000019' }), 'value'],
    [listQuery({ number: '' }), 'value'],
    [listQuery({ more: '<eventType><value code="1"/></eventType>' }), 'unread'],
    [listQuery().replace(/<dissentOverride>.*<\/dissentOverride>/, ''), 'missing'],
    [listQuery().replace('.17.60', '.17.61'), 'unread'],
    [listQuery().replace(/<query>.*<\/query>/, ''), 'shape'],
    [listQuery({}, 'QUPC_IN190000UK04'), 'shape'],
  ]
  for (const [query, code] of DECLINED) t.match(asked(query), { kind: 'declined', code }, query)
  t.equal(SCR_LIST.legacyOnly?.['QUPC_IN160101UK05'] !== undefined, true)
})

const leaves = (said: ReturnType<typeof legacy>) =>
  said.kind === 'said'
    ? [said.outcome, ...SCR_LIST.leaves(said.information ?? {}, INTERACTION)]
    : said.code

t.test('of a list both sides say the patient, the newest summary and who may view it', async t => {
  const LISTED: readonly (readonly [Listed, Buffer])[] = [
    [{}, listBundle()],
    [{ view: 'Ask' }, listBundle({ view: 'Ask' })],
    [{ view: 'Clear' }, listBundle({ view: 'Ask' })],
    [{}, listBundle({ system: 'https://fhir.nhs.uk/R4/CodeSystem/SCR-ACSPermission' })],
  ]
  for (const [listed, body] of LISTED) {
    const [own, other] = [legacy(listed), cloud(body)]
    if (own.kind !== 'said' || other.kind !== 'said') throw new Error('not read')
    const mean = SCR_LIST.bothMean(own, other, INTERACTION)
    t.strictSame(mean.legacy, mean.cloud)
    t.equal(mean.legacy.length, 6)
  }
  t.strictSame(leaves(legacy()), [
    'ok',
    { path: 'nhsNumber', value: SCR_NUMBER, type: 'text' },
    { path: 'permission', value: 'yes', type: 'text' },
    { path: 'summaries[0]/id', value: SUMMARY_ID, type: 'text' },
    { path: 'summaries[0]/status', value: 'current', type: 'text' },
    { path: 'summaries[0]/type', value: '196981000000101', type: 'text' },
  ])
})

t.test('what the cloud says nothing of, legacy says in four ways', async t => {
  const none = cloud(NONE_LISTED)
  t.match(none, { kind: 'said', outcome: 'not_found', information: undefined })
  const ways = [
    legacy({ view: 'No' }),
    legacy({ view: undefined }),
    legacy({ ids: [] }),
    SCR_LIST.readLegacy(treeOf(refusal(NO_CASE))),
  ]
  for (const way of ways) t.match(way, { kind: 'said', outcome: 'not_found' })
  t.match(SCR_LIST.readLegacy(treeOf(refusal(NO_ACCESS))), { outcome: 'app_error' })
})

t.test(
  'two patients, two newest summaries and two permissions are nobody’s to choose from',
  async t => {
    const change = (from: string, to: string) =>
      cloud(Buffer.from(listBundle().toString().replace(from, to)))
    const label = '"securityLabel":['
    t.match(
      change(
        label,
        `${label}{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission","code":"No"}]},`,
      ),
      {
        code: 'several',
      },
    )
    const identifier = '"identifier":['
    const another = `{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"${OTHER_SCR_NUMBER}"}`
    t.match(change(identifier, `${identifier}${another},`), { code: 'several' })
    const told = listReply().replace(
      `<resourceContext root="2.16.840.1.113883.2.1.4.1" extension="${SCR_NUMBER}"/>`,
      `<resourceContext root="2.16.840.1.113883.2.1.4.1" extension="${OTHER_SCR_NUMBER}"/>`,
    )
    t.match(SCR_LIST.readLegacy(treeOf(told)), { code: 'disagrees' })
  },
)

t.test('no supplier is given what the cloud lists', async t => {
  const request = {
    ...{ method: 'GET', path: '', headers: [], requestId: MESSAGE_ID.toLowerCase() },
    subject: { kind: 'nhsNumber', value: SCR_NUMBER },
  } as const
  const answer = (status: number, headers: string[]) =>
    SCR_LIST.answer({ status, headers, body: listBundle() }, { ...ABOUT, request })
  t.match(answer(200, ['X-Request-ID', MESSAGE_ID]), { kind: 'declined', code: 'withheld' })
  t.match(answer(200, []), { kind: 'crossed', by: 'request' })
  for (const [status, error] of [
    [401, 'bad-answer'],
    [403, 'bad-answer'],
    [408, 'no-answer'],
    [429, 'not-sent'],
    [500, 'no-answer'],
    [503, 'not-sent'],
    [504, 'no-answer'],
  ] as const) {
    t.match(answer(status, []), { kind: 'failure', error })
  }
  t.match(SCR_LIST.neverServes, /permits? |lets be stored/)
})

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })

t.test('each fact of a list is critical where the two sides say another', async t => {
  const policy = policyNamed(SCR_LIST.name)
  if (policy === undefined) throw new Error('no policy')
  const OTHERS: readonly (readonly [what: string, body: Buffer, path: string])[] = [
    ['patient', listBundle({ number: OTHER_SCR_NUMBER }), 'nhsNumber'],
    ['permission', listBundle({ view: 'Ask' }), 'permission'],
    ['summary', listBundle({ id: EARLIER_ID }), 'summaries[0]/id'],
    ['nothing', NONE_LISTED, 'outcome'],
  ]
  for (const [what, body, path] of OTHERS) {
    const [own, other] = [legacy(), cloud(body)]
    if (own.kind !== 'said' || other.kind !== 'said') throw new Error('not read')
    const mean = SCR_LIST.bothMean(own, other, INTERACTION)
    const told = { status: 200, headers: [], body: Buffer.from('{}') }
    const pair = {
      control: { ...told, means: mean.legacy },
      candidate: { ...told, means: mean.cloud },
    }
    const { verdict, differences } = compare(pair, policy)
    t.equal(verdict, 'different', what)
    const critical = differences.filter(({ severity }) => severity === 'critical')
    t.ok(
      critical.some(each => each.path.replace(/\W/g, '').includes(path.replace(/\[0\]|\W/g, ''))),
      what,
    )
  }
})

t.test('nothing that is declined says whom it is about', async t => {
  const said = [
    asked(listQuery({ override: '1' })),
    asked(listQuery({ number: '9990000019' })),
    asked(listQuery({ more: `<x>${SCR_NUMBER}</x>` })),
    SCR_LIST.readLegacy(treeOf(listReply({ status: SCR_NUMBER }))),
    cloud(listBundle({ view: 'Secretly' })),
    cloud(listBundle({ number: '9990000019' })),
  ]
  for (const each of said) {
    t.match(each, { kind: 'declined' })
    t.notMatch(JSON.stringify(each), /999000|Secretly|No\b/)
  }
})

t.test('published lists are read, each of them', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const samples = spineSamples(folder).filter(({ product }) => product === 'SCR')
  const messageIn = (bytes: Buffer) => {
    const body = childOf(readXml(bytes), 'http://schemas.xmlsoap.org/soap/envelope/', 'Body')
    const [wrapper] = body === undefined ? [] : elementsOf(body)
    const [message] = wrapper === undefined ? [] : elementsOf(wrapper)
    if (message === undefined) throw new Error('no message')
    return message
  }
  const came: string[] = []
  for (const { file, path, pairId } of samples) {
    if (!/event-list-query\/.*\.xml$/.test(path)) continue
    const said = SCR_LIST.readLegacy(messageIn(readFileSync(file)))
    came.push(`${pairId} ${said.kind === 'said' ? said.outcome : said.code}`)
  }
  t.comment(`${came.length} published lists of legacy: ${came.join(', ')}`)
  t.ok(came.length >= 2)
  t.ok(came.includes(' ok') && came.includes('scr:event-list:no_consent app_error'))
  // Of one who consents to nothing the façade tells on what the access control said.
  const told = samples.find(({ path }) =>
    path.endsWith('get_scr_id/no_consent/1-basic.response.json'),
  )
  const outcome = readFileSync(told?.file ?? '')
  t.strictSame(
    JSON.parse(outcome.toString()),
    JSON.parse(toldOn(PUBLISHED, 'forbidden').toString()),
  )
})

const PUBLISHED = [
  [
    '420',
    'Business condition related to access control  which prevents the action being performed by PSIS',
  ],
  ['30418', '[PSIS-30418] - ACF does not permit access to resource'],
] as const
