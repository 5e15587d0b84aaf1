import { type Dress, type Paint, unpainted } from './paint.ts'
import { padTo, piecesOf, textWidth } from './text-width.ts'

/** A cell: what it says, and how that is dressed. */
export type Cell = string | { readonly text: string; readonly dress: Dress }

/** Rows under their headings; every row has as many cells as there are headings. */
export interface Table {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

const GAP = '  '

/**
 * Sets a table in lines of at most `width` columns. The widest columns wrap between words; where the longest words
 * stand side by side in no way, each row becomes a paragraph of its own, one heading a line. Nothing is ever cut.
 */
export function setTable(table: Table, width: number, paint: Paint = unpainted): string {
  const widths = widthsWithin(table, width)
  if (widths === undefined) return setParagraphs(table, width, paint)
  const heading = table.headings.map((text): Cell => ({ text, dress: 'bold' }))
  return [heading, ...table.rows].map(row => setRow(row, widths, paint)).join('')
}

/** Says whether a table's longest words stand side by side in `width` columns. */
export const isWithin = (table: Table, width: number): boolean =>
  widthsWithin(table, width) !== undefined

/** Finds how wide each column may be; undefined where not even their longest words stand side by side. */
function widthsWithin({ headings, rows }: Table, width: number): readonly number[] | undefined {
  const columns = headings.map((heading, column) => [
    heading,
    ...rows.map(row => textOf(row[column] ?? '')),
  ])
  const least = columns.map(cells => longest(cells.flatMap(cell => cell.split(' '))))
  const widths = columns.map(longest)
  const room = width - GAP.length * (headings.length - 1)
  while (sum(widths) > room) {
    const spare = widths.map((each, column) => each - (least[column] ?? each))
    const most = Math.max(...spare)
    if (most === 0) return undefined
    const widest = spare.indexOf(most)
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text)

const dressOf = (cell: Cell): Dress => (typeof cell === 'string' ? 'plain' : cell.dress)

const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(textWidth))

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function setRow(row: readonly Cell[], widths: readonly number[], paint: Paint): string {
  const cells = row.map((cell, column) => wrap(textOf(cell), widths[column] ?? 0))
  const height = Math.max(...cells.map(lines => lines.length))
  const last = (line: number): number => cells.findLastIndex(each => (each[line] ?? '') !== '')
  const lines = Array.from({ length: height }, (_, line) =>
    cells.slice(0, last(line) + 1).map((each, column) => {
      const text = each[line] ?? ''
      const room = column === last(line) ? 0 : (widths[column] ?? 0)
      const blanks = padTo(text, room).slice(text.length)
      return paint(text, dressOf(row[column] ?? '')) + blanks
    }),
  )
  return lines.map(line => `${line.join(GAP)}\n`).join('')
}

/** Sets each row as lines of `heading  cell`; a word without room on a line goes on on the next. */
function setParagraphs({ headings, rows }: Table, width: number, paint: Paint): string {
  const beside = longest(headings) + GAP.length
  // On a terminal as narrow as its headings each stands over its cell.
  const isBeside = width - beside >= LEAST
  const before = isBeside ? beside : GAP.length
  const room = Math.max(1, width - before)
  const paragraphs = rows.map(row =>
    row.flatMap((cell, column) => {
      const lines = broken(textOf(cell), room)
      const heading = headings[column] ?? ''
      if (lines.every(line => line === '')) return []
      const dressed = lines.map(line => paint(line, dressOf(cell)))
      if (!isBeside) {
        return [paint(heading, 'bold'), ...dressed.map(line => GAP + line)].filter(Boolean)
      }
      const blanks = padTo(heading, beside).slice(heading.length)
      return dressed.map((line, i) =>
        i === 0 ? paint(heading, 'bold') + blanks + line : ' '.repeat(beside) + line,
      )
    }),
  )
  return paragraphs.map(lines => lines.map(line => `${line.trimEnd()}\n`).join('')).join('\n')
}

/** Columns a cell has at least beside its heading. */
const LEAST = 12

const broken = (text: string, width: number): string[] =>
  wrap(text, width).flatMap(line => (textWidth(line) <= width ? [line] : piecesOf(line, width)))

/** Breaks a text between words; a word longer than the width stands alone and stands out. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= width) {
      lines[lines.length - 1] = `${last} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines
}
