import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Closing } from './upstream.ts'

/** A proxy as an operator starts it: a process of its own, so that its memory is nobody else's. */
export interface ProxyProcess {
  readonly url: URL
  readonly admin: URL
  /** The most it has ever held (Linux only). */
  peakBytes(): number
  residentBytes(): number
}

const START = join(import.meta.dirname, '../../src/start.js')

/** Starts `ficus start` on free ports with a routes file of its own; it is ended with the test. */
export async function startProxyProcess(t: Closing, routes: object): Promise<ProxyProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-streams-'))
  const file = join(folder, 'routes.config.mjs')
  writeFileSync(file, `export default ${JSON.stringify(routes)}\n`)
  const child = spawn(process.execPath, [START, 'start', '--config', file], {
    env: {
      FICUS_LISTEN: '127.0.0.1:0',
      FICUS_ADMIN: '127.0.0.1:0',
      FICUS_LOG: join(folder, 'log'),
      FICUS_STORE: `file:${join(folder, 'state.db')}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  t.teardown(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true })
  })
  const { url, admin } = await addressesOf(child)
  const sizeOf = (name: string): number => {
    const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8')
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
  }
  return {
    url,
    admin,
    peakBytes: () => sizeOf('VmHWM'),
    residentBytes: () => sizeOf('VmRSS'),
  }
}

/** Reads where it listens from what it says at its start. */
async function addressesOf(child: ChildProcess): Promise<{ url: URL; admin: URL }> {
  const said: string[] = []
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream }) // piped above
  for await (const line of lines) {
    said.push(line)
    const url = addressIn(said, 'suppliers connect to ')
    const admin = addressIn(said, 'health and metrics on ')
    if (url !== undefined && admin !== undefined) {
      child.stderr?.resume()
      return { url, admin }
    }
  }
  throw new Error(`the proxy did not start:\n${said.join('\n')}`)
}

function addressIn(lines: readonly string[], before: string): URL | undefined {
  const line = lines.find(each => each.startsWith(before))
  return line === undefined ? undefined : new URL(line.slice(before.length))
}
