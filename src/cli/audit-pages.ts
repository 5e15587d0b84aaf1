import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { AuditView } from '../admin/index.ts'
import { verifyAudit } from '../flips/index.ts'
import { type AdminClient, expected } from './admin-client.ts'
import { CommandError, EXIT } from './terminal.ts'

/** One line of the audit, as it was stored. */
export type Line = AuditView['lines'][number]

/** As many as the API gives at once. */
const PAGE = 1_000

/** Asks for some lines of the audit. */
export async function page(
  client: AdminClient,
  from: number,
  most: number | string,
): Promise<AuditView> {
  const query = `from=${from}&most=${encodeURIComponent(most)}`
  return expected(await client.get(`/api/audit?${query}`)) as AuditView // the API's own shape
}

/** Says that an audit is not whole. */
export const broken = (says: string | null): CommandError =>
  new CommandError(EXIT.failed, `the audit is not whole: ${says ?? 'nobody says why'}`)

/**
 * Gives every line there is, some at a time, each verified to follow the one before. What stands before the first
 * that is wrong is given too; then the command ends with 1.
 */
export async function* verifiedPages(client: AdminClient): AsyncGenerator<readonly Line[]> {
  let last: Line | undefined
  for (let isMore = true; isMore;) {
    const { lines, verified } = await page(client, (last?.revision ?? 0) + 1, PAGE)
    const own = verifyAudit(lines, last === undefined ? {} : { after: last })
    yield lines.slice(0, own.lines)
    if (!own.isWhole) throw broken(own.says)
    // Only the instance knows which line the fleet names as its last.
    if (!verified.isWhole) throw broken(verified.says)
    last = lines.at(-1) ?? last
    isMore = lines.length === PAGE
  }
}

/** Gives every line of an export, verified as {@link verifiedPages} does; what is missing at its end nobody sees. */
export async function* verifiedFile(file: string): AsyncGenerator<readonly Line[]> {
  let last: Line | undefined
  let count = 0
  for await (const text of linesOf(file)) {
    count += 1
    const line = lineIn(text)
    if (line === undefined) throw broken(`line ${count} of the file is no line of an audit`)
    const own = verifyAudit([line], last === undefined ? {} : { after: last })
    if (!own.isWhole) throw broken(own.says)
    last = line
    yield [line]
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new CommandError(EXIT.usage, `${file} cannot be read (${code})`)
  }
}

function lineIn(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Partial<Line> | null // every field is looked at below
    const { revision, previous, hash, body } = line ?? {}
    const isLine =
      typeof revision === 'number' && [previous, hash, body].every(each => typeof each === 'string')
    return isLine ? (line as Line) : undefined
  } catch {
    return undefined
  }
}
