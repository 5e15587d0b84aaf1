import type { Terminal } from './terminal.ts'

/** What a text is painted for: it is said in words beside it, so that nothing hangs on a colour alone. */
export type Dress = 'plain' | 'bold' | 'dim' | 'good' | 'warning' | 'bad'

/** Paints a text, or leaves it as it is where nobody wants colours. */
export type Paint = (text: string, dress: Dress) => string

const CODES = {
  plain: '',
  bold: '1',
  dim: '2',
  good: '32',
  warning: '33',
  bad: '31',
} as const satisfies Record<Dress, string>

/** Leaves every text as it is. */
export const unpainted: Paint = text => text

const painted: Paint = (text, dress) =>
  dress === 'plain' || text === '' ? text : `\x1b[${CODES[dress]}m${text}\x1b[0m`

type Stream = { readonly isTTY?: boolean }

/**
 * Says whether somebody wants colours there: on a terminal, unless NO_COLOR (no-color.org) says something or TERM is
 * `dumb`; and wherever FORCE_COLOR says anything but `0` or `false`, which goes before both, as it does in Node.
 */
export function isColoured({ isTTY }: Stream, env: Terminal['env']): boolean {
  const forced = env['FORCE_COLOR'] ?? ''
  if (forced !== '') return forced !== '0' && forced !== 'false'
  return isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
}

/** Gives what paints on a stream. */
export const paintFor = (stream: Stream, env: Terminal['env']): Paint =>
  isColoured(stream, env) ? painted : unpainted
