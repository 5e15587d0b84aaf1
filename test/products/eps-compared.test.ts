/** A clinical view and a search are asked of the cloud and read on both sides; suppliers are given legacy's own. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  type ComparedSpec,
  defineCompared,
  type Mapping,
  type Said,
} from '../../src/mapping/index.ts'
import { EPS_SEARCH, SEARCH_SPEC } from '../../src/products/eps/search.ts'
import { EPS_CLINICAL_VIEW, VIEW_SPEC } from '../../src/products/eps/view.ts'
import { childOf, elementsOf, readXml } from '../../src/xml/index.ts'
import { corpusFolder } from '../support/corpus.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import {
  searchAnswer,
  searchBundle,
  SHORT_ID,
  VIEW_NUMBER,
  viewBundle,
  viewMessage,
  viewRefusal,
} from '../support/view-golden.ts'

const ID = 'F1D2C3B4-0000-4000-8000-000000000002'
const ABOUT = {
  messageId: ID,
  payloadId: ID,
  fromAsid: '200000000001',
  toAsid: '200000000002',
  newId: () => ID,
  now: new Date(0),
}
const treeOf = (text: string) => readXml(Buffer.from(text))
const query = (interaction: string, parameters: string): string =>
  `<${interaction} xmlns="urn:hl7-org:v3"><id root="${ID}"/><ControlActEvent><query>${parameters}</query></ControlActEvent></${interaction}>`

const told = (
  mapping: Mapping,
  said: Said | { readonly kind: 'declined'; readonly says: string },
) =>
  said.kind === 'declined'
    ? said.says
    : [said.outcome, said.information && mapping.leaves(said.information, '')]

const both = (mapping: Mapping, otherwise = (text: string): string => text) => {
  const changed = (body: Buffer): Buffer => Buffer.from(otherwise(body.toString()))
  const cloud = (body: Buffer) => mapping.readCloud({ status: 200, body: changed(body) })
  return mapping.name === 'eps.search'
    ? [mapping.readLegacyBody?.(changed(searchAnswer())), cloud(searchBundle())]
    : [mapping.readLegacy(treeOf(otherwise(viewMessage()))), cloud(viewBundle())]
}

const VIEW = 'QURX_IN000005UK98'
const SEARCH = 'PrescriptionSearchSyncAsync_1_0'
const SHORT = `<value root="2.16.840.1.113883.2.1.3.2.4.18.8" extension="${SHORT_ID.replace('X', '+')}"/>`

t.test(
  'what is asked is a GET of that very prescription, or a search by what was given',
  async t => {
    const asked = [
      EPS_CLINICAL_VIEW.request(
        treeOf(query(VIEW, `<prescription.id>${SHORT}</prescription.id>`)),
        {
          ...ABOUT,
          interaction: VIEW,
        },
      ),
      ...[`<patientId value="${VIEW_NUMBER}"/>`, `<prescriptionId value="${SHORT_ID}"/>`].map(
        each => EPS_SEARCH.request(treeOf(query(SEARCH, each)), { ...ABOUT, interaction: SEARCH }),
      ),
    ]
    t.match(asked, [
      { value: { method: 'GET', path: '/RequestGroup/ABCDEF-Y00001-12345%2B' } },
      {
        value: {
          path: `/RequestGroup?nhsNumber=${VIEW_NUMBER}`,
          subject: { kind: 'entity', keys: { nhsNumber: VIEW_NUMBER } },
        },
      },
      { value: { path: `/RequestGroup?prescriptionId=${SHORT_ID}` } },
    ])
  },
)

t.test('a search for nothing, for what is no id, or by more than we know is not asked', async t => {
  const codeOf = (parameters: string) => {
    const came = EPS_SEARCH.request(treeOf(query(SEARCH, parameters)), {
      ...ABOUT,
      interaction: SEARCH,
    })
    return came.kind === 'declined' ? came.code : 'asked'
  }
  t.equal(codeOf(''), 'missing')
  t.equal(codeOf('<patientId value="99900&amp;x=1"/>'), 'asked')
  t.equal(codeOf(`<patientId value="${VIEW_NUMBER}"/><earliestDate value="2026"/>`), 'unread')
})

for (const mapping of [EPS_CLINICAL_VIEW, EPS_SEARCH]) {
  t.test(`${mapping.name}: both sides of one prescription say the same, leaf by leaf`, async t => {
    const [legacy, cloud] = both(mapping)
    if (legacy?.kind !== 'said' || cloud?.kind !== 'said') throw new Error('not read')
    const mean = mapping.bothMean(legacy, cloud, '')
    t.strictSame(mean.legacy, mean.cloud)
    t.ok(mean.legacy.length >= 14)
  })

  t.test(`${mapping.name}: no supplier is given what the cloud says`, async t => {
    const request = {
      ...{ method: 'GET', path: '', headers: [], requestId: ID.toLowerCase() },
      subject: { kind: 'entity', keys: {} },
    } as const
    const about = { ...ABOUT, interaction: mapping.interactions[0] ?? '', request }
    const answer = (status: number, headers: string[]) =>
      mapping.answer({ status, headers, body: viewBundle() }, about)
    t.match(answer(200, ['X-Request-ID', ID]), { kind: 'declined', code: 'withheld' })
    t.match(answer(200, []), { kind: 'crossed', by: 'request' })
    t.match(answer(503, []), { kind: 'failure', error: 'no-answer' })
    t.type(mapping.neverServes, 'string')
  })
}

t.test('what is not there is told apart from what failed, on both sides', async t => {
  const outcome = Buffer.from('{"resourceType":"OperationOutcome","issue":[]}')
  const empty = Buffer.from('{"resourceType":"Bundle","type":"searchset","total":0,"entry":[]}')
  for (const mapping of [EPS_CLINICAL_VIEW, EPS_SEARCH]) {
    const legacy = (displayed: string) => mapping.readLegacy(treeOf(viewRefusal(displayed)))
    t.match(legacy('Prescription not found'), { outcome: 'not_found' })
    t.match(legacy('Unknown Error'), { outcome: 'app_error' })
    t.match(mapping.readCloud({ status: 404, body: outcome }), { outcome: 'not_found' })
    t.match(mapping.readCloud({ status: 200, body: empty }), { outcome: 'not_found' })
    for (const [status, body] of [
      [500, outcome],
      [200, outcome],
      [200, Buffer.from('<html/>')],
    ] as const) {
      t.match(mapping.readCloud({ status, body }), { kind: 'declined', code: 'shape' })
    }
  }
})

t.test('one prescription of two people is nobody’s', async t => {
  const text = searchBundle().toString()
  const patient =
    /\{"fullUrl":"urn:uuid:[^"]*1","resource":\{"resourceType":"Patient".*?\}\]\}\}/.exec(
      text,
    )?.[0] ?? ''
  t.not(patient, '')
  const other = patient.replace(/0{11}1"/, '000000000009"').replace(VIEW_NUMBER, '9990010013')
  const crossed = text.replace(patient, `${patient},${other}`)
  const last = crossed.lastIndexOf('000000000001"')
  const body = Buffer.from(`${crossed.slice(0, last)}000000000009"${crossed.slice(last + 13)}`)
  t.match(EPS_SEARCH.readCloud({ status: 200, body }), { kind: 'declined', code: 'disagrees' })
})

/** What else either side may say, or not say: one thing another, in legacy's words or in the cloud's. */
const OTHERWISE: Readonly<Record<string, readonly (readonly [from: RegExp, to: string])[]>> = {
  'eps.clinical-view': [
    ...['1', '2', '4'].map(code => [/(?<=GenderCode>)3/, code] as const),
    ...['male', 'female', 'unknown'].map(code => [/(?<="gender":")other/, code] as const),
    ...['0002', '0003'].map(code => [/(?<=TreatmentType>)0001/, code] as const),
    ...['continuous', 'continuous-repeat-dispensing'].map(
      code => [/(?<="code":")acute/g, code] as const,
    ),
    [/<prescriptionID>.*?<\/prescriptionID>/, ''],
    [/<prescriptionStatus>.*?<\/prescriptionStatus>/, ''],
    [/<patientNhsNumber>.*?<\/patientNhsNumber>/, ''],
    [/<ID value="[^"]*"\/>/, ''],
    [/Id\/prescription-order-number/, 'Id/another'],
    [/Extension-EPS-PrescriptionStatusHistory/, 'Another'],
    [/Id\/nhs-number/, 'Id/another'],
    [/Id\/prescription-order-item-number/, 'Id/another'],
  ],
  'eps.search': [
    ...['prescriptionID', 'patientID', 'instanceNumber', 'prescriptionStatus'].map(
      name => [new RegExp(`"${name}":"[^"]*",?`), ''] as const,
    ),
    [/"liCancPending":"False"/, '"liCancPending":"True"'],
    [/(?<="lineItemPendingCancellation","valueBoolean":)false/, 'true'],
    [/Id\/prescription-order-number/, 'Id/another'],
    [/Extension-EPS-PrescriptionStatusHistory/, 'Another'],
    [/Id\/nhs-number/, 'Id/another'],
  ],
}

/** Of a table: what both sides say by it of all of these, or that it is none. */
function saysOf(spec: ComparedSpec): string {
  try {
    const mapping = defineCompared(spec)
    return [[/^/, ''] as const, ...(OTHERWISE[spec.name] ?? [])]
      .flatMap(([from, to]) => both(mapping, text => text.replace(from, to)))
      .map(said => JSON.stringify(said && told(mapping, said)))
      .join('\n')
  } catch {
    return 'refused'
  }
}

for (const spec of [VIEW_SPEC, SEARCH_SPEC]) {
  t.test(`${spec.name}: every row broken once says something else, or is no row`, async t => {
    const whole = saysOf(spec)
    const survived: string[] = []
    let broken = 0
    for (const each of brokenDocuments(spec)) {
      broken += 1
      if (saysOf(each.spec) === whole) survived.push(each.title)
    }
    t.comment(`${broken} broken tables`)
    t.ok(broken > 30)
    t.strictSame(survived, [])
  })
}

t.test('published views and searches are read, each of them', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const packages = join(
    folder,
    'spine/NHSDigital+electronic-prescription-service-clinical-prescription-tracker/packages',
  )
  const filesIn = (path: string) =>
    readdirSync(join(packages, path)).map(
      name => [name, readFileSync(join(packages, path, name))] as const,
    )
  const messageIn = (bytes: Buffer) => {
    const body = childOf(readXml(bytes), 'http://schemas.xmlsoap.org/soap/envelope/', 'Body')
    const [wrapper] = body === undefined ? [] : elementsOf(body)
    const [message] = wrapper === undefined ? [] : elementsOf(wrapper)
    if (message === undefined) throw new Error('no message')
    return message
  }
  let read = 0
  const isSaid = (name: string, said: Said | { readonly kind: 'declined' } | undefined): void => {
    t.equal(said?.kind, 'said', name)
    read += 1
  }
  for (const [name, bytes] of filesIn('clinicalView/tests/examples')) {
    isSaid(name, EPS_CLINICAL_VIEW.readLegacy(messageIn(bytes)))
  }
  for (const [name, body] of filesIn('specification/examples/clinicalView')) {
    isSaid(name, EPS_CLINICAL_VIEW.readCloud({ status: 200, body }))
  }
  for (const [name, bytes] of filesIn('prescriptionSearch/tests/examples')) {
    const isXml = name.endsWith('.xml')
    isSaid(
      name,
      isXml ? EPS_SEARCH.readLegacy(messageIn(bytes)) : EPS_SEARCH.readLegacyBody?.(bytes),
    )
  }
  for (const [name, body] of filesIn('specification/examples/prescriptionSearch')) {
    isSaid(name, EPS_SEARCH.readCloud({ status: 200, body }))
  }
  t.comment(`${read} published answers`)
  t.ok(read >= 42)
})
