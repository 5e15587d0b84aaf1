import type { Test } from 'tap'
import type { Side } from '../../src/exchange/index.ts'
import {
  createPeers,
  openStore,
  type PeerAddress,
  type Peers,
  readStoreAddress,
  type Store,
} from '../../src/fleet/index.ts'
import { content, moving, position } from '../fleet/given.ts'
import { soapAnswer, soapPost, soapRetrieval } from './messages.ts'
import { configOf, startProxy, type StartedProxy } from './proxy.ts'
import { ask } from './raw-client.ts'
import { startUpstream } from './upstream.ts'

/** What all instances of a test sign with. */
export const KEY = Buffer.alloc(32, 'k')

/** One instance, and suppliers who ask it without end. */
export interface HaltInstance extends StartedProxy {
  readonly store: Store
  readonly peers: Peers
  readonly address: PeerAddress
  /** Which side served each request, and when it was begun. */
  readonly served: { readonly at: number; readonly side: Side }[]
}

/** Three instances with every request on the cloud. */
export interface HaltFleet {
  readonly instances: readonly [HaltInstance, HaltInstance, HaltInstance]
  /** Where everybody takes all of them to be. */
  readonly addresses: PeerAddress[]
  /** When the last request was begun that the cloud served, at each instance. */
  lastOnCloud(): readonly number[]
  /** Waits until each instance has served a request begun after this moment. */
  untilAllServed(): Promise<void>
  /** Says which side serves at each instance now. */
  serving(): Promise<readonly Side[]>
}

async function side(t: Test, name: Side): Promise<URL> {
  return startUpstream(t, (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const id = /uuid:([-0-9A-F]+)/.exec(Buffer.concat(pieces).toString())?.[1] ?? ''
      response.setHeader('content-type', 'text/xml')
      response.setHeader('x-side', name)
      response.end(soapAnswer(id))
    })
  })
}

/** Starts three instances over one store, each knowing where all of them are. */
export async function haltFleet(t: Test, storeAt: string): Promise<HaltFleet> {
  const [spine, rehosted] = [await side(t, 'legacy'), await side(t, 'cloud')]
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: spine.origin }, rehosted: { url: rehosted.origin } },
    routes: [
      {
        name: 'moving',
        match: { interaction: ['QUPA_IN000008UK02'] },
        legacy: 'spine',
        cloud: 'rehosted',
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const all: PeerAddress[] = []
  const start = async (): Promise<HaltInstance> => {
    const addresses = {
      get now() {
        return all
      },
      close: () => undefined,
    }
    const peers = createPeers({ addresses, key: KEY })
    const address = readStoreAddress(storeAt, { cwd: t.testdirName, env: {} })
    const store = await openStore(address, { environment: 'test', peers })
    const started = await startProxy(t, config, { store })
    const own = { host: '127.0.0.1', port: Number(started.admin.port) }
    all.push(own)
    return { ...started, store, peers, address: own, served: [] }
  }
  const instances = [await start(), await start(), await start()] as const
  const [{ store }] = instances
  const routes = new Map([
    ['moving', position({ stage: 'cloud' })],
    ['default', position()],
  ])
  const { line } = moving(await store.read(), 'x', {})
  await store.change(store.known.revision, { next: content({ routes }), line })
  return asked(t, { instances, addresses: all })
}

/** Has every instance asked without end, one request after the other. */
function asked(
  t: Test,
  { instances, addresses }: Pick<HaltFleet, 'instances' | 'addresses'>,
): HaltFleet {
  let isOver = false
  const asking = instances.map(async ({ url, served }) => {
    while (!isOver) {
      const at = performance.now()
      const answer = await ask(url, soapPost(soapRetrieval()))
      const name = answer?.headers[answer.headers.indexOf('x-side') + 1]
      if (name === 'cloud' || name === 'legacy') served.push({ at, side: name })
      else t.fail(`a supplier got ${answer?.statusLine ?? 'nothing'}`)
    }
  })
  t.teardown(async () => {
    isOver = true
    await Promise.all(asking)
  })
  const untilAllServed = async (): Promise<void> => {
    const from = performance.now()
    while (!instances.every(({ served }) => (served.at(-1)?.at ?? 0) > from)) {
      await new Promise(resolve => setImmediate(resolve))
    }
  }
  return {
    instances,
    addresses,
    untilAllServed,
    lastOnCloud: () =>
      instances.map(({ served }) => served.findLast(({ side: name }) => name === 'cloud')?.at ?? 0),
    serving: async () => {
      await untilAllServed()
      return instances.map(({ served }) => served.at(-1)?.side ?? 'legacy')
    },
  }
}
