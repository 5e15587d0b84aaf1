import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Translated, TRANSLATIONS } from './translation-messages.ts'
import type { OfOne, Variant } from './translation-of-one.ts'

/** One translation as it is held against fast-xml-parser. */
export interface TranslationRow extends OfOne {
  readonly what: Translated
  /** By how many bytes the peak of its process is above that of one that does everything else. */
  readonly grown: number
}

/** What translating came to. */
export interface TranslationCost {
  readonly rows: readonly TranslationRow[]
  /** Of each translation, measured twice: once against once more. */
  readonly noise: readonly number[]
  readonly isTooNoisy: boolean
}

const NOISE = [0.85, 1.15] as const

const run = promisify(execFile)

/** What one of the files beside this one says. */
async function said(name: string, ...args: readonly string[]): Promise<unknown> {
  const file = join(import.meta.dirname, `translation-${name}.ts`)
  const { stdout } = await run(process.execPath, [file, ...args])
  return JSON.parse(stdout)
}

const MEMORY_RUNS = 3

/** The median of what it takes once above the median of what all the rest takes. */
async function grownBy(what: Translated): Promise<number> {
  const peakOf = async (runs: number): Promise<number> => {
    const peaks: number[] = []
    while (peaks.length < MEMORY_RUNS) {
      peaks.push((await said('of-memory', what, String(runs))) as number)
    }
    return peaks.sort((a, b) => a - b)[peaks.length >> 1] ?? NaN
  }
  return (await peakOf(1)) - (await peakOf(0))
}

/** Measures translating beside a program that only parses and writes; each translation in a process of its own. */
export async function measureTranslation(
  blocks: number,
  tell: (line: string) => void,
): Promise<TranslationCost> {
  const rows: TranslationRow[] = []
  for (const what of Object.keys(TRANSLATIONS) as readonly Translated[]) {
    tell(`translation, ${what}`)
    const one = (await said('of-one', what, String(blocks))) as OfOne
    rows.push({ what, ...one, grown: await grownBy(what) })
  }
  const noise = rows.map(({ ms }) => ms['ficus again'] / ms.ficus)
  const isTooNoisy = noise.some(ratio => ratio < NOISE[0] || ratio > NOISE[1])
  return { rows, noise, isTooNoisy }
}

const leastOf = ({ ms }: TranslationRow): number => Math.min(ms.ficus, ms['ficus again'])

/** How long it takes as a share of what fast-xml-parser takes. */
export const translatedAgainst = (row: TranslationRow, peer: Variant): number =>
  leastOf(row) / row.ms[peer]

const COLUMNS = ['', 'KB of XML', 'ms', '÷ parsed, as JSON', '÷ parsed, as XML', 'MB at its peak']

/** The rows as lines. */
export function translationTable(rows: readonly TranslationRow[]): string {
  const lines = rows.map(row => [
    row.what,
    (row.bytes / 1000).toFixed(1),
    leastOf(row).toFixed(3),
    translatedAgainst(row, 'to JSON').toFixed(2),
    translatedAgainst(row, 'to XML').toFixed(2),
    (row.grown / 1_000_000).toFixed(1),
  ])
  const all = [COLUMNS, ...lines]
  const widths = COLUMNS.map((_, i) => Math.max(...all.map(line => line[i]?.length ?? 0)))
  return all
    .map(line =>
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
