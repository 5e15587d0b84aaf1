import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { OfMemory } from './comparison-of-memory.ts'
import type { OfSiblings } from './comparison-of-siblings.ts'
import type { OfSize, Variant } from './comparison-of-size.ts'
import { pairsOf, SIZES, type Size } from './comparison-pairs.ts'

/** One size, equal or with five differences, as it is held against the peers. */
export interface ComparisonRow {
  readonly size: Size
  readonly is: 'equal' | 'five differences'
  readonly isPublished: boolean
  readonly elements: number
  readonly bytes: number
  readonly ms: Readonly<Record<Variant, number>>
}

/** What comparing came to. */
export interface ComparisonCost {
  readonly rows: readonly ComparisonRow[]
  readonly siblings: readonly OfSiblings[]
  /** Of processes of their own, the least first: when a collection runs is chance. */
  readonly memory: readonly OfMemory[]
  /** Of each size, measured twice: once against once more. */
  readonly noise: readonly number[]
  readonly isTooNoisy: boolean
}

const NOISE = [0.85, 1.15] as const

/** Measures comparing beside programs that only parse, or only diff; each part in a process of its own. */
export async function measureComparison(
  blocks: number,
  tell: (line: string) => void,
): Promise<ComparisonCost> {
  const sizes: (readonly [Size, OfSize])[] = []
  for (const size of SIZES) {
    tell(`comparison, ${size}`)
    sizes.push([size, (await said('of-size', size, String(blocks))) as OfSize])
  }
  tell('comparison, siblings')
  const siblings = (await said('of-siblings')) as readonly OfSiblings[]
  tell('comparison, memory')
  const memory = await memoryOfLargest()
  const noise = sizes.map(([, { equal }]) => equal['ficus again'] / equal.ficus)
  return {
    rows: sizes.flatMap(([size, { equal, five, ...of }]): ComparisonRow[] => [
      { size, is: 'equal', ...of, ms: equal },
      { size, is: 'five differences', ...of, ms: five },
    ]),
    siblings,
    memory,
    noise,
    isTooNoisy: noise.some(ratio => ratio < NOISE[0] || ratio > NOISE[1]),
  }
}

const run = promisify(execFile)

/** What one of the files beside this one says. */
async function said(name: string, ...args: readonly string[]): Promise<unknown> {
  const file = join(import.meta.dirname, `comparison-${name}.ts`)
  const { stdout } = await run(process.execPath, ['--expose-gc', file, ...args])
  return JSON.parse(stdout)
}

const MEMORY_RUNS = 3

async function memoryOfLargest(): Promise<OfMemory[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-bench-'))
  try {
    const { control, candidate, policy } = pairsOf('1.5 MB').equal
    const files = [control, candidate].map(({ body }, i) => {
      const file = join(folder, `${i}.xml`)
      writeFileSync(file, body)
      return file
    })
    const runs: OfMemory[] = []
    while (runs.length < MEMORY_RUNS) {
      runs.push((await said('of-memory', policy.name, ...files)) as OfMemory)
    }
    return runs.sort((a, b) => a.most - b.most)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** How long it takes as a share of what a peer takes. */
export const against = ({ ms }: ComparisonRow, peer: Variant): number =>
  Math.min(ms.ficus, ms['ficus again']) / ms[peer]

const COLUMNS = ['size', 'ms a pair', 'MB/s', '÷ fast-xml-parser', '÷ saxes', '÷ jsondiffpatch']

/** The rows as lines. */
export function comparisonTable(rows: readonly ComparisonRow[]): string {
  const lines = rows.map(row => {
    const ms = Math.min(row.ms.ficus, row.ms['ficus again'])
    return [
      `${row.size}, ${row.is}`,
      ms.toFixed(3),
      (row.bytes / 1000 / ms).toFixed(1),
      against(row, 'fast-xml-parser').toFixed(2),
      against(row, 'saxes').toFixed(2),
      against(row, 'jsondiffpatch').toFixed(2),
    ]
  })
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
