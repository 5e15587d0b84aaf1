/** A FHIR server that lets nothing pass a careful one would not, in front of one that answers. */
import { request as httpRequest } from 'node:http'
import type { CloudRequest } from '../../src/mapping/index.ts'
import { bodyOf, type Closing, startUpstream } from './upstream.ts'

type Json = Readonly<Record<string, unknown>>

/** A request as it came, without what only the way it came says. */
export interface CameIn {
  readonly method: string
  readonly path: string
  /** Decoded, in order. */
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: unknown
  /** What FHIR's REST API (R4 §3.1.0) does not allow about it. */
  readonly faults: readonly string[]
}

/** What every request says, whoever makes it. */
const COMPARED = ['accept', 'content-type', 'if-match', 'x-request-id', 'x-correlation-id']

const SEGMENT = /^(?:\$?[A-Za-z][\w-]*|[A-Za-z0-9\-.]{1,64})$/

function pathFaults(target: string): readonly string[] {
  const [path = '', query] = target.split('?')
  const segments = path.split('/').slice(1)
  const pairs = query?.split('&') ?? []
  return [
    ...segments.filter(each => !SEGMENT.test(each)).map(each => `segment ${each}`),
    // RFC 3986 §3.4, and a name and a value to each.
    ...pairs.filter(each => !/^[\w.:-]+=(?:[\w.!~*'()+,:-]|%[0-9A-F]{2})+$/.test(each)),
  ]
}

const TYPES: Readonly<Record<string, string>> = {
  '$process-message': 'Bundle',
  $release: 'Parameters',
  Task: 'Task',
  Claim: 'Claim',
}

function bodyFaults(method: string, path: string, body: unknown): readonly string[] {
  const held = (body ?? {}) as Json // whatever it is, it is asked what it is
  if (method === 'GET') return body === undefined ? [] : ['a body of a GET']
  if (method === 'PATCH') return Array.isArray(held['patches']) ? [] : ['no patches']
  const expected = TYPES[path.split('/').at(-1) ?? '']
  if (held['resourceType'] !== expected) return [`${String(held['resourceType'])} at ${path}`]
  if (expected !== 'Bundle') return []
  const [first] = held['entry'] as readonly { resource: Json }[] // a Bundle has entries, or this throws
  const isMessage =
    held['type'] === 'message' && first?.resource['resourceType'] === 'MessageHeader'
  return isMessage ? [] : ['no message']
}

// R4 §3.1.0.1.11: a type may say which version it is of.
const FHIR_JSON = /^application\/fhir\+json(?:; fhirVersion=4\.0)?$/
const CONTENT: Readonly<Record<string, RegExp>> = {
  GET: /^undefined$/,
  PATCH: /^application\/json-patch\+json$/,
  POST: FHIR_JSON,
}

const isVersion = (tag: string | undefined): boolean => /^W\/"[\w.-]{1,64}"$/.test(tag ?? '')

function headFaults(method: string, headers: CameIn['headers']): readonly string[] {
  const { accept, 'content-type': type } = headers
  return [
    ...(FHIR_JSON.test(String(accept)) ? [] : [`accept ${String(accept)}`]),
    ...(CONTENT[method]?.test(String(type)) ? [] : [`type ${String(type)}`]),
    ...(method === 'PATCH' && !isVersion(headers['if-match']) ? ['a change of no version'] : []),
  ]
}

/** A careful server, and what came to it. */
export interface StrictServer {
  readonly url: URL
  readonly came: CameIn[]
}

/** Starts it; what is right is answered by the server behind, what is not by 400 without a word. */
export async function startStrict(t: Closing, behind: string): Promise<StrictServer> {
  const came: CameIn[] = []
  const url = await startUpstream(t, (request, response) => {
    void bodyOf(request).then(bytes => {
      const { method = '', url: target = '' } = request
      const headers = Object.fromEntries(
        COMPARED.flatMap(name => {
          const value = request.headers[name]
          return value === undefined ? [] : [[name, String(value)]]
        }),
      )
      const { pathname, searchParams } = new URL(target, 'http://strict')
      const body: unknown = bytes.length === 0 ? undefined : JSON.parse(bytes.toString())
      const faults = [
        ...pathFaults(target),
        ...headFaults(method, headers),
        ...bodyFaults(method, pathname, body),
      ]
      came.push({ method, path: pathname, query: [...searchParams], headers, body, faults })
      if (faults.length > 0) {
        response.writeHead(400).end()
        return
      }
      const onward = httpRequest(new URL(target, behind), { method, headers }, answer => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      })
      onward.end(bytes)
    })
  })
  return { url, came }
}

/** Sends what a mapping asks the cloud, as it is; gives the status of the answer. */
export async function sendTo(
  base: string,
  { method, path, headers, body }: CloudRequest,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const pairs = headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1] ?? '']] : []))
    const lines = Object.fromEntries(pairs) as Record<string, string> // names and values by turns
    const outgoing = httpRequest(base + path, { method, headers: lines }, answer => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
