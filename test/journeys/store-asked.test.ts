/** The store is asked where it alone can say, and so often; what it cannot change does not wait for it. */
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import { counted } from '../support/counted-store.ts'
import { moving } from '../fleet/given.ts'
import {
  ebxmlAcknowledgment,
  ebxmlPost,
  ebxmlPrescription,
  soapAnswer,
  soapPost,
  soapRetrieval,
} from '../support/messages.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { bodyOf, type Closing, startUpstream } from '../support/upstream.ts'

const READ = 'QUPA_IN000008UK02'
const WRITE = 'PORX_IN020101UK31'

/** Answers a retrieval or acknowledges a prescription. */
const startSide = (t: Closing): Promise<URL> =>
  startUpstream(t, (request, response) => {
    void bodyOf(request).then(body => {
      const [, read] = /<wsa:MessageID>uuid:([^<]*)</.exec(body.toString()) ?? []
      const [, written = ''] = /<eb:MessageId>([^<]*)</.exec(body.toString()) ?? []
      response.writeHead(200, { 'content-type': 'text/xml' })
      response.end(read === undefined ? ebxmlAcknowledgment(written) : soapAnswer(read))
    })
  })

interface Wanted {
  readonly pin: boolean
  readonly cloud: boolean
}

async function given(t: Closing, { pin, cloud }: Wanted) {
  const [legacy, other] = [await startSide(t), await startSide(t)]
  const { store, asked } = counted(await storeFor(t))
  const config = configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: legacy.origin },
      cloud: { url: other.origin, simulated: true },
    },
    cohorts: { senders: { key: 'fromAsid', records: 'shared', pin } },
    routes: [
      {
        name: 'both',
        match: { interaction: [READ, WRITE] },
        legacy: 'spine',
        cohort: 'senders',
        ...(cloud && { cloud: 'cloud' }),
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const proxy = await startProxy(t, config, { store })
  const place = async (at: Partial<Position>): Promise<void> => {
    await store.change(store.known.revision, moving(store.known, 'both', at))
  }
  const send = {
    read: () => ask(proxy.url, soapPost(soapRetrieval())),
    write: () => ask(proxy.url, ebxmlPost(ebxmlPrescription().body)),
    other: () =>
      ask(proxy.url, ebxmlPost(ebxmlPrescription({ action: 'NOBODY_IN01' }).body, 'NOBODY_IN01')),
  }
  const post = (body: string) => ask(proxy.url, ebxmlPost(body))
  return { ...proxy, store, asked, place, post, send }
}

const PLAIN = { pin: false, cloud: true }
const PINNED = { pin: true, cloud: true }
const RECENT = Date.now()

/** What is there, where it stands, what is sent, and what the store is asked for it. */
const CASES = [
  [PLAIN, { stage: 'legacy' }, { read: [], write: [], other: [] }],
  [PLAIN, { stage: 'shadow' }, { read: [], write: [], other: [] }],
  [PLAIN, { stage: 'legacy', turned: 1 }, { read: [], write: [], other: [] }],
  [
    PLAIN,
    { stage: 'legacy', turned: RECENT },
    { read: [], write: ['bind', 'acknowledge'], other: [] },
  ],
  [PLAIN, { stage: 'canary', percent: 1 }, { read: [], write: ['bind', 'acknowledge'], other: [] }],
  [PLAIN, { stage: 'cloud' }, { read: [], write: ['bind', 'acknowledge'], other: [] }],
  [
    PLAIN,
    { stage: 'cloud', halt: 'halt' },
    { read: [], write: ['bind', 'acknowledge'], other: [] },
  ],
  [
    PINNED,
    { stage: 'legacy' },
    { read: ['pinOf'], write: ['pinOf', 'bind', 'acknowledge'], other: [] },
  ],
  [
    PINNED,
    { stage: 'cloud' },
    { read: ['pinOf'], write: ['pinOf', 'bind', 'acknowledge'], other: [] },
  ],
  [{ pin: false, cloud: false }, { stage: 'legacy' }, { read: [], write: [], other: [] }],
  [
    { pin: true, cloud: false },
    { stage: 'legacy' },
    { read: ['pinOf'], write: ['pinOf', 'bind', 'acknowledge'], other: [] },
  ],
] as const

for (const [wanted, at, meant] of CASES) {
  const said = `${JSON.stringify(at)}${wanted.pin ? ', pinned' : ''}${wanted.cloud ? '' : ', no cloud'}`
  t.test(`at ${said.replace(String(RECENT), 'now')} the store is asked so often`, async t => {
    const { place, send, asked } = await given(t, wanted)
    await place(at)
    for (const kind of ['read', 'write', 'other'] as const) {
      asked.length = 0
      t.equal((await send[kind]())?.status, 200)
      t.strictSame(asked, meant[kind], kind)
    }
  })
}

t.test(
  'after a rollback the same HL7 message goes where it went, and what is new to legacy',
  async t => {
    const { place, post, lines } = await given(t, PLAIN)
    await place({ stage: 'cloud' })
    const payloadId = randomUUID()
    for (const back of [{ stage: 'cloud' }, { stage: 'shadow', turned: Date.now() }] as const) {
      await place(back)
      t.equal((await post(ebxmlPrescription({ payloadId }).body))?.status, 200)
      t.match(lines.at(-1), { side: 'cloud', attempts: 1 })
    }
    t.match(lines.at(-1), { because: 'bound' })
    t.equal((await post(ebxmlPrescription().body))?.status, 200)
    t.match(lines.at(-1), { side: 'legacy', because: 'stage' })
  },
)

t.test('a store that is gone stops no read, and no write of what was never promoted', async t => {
  const { place, send, store, lines } = await given(t, PLAIN)
  await place({ stage: 'shadow' })
  const gone = (): Promise<never> => Promise.reject(new StoreError('silent', 'a test'))
  Object.assign(store, { bind: gone, pinOf: gone, pin: gone, acknowledge: gone })
  for (const kind of ['read', 'write', 'other'] as const) {
    t.equal((await send[kind]())?.status, 200)
    t.match(lines.at(-1), { side: 'legacy', error: undefined })
  }
})

t.test('of what was promoted a read goes on, and a write may be sent again', async t => {
  const { place, send, store, lines } = await given(t, PLAIN)
  await place({ stage: 'cloud' })
  Object.assign(store, { bind: () => Promise.reject(new StoreError('silent', 'a test')) })
  t.equal((await send.read())?.status, 200)
  t.match(lines.at(-1), { side: 'cloud' })
  t.match((await send.write())?.body.toString(), /eb:errorCode="200"/)
  t.match(lines.at(-1), { error: 'not-sent', attempts: 0 })
})
