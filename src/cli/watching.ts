import type { Command } from 'commander'
import { setTimeout as pause } from 'node:timers/promises'
import { type AskOptions, withAskOptions } from './asking.ts'
import { parseNumber } from './change.ts'
import { folded, type Page, pageOf, print } from './print.ts'
import { cutTo } from './text-width.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** The options of every command that can be watched. */
export interface WatchOptions extends AskOptions {
  readonly watch?: boolean
  readonly every: string
}

/** Adds the options of every command that can be watched, those of every one that asks an instance among them. */
export const withWatchOptions = (command: Command): Command =>
  withAskOptions(
    command
      .option('--watch', 'show it again and again, until SIGINT (Ctrl-C)')
      .option('--every <seconds>', 'how often with --watch, from 0.1 to 3600', '2'),
    'print one JSON object, with --watch one a line',
  )

/** What is shown, once or again and again. */
export interface Look<View> {
  /** Throws CommandError where it cannot be had. */
  ask(): Promise<View>
  set(view: View, page: Page): string
  /** Why a command that has shown it ends with another code than 0. */
  trouble?(view: View): CommandError | undefined
}

/**
 * Shows something once; with `--watch` until SIGINT. While it is watched an instance that is away is waited for, and
 * whatever else ends a command ends it still.
 */
export async function show<View>(
  look: Look<View>,
  options: WatchOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.watch === true) return watch(look, options, terminal)
  const view = await look.ask()
  print(view, options, terminal, (each, page) => look.set(each, page))
  const trouble = look.trouble?.(view)
  if (trouble !== undefined) throw trouble
}

async function watch<View>(
  look: Look<View>,
  options: WatchOptions,
  terminal: Terminal,
): Promise<void> {
  const everyMs = everyMsOf(options)
  const { stdout } = terminal
  const ending = new AbortController()
  const end = (): void => ending.abort()
  const stop = terminal.onSignal(end)
  // Whoever read it has gone: `| head`.
  stdout.once('close', end)
  const glass = glassOf(options, everyMs, terminal)
  try {
    while (!ending.signal.aborted) {
      glass.show(await seen(look, options, terminal))
      await pause(everyMs, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  } finally {
    stop()
    stdout.off('close', end)
    glass.leave()
  }
}

function everyMsOf({ every }: WatchOptions): number {
  const seconds = parseNumber('--every', every)
  if (seconds >= 0.1 && seconds <= 3_600) return seconds * 1_000
  throw new CommandError(EXIT.usage, `--every ${every} is not from 0.1 to 3600 seconds`)
}

/** What one look came to. One that is away may come back, so that is shown and no end. */
async function seen<View>(
  look: Look<View>,
  { json = false }: WatchOptions,
  terminal: Terminal,
): Promise<string> {
  try {
    const view = await look.ask()
    if (json) return JSON.stringify(view)
    const trouble = look.trouble?.(view)
    const said = trouble === undefined ? '' : `\n${trouble.message}\n`
    const page = pageOf(terminal)
    return folded(`${look.set(view, page)}${said}`, page.width)
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode !== EXIT.unreachable) throw error
    return json ? JSON.stringify({ error: error.message }) : `${error.message}\n`
  }
}

/** Where looks are shown: each in place of the one before, or one after another. */
interface Glass {
  show(text: string): void
  leave(): void
}

function glassOf({ json = false }: WatchOptions, everyMs: number, terminal: Terminal): Glass {
  const { stdout, env } = terminal
  const isInPlace = stdout.isTTY === true && env['TERM'] !== 'dumb' && !json
  if (isInPlace) return inPlace(everyMs, terminal)
  return { show: text => void stdout.write(`${text}\n`), leave: () => undefined }
}

/** Another page of the terminal, as `less` and `top` take one: what stood there before comes back, and rolls nowhere. */
const ENTER = '\x1b[?1049h\x1b[?25l'
const LEAVE = '\x1b[?25h\x1b[?1049l'
const HOME = '\x1b[H'
const REST_OF_LINE = '\x1b[K'
const BELOW = '\x1b[J'

/** Shows each look in place of the one before; the last one stays on the terminal, whole. */
function inPlace(everyMs: number, { stdout }: Terminal): Glass {
  let last = ''
  stdout.write(ENTER)
  return {
    show: text => {
      last = text
      const at = new Date().toISOString().slice(11, 19)
      const head = `every ${everyMs / 1_000} s · ${at} UTC · Ctrl-C ends it`
      const { columns = 80, rows = 24 } = stdout
      const lines = fitting([cutTo(head, columns), '', ...text.trimEnd().split('\n')], rows)
      // Each line clears its own rest, and the last what was below: cleared first, it would flicker.
      stdout.write(`${HOME}${lines.map(line => line + REST_OF_LINE).join('\r\n')}${BELOW}`)
    },
    leave: () => void stdout.write(LEAVE + last),
  }
}

/** Of more lines than there are rows the first, and how many more there were. */
function fitting(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines
  const shown = lines.slice(0, rows - 1)
  return [...shown, `… ${lines.length - shown.length} more lines`]
}
