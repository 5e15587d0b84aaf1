import { request } from 'node:http'
import type { PeerAddress } from './peer-addresses.ts'

/** The page every instance is told on. */
export const PEER_PATH = '/api/peer'
/** The header a message is signed in, as Node reads it. */
export const PEER_HEADER = 'ficus-signature'

/** One message to one address. */
export interface Post {
  readonly body: string
  readonly header: string
  readonly withinMs: number
}

/** Why nothing came back that can be read. */
export interface Unanswered {
  readonly why: string
  /** The machine said that nobody listens there. */
  readonly isRefused?: boolean
}

/** What came back, or why nothing did, in a few words. */
export type Posted = Unanswered | { readonly status: number; readonly text: string }

const MOST_ANSWER = 4_096
const STRANGER: Posted = { why: 'it is no instance of this fleet' }

/** Posts on a connection of its own, so that nothing waits for what hangs on another. Never throws. */
export function postTo(
  { host, port }: PeerAddress,
  { body, header, withinMs }: Post,
): Promise<Posted> {
  return new Promise(resolve => {
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      [PEER_HEADER]: header,
    }
    const asking = request({ host, port, method: 'POST', path: PEER_PATH, agent: false, headers })
    const end = (came: Posted): void => {
      clearTimeout(late)
      asking.destroy()
      resolve(came)
    }
    const late = setTimeout(() => end({ why: `no answer within ${withinMs} ms` }), withinMs)
    asking.on('error', error => {
      const { code = 'unknown' } = error as NodeJS.ErrnoException // Node's own carry a code
      end({ why: `it cannot be reached (${code})`, isRefused: code === 'ECONNREFUSED' })
    })
    asking.on('response', response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
        if (text.length > MOST_ANSWER) end(STRANGER)
      })
      response.on('end', () => end({ status: response.statusCode ?? 0, text }))
      response.on('error', () => end({ why: 'its answer broke off' }))
    })
    asking.end(body)
  })
}
