/** A proxy in a process of its own that says over its channel what it noted and how much it holds. */
import { openProxy } from '../../src/proxy.ts'
import type { ExchangeLine, Log } from '../../src/telemetry/index.ts'
import { configOf, storeFor, TEST_NAMING } from './proxy.ts'

/** What the process is asked. */
export type Question =
  | { readonly ask: 'open'; readonly routes: object }
  | { readonly ask: 'facts' }
  | { readonly ask: 'close' }

/** What it says of itself, its garbage collected first. */
export interface Facts {
  /** Exchange records. */
  readonly records: number
  /** Numbers, up to the highest that has a record, that have none or more than one. */
  readonly unpaired: number
  readonly errors: Readonly<Record<string, number>>
  readonly residentBytes: number
  readonly heapBytes: number
}

/** What it answers. */
export type Said =
  { readonly port: number; readonly adminPort: number } | Facts | { readonly cut: number }

const MOST = 1 << 20
/** How often each number has a record. */
const records = new Uint8Array(MOST)
const errors: Record<string, number> = {}

const log: Log = {
  exchange: ({ n, error }: ExchangeLine) => {
    records[n] = (records[n] ?? 0) + 1
    if (error !== undefined) errors[error] = (errors[error] ?? 0) + 1
  },
  compared: () => undefined,
  event: () => undefined,
  flush: () => undefined,
}

let proxy: Awaited<ReturnType<typeof openProxy>> | undefined

async function open(routes: object): Promise<Said> {
  proxy = await openProxy({
    config: configOf(routes),
    listen: { host: '127.0.0.1', port: 0 },
    admin: { host: '127.0.0.1', port: 0 },
    log,
    store: await storeFor({ teardown: close => void process.once('exit', close) }),
    naming: TEST_NAMING,
    version: { version: 'test', node: process.versions.node },
  })
  return { port: proxy.address.port, adminPort: proxy.adminAddress.port }
}

const LAST_RESORT = { type: 'major', execution: 'sync', flavor: 'last-resort' } as const

function facts(): Facts {
  // What V8 keeps to spare after a busy moment it gives back when it likes, and at the last resort.
  for (let i = 0; i < 3; i += 1) globalThis.gc?.(LAST_RESORT)
  const highest = records.findLastIndex(times => times > 0)
  const numbered = records.subarray(1, highest + 1)
  const { rss, heapUsed, external } = process.memoryUsage()
  return {
    records: numbered.reduce((sum, times) => sum + times, 0),
    unpaired: numbered.filter(times => times !== 1).length,
    errors,
    residentBytes: rss,
    heapBytes: heapUsed + external,
  }
}

const ANSWERS = {
  open: ({ routes }: Extract<Question, { ask: 'open' }>) => open(routes),
  facts: () => Promise.resolve(facts()),
  close: async () => ({ cut: (await proxy?.close(2_000)) ?? 0 }),
}

process.on('message', (question: Question) => {
  const answer = question.ask === 'open' ? ANSWERS.open(question) : ANSWERS[question.ask]()
  answer.then(
    said => process.send?.({ said }),
    (error: unknown) => process.send?.({ wrong: String(error) }),
  )
})
