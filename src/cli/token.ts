import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** What a bearer token is made of, RFC 6750 §2.1: anything else would be no header line. */
const TOKEN = /^[A-Za-z0-9\-._~+/]{1,8192}=*$/

/**
 * Reads the token an instance is asked with: FICUS_TOKEN, or the file it names as `file:PATH`, read anew each time;
 * undefined where none is set. Throws a CommandError that repeats nothing of it.
 */
export function readToken({ env, cwd }: Pick<Terminal, 'env' | 'cwd'>): string | undefined {
  const { FICUS_TOKEN: written } = env
  if (written === undefined || written === '') return undefined
  const token = written.startsWith('file:') ? inFile(resolve(cwd, written.slice(5))) : written
  if (TOKEN.test(token)) return token
  const wayOut = 'it is letters, digits and -._~+/ in one line, or file:PATH of such a line'
  throw new CommandError(EXIT.usage, `FICUS_TOKEN holds no token: ${wayOut}`)
}

function inFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException // what node:fs throws
    throw new CommandError(EXIT.usage, `FICUS_TOKEN: ${path} cannot be read (${code})`)
  }
}
