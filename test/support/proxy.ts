import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, parseConfig } from '../../src/config/index.ts'
import {
  createNaming,
  type Naming,
  openStore,
  type Store,
  type StoreOptions,
} from '../../src/fleet/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../../src/products/index.ts'
import { openProxy, type Proxy, type ProxyOptions } from '../../src/proxy.ts'
import type { ComparedLine, EventName, ExchangeLine, Log } from '../../src/telemetry/index.ts'
import { startInThread } from '../fleet/in-thread.ts'
import type { Closing } from './upstream.ts'

/** A running proxy and what it wrote down. */
export interface StartedProxy {
  readonly url: URL
  readonly admin: URL
  readonly proxy: Proxy
  readonly lines: ExchangeLine[]
  /** What came of copies, in the order it was told. */
  readonly compared: ComparedLine[]
  readonly events: { name: EventName; detail: Record<string, unknown> }[]
  /** Resolves with the next exchange line not yet seen by this call. */
  nextLine(): Promise<ExchangeLine>
}

/** Names made with a key of these tests' own. */
export const TEST_NAMING: Naming = createNaming(Buffer.alloc(32, 'test'))

/** A routes file as a test writes it, checked by the very checks operators meet. */
export const configOf = (input: unknown, env: Record<string, string> = {}): Config =>
  parseConfig(input, {
    env,
    file: 'test.routes.config.ts',
    interactions: INTERACTIONS,
    mappings: MAPPINGS,
    policies: POLICIES,
  })

/** A store in a folder of its own, asked without a thread; whoever opens a proxy on it has it closed by that. */
export async function storeFor(t: Closing, more: Pick<StoreOptions, 'now'> = {}): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-store-'))
  const store = await openStore(join(folder, 'state.db'), {
    start: startInThread,
    answerMs: 20_000,
    requestMs: 20_000,
    ...more,
  })
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return store
}

/** The shortest file: one upstream for everything. */
export const everythingTo = (upstream: URL, more: object = {}): Config =>
  configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: upstream.origin, ...more } },
    routes: [{ name: 'default', legacy: 'spine' }],
  })

/** Starts a proxy on free ports that closes itself when the test ends. */
export async function startProxy(
  t: Closing,
  config: Config,
  options: Partial<
    Pick<
      ProxyOptions,
      | 'admin'
      | 'limits'
      | 'added'
      | 'store'
      | 'reload'
      | 'decisions'
      | 'mappings'
      | 'now'
      | 'askGatesEveryMs'
      | 'outcomes'
    >
  > = {},
): Promise<StartedProxy> {
  const lines: ExchangeLine[] = []
  const compared: ComparedLine[] = []
  const events: StartedProxy['events'] = []
  const waiting: ((line: ExchangeLine) => void)[] = []
  let taken = 0
  const log: Log = {
    exchange: line => {
      lines.push(line)
      if (waiting.length > 0) {
        taken += 1
        waiting.shift()?.(line)
      }
    },
    compared: line => compared.push(line),
    event: (name, _level, detail) => events.push({ name, detail }),
    flush: () => undefined,
  }
  const proxy = await openProxy({
    config,
    listen: { host: '127.0.0.1', port: 0 },
    admin: { host: '127.0.0.1', port: 0 },
    log,
    store: options.store ?? (await storeFor(t)),
    naming: TEST_NAMING,
    version: { version: 'test', node: process.versions.node },
    ...options,
  })
  t.teardown(() => proxy.close(0))
  return {
    url: new URL(`http://127.0.0.1:${proxy.address.port}`),
    admin: new URL(`http://127.0.0.1:${proxy.adminAddress.port}`),
    proxy,
    lines,
    compared,
    events,
    nextLine: () => {
      const line = lines[taken]
      if (line === undefined) return new Promise(resolve => waiting.push(resolve))
      taken += 1
      return Promise.resolve(line)
    },
  }
}

/** Waits until the proxy says that it holds so many requests. */
export async function untilInFlight(admin: URL, count: number): Promise<void> {
  let text = ''
  while (!text.includes(`ficus_in_flight_requests ${count}\n`)) {
    text = await (await fetch(new URL('/metrics', admin))).text()
  }
}
