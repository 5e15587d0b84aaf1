/** Statuses that are no answer to a search. */
import { cloudAnswer } from './pds-golden-about.ts'
import { type Json, outcome } from './pds-golden-cloud.ts'
import { came, type TraceRefused } from './pds-trace-golden-refused.ts'

const status = (code: number, comesTo: string, resource: Json = {}): TraceRefused =>
  came(`a ${code}`, comesTo, resource, { status: code })

/** What became of the request is told by its status alone where the cloud failed, whoever echoes what. */
const unbound = (code: number, comesTo: string): TraceRefused =>
  came(`a ${code} of no request`, comesTo, {}, { status: code, headers: [] })

/** What a status comes to, whatever is said with it. */
export const TRACE_FAILED: readonly TraceRefused[] = [
  ...[401, 403].map(code => unbound(code, 'failure bad-answer')),
  ...[400, 402, 404, 600].map(code => unbound(code, 'crossed request')),

  status(400, 'failure bad-answer', outcome('INVALID_SEARCH_DATA')),
  status(400, 'failure bad-answer', outcome('TOO_MANY_MATCHES')),
  status(201, 'failure bad-answer', outcome('TOO_MANY_MATCHES')),
  status(404, 'failure bad-answer', outcome('RESOURCE_NOT_FOUND')),
  ...[400, 402, 404, 407, 409, 428, 430, 499].map(code => status(code, 'failure bad-answer')),
  ...[401, 403].map(code => status(code, 'failure bad-answer', outcome('ACCESS_DENIED'))),
  status(408, 'failure no-answer'),
  status(429, 'failure not-sent'),
  status(503, 'failure not-sent'),
  ...[500, 502, 504, 599].map(code => status(code, 'failure no-answer')),
  {
    title: 'no JSON',
    comesTo: 'failure bad-answer',
    cloud: { ...cloudAnswer({}), body: Buffer.from('{') },
  },
]
