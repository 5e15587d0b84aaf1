import { type Paint, paintFor } from './paint.ts'
import { wrap } from './table.ts'
import { textWidth } from './text-width.ts'
import type { Terminal } from './terminal.ts'

/** What something is set on. */
export interface Page {
  /**
   * Columns there are. On a pipe without end: a row is one line there, so that what looks for a word finds what
   * stands beside it.
   */
  readonly width: number
  readonly paint: Paint
}

/** Gives the page a command prints on. */
export const pageOf = ({ stdout, env }: Pick<Terminal, 'stdout' | 'env'>): Page => ({
  width: stdout.columns ?? Infinity,
  paint: paintFor(stdout, env),
})

/** Writes what a program reads: one JSON text and the end of its last line. */
export const jsonOf = (view: unknown): string => `${JSON.stringify(view, null, 2)}\n`

/** Prints a view: as JSON where `--json` asks for it, else as it is set for a person. */
export function print<View>(
  view: View,
  { json = false }: { readonly json?: boolean },
  terminal: Pick<Terminal, 'stdout' | 'env'>,
  set: (view: View, page: Page) => string,
): void {
  const page = pageOf(terminal)
  terminal.stdout.write(json ? jsonOf(view) : folded(set(view, page), page.width))
}

/** What a line begins with: blanks, and a word that names what follows behind two blanks. */
const BEGINNING = /^ *(?:[a-z→]+(?: [a-z]+)? {2,})?/

/**
 * Folds lines that are longer than the page between words: a terminal would break them anywhere. What goes on stands
 * below its beginning; a word longer than the page stays whole, so that it can be copied.
 */
export function folded(text: string, width: number): string {
  if (!Number.isFinite(width)) return text
  return text
    .split('\n')
    .flatMap(line => (textWidth(line) <= width ? [line] : foldedLine(line, width)))
    .join('\n')
}

function foldedLine(line: string, width: number): readonly string[] {
  const [before = ''] = BEGINNING.exec(line) ?? []
  const indent = before.trim() === '' ? before.length + 2 : before.length
  const [first = '', ...rest] = wrap(line.slice(before.length), width - indent)
  return [before + first, ...rest.map(each => ' '.repeat(indent) + each)]
}
