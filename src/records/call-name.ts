import { createHash } from 'node:crypto'
import { bytesAtHand, type Identified, isWholeCall } from '../exchange/index.ts'

/**
 * Names a call that carries no id by all it says: sent again it says the very same, so it goes where it went. Two
 * that mean to say the same twice go to one side too, which takes the second or refuses it by its own rules.
 * Undefined where not all of it is at hand.
 */
export function callName(message: Identified): string | undefined {
  if (!isWholeCall(message)) return undefined
  const { method, target, from, body } = message
  return createHash('sha256')
    .update(JSON.stringify([method, target, from.asid ?? '']))
    .update(bytesAtHand(body))
    .digest('hex')
}
