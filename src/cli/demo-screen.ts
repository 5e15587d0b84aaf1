import type { Line } from './demo-table.ts'
import type { Terminal } from './terminal.ts'

/** Where the demo is watched: a terminal, a pipe, or nowhere. */
export interface Screen {
  /** Whether `draw` shows anything. */
  readonly isLive: boolean
  /** Characters a line may have. */
  readonly width: number
  /** Writes lines that stay, above what is drawn. */
  say(...lines: readonly (string | Line)[]): void
  /** Shows lines in place of those drawn before; on a pipe nothing. */
  draw(lines: readonly Line[]): void
  /** Gives the cursor back and leaves what was drawn last. */
  leave(): void
}

const CODES = { plain: '', bold: '1', dim: '2', good: '32', bad: '31' } as const
const HIDE = '\x1b[?25l'
const SHOW = '\x1b[?25h'
const NARROW = 80

/** A screen that shows nothing, for a summary that a program reads. */
export const DARK: Screen = {
  isLive: false,
  width: NARROW,
  say: () => undefined,
  draw: () => undefined,
  leave: () => undefined,
}

const plain = (text: string): Line => ({ text, dress: 'plain' })
const written = (lines: readonly string[]): string => lines.map(line => `${line}\n`).join('')

/** Creates the screen of a command: drawn in place on a terminal, line after line elsewhere. */
export function createScreen({ stdout, env }: Terminal): Screen {
  const isLive = stdout.isTTY === true && env['TERM'] !== 'dumb'
  // https://no-color.org: any value but an empty one.
  const isColoured = isLive && (env['NO_COLOR'] ?? '') === ''
  let drawn: readonly Line[] = []
  const columns = (): number => (isLive ? (stdout.columns ?? NARROW) : NARROW)
  const dressed = ({ text, dress }: Line): string => {
    const code = CODES[dress]
    return isColoured && code !== '' ? `\x1b[${code}m${text}\x1b[0m` : text
  }
  // A line that wrapped would be two, and the next drawing would begin one too low.
  const fitting = (line: Line): Line => ({ ...line, text: line.text.slice(0, columns()) })
  return {
    isLive,
    get width() {
      return columns()
    },
    say: (...lines) => {
      const said = lines.map(line => (typeof line === 'string' ? plain(line) : line))
      const up = drawn.length === 0 ? '' : `\x1b[${drawn.length}A\r\x1b[J`
      stdout.write(up + written(said.map(dressed)) + written(drawn.map(fitting).map(dressed)))
    },
    draw: lines => {
      if (!isLive) return
      const up = drawn.length === 0 ? HIDE : `\x1b[${drawn.length}A\r`
      // Each line clears its own rest and the last one what was below: cleared first, it would flicker.
      stdout.write(`${up}${lines.map(line => `${dressed(fitting(line))}\x1b[K\n`).join('')}\x1b[J`)
      drawn = lines
    },
    leave: () => {
      if (drawn.length > 0) stdout.write(SHOW)
      drawn = []
    },
  }
}
