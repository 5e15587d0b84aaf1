import { headersOf, type RawHeaders } from '../exchange/index.ts'

/** Says whether an answer echoes a request: one that echoes two is proven to be neither's. */
export function isEchoed(headers: RawHeaders, requestId: string): boolean {
  const echoed = headersOf(headers, 'x-request-id')
  return echoed.length > 0 && echoed.every(each => each.toLowerCase() === requestId)
}
