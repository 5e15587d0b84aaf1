import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { soapRequest } from './messages.ts'
import { loadCore } from './peers.ts'

/** What one block of load saw. Times in microseconds. */
export interface Block {
  readonly requests: number
  readonly failed: number
  readonly p50: number
  readonly p99: number
}

const quoted = (text: string): string => `[==[${text}]==]`

/** What every request of a load is. */
export interface Loaded {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** How long a connection waits before its next request. Default 0. */
  readonly pauseMs?: number
}

/** Writes the script wrk runs: one fixed request, and the numbers at the end as one line of JSON. */
export function scriptOf({ path: target, headers, body, pauseMs = 0 }: Loaded): string {
  const lines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${quoted(value)}`,
  )
  const path = join(mkdtempSync(join(tmpdir(), 'ficus-load-')), 'post.lua')
  writeFileSync(
    path,
    `wrk.method = "POST"
wrk.path = "${target}"
wrk.body = ${quoted(body)}
${lines.join('\n')}
${pauseMs > 0 ? `function delay() return ${pauseMs} end` : ''}
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"failed":%d,"p50":%d,"p99":%d}\\n', summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
`,
  )
  return path
}

/** The script of a SOAP retrieval of a size. */
export const loadScript = (requestBytes: number): string =>
  scriptOf({ path: '/syncservice-pds/pds', ...soapRequest(requestBytes) })

/** Loads a port for some seconds over 32 connections. */
export async function load(port: number, script: string, seconds: number): Promise<Block> {
  const child = spawn(
    'taskset',
    [
      '-c',
      loadCore,
      'wrk',
      '-t1',
      '-c32',
      `-d${seconds}s`,
      '-s',
      script,
      `http://127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let output = ''
  for await (const chunk of child.stdout) output += String(chunk)
  const line = output.trim().split('\n').at(-1) ?? ''
  return JSON.parse(line) as Block
}
