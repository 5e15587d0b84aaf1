/**
 * Several instances in one process, as parts of one fleet: says where they listen, and of each when it has taken over
 * which revision. `node fleet-instances.ts <store> <how many>`; the clock is the machine's own, the same everywhere.
 */
import { openStore, readStoreAddress } from '../../src/fleet/index.ts'
import { openProxy } from '../../src/proxy.ts'
import { SILENT_LOG } from '../../src/telemetry/index.ts'
import { fleetFile } from '../support/fleet-sides.ts'
import { configOf, TEST_NAMING } from '../support/proxy.ts'

const [address = '', count = '1'] = process.argv.slice(2)
const ANY = { host: '127.0.0.1', port: 0 }
const nowhere = new URL('http://127.0.0.1:9')

for (let i = 0; i < Number(count); i += 1) {
  const at = readStoreAddress(address, { cwd: process.cwd(), env: {} })
  const store = await openStore(at, { environment: 'test' })
  const proxy = await openProxy({
    config: configOf(fleetFile({ legacy: nowhere, cloud: nowhere })),
    listen: ANY,
    admin: ANY,
    log: SILENT_LOG,
    store,
    naming: TEST_NAMING,
    version: { version: 'bench', node: process.versions.node },
  })
  // Called after the proxy itself: from here on its next exchange goes by this revision.
  store.subscribe(() => process.send?.({ i, revision: proxy.state.revision, at: now() }))
  process.send?.({ i, admin: proxy.adminAddress.port })
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

process.on('disconnect', () => process.exit())
