import { DEMO_ROWS, isMoving } from './demo-rows.ts'
import { type Counted, quantile, type Tally } from './demo-tally.ts'
import type { Shares } from './demo-witness.ts'

/** How a line is dressed where colours are shown; nothing is said by colour alone. */
export type Dress = 'plain' | 'bold' | 'dim' | 'good' | 'bad'

export interface Line {
  readonly text: string
  readonly dress: Dress
}

type Column = readonly [heading: string, width: number, align: 'left' | 'right']

const COLUMNS: readonly Column[] = [
  ['interaction', 17, 'left'],
  ['route', 13, 'left'],
  ['side', 9, 'left'],
  ['requests', 8, 'right'],
  ['p50', 4, 'right'],
  ['p99', 4, 'right'],
  ['outcome', 17, 'left'],
]
const WHAT: Column = ['what it is', 32, 'left']
const WIDE = 112

/** Sets what suppliers saw so far, a line for each interaction; `sharesOf` says which side was asked. */
export function setDemoTable(
  tally: Tally,
  sharesOf: (row: string) => Shares,
  width: number,
): readonly Line[] {
  const columns = width >= WIDE ? [...COLUMNS, WHAT] : COLUMNS
  const rows = DEMO_ROWS.flatMap(({ name, route, what }): Line[] => {
    const counted = tally.row(name)
    if (counted.requests === 0) return []
    const shares = sharesOf(name)
    const cells = [name, route, sideOf(shares), ...numbersOf(counted), outcomeOf(counted), what]
    const text = setRow(columns, cells)
    return [{ text, dress: dressOf(name, counted, shares) }]
  })
  const headings = setRow(
    columns,
    columns.map(([heading]) => heading),
  )
  return [{ text: headings, dress: 'bold' }, ...rows]
}

const setRow = (columns: readonly Column[], cells: readonly string[]): string =>
  columns
    .map(([, width, align], i) => {
      const cell = cells[i] ?? ''
      return align === 'left' ? cell.padEnd(width) : cell.padStart(width)
    })
    .join(' ')
    .trimEnd()

function sideOf({ legacy, cloud }: Shares): string {
  if (cloud === 0) return legacy === 0 ? '' : 'legacy'
  return legacy === 0 ? 'cloud' : `${percent(cloud, legacy + cloud)} cloud`
}

/** Writes a share so that only none is 0 % and only all is 100 %. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%'
  if (part === whole) return '100%'
  return `${Math.min(99, Math.max(1, Math.round((100 * part) / whole)))}%`
}

const numbersOf = ({ requests, ms }: Counted): string[] => [
  String(requests),
  millis(quantile(ms, 0.5)),
  millis(quantile(ms, 0.99)),
]

const millis = (ms: number | undefined): string => (ms === undefined ? '' : ms.toFixed(0))

const WORDS = {
  failed: 'FAILED',
  differing: 'DIFFER',
  ok: 'ok',
  negative: 'neg',
  fault: 'fault',
} as const

function outcomeOf(counted: Counted): string {
  const kinds = (['failed', 'differing', 'ok', 'negative', 'fault'] as const).filter(
    kind => counted[kind] > 0,
  )
  return kinds.map(kind => `${counted[kind]} ${WORDS[kind]}`).join(' ')
}

function dressOf(name: string, { failed, differing }: Counted, { cloud }: Shares): Dress {
  if (failed + differing > 0) return 'bad'
  if (!isMoving(name)) return 'plain'
  return cloud > 0 ? 'good' : 'bold'
}
