import t from 'tap'
import type { Override, Side } from '../../src/exchange/index.ts'
import type { FleetContent, Position } from '../../src/fleet/index.ts'
import { moving, position } from '../fleet/given.ts'
import { FROM, soapAnswer, soapPost, soapRetrieval } from '../support/messages.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { startUpstream } from '../support/upstream.ts'

/** Every place a route can stand at where the cloud may be asked, and two where it may not. */
const PLACES: readonly Partial<Position>[] = [
  { stage: 'legacy' },
  { stage: 'shadow', home: 'shadow' },
  { stage: 'canary', percent: 0.01, home: 'shadow' },
  { stage: 'canary', percent: 25 },
  { stage: 'canary', percent: 50, home: 'shadow' },
  { stage: 'canary', percent: 100 },
  { stage: 'reverse-shadow', home: 'shadow' },
  { stage: 'cloud' },
]

const BACKWARD = [
  { verb: 'rollback', path: '/api/routes/moving/flip', body: {} },
  { verb: 'halt', path: '/api/routes/moving/flip', body: {} },
  { verb: 'halt', path: '/api/routes/moving/flip', body: { isHard: true } },
  { verb: 'halt', path: '/api/flip', body: {} },
] as const

const SENDERS = Array.from({ length: 8 }, (_, i) => String(Number(FROM) + i))
const [OVERRIDDEN = ''] = SENDERS

const word = (side: Side): readonly Override[] => [
  { key: OVERRIDDEN, side, owner: 'somebody', expires: Date.now() + 3_600_000 },
]
const OVERRIDES: readonly (readonly Override[])[] = [[], word('cloud'), word('legacy')]

/** One side of the route: answers any retrieval by naming its request, and says who asked. */
async function side(name: Side, asked: [Side, string][]): Promise<URL> {
  return startUpstream(t, (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString()
      asked.push([name, /Snd>.*?extension="(\d+)"/.exec(body)?.[1] ?? ''])
      response.setHeader('content-type', 'text/xml')
      response.end(soapAnswer(/uuid:([-0-9A-F]+)/.exec(body)?.[1] ?? ''))
    })
  })
}

async function given() {
  const asked: [Side, string][] = []
  const [spine, rehosted] = [await side('legacy', asked), await side('cloud', asked)]
  const store = await storeFor(t)
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: spine.origin }, rehosted: { url: rehosted.origin } },
    cohorts: { senders: { key: 'fromAsid', records: 'shared' } },
    routes: [
      {
        name: 'moving',
        match: { interaction: ['QUPA_IN000008UK02'] },
        legacy: 'spine',
        cloud: 'rehosted',
        cohort: 'senders',
        // A copy would be a request too: none is drawn.
        shadow: { as: '200000000999', sample: 0.000001 },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const { url, admin } = await startProxy(t, config, { store })

  const place = async (at: Partial<Position>, overrides: readonly Override[]): Promise<void> => {
    const next: FleetContent = {
      halt: 'none',
      routes: new Map([
        ['moving', position(at)],
        ['default', position()],
      ]),
      overrides: new Map(overrides.length === 0 ? [] : [['senders', overrides]]),
    }
    await store.change(store.known.revision, { next, line: moving(store.known, 'x', {}).line })
  }
  const post = (path: string, body: object): Promise<Response> =>
    fetch(new URL(path, admin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, reason: 'a test' }),
    })
  /** One request of every sender; gives who was asked. */
  const everybody = async (): Promise<readonly [Side, string][]> => {
    asked.length = 0
    for (const sender of SENDERS) {
      const answer = await ask(
        url,
        soapPost(soapRetrieval({ headerFrom: sender, bodyFrom: sender })),
      )
      t.equal(answer?.status, 200)
    }
    return [...asked]
  }
  return { place, post, everybody }
}

const spoken = ({ stage, percent }: Partial<Position>, overrides: readonly Override[]): string =>
  `${stage} ${percent ?? ''} ${overrides[0] ? `with an override to ${overrides[0].side}` : ''}`

t.test('from wherever a route stands, one command leaves no request on the cloud', async t => {
  const { place, post, everybody } = await given()
  let before = 0
  for (const at of PLACES) {
    for (const overrides of OVERRIDES) {
      for (const { verb, path, body } of BACKWARD) {
        await place(at, overrides)
        const forward = (await everybody()).filter(([name]) => name === 'cloud')
        before += forward.length
        const isEveryone =
          ['cloud', 'reverse-shadow'].includes(at.stage ?? '') || at.percent === 100
        const kept = at.stage === 'canary' && overrides[0]?.side === 'legacy' ? 1 : 0
        if (isEveryone) t.equal(forward.length, SENDERS.length - kept, spoken(at, overrides))
        if (at.stage === 'canary' && overrides[0]?.side === 'cloud') {
          t.ok(forward.some(([, sender]) => sender === OVERRIDDEN))
        }
        const answer = await post(path, { verb, ...body })
        t.equal(answer.status, 200)
        const after = (await everybody()).filter(([name]) => name === 'cloud')
        t.strictSame(after, [], `${verb} ${path} from ${spoken(at, overrides)}`)
      }
    }
  }
  t.ok(before > 300, `the cloud was asked ${before} times before`)
})
