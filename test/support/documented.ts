import { request } from 'node:http'
import type { Test } from 'tap'
import {
  type ApiDocument,
  createAnswerCheck,
  type Described,
  operationsIn,
} from './api-document.ts'
import type { Schema } from './openapi-schemas.ts'

/** What is put into a request besides its operation. */
export interface AskedWith {
  readonly name?: string
  readonly query?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back. */
export interface Came {
  readonly status: number
  readonly body: unknown
}

/** Asks operations of a document and holds every answer against it. */
export interface Asking {
  readonly operations: readonly Described[]
  /** Asks for `GET /api/routes/{name}`; the answer fails the test where it is not as the document says. */
  ask(operation: string, more?: AskedWith): Promise<Came>
  /** Every operation and status that is documented and was not met. */
  readonly unmet: readonly string[]
}

/** Begins to hold what instances answer against the document that one of them serves; `at` is asked. */
export function askingBy(t: Test, document: ApiDocument): (at: URL) => Asking {
  const check = createAnswerCheck(document)
  const operations = operationsIn(document)
  const left = new Set(
    operations.flatMap(({ method, path, operation }) =>
      Object.keys(operation.responses).map(status => `${method} ${path} ${status}`),
    ),
  )
  return at => ({
    operations,
    get unmet() {
      return [...left]
    },
    ask: async (asked, more = {}) => {
      const found = operations.find(({ method, path }) => `${method} ${path}` === asked)
      if (found === undefined) throw new Error(`no operation is ${asked}`)
      const answer = await sent(at, found, more)
      left.delete(`${asked} ${answer.status}`)
      t.equal(check(found, answer), undefined, `${asked} ${JSON.stringify(more).slice(0, 100)}`)
      const isJson = answer.contentType.startsWith('application/json')
      return { status: answer.status, body: isJson ? (JSON.parse(answer.text) as unknown) : '' }
    },
  })
}

/** A client that sends what it is told to, a body with GET too; of a stream it reads the head. */
function sent(
  at: URL,
  { method, path }: Described,
  { name = '', query = '', body, headers = {} }: AskedWith,
): Promise<{ status: number; contentType: string; text: string }> {
  const bytes =
    body === undefined || Buffer.isBuffer(body)
      ? body
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const type =
    bytes === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': bytes.length }
  return new Promise((resolve, reject) => {
    const asking = request(
      new URL(path.replace('{name}', encodeURIComponent(name)) + query, at),
      { method, agent: false, headers: { ...type, ...headers } },
      response => {
        const { statusCode: status = 0, headers } = response
        const contentType = headers['content-type'] ?? ''
        let text = ''
        const done = (): void => resolve({ status, contentType, text })
        response
          .setEncoding('utf8')
          .on('data', (piece: string) => (text += piece))
          .on('end', done)
        if (!contentType.startsWith('text/event-stream')) return
        done()
        asking.destroy()
      },
    )
    asking.on('error', reject)
    asking.end(bytes)
  })
}

/** The document as an instance serves it. */
export const documentAt = async (
  at: URL,
  headers: Record<string, string> = {},
): Promise<ApiDocument & Schema> =>
  (await (await fetch(new URL('/api/openapi.json', at), { headers })).json()) as ApiDocument &
    Schema
