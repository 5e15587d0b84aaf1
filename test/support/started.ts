import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Closing } from './upstream.ts'

/** Where every command of ours begins. */
export const START = resolve('src/start.js')

/** What a started process says, line by line, and how it ends. */
export interface Started {
  readonly child: ChildProcess
  said(pattern: RegExp): Promise<RegExpExecArray>
  /** Waits until it has said something so many times. */
  saidTimes(pattern: RegExp, times: number): Promise<void>
  /** How often it has said something so far. */
  count(pattern: RegExp): number
  readonly ended: Promise<{ code: number | null; text: string }>
}

/** Starts `ficus start` in a process and a folder of its own, on ports of its own; it ends with the test. */
export function start(
  t: Closing,
  args: readonly string[],
  env: Record<string, string>,
  cwd?: string,
): Started {
  const state = mkdtempSync(join(tmpdir(), 'ficus-start-'))
  const child = spawn(process.execPath, [START, 'start', ...args], {
    env: {
      ...process.env,
      FICUS_LISTEN: '127.0.0.1:0',
      FICUS_ADMIN: '127.0.0.1:0',
      FICUS_LOG: '/dev/null',
      FICUS_STORE: `file:${state}/state.db`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  })
  let text = ''
  const waiting: (() => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const check of [...waiting]) check()
    })
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, text }))
  // Waited for: what still writes into its folder would keep the folder from being taken away.
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
    await rm(state, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  })
  const count = (pattern: RegExp): number => [...text.matchAll(new RegExp(pattern, 'g'))].length
  const waitFor = <Found>(look: () => Found | undefined, what: RegExp): Promise<Found> =>
    new Promise((found, lost) => {
      const check = (): void => {
        const match = look()
        if (match !== undefined) found(match)
      }
      waiting.push(check)
      void ended.then(() => lost(new Error(`it ended without saying ${what}: ${text}`)))
      check()
    })
  return {
    child,
    said: pattern => waitFor(() => pattern.exec(text) ?? undefined, pattern),
    saidTimes: async (pattern, times) => {
      await waitFor(() => (count(pattern) >= times ? true : undefined), pattern)
    },
    count,
    ended,
  }
}
