import type { PeerView } from '../admin/index.ts'
import type { Made } from './change.ts'

/** What a halt came to: as every change, and which of the other instances confirmed it. */
export type MadeHalt = Made & { readonly peers?: readonly PeerView[] | null }

/** Says who holds a halt and whether the fleet's store has it, one fact a line: read when somebody is in a hurry. */
export function spokenHolders(view: MadeHalt): readonly string[] {
  if (view.isDryRun) return []
  if (!view.isHeld) return ['the fleet’s store has it: every instance that reads it is halted']
  return [holders(view), ...forgetful(view), LATER]
}

const LATER =
  'the fleet’s store has it not: the first of them to reach it again lays it there, and until then one that starts anew is not halted'

function holders({ peers = null }: MadeHalt): string {
  if (peers === null) return 'held by this instance alone: it knows no other, or has no key'
  const confirmed = peers.filter(({ isConfirmed }) => isConfirmed).length
  const others = confirmed === 1 ? '1 other' : `${confirmed} others`
  const missing = peers.length - confirmed
  const not = missing === 0 ? '' : `, and not known to be by ${missing}`
  return `held by this instance and ${others}${not}`
}

/** Names who holds it in memory only. */
function forgetful({ isKept, peers }: MadeHalt): readonly string[] {
  const named = (peers ?? []).filter(each => each.isConfirmed && !each.isKept)
  const all = [...(isKept ? [] : ['this instance']), ...named.map(({ address }) => address)]
  return all.length === 0
    ? []
    : [`not on the disk of ${all.join(', ')}: a restart forgets it there`]
}
