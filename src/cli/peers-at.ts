import {
  createPeers,
  followPeers,
  isStoreError,
  type Peers,
  readFleetKey,
  readPeerAddresses,
} from '../fleet/index.ts'
import type { Log } from '../telemetry/index.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/**
 * Reads where the other instances are and the key they are spoken to with; undefined without a key. Throws a
 * CommandError that repeats no secret.
 */
export function peersFor({ env, cwd }: Terminal, log: Log): Peers | undefined {
  const { FICUS_PEERS: named = '', FICUS_FLEET_KEY: key } = env
  const addresses = saying('FICUS_PEERS', () => readPeerAddresses(named))
  if (key === undefined) return undefined
  return createPeers({
    addresses: followPeers(addresses),
    key: saying('FICUS_FLEET_KEY', () => readFleetKey(key, cwd)),
    refused: why => log.event('peer-refused', 'warn', { why }),
  })
}

/** Says at the start whom a halt is passed on to, or that nobody is. */
export function spokenPeers(peers: Peers | undefined): string {
  if (peers === undefined) {
    return 'a halt reaches other instances through the store alone: FICUS_FLEET_KEY is not set'
  }
  const { addresses } = peers
  return addresses.length === 0
    ? 'a halt is passed on to every instance the store tells of: to none yet, and FICUS_PEERS is not set'
    : `a halt is passed on to ${addresses.join(', ')}`
}

function saying<Read>(variable: string, read: () => Read): Read {
  try {
    return read()
  } catch (error) {
    if (!isStoreError(error)) throw error
    throw new CommandError(EXIT.usage, `${variable}: ${error.message}`)
  }
}
