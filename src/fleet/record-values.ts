import type { Side } from '../exchange/index.ts'
import { MOST_ACKNOWLEDGED, MOST_NAMES } from './bindings.ts'
import { routeName } from './fleet-document.ts'
import { isName, markOf, type Name } from './naming.ts'
import type { Pin, PinMove } from './pins.ts'
import { groupOf, invalid, listOf, type Read, whole, wordOf } from './reading.ts'

/** At most so many pins one change moves. */
export const MOST_MOVES = 1_000

const readName: Read<Name> = (value, at) => {
  if (isName(value)) return value
  throw invalid(at, 'a name made by the fleet’s naming')
}

export const readSide = wordOf<Side>(['legacy', 'cloud'])

/** Reads the names of one message or entity: at least one, no name twice, all made with one key. */
export const readNames: Read<readonly Name[]> = (value, at) => {
  const names = listOf(readName, MOST_NAMES)(value, at)
  const marks = new Set(names.map(markOf))
  if (marks.size === 1 && new Set(names).size === names.length) return names
  throw invalid(at, `one to ${MOST_NAMES} different names of one key`)
}

const readMove = groupOf<PinMove>({
  cohort: routeName,
  names: readNames,
  side: (value, at) => (value === undefined ? undefined : readSide(value, at)),
})

/** Reads the pins a change moves, all of them named with one key. */
export const readMoves = (value: unknown): readonly PinMove[] => {
  const moves = listOf(readMove, MOST_MOVES)(value, 'the pins')
  const marks = new Set(moves.flatMap(({ names }) => names.map(markOf)))
  if (marks.size > 1) throw invalid('the pins', 'named with one key')
  return moves
}

/** Reads how long something is kept, milliseconds. */
export const readKept: Read<number> = (value, at) => {
  if (whole(value, at) > 0) return value as number // whole has shown it
  throw invalid(at, 'longer than nothing')
}

/** Reads what is to be kept of an acknowledgement. */
export function readAcknowledged(given: Uint8Array): Uint8Array {
  if (given.byteLength <= MOST_ACKNOWLEDGED) return given
  throw invalid('an acknowledgement', `of at most ${MOST_ACKNOWLEDGED} bytes`)
}

/** Writes a pin as it is stored under each of its names: its side, then all of them. */
export const writePin = ({ names, side }: Pin): string => [side, ...names.toSorted()].join(' ')

/** Reads a pin as it was stored. */
export function readPin(stored: unknown): Pin {
  const [side, ...names] = typeof stored === 'string' ? stored.split(' ') : []
  const at = 'a stored pin'
  return { side: readSide(side, at), names: listOf(readName, 1_000)(names, at) }
}
