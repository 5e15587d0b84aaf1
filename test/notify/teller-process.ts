/** One instance that tells, in a process of its own, until somebody kills it: its arguments are a Redis and a receiver. */
import { openStore, readStoreAddress } from '../../src/fleet/index.ts'
import { createNotifying } from '../../src/notify/index.ts'
import { createMetrics, SILENT_LOG } from '../../src/telemetry/index.ts'
import { QUICK } from './given.ts'
import { KEY } from './receiver.ts'

const [address = '', url = ''] = process.argv.slice(2)
const store = await openStore(readStoreAddress(address, { cwd: '/', env: {} }), {
  environment: 'int',
})
const notifying = createNotifying({
  store,
  instance: crypto.randomUUID(),
  now: () => Date.now(),
  metrics: createMetrics(),
  log: SILENT_LOG,
  pace: { ...QUICK, claimMs: 1_000, timeoutMs: 500 },
})
notifying.use([{ name: 'desk', url, host: new URL(url).host, on: ['*'], keys: [KEY] }])
setInterval(() => undefined, 1_000)
