/** Rows under their headings; every row has as many cells as there are headings. */
export interface Table {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const GAP = '  '

/** Sets a table in lines of at most `width` characters where that can be: the widest columns wrap between words. */
export function setTable({ headings, rows }: Table, width: number): string {
  const all = [headings, ...rows]
  const columns = headings.map((_, column) => all.map(row => row[column] ?? ''))
  const least = columns.map(cells => longest(cells.flatMap(cell => cell.split(' '))))
  const widths = columns.map(longest)
  const room = width - GAP.length * (headings.length - 1)
  while (sum(widths) > room) {
    const spare = widths.map((each, column) => each - (least[column] ?? each))
    const most = Math.max(...spare)
    if (most === 0) break
    const widest = spare.indexOf(most)
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return all.map(row => setRow(row, widths)).join('')
}

const longest = (texts: readonly string[]): number => Math.max(...texts.map(each => each.length))

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function setRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => wrap(cell, widths[column] ?? 0))
  const height = Math.max(...cells.map(lines => lines.length))
  const lines = Array.from({ length: height }, (_, line) =>
    cells.map((each, column) => (each[line] ?? '').padEnd(widths[column] ?? 0)).join(GAP),
  )
  return lines.map(line => `${line.trimEnd()}\n`).join('')
}

/** Breaks a text between words; a word longer than the width stands alone and stands out. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines
}
