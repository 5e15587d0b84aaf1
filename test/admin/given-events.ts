import type { Test } from 'tap'
import { answerApi, openAdmin } from '../../src/admin/index.ts'
import type { StreamsOptions } from '../../src/admin/event-stream.ts'
import type { Store } from '../../src/fleet/index.ts'
import { flip, type FlipContext } from '../../src/flips/index.ts'
import { type HeardEvent, listenTo, type Listening } from '../support/event-client.ts'
import {
  connectMemory,
  createMemory,
  type Memory,
  type MemoryStore,
} from '../fleet/memory-store.ts'
import { bench, owning } from '../flips/given.ts'

/** What changes are weighed with; a store of whichever kind stands beside it. */
export const contextOf = async (): Promise<FlipContext> => (await bench([owning('read')])).context

/** One instance on a store, and how it is listened to and asked. */
export interface TellingInstance {
  readonly url: URL
  readonly failures: unknown[]
  listen(headers?: Readonly<Record<string, string>>, query?: string): Promise<Listening>
  /** Makes so many changes, each with its line. */
  change(times: number): Promise<void>
  endStreams(): void
}

/** Opens an admin port over a store. */
export async function tellingOn(
  t: Test,
  store: Store,
  streams: Omit<StreamsOptions, 'failed'> = {},
): Promise<TellingInstance> {
  const flips = await contextOf()
  const failures: unknown[] = []
  const admin = await openAdmin(
    { host: '127.0.0.1', port: 0, streams },
    {
      metrics: () => Promise.resolve({ pieces: [], contentType: 'text/plain' }),
      readiness: () => ({ reasons: [], facts: {} }),
      isStarted: true,
      api: request => answerApi(request, { store, flips }),
      failed: error => failures.push(error),
      version: { version: '1', node: '24', environment: 'int' },
    },
  )
  t.teardown(() => admin.close())
  const url = new URL(`http://127.0.0.1:${admin.address.port}/api/events`)
  return {
    url,
    failures,
    listen: (headers, query = '') => listenTo(t, new URL(query, url), headers),
    change: async times => {
      for (let i = 0; i < times; i += 1) {
        await store.read()
        const verb = store.known.halt === 'none' ? 'halt' : 'resume'
        const came = await flip(store, { verb, actor: 'ada', reason: 'ticket 12' }, flips)
        if (came.kind !== 'flipped') throw new Error('nobody refuses a halt')
      }
    },
    endStreams: () => admin.endStreams(),
  }
}

/** One on a store without a disk, which can be broken. */
export async function onMemory(
  t: Test,
  streams?: Parameters<typeof tellingOn>[2],
): Promise<TellingInstance & { readonly memory: Memory; readonly store: MemoryStore }> {
  const memory = createMemory()
  const store = connectMemory(memory)
  return { memory, store, ...(await tellingOn(t, store, streams)) }
}

/** The revisions of the changes that were heard. */
export const revisionsOf = (heard: readonly HeardEvent[]): readonly number[] =>
  heard
    .filter(({ event }) => event === 'change')
    .map(({ data }) => (data as { revision: number }).revision)

/** Whole numbers from one to another, both among them. */
export const upTo = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
