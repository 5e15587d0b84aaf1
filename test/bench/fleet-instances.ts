/**
 * Several instances in one process, as parts of one fleet: says where they listen, and of each when it has taken over
 * which revision and whether it is halted. `node fleet-instances.ts <store> <how many>`; the clock is the machine's
 * own, the same everywhere. Where the others are it is told once all of them are known.
 */
import {
  createPeers,
  openStore,
  type PeerAddress,
  readStoreAddress,
} from '../../src/fleet/index.ts'
import { openProxy } from '../../src/proxy.ts'
import { SILENT_LOG } from '../../src/telemetry/index.ts'
import { fleetFile } from '../support/fleet-sides.ts'
import { configOf, TEST_NAMING } from '../support/proxy.ts'

const [address = '', count = '1'] = process.argv.slice(2)
const ANY = { host: '127.0.0.1', port: 0 }
const nowhere = new URL('http://127.0.0.1:9')
const KEY = Buffer.alloc(32, 'a bench')

let others: readonly PeerAddress[] = []
process.on('message', (ports: readonly number[]) => {
  others = ports.map(port => ({ host: '127.0.0.1', port }))
})

for (let i = 0; i < Number(count); i += 1) {
  const at = readStoreAddress(address, { cwd: process.cwd(), env: {} })
  const addresses = {
    get now() {
      return others
    },
    close: () => undefined,
  }
  const peers = createPeers({ addresses, key: KEY })
  const store = await openStore(at, { environment: 'test', peers })
  const proxy = await openProxy({
    config: configOf(fleetFile({ legacy: nowhere, cloud: nowhere })),
    listen: ANY,
    admin: ANY,
    log: SILENT_LOG,
    store,
    naming: TEST_NAMING,
    version: { version: 'bench', node: process.versions.node },
  })
  // Called after the proxy itself: from here on its next exchange goes by what is told.
  store.subscribe(() => {
    const { revision, routes } = proxy.state
    const isHalted = routes.get('reads')?.halt !== 'none'
    process.send?.({ i, revision, isHalted, at: now() })
  })
  process.send?.({ i, admin: proxy.adminAddress.port })
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

process.on('disconnect', () => process.exit())
