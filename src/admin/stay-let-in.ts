import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Admission } from '../roles/index.ts'

/**
 * Ends what goes on once its listener would not be let in any more: a token that was taken back or has expired opens
 * nothing, and keeps nothing open. An issuer that is silent says nothing against anybody.
 */
export function stayLetIn(
  { headers: { authorization } }: IncomingMessage,
  response: ServerResponse,
  { admission, lookEveryMs }: { readonly admission: Admission; readonly lookEveryMs: number },
): void {
  if (!admission.asksForTokens) return
  const look = async (): Promise<void> => {
    const came = await admission.admit(authorization)
    const isTurnedAway = 'not' in came ? came.not !== 'issuer' : came.roles.length === 0
    if (isTurnedAway) response.end()
  }
  const looking = setInterval(() => void look(), lookEveryMs)
  response.once('close', () => clearInterval(looking))
}
