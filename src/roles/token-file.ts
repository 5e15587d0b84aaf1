import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { watchFiles } from '../files/index.ts'
import type { Admitted } from './admission.ts'
import { readTokens, type TokenRow, TokenFileError } from './read-tokens.ts'

/** Tokens people and programs ask with, as a file has them by their hashes. */
export interface TokenFile {
  /** Says whose a token is; undefined where it is none of the file. */
  find(token: string): Admitted | undefined
  /** How many it has. */
  readonly count: number
  /** What is wrong with the file as it is now, while the last good one holds. */
  readonly trouble: string | undefined
  close(): void
}

/** What a file of tokens is opened with. */
export interface TokenFileOptions {
  /** Called when the file was taken over again, and when it was not. */
  readonly told?: (tokens: TokenFile) => void
  /** Epoch milliseconds; the machine's where absent. */
  readonly now?: () => number
}

/**
 * Opens a file of tokens and follows it: another one is in force within a second, and one with a mistake changes
 * nothing. Throws {@link TokenFileError} where it cannot be read, or is no such file.
 */
export function openTokenFile(path: string, options: TokenFileOptions = {}): TokenFile {
  const { told, now = Date.now } = options
  let rows = readTokens(textOf(path))
  let trouble: string | undefined
  const tokens: TokenFile = {
    find: token => foundIn(rows, token, now()),
    get count() {
      return rows.length
    },
    get trouble() {
      return trouble
    },
    close: watchFiles([path], () => {
      try {
        rows = readTokens(textOf(path))
        trouble = undefined
      } catch (error) {
        if (!(error instanceof TokenFileError)) throw error
        trouble = error.message
      }
      told?.(tokens)
    }),
  }
  return tokens
}

function textOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException // what node:fs throws
    throw new TokenFileError([`it cannot be read (${code})`])
  }
}

/** Every row is held against it, and each in the same time: how long that takes says nothing of any token. */
function foundIn(rows: readonly TokenRow[], token: string, now: number): Admitted | undefined {
  const hash = createHash('sha256').update(token).digest()
  let found: TokenRow | undefined
  for (const row of rows) if (timingSafeEqual(row.hash, hash)) found = row
  if (found === undefined) return undefined
  if (now >= found.endsAt) return { not: 'token', says: 'the token is not let in: it has expired' }
  return { actor: found.name, roles: found.roles }
}
