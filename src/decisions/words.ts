import type { Party } from '../exchange/index.ts'
import { loggable } from '../telemetry/index.ts'

/** So many different words are shared; what comes later is kept by each record for itself. */
const MOST_SHARED = 4_096

/**
 * Copies a text into memory of its own. A piece cut out of a message holds on to all of it, and what is kept for
 * long must not keep a message alive.
 */
export const copied = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

/** Words that stand in many records: interactions, senders. Each is kept once, and only if it looks like one. */
export class Words {
  readonly #known = new Map<string, string>()

  of(text: string): string
  of(text: string | undefined): string | undefined
  of(text: string | undefined): string | undefined {
    if (text === undefined) return undefined
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const word = copied(loggable(text) ?? '')
    if (this.#known.size < MOST_SHARED) this.#known.set(copied(text.slice(0, 64)), word)
    return word
  }

  party({ asid, partyKey }: Party): Party {
    if (asid === undefined && partyKey === undefined) return NOBODY
    return {
      ...(asid !== undefined && { asid: this.of(asid) }),
      ...(partyKey !== undefined && { partyKey: this.of(partyKey) }),
    }
  }
}

const NOBODY: Party = Object.freeze({})
