import { request } from 'node:http'
import type { Agent } from 'node:http'
import type { Test } from 'tap'
import { createRandom } from '../../src/simulator/index.ts'
import type { RequestIds, Simulator, SupplierRequest } from '../../src/simulator/index.ts'

export interface Told {
  readonly status: number
  /** As on the wire: name, value, name, value. */
  readonly raw: readonly string[]
  readonly header: (name: string) => string | undefined
  readonly body: string
}

/** Sends a request over a real socket and reads the whole answer. */
export function ask(simulator: Simulator, sent: SupplierRequest, agent?: Agent): Promise<Told> {
  return new Promise((resolve, reject) => {
    const { method, path, headers, body } = sent
    const options = { method, agent: agent ?? false, headers: Object.fromEntries(headers) }
    const outgoing = request(new URL(path, simulator.url), options, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          raw: answer.rawHeaders,
          header: name => answer.headers[name]?.toString(),
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** A GET with the headers a FHIR client must send. */
export const get = (path: string, headers: SupplierRequest['headers'] = []): SupplierRequest => ({
  method: 'GET',
  path,
  headers: [
    ['X-Request-ID', '60e0b220-8136-4ca5-ae46-1d97ef59d068'],
    ['Accept', 'application/fhir+json'],
    ...headers,
  ],
  body: '',
})

/** Ids for the n-th request of a test; the style follows from n. */
export const idsOf = (n: number): RequestIds => ({
  messageId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  now: Date.UTC(2025, 3, 1, 9, 30),
  random: createRandom(n),
})

/** Lets a simulator close itself when its test ends. */
export async function closing(t: Test, starting: Promise<Simulator>): Promise<Simulator> {
  const simulator = await starting
  t.teardown(() => simulator.close())
  return simulator
}

/** The first match's first group, or ''. */
export const read = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? ''
