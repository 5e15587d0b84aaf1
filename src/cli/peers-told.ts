import type { ChangeView, PeerView } from '../admin/index.ts'
import type { ChangeOptions } from './change.ts'
import { type Page, pageOf } from './print.ts'
import { type Cell, setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** What is said of those that did not confirm, and the way out. */
export interface Unconfirmed {
  readonly says: string
  readonly wayOut: string
}

/**
 * Prints which of the other instances confirmed, and in how many milliseconds; `--json` has printed it already. Ends
 * the command with exit code 1, naming them, where one did not.
 */
export function sayPeers(
  view: ChangeView,
  { json }: Pick<ChangeOptions, 'json'>,
  unconfirmed: Unconfirmed,
  terminal: Terminal,
): void {
  const { peers = null } = view
  if (peers === null) return
  if (json !== true) terminal.stdout.write(setPeers(peers, pageOf(terminal)))
  const missing = peers.filter(({ isConfirmed }) => !isConfirmed)
  if (missing.length === 0) return
  const named = missing.map(({ address }) => address).join(', ')
  const { says, wayOut } = unconfirmed
  throw new CommandError(EXIT.failed, `${says}: ${named}\n  → ${wayOut}`)
}

function setPeers(peers: readonly PeerView[], { width, paint }: Page): string {
  const rows = peers.map(({ address, isConfirmed, ms, why }): Cell[] => [
    address,
    isConfirmed ? 'confirmed' : { text: 'did not confirm', dress: 'bad' },
    `${ms} ms`,
    why ?? '',
  ])
  const confirmed = peers.filter(({ isConfirmed }) => isConfirmed).length
  const count = `${confirmed} of ${peers.length} other instances confirmed\n`
  const headings = ['instance', 'says', 'after', 'why not']
  return count + setTable({ headings, rows }, width, paint)
}
