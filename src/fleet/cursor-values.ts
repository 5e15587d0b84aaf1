import { type CursorClaim, MOST_CLAIM_MS } from './cursors.ts'
import { between, groupOf, textLike, whole } from './reading.ts'

const reader = textLike(/^[a-z0-9-]{1,63}$/, 'the name of a reader')
const claimer = textLike(/^[0-9A-Za-z-]{1,64}$/, 'a mark of letters, digits and hyphens')
const claim = groupOf<CursorClaim>({ by: claimer, forMs: between(1, MOST_CLAIM_MS) })

/** What a store is asked to claim. */
export interface ToClaim extends CursorClaim {
  readonly name: string
}

/** What a store is asked to move. */
export interface ToMove {
  readonly name: string
  readonly by: string
  readonly to: number
}

/** Reads what is to be claimed. Throws {@link StoreError} `invalid`. */
export function readClaim(name: string, given: CursorClaim): ToClaim {
  const { by, forMs } = claim(given, 'the claim')
  return { name: reader(name, 'the cursor'), by, forMs: Math.ceil(forMs) }
}

/** Reads what is to be moved. Throws {@link StoreError} `invalid`. */
export const readMove = (name: string, by: string, to: number): ToMove => ({
  name: reader(name, 'the cursor'),
  by: claimer(by, 'who moves it'),
  to: whole(to, 'where it is moved to'),
})
