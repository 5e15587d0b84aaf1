import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'

/** A demonstration that ended. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** How it is run: from which tree of sources, and what may happen while it runs. */
export interface Running {
  readonly root?: string
  /** Is told each line; may end it. */
  onLine?(line: string, end: (signal: NodeJS.Signals) => void): void
}

/**
 * Starts `ficus demo` as a person would, from an empty folder, with settings around that are meant for another
 * instance.
 */
export async function runDemo(
  t: Test,
  args: readonly string[],
  { root = '.', onLine }: Running = {},
): Promise<Ran> {
  // Where it fails it keeps its log; here nobody will read it.
  const cwd = t.testdir({})
  const own = { FICUS_LISTEN: 'not an address', FICUS_LOG_LEVEL: 'silent', TMPDIR: cwd }
  const child = spawn(process.execPath, [resolve(root, 'src/start.js'), 'demo', ...args], {
    cwd,
    env: { ...process.env, ...own },
  })
  t.teardown(() => child.kill('SIGTERM'))
  let [out, err] = ['', '']
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  createInterface({ input: child.stdout }).on('line', line => {
    out += `${line}\n`
    onLine?.(line, signal => child.kill(signal))
  })
  const [code] = (await once(child, 'close')) as [number | null] // what the event carries
  return { code, out, err }
}

/** Gives a copy of the sources in which one piece of text is another; it must stand there exactly once. */
export function brokenTree(t: Test, file: string, from: string, to: string): string {
  const root = mkdtempSync(join(tmpdir(), 'ficus-broken-'))
  t.teardown(() => rmSync(root, { recursive: true, force: true }))
  cpSync('src', join(root, 'src'), { recursive: true })
  cpSync('package.json', join(root, 'package.json'))
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  const path = join(root, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file} does not say once: ${from}`)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  return root
}
