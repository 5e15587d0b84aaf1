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

/** Writes the script wrk runs: one fixed request, and the numbers at the end as one line of JSON. */
export function loadScript(requestBytes: number): string {
  const { headers, body } = soapRequest(requestBytes)
  const lines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${quoted(value)}`,
  )
  const path = join(mkdtempSync(join(tmpdir(), 'ficus-load-')), 'post.lua')
  writeFileSync(
    path,
    `wrk.method = "POST"
wrk.path = "/syncservice-pds/pds"
wrk.body = ${quoted(body)}
${lines.join('\n')}
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"failed":%d,"p50":%d,"p99":%d}\\n', summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
`,
  )
  return path
}

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
