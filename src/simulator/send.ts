import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Strike } from './faults.ts'
import type { SimulatedAnswer } from './serve.ts'

/** The whole answer as bytes of the wire, for faults that cut it where HTTP would not. */
function wire(answer: SimulatedAnswer, body: Buffer): Buffer {
  const lines = answer.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const head = `HTTP/1.1 ${answer.status} Simulated\r\n${lines}Content-Length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

/** Sends an answer as it is, or as the faults that strike it leave it. */
export function send(reply: ServerResponse, answer: SimulatedAnswer, strike: Strike): void {
  const { faults, struck } = strike
  const honest = Buffer.from(answer.body, 'utf8')
  const body = struck && faults.garbage ? randomBytes(honest.length) : honest
  const { socket } = reply
  if (socket === null) return
  if (struck && faults.resetAfterBytes !== undefined) {
    const part = wire(answer, body).subarray(0, faults.resetAfterBytes)
    if (part.length === 0) socket.resetAndDestroy()
    else socket.write(part, () => socket.resetAndDestroy())
    return
  }
  if (struck && faults.truncateAfterBytes !== undefined) {
    const all = wire(answer, body)
    const short = all.length - body.length + Math.min(faults.truncateAfterBytes, body.length)
    socket.end(all.subarray(0, short))
    return
  }
  const raw = answer.headers.flat()
  reply.sendDate = false
  reply.writeHead(answer.status, [...raw, 'Content-Length', String(body.length)])
  reply.end(body)
}
