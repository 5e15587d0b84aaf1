import { isName, type Name } from './naming.ts'
import { invalid } from './reading.ts'
import { MOST_REPLY } from './replies.ts'

/** Reads the name a reply is kept under. */
export function readReplyName(given: unknown): Name {
  if (isName(given)) return given
  throw invalid('the name of a reply', 'a name made by the fleet’s naming')
}

/** Reads a sealed reply. */
export function readSealed(given: unknown): Uint8Array {
  const isSealed = given instanceof Uint8Array && given.byteLength > 0
  if (isSealed && given.byteLength <= MOST_REPLY) return given
  throw invalid('a sealed reply', `of 1 to ${MOST_REPLY} bytes`)
}
