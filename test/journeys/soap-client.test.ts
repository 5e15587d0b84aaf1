/** A supplier that reads its answers with a SOAP client of its own, at every stage and on the way back. */
import t from 'tap'
import type { Position } from '../../src/fleet/index.ts'
import {
  createPatients,
  type Patient,
  type Supplier,
  SUPPLIERS,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import { createSoapSupplier, QUERIES, type Question, type Told } from '../support/soap-client.ts'
import {
  alike,
  NOT_IN_THE_CLOUD,
  OWN_OF_EACH,
  refersTo,
  saysTheSame,
} from '../support/soap-client-alike.ts'
import { type PdsStand, startPds } from '../support/soap-client-stand.ts'

const LEFT_OUT = [...OWN_OF_EACH, ...NOT_IN_THE_CLOUD]

/** Of whom the cloud's search is not asked: whose day of birth is not known. */
const isTraced = ({ birth }: Patient): boolean => birth.length === 8
const [first, ...others] = createPatients().filter(each => saysTheSame(each) && isTraced(each))
if (first === undefined) throw new Error('there is no patient of whom both sides say the same')
const NOBODY: Patient = { ...first, nhsNumber: UNKNOWN_NUMBER, birth: '18010101' }

/** Every question, and which kind of answer it gets. */
const ASKED: readonly (Question & { readonly called: string })[] = QUERIES.flatMap(query => [
  { query, patient: first, called: `${query}: somebody` },
  { query, patient: NOBODY, called: `${query}: nobody` },
  // Spine takes no message whose envelope and content do not name the same sender.
  { query, patient: first, bodyAsid: '200000000999', called: `${query}: a fault` },
])

/** Header names that tell of a hop and not of what was said. */
const HOP = ['connection', 'keep-alive']

function sameTo(t: Tap, { control, told }: { control: Told; told: Told }, called: string): void {
  t.strictSame(alike(told.said, LEFT_OUT), alike(control.said, LEFT_OUT), called)
  t.equal(told.status, control.status, called)
  const names = ({ headers }: Told): readonly string[] =>
    Object.keys(headers)
      .filter(name => !HOP.includes(name))
      .sort()
  t.strictSame(names(told), names(control), `${called}: header names`)
  t.equal(told.headers['content-type'], control.headers['content-type'])
  // What only the cloud writes, of FHIR and of its headers.
  t.notMatch(told.raw, /fhir|resourceType|versionId|patches|\bW\/"/i, called)
  if (told.status === 200) {
    t.strictSame(refersTo(told), [`uuid:${told.messageId}`, told.messageId], `${called}: ids`)
  }
}
type Tap = Pick<typeof t, 'strictSame' | 'equal' | 'notMatch'>

/** Asks everything there is to ask, of legacy itself and through the proxy; gives how often the cloud served. */
async function askAll(
  t: Tap,
  stand: PdsStand,
  where: string,
  suppliers: readonly Supplier[] = SUPPLIERS.slice(0, 1),
): Promise<number> {
  let cloud = 0
  for (const supplier of suppliers) {
    const direct = await createSoapSupplier(stand.legacy.url, supplier)
    const proxied = await createSoapSupplier(stand.url, supplier)
    for (const { called, ...question } of ASKED) {
      const line = stand.nextLine()
      const [control, told] = [await direct.ask(question), await proxied.ask(question)]
      sameTo(t, { control, told }, `${where}: ${called}`)
      if ((await line).side === 'cloud') cloud += 1
    }
  }
  return cloud
}

/** Where the routes stand, and how many of the questions that can be translated the cloud answers. */
const PLACES: readonly (readonly [at: Partial<Position>, share: 'none' | 'some' | 'all'])[] = [
  [{ stage: 'legacy' }, 'none'],
  [{ stage: 'shadow', home: 'shadow' }, 'none'],
  [{ stage: 'canary', percent: 50, home: 'shadow' }, 'some'],
  [{ stage: 'canary', percent: 100, home: 'shadow' }, 'all'],
  [{ stage: 'reverse-shadow', home: 'shadow' }, 'all'],
  [{ stage: 'cloud', home: 'shadow' }, 'all'],
]
/** Two of three: what is refused for its form is legacy's to refuse. */
const MOST = (ASKED.length * 2) / 3

t.test('at every stage its client is told what legacy tells it', async t => {
  const stand = await startPds(t)
  for (const [at, share] of PLACES) {
    await stand.place(at)
    const cloud = await askAll(t, stand, JSON.stringify(at), SUPPLIERS)
    const most = MOST * SUPPLIERS.length
    if (share === 'some') t.ok(cloud > 0 && cloud < most, `${cloud} of ${most}`)
    else t.equal(cloud, share === 'all' ? most : 0, JSON.stringify(at))
  }
})

t.test('so it is after a rollback, under a halt of either kind, and once it is lifted', async t => {
  const stand = await startPds(t)
  for (const [verb, body] of [
    ['rollback', {}],
    ['halt', {}],
    ['halt', { isHard: true }],
  ] as const) {
    await stand.place({ stage: 'cloud', home: 'shadow' })
    t.equal(await askAll(t, stand, 'before'), MOST)
    await stand.flip(verb, body)
    const count = stand.cloud.count()
    t.equal(await askAll(t, stand, `${verb} ${JSON.stringify(body)}`), 0)
    t.equal(stand.cloud.count(), count, 'the cloud is not asked')
    if (verb === 'rollback') continue
    await stand.flip('resume')
    t.equal(await askAll(t, stand, 'resumed'), MOST)
  }
})

t.test('everybody of whom both sides can say the same is told of the same', async t => {
  const stand = await startPds(t)
  await stand.place({ stage: 'cloud' })
  const [direct, proxied] = [
    await createSoapSupplier(stand.legacy.url),
    await createSoapSupplier(stand.url),
  ]
  // Of every kind there are four: two of them are asked about.
  const asked = others.filter((_, i) => i % 2 === 0)
  t.ok(asked.length > 60, `${asked.length} patients`)
  for (const [i, patient] of asked.entries()) {
    for (const query of QUERIES.filter((_, place) => place % 2 === i % 2)) {
      const line = stand.nextLine()
      const question = { query, patient }
      const [control, told] = [await direct.ask(question), await proxied.ask(question)]
      const called = `${query}: ${patient.kinds.join(', ')}`
      sameTo(t, { control, told }, called)
      // Whoever asks by a former number is answered with another: that is believed of legacy alone.
      const isFormer = patient.formerNumber !== undefined && query.startsWith('QUPA_IN000008')
      t.equal((await line).side, isFormer ? 'legacy' : 'cloud', called)
    }
  }
})

t.test('where nobody can be asked its client is told one fault at every stage', async t => {
  const stand = await startPds(t)
  const supplier = await createSoapSupplier(stand.url)
  stand.legacy.set({ refuse: true })
  stand.cloud.set({ refuse: true })
  for (const query of QUERIES) {
    await stand.place({ stage: 'legacy' })
    const control = await supplier.ask({ query, patient: first })
    t.equal(control.status, 500)
    t.match(control.said['message'], /"errorCode":"200"/)
    for (const [at] of PLACES) {
      await stand.place(at)
      const told = await supplier.ask({ query, patient: first })
      sameTo(t, { control, told }, `${query}: ${JSON.stringify(at)}`)
    }
  }
})

t.test('what the cloud sends besides never reaches it', async t => {
  const stand = await startPds(t)
  await stand.place({ stage: 'cloud' })
  const supplier = await createSoapSupplier(stand.url)
  const only = createPatients().filter(({ addresses }) => addresses.some(({ uprn }) => uprn))
  t.ok(only.length > 3)
  for (const patient of only) {
    const told = await supplier.ask({ query: 'QUPA_IN000008UK05', patient })
    for (const { uprn = 'none' } of patient.addresses) t.notMatch(told.raw, uprn)
    for (const name of ['etag', 'x-request-id', 'x-correlation-id']) {
      t.notOk(Object.hasOwn(told.headers, name), name)
    }
  }
})
