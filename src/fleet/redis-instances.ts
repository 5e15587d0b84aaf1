import { type Instance, MOST_INSTANCES, type StoredInstance } from './instance-row.ts'
import { digits, pairsOf } from './redis-replies.ts'

/** Gives what a row of this instance is told with: the rest of the script's arguments. */
export const toldWith = (own: Instance, keptMs: number): readonly (string | number)[] => [
  own.id,
  JSON.stringify(own),
  keptMs,
  MOST_INSTANCES,
]

/** Reads the instances Redis gave, each with its age; whoever takes them reads what they say. */
export const readToldOf = (told: unknown): readonly StoredInstance[] =>
  pairsOf(told, 'the stored instances').map(([age, row]) => ({
    row: parsed(row),
    ageMs: digits(age.replace(/^-\d+$/, '0'), 'an age'),
  }))

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
