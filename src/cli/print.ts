import { type Paint, paintFor } from './paint.ts'
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
  terminal.stdout.write(json ? jsonOf(view) : set(view, pageOf(terminal)))
}
