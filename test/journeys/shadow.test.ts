/**
 * What a supplier gets is the same bytes, whatever becomes of the copy; no copy starts before its reply is finished;
 * everything that was to be copied is counted once.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Store } from '../../src/fleet/index.ts'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type Simulator,
} from '../../src/simulator/index.ts'
import { moving } from '../fleet/given.ts'
import { soapAnswer, soapPost, soapRetrieval } from '../support/messages.ts'
import { configOf, startProxy, type StartedProxy, storeFor } from '../support/proxy.ts'
import { ask, readAnswer, type RawAnswer } from '../support/raw-client.ts'
import { PDS_PATH, retrievalOf, onTheWire } from '../support/translated.ts'
import { deadPort, startRawUpstream, startUpstream } from '../support/upstream.ts'

const MARKED = '990000009999'

interface Sides {
  readonly legacy: URL
  readonly cloud: URL
}

/** A proxy whose retrievals are all copied, at a stage. */
const mirroring = (
  t: Test,
  { legacy, cloud }: Sides,
  more: object = {},
  { store, cloudTimeoutMs = 10_000 }: { store?: Store; cloudTimeoutMs?: number } = {},
): Promise<StartedProxy> =>
  startProxy(
    t,
    configOf({
      environment: { name: 'test' },
      upstreams: {
        spine: { url: legacy.href.replace(/\/$/, ''), timeoutMs: 5_000 },
        'pds-fhir': { url: cloud.href.replace(/\/$/, ''), timeoutMs: cloudTimeoutMs },
      },
      cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
      routes: [
        {
          name: 'mirrored',
          match: { interaction: ['QUPA_IN000008UK02'] },
          legacy: 'spine',
          cloud: 'pds-fhir',
          translate: 'pds.retrieval',
          cohort: 'patients',
          startsAt: 'shadow',
          shadow: { as: MARKED, sample: 1 },
          ...more,
        },
        { name: 'default', legacy: 'spine' },
      ],
    }),
    store === undefined ? {} : { store },
  )

/** What is counted under a name, by the labels given. */
async function counted(admin: URL, name: string, labels = ''): Promise<number> {
  const text = await (await fetch(new URL('/metrics', admin))).text()
  const lines = text
    .split('\n')
    .filter(line => line.startsWith(`ficus_${name}`) && line.includes(labels))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

/** Waits until so much is counted; asks now and then, since whoever asks keeps the threads from their work. */
async function until(admin: URL, count: number, name: string, labels?: string): Promise<void> {
  while ((await counted(admin, name, labels)) < count) await delay(20)
}

const untilCompared = (admin: URL, count: number): Promise<void> =>
  until(admin, count, 'comparisons_total')

const patients = createPatients()
const COPIED = 4

/** Retrievals as bytes of HTTP/1.1, which the mapping takes. */
const retrievals = (): readonly Buffer[] =>
  patients.slice(0, COPIED).map(patient => onTheWire(retrievalOf('QUPA_IN000008UK02', patient)))

/** Where an answer has an id of its own, drawn anew each time. */
const OWN_ID = /(MessageID>uuid:|UK03><id root=")[-0-9A-F]+/g

/** Legacy as a supplier would notice any change of: odd headers, in an odd order, twice. */
const oddLegacy = (t: Test, waitMs = 0): Promise<URL> =>
  startRawUpstream(t, socket => {
    let text = ''
    socket.on('data', piece => {
      text += String(piece)
      if (!/Envelope>\s*$/.test(text)) return
      const id = /uuid:([-0-9a-f]+)/i.exec(text)?.[1] ?? ''
      text = ''
      const body = soapAnswer(id).replaceAll(OWN_ID, '$1')
      setTimeout(() => {
        socket.write(
          `HTTP/1.1 200 Very OK\r\nx-ODD: 1\r\nContent-Type: text/xml\r\nX-Odd: 2\r\n` +
            `Content-Length: ${Buffer.byteLength(body)}\r\nDate: Sun, 01 Nov 2026 12:00:00 GMT\r\n\r\n${body}`,
        )
      }, waitMs)
    })
  })

/** Ways a candidate can be. */
const CANDIDATES: Readonly<Record<string, (t: Test) => Promise<URL>>> = {
  hangs: t => startRawUpstream(t, () => undefined),
  refuses: () => deadPort(),
  resets: t => startRawUpstream(t, socket => void socket.resetAndDestroy()),
  'answers garbage': t => startRawUpstream(t, socket => void socket.end('what?\r\n\r\n')),
  'answers 429': t => startUpstream(t, (_, response) => response.writeHead(429).end()),
  'answers without end': t =>
    startUpstream(t, (request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20)));
      }
      response.on('drain', more)
      request.resume()
      more()
    }),
}

/** Everything of an answer that a supplier can see. */
const seen = (answer: RawAnswer | undefined): unknown => [
  answer?.statusLine,
  answer?.headers,
  answer?.body.toString(),
]

for (const [how, start] of Object.entries(CANDIDATES)) {
  t.test(`a candidate that ${how} changes nothing a supplier sees`, async t => {
    const legacy = await oddLegacy(t)
    const on = await mirroring(t, { legacy, cloud: await start(t) }, {}, { cloudTimeoutMs: 700 })
    const off = await mirroring(t, { legacy, cloud: await deadPort() }, { startsAt: 'legacy' })
    for (const bytes of retrievals()) {
      const [mirrored, plain] = [await ask(on.url, bytes), await ask(off.url, bytes)]
      t.equal(mirrored?.status, 200)
      t.strictSame(seen(mirrored), seen(plain))
    }
    await untilCompared(on.admin, COPIED)
    t.equal(await counted(on.admin, 'comparisons_total'), COPIED)
    t.equal(await counted(on.admin, 'comparisons_total', 'declined'), 0, 'each was sent')
    t.equal(await counted(on.admin, 'comparisons_total', 'identical'), 0)
    t.equal(await counted(on.admin, 'comparisons_total', 'equivalent'), 0)
    t.equal(await counted(off.admin, 'comparisons_total'), 0)
  })
}

t.test('no copy starts before its reply is finished, and none holds up another', async t => {
  const order: ('reply' | 'copy')[] = []
  const legacy = await oddLegacy(t, 200)
  const cloud = await startRawUpstream(t, () => order.push('copy'))
  const proxy = await mirroring(t, { legacy, cloud }, {}, { cloudTimeoutMs: 700 })
  const replies = retrievals().map(async bytes => {
    const line = proxy.nextLine().then(() => order.push('reply'))
    const answer = await ask(proxy.url, bytes)
    await line
    return answer
  })
  for (const answer of await Promise.all(replies))
    t.equal(answer?.statusLine, 'HTTP/1.1 200 Very OK')
  t.ok((await counted(proxy.admin, 'shadow_pending_copies')) <= COPIED)
  await untilCompared(proxy.admin, COPIED)
  t.equal(order.length, 2 * COPIED)
  for (const [i] of order.entries()) {
    const before = order.slice(0, i + 1)
    const copies = before.filter(each => each === 'copy').length
    t.ok(copies <= before.length - copies, 'there are never more copies than finished replies')
  }
  t.equal(await counted(proxy.admin, 'shadow_pending_copies'), 0)
})

/** Both sides as simulators that answer alike. */
async function simulators(t: Test): Promise<{ sides: Sides; legacy: Simulator; cloud: Simulator }> {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const sides = { legacy: new URL(legacy.url), cloud: new URL(cloud.url + PDS_PATH) }
  return { sides, legacy, cloud }
}

t.test('retrievals are compared while legacy serves, and found to be the same', async t => {
  const { sides } = await simulators(t)
  const { url, admin } = await mirroring(t, sides)
  for (const patient of patients.slice(0, 20)) {
    t.equal((await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient))))?.status, 200)
  }
  await untilCompared(admin, 20)
  // Who recorded an entry the cloud does not say: that is a listed loss, and the pair equivalent.
  const equivalent = await counted(admin, 'comparisons_total', 'verdict="equivalent"')
  const identical = await counted(admin, 'comparisons_total', 'verdict="identical"')
  t.ok(equivalent > 10)
  t.equal(equivalent + identical, 20)
})

t.test('and while the cloud serves, the other way round', async t => {
  const { sides } = await simulators(t)
  const { url, admin } = await mirroring(t, sides, { startsAt: 'reverse-shadow' })
  const some = patients.filter(({ formerNumber }) => formerNumber === undefined).slice(0, 20)
  for (const patient of some) {
    t.equal((await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient))))?.status, 200)
  }
  await untilCompared(admin, some.length)
  t.equal(await counted(admin, 'comparisons_total', 'verdict="equivalent"'), some.length)
})

t.test('on one route some are served by the one side and some by the other', async t => {
  const { sides, legacy, cloud } = await simulators(t)
  const store = await storeFor(t)
  const { url, admin } = await mirroring(t, sides, {}, { store })
  const { next, line } = moving(store.known, 'mirrored', { stage: 'canary', percent: 50 })
  await store.change(store.known.revision, { next, line })
  const some = patients.filter(({ formerNumber }) => formerNumber === undefined).slice(0, 30)
  for (const patient of some) {
    t.equal((await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient))))?.status, 200)
  }
  await untilCompared(admin, some.length)
  t.equal(await counted(admin, 'comparisons_total', 'verdict="equivalent"'), some.length)
  const [byLegacy, byCloud] = [
    await counted(
      admin,
      'upstream_request_duration_seconds_count',
      'upstream="pds-fhir",role="candidate"',
    ),
    await counted(
      admin,
      'upstream_request_duration_seconds_count',
      'upstream="spine",role="candidate"',
    ),
  ]
  t.ok(byLegacy > 5 && byCloud > 5, `${byLegacy} by legacy, ${byCloud} by the cloud`)
  t.equal(byLegacy + byCloud, some.length)
  t.strictSame([legacy.count(), cloud.count()], [some.length, some.length], 'each was asked once')
})

t.test(
  'an answer about another patient is critical, and the gate does not open for it',
  async t => {
    const { sides, cloud } = await simulators(t)
    const { url, admin } = await mirroring(t, sides)
    cloud.set({ otherPatientEvery: 1 })
    const [first] = patients
    if (first === undefined) throw new Error('nobody is known')
    await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', first)))
    await untilCompared(admin, 1)
    // What was counted is in the store with its next flush.
    while ((await gateOf(admin)) === 'undecided') await delay(20)
    t.equal(await gateOf(admin), 'closed')
  },
)

async function gateOf(admin: URL): Promise<string> {
  const answer = await fetch(new URL('/api/routes/mirrored/evidence', admin))
  const { gate } = (await answer.json()) as { gate: { verdict: string } }
  return gate.verdict
}

t.test('whatever was to be copied is compared or counted by why not', async t => {
  const { sides } = await simulators(t)
  const { url, admin } = await mirroring(t, sides)
  const [first] = patients
  if (first === undefined) throw new Error('nobody is known')
  // One that is answered, one that goes away before its answer, one that asks for no item, which the mapping declines.
  await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', first)))
  await goneAway(url, onTheWire(retrievalOf('QUPA_IN000008UK02', first)))
  await ask(url, soapPost(soapRetrieval()))
  await until(admin, 3, 'mirror_decisions_total', 'copy')
  await untilCompared(admin, 3)
  t.strictSame(await comparisons(admin), {
    'equivalent none': 1,
    'not_compared declined': 1,
    'not_compared gone': 1,
  })
})

/** How often copies came to what, and why. */
async function comparisons(admin: URL): Promise<Record<string, number>> {
  const text = await (await fetch(new URL('/metrics', admin))).text()
  const lines = text.matchAll(
    /^ficus_comparisons_total\{.*verdict="(\w+)",reason="([\w-]+)"\} (\d+)$/gm,
  )
  const counts = [...lines].map(([, verdict, why, n]) => [`${verdict} ${why}`, Number(n)] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0).toSorted())
}

/** Sends a request and cuts the connection once it has left. */
async function goneAway(url: URL, bytes: Buffer): Promise<void> {
  const socket: Socket = connect(Number(url.port), url.hostname)
  await once(socket, 'connect')
  await new Promise<void>(resolve => socket.write(bytes, () => resolve()))
  socket.destroy()
  await readAnswer(socket).catch(() => undefined)
}
