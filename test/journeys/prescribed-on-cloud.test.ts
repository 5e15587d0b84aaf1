/** What only the cloud holds stays with the cloud, and what was sent is carried out once. */
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import t from 'tap'
import type { Side } from '../../src/exchange/index.ts'
import { type Position, StoreError } from '../../src/fleet/index.ts'
import { moving } from '../fleet/given.ts'
import { counted } from '../support/counted-store.ts'
import { ebxmlAcknowledgment, ebxmlPost } from '../support/messages.ts'
import { LATER, messageAbout, PRESCRIBE, type Prescription } from '../support/prescriptions.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { bodyOf, type Closing, startUpstream } from '../support/upstream.ts'

const newPrescription = (): Prescription => ({
  short: `${randomUUID().slice(0, 6).toUpperCase()}-C81007-00001+`,
  long: randomUUID().toUpperCase(),
})

/** A side that acknowledges whatever it gets, when it is let. */
async function startSide(t: Closing) {
  const got: string[] = []
  let mayAnswer = Promise.resolve()
  const came = Promise.withResolvers<undefined>()
  const url = await startUpstream(t, (request, response) => {
    void bodyOf(request).then(async body => {
      const [, id = ''] = /<eb:MessageId>([^<]*)</.exec(body.toString()) ?? []
      got.push(id)
      came.resolve(undefined)
      await mayAnswer
      const answer = Buffer.from(ebxmlAcknowledgment(id))
      const type = { 'content-type': 'text/xml; charset=utf-8' }
      response.writeHead(202, { ...type, 'content-length': answer.length }).end(answer)
    })
  })
  const hold = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    mayAnswer = promise.then(() => undefined)
    return () => resolve(undefined)
  }
  return { url, got, hold, arrived: () => came.promise }
}

async function given(t: Closing, stage: Position['stage'] = 'cloud') {
  const [legacy, cloud] = [await startSide(t), await startSide(t)]
  const { store, asked, kept } = counted(await storeFor(t))
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
  return { ...proxy, kept, legacy, cloud, store, asked, place, post, wentTo }
}

/** Waits until the proxy says that no supplier is connected any more. */
async function untilNobody(admin: URL): Promise<void> {
  let text = ''
  while (!text.includes('ficus_open_connections 0\n')) {
    text = await (await fetch(new URL('/metrics', admin))).text()
  }
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

t.test('who went away before the answer is told it when it sends again', async t => {
  const { url, admin, post, cloud, wentTo, kept, nextLine } = await given(t)
  const prescription = newPrescription()
  const ids = { messageId: randomUUID(), payloadId: randomUUID() }
  const said = messageAbout(PRESCRIBE, prescription, ids)
  const release = cloud.hold()
  const socket = connect(Number(url.port), url.hostname)
  socket.write(ebxmlPost(said.body))
  await cloud.arrived()
  socket.destroy()
  await untilNobody(admin)
  release()
  t.match(await nextLine(), { status: 499, side: 'cloud' })
  const told = Buffer.from((await kept) as Uint8Array)
  const again = await post(said)
  t.equal(again?.status, 202)
  t.ok(told.includes(again?.body ?? 'nothing'), 'what was kept')
  t.equal(wentTo('cloud', ids.messageId), 1, 'nobody is asked twice')
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

t.test(
  'what comes to be is looked for, kept and pinned, what is there is looked for and kept',
  async t => {
    for (const [action, meant] of [
      [PRESCRIBE, ['pinOf', 'bind', 'pin', 'acknowledge']],
      [LATER[0], ['pinOf', 'bind', 'acknowledge']],
    ] as const) {
      const { post, asked } = await given(t)
      asked.length = 0
      t.equal((await post(messageAbout(action, newPrescription()), action))?.status, 202)
      t.strictSame(asked, meant, action)
    }
  },
)
