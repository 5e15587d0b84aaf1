import { createInterface } from 'node:readline'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** What a line of a batch must be, in words, and which of its properties must and which may be there: all are text. */
export interface LineShape<Must extends string, May extends string> {
  readonly says: string
  readonly must: readonly Must[]
  readonly may: readonly May[]
}

/** A line of a batch, read. */
export type Line<Must extends string, May extends string> = Readonly<Record<Must, string>> &
  Readonly<Partial<Record<May, string>>>

/**
 * Does each line of stdin, one JSON object a line, and prints what came of it, in order: `{ error }` where that could
 * not be done. Throws CommandError `failed` at the end where any could not.
 */
export async function eachLine<Must extends string, May extends string>(
  { stdin, stdout }: Pick<Terminal, 'stdin' | 'stdout'>,
  shape: LineShape<Must, May>,
  work: (line: Line<Must, May>) => Promise<object>,
  could: string,
): Promise<void> {
  let [number, failed] = [0, 0]
  for await (const text of createInterface({ input: stdin, crlfDelay: Infinity })) {
    number += 1
    if (text.trim() === '') continue
    try {
      stdout.write(`${JSON.stringify(await work(lineIn(text, number, shape)))}\n`)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      failed += 1
      stdout.write(`${JSON.stringify({ error: error.message })}\n`)
    }
  }
  if (failed > 0)
    throw new CommandError(EXIT.failed, `${failed} of ${number} could not be ${could}`)
}

function lineIn<Must extends string, May extends string>(
  text: string,
  number: number,
  { says, must, may }: LineShape<Must, May>,
): Line<Must, May> {
  const wrong = new CommandError(EXIT.usage, `line ${number} is not ${says}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own words quote the line.
    throw wrong
  }
  if (typeof value !== 'object' || value === null) throw wrong
  const names = new Set<string>([...must, ...may])
  const isOfShape =
    must.every(name => name in value) &&
    Object.entries(value).every(([name, each]) => names.has(name) && typeof each === 'string')
  if (!isOfShape) throw wrong
  return value as Line<Must, May> // just looked at
}
