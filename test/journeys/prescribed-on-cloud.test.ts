/** What only the cloud holds stays with the cloud, and what was sent is carried out once. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Side } from '../../src/exchange/index.ts'
import { type Position, type Store, StoreError } from '../../src/fleet/index.ts'
import { moving } from '../fleet/given.ts'
import { ebxmlAcknowledgment, ebxmlPost } from '../support/messages.ts'
import { LATER, messageAbout, PRESCRIBE, type Prescription } from '../support/prescriptions.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { bodyOf, type Closing, startUpstream } from '../support/upstream.ts'

const newPrescription = (): Prescription => ({
  short: `${randomUUID().slice(0, 6).toUpperCase()}-C81007-00001+`,
  long: randomUUID().toUpperCase(),
})

/** A side that acknowledges whatever it gets. */
async function startSide(t: Closing): Promise<{ readonly url: URL; readonly got: string[] }> {
  const got: string[] = []
  const url = await startUpstream(t, (request, response) => {
    void bodyOf(request).then(body => {
      const [, id = ''] = /<eb:MessageId>([^<]*)</.exec(body.toString()) ?? []
      got.push(id)
      response.writeHead(202, { 'content-type': 'text/xml; charset=utf-8' })
      response.end(ebxmlAcknowledgment(id))
    })
  })
  return { url, got }
}

/** Counts what a store is asked while a supplier waits. */
function counted(store: Store) {
  const asked: string[] = []
  const counting = new Proxy(store, {
    get: (target, name) => {
      const part: unknown = Reflect.get(target, name, target)
      if (typeof part !== 'function') return part
      return (...given: unknown[]): unknown => {
        if (['bind', 'pinOf', 'pin', 'acknowledge'].includes(String(name))) asked.push(String(name))
        return (part as (...given: unknown[]) => unknown).apply(target, given)
      }
    },
  })
  return { store: counting, asked }
}

async function given(t: Closing, stage: Position['stage'] = 'cloud') {
  const [legacy, cloud] = [await startSide(t), await startSide(t)]
  const { store, asked } = counted(await storeFor(t))
  const config = configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: legacy.url.origin },
      eps: { url: cloud.url.origin, simulated: true },
    },
    cohorts: { prescriptions: { key: 'prescriptionId', records: 'apart', pin: true } },
    routes: [
      {
        name: 'eps',
        match: { interaction: [PRESCRIBE, ...LATER] },
        legacy: 'spine',
        cloud: 'eps',
        cohort: 'prescriptions',
        startsAt: stage,
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const proxy = await startProxy(t, config, { store })
  const place = async (at: Partial<Position>): Promise<void> => {
    await store.change(store.known.revision, moving(store.known, 'eps', at))
  }
  const post = (message: { readonly body: string }, action: string = PRESCRIBE) =>
    ask(proxy.url, ebxmlPost(message.body, action))
  const wentTo = (side: Side, id: string): number =>
    (side === 'legacy' ? legacy : cloud).got.filter(each => each === id).length
  return { ...proxy, legacy, cloud, store, asked, place, post, wentTo }
}

/** Where a route that went back stands, and what was laid over it. */
const BACK: readonly Partial<Position>[] = [
  { stage: 'cloud', halt: 'halt' },
  { stage: 'shadow', home: 'shadow', turned: 1 },
  { stage: 'legacy', turned: 1 },
  { stage: 'legacy', halt: 'halt', turned: 1 },
]

t.test('nothing of a prescription the cloud took reaches legacy, whatever comes after', async t => {
  const { place, post, legacy, cloud, lines } = await given(t)
  const prescription = newPrescription()
  t.equal((await post(messageAbout(PRESCRIBE, prescription)))?.status, 202)
  for (const at of BACK) {
    await place(at)
    for (const action of LATER) {
      const said = messageAbout(action, prescription)
      t.equal((await post(said, action))?.status, 202, `${action} at ${JSON.stringify(at)}`)
      t.equal(cloud.got.at(-1), said.messageId)
      t.match(lines.at(-1), { side: 'cloud', because: 'pin' })
    }
  }
  await place({ stage: 'cloud', halt: 'hard' })
  for (const action of LATER) {
    const answer = await post(messageAbout(action, prescription), action)
    t.match(answer?.body.toString(), /eb:errorCode="200"/, 'it may be sent again')
  }
  t.equal(legacy.got.length, 0)
})

t.test('what came to be before anybody pinned stays with legacy at the cloud too', async t => {
  const { post, legacy, cloud, lines } = await given(t)
  for (const action of LATER) {
    const said = messageAbout(action, newPrescription())
    t.equal((await post(said, action))?.status, 202)
    t.equal(legacy.got.at(-1), said.messageId)
    t.match(lines.at(-1), { side: 'legacy', because: 'pin' })
  }
  t.equal(cloud.got.length, 0)
})

t.test('a write sent again goes where it went, and is told the same byte for byte', async t => {
  for (const back of BACK) {
    const { place, post, cloud, legacy, wentTo, store } = await given(t)
    const [messageId, payloadId] = [randomUUID(), randomUUID()]
    const prescription = newPrescription()
    const ids = { messageId, payloadId }
    const first = await post(messageAbout(PRESCRIBE, prescription, ids))
    t.equal(first?.status, 202)
    await place({ ...back, turned: Date.now() })
    const again = await post(messageAbout(PRESCRIBE, prescription, ids))
    t.strictSame(again?.body, first?.body)
    t.equal(again?.status, first?.status)
    t.equal(wentTo('cloud', messageId), 1, 'nobody is asked twice')

    const renamed = messageAbout(PRESCRIBE, prescription, { payloadId })
    t.equal((await post(renamed))?.status, 202)
    t.equal(wentTo('cloud', renamed.messageId), 1, 'the same HL7 message goes to the same side')
    t.equal(legacy.got.length, 0)
    t.equal(cloud.got.length, 2)
    t.equal(store.trouble, undefined)
  }
})

t.test(
  'a store that does not say where it went lets it be sent again, and nothing leaves',
  async t => {
    for (const code of ['silent', 'unknown', 'invalid'] as const) {
      const made = await given(t)
      const { post, legacy, cloud, store, lines } = made
      const fails = (): Promise<never> => Promise.reject(new StoreError(code, 'a test'))
      for (const door of ['pinOf', 'pin', 'bind'] as const) {
        const own = store[door]
        Object.assign(store, { [door]: fails })
        const answer = await post(messageAbout(PRESCRIBE, newPrescription()))
        t.match(answer, { status: 200 }, `${door} ${code}`)
        t.match(answer?.body.toString(), /eb:errorCode="200"/)
        t.match(lines.at(-1), { error: 'not-sent', attempts: 0 })
        Object.assign(store, { [door]: own })
      }
      t.equal(legacy.got.length + cloud.got.length, 0)
    }
  },
)

t.test('the store is asked only what may have another answer', async t => {
  const cases = [
    ['cloud', PRESCRIBE, ['pinOf', 'bind', 'pin', 'acknowledge']],
    ['cloud', LATER[0], ['pinOf', 'bind', 'acknowledge']],
    ['cloud', 'PORX_IN999999UK01', []],
  ] as const
  for (const [stage, action, meant] of cases) {
    const { post, asked } = await given(t, stage)
    const isKnown = action !== 'PORX_IN999999UK01'
    const said = messageAbout(isKnown ? action : PRESCRIBE, newPrescription())
    const body = isKnown ? said.body : said.body.replaceAll(PRESCRIBE, action)
    t.equal((await post({ body }, action))?.status, 202)
    t.strictSame(asked, meant, `${action} at ${stage}`)
  }
})
