import { readFileSync } from 'node:fs'
import type { StoreAddress } from '../fleet/index.ts'
import { parseAddress } from './address.ts'
import { drainWaitOf } from './draining.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** Where an instance listens, and how it leaves its port. */
export interface Ports {
  readonly listen: { readonly host: string; readonly port: number; readonly reusePort: boolean }
  readonly admin: { readonly host: string; readonly port: number }
  readonly drainWaitMs: number
}

/** Reads where an instance that keeps its fleet in a store is to listen. Throws a CommandError. */
export function portsFor(terminal: Terminal, address: StoreAddress): Ports {
  const { env, stderr } = terminal
  const reusePort = reusePortOf(terminal, address)
  if (reusePort && isLosing()) stderr.write(LOSING)
  const listen = parseAddress('FICUS_LISTEN', env['FICUS_LISTEN'] ?? '127.0.0.1:8080')
  return {
    listen: { ...listen, reusePort },
    admin: parseAddress('FICUS_ADMIN', env['FICUS_ADMIN'] ?? '127.0.0.1:9400'),
    drainWaitMs: drainWaitOf(terminal),
  }
}

/** The kernel's documentation: whether what waits before a listener that ends goes to another of the same port. */
const MIGRATES = '/proc/sys/net/ipv4/tcp_migrate_req'
const LOSING = `a restart may lose requests: net.ipv4.tcp_migrate_req is 0, and connections that wait before an instance that ends are reset
  → sysctl net.ipv4.tcp_migrate_req=1
`

function isLosing(): boolean {
  try {
    return readFileSync(MIGRATES, 'utf8').trim() === '0'
  } catch {
    // No Linux, or it may not be read: nothing is known.
    return false
  }
}

/**
 * Reads whether an instance shares its port with others of this machine. Throws a CommandError where the word is none,
 * and where what they would share besides it is no store they all see as it is: two of one port that go by two states
 * would serve one supplier now this way and now that.
 */
function reusePortOf({ env }: Pick<Terminal, 'env'>, { kind }: StoreAddress): boolean {
  const written = env['FICUS_REUSE_PORT'] ?? '0'
  if (written !== '0' && written !== '1') {
    throw new CommandError(EXIT.usage, `FICUS_REUSE_PORT=${written}: give 1 or 0`)
  }
  if (written === '1' && kind === 'file') {
    throw new CommandError(
      EXIT.usage,
      'FICUS_REUSE_PORT: instances that share a port share a fleet\n  → set FICUS_STORE to a Redis',
    )
  }
  return written === '1'
}

/** Says why a start failed, in words of ours where the system has none for a port that is shared. */
export const whyNotStarted = (error: unknown): string => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOTSUP') {
    return 'FICUS_REUSE_PORT: no two processes can share a port on this system'
  }
  return error instanceof Error ? error.message : String(error)
}
