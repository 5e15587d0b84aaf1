/** Suppliers that never send twice: every request is counted with what became of it, to the byte. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as elapsed } from 'node:timers/promises'
import { parseAnswer, type RawAnswer } from './raw-client.ts'

/** What became of the requests, by a word each; `answered` is the only one that is well. */
export type Fates = Record<
  'answered' | 'refused' | 'reset' | 'short' | 'wrong' | 'double' | 'silent',
  number
>

/** Who sends, and how. */
export interface Load {
  /** Suppliers that send one request after another over a connection for as long as it is kept. */
  readonly keeping: number
  /** Suppliers that open a connection for every request. */
  readonly fresh: number
  /** How long one waits between two requests, milliseconds. */
  readonly thinkMs: () => number
}

/** A load that runs. */
export interface RunningLoad {
  readonly fates: Fates
  /** What was not answered well, the first of each kind, for a person. */
  readonly seen: string[]
  /** Ends it once what is under way is over; gives the names of what was sent. */
  stop(): Promise<readonly string[]>
}

const noFates = (): Fates => ({
  answered: 0,
  refused: 0,
  reset: 0,
  short: 0,
  wrong: 0,
  double: 0,
  silent: 0,
})

const PATIENCE_MS = 20_000

/** Starts suppliers that send to a port of this machine. */
export function startLoad(port: number, { keeping, fresh, thinkMs }: Load): RunningLoad {
  const fates = noFates()
  const seen: string[] = []
  const sent: string[] = []
  let isOver = false
  const count = (fate: keyof Fates, why: string): void => {
    fates[fate] += 1
    if (fate !== 'answered' && seen.length < 20) seen.push(`${fate}: ${why}`)
  }
  const supplier = async (name: string, keeps: boolean): Promise<void> => {
    let socket: Socket | undefined
    for (let number = 0; !isOver; number += 1) {
      const id = `${name}-${number}`
      try {
        socket ??= await opened(port)
      } catch (error) {
        count('refused', `${id} ${String(error)}`)
        continue
      }
      sent.push(id)
      const { fate, isLast, why } = await asked(socket, id)
      count(fate, `${id} ${why}`)
      if (!keeps || isLast || fate !== 'answered') {
        socket.end()
        socket = undefined
      }
      const pause = thinkMs()
      if (pause > 0) await elapsed(pause)
      // Ended while nothing was asked: the way a connection may end.
      if (socket?.readableEnded === true || socket?.destroyed === true) socket = undefined
    }
    socket?.destroy()
  }
  const running = [
    ...Array.from({ length: keeping }, (_, i) => supplier(`keeps${i}`, true)),
    ...Array.from({ length: fresh }, (_, i) => supplier(`fresh${i}`, false)),
  ]
  return {
    fates,
    seen,
    stop: async () => {
      isOver = true
      await Promise.all(running)
      return sent
    },
  }
}

/** Sends one request over each of so many connections at once, does something meanwhile, and says what came of them. */
export async function sendAtOnce(
  port: number,
  names: readonly string[],
  meanwhile: () => Promise<void>,
): Promise<Fates> {
  const fates = noFates()
  const sockets = await Promise.all(names.map(() => opened(port)))
  const all = sockets.map((socket, i) => asked(socket, names[i] ?? ''))
  await meanwhile()
  for (const { fate } of await Promise.all(all)) fates[fate] += 1
  for (const socket of sockets) socket.destroy()
  return fates
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  return socket
}

interface Came {
  readonly fate: keyof Fates
  readonly isLast: boolean
  readonly why: string
}

/** Sends one request and says what came of it. */
function asked(socket: Socket, id: string): Promise<Came> {
  const body = `<asked>${id}</asked>`
  return new Promise(resolve => {
    let bytes: Buffer = Buffer.alloc(0)
    const settle = (fate: keyof Fates, why: string, answer?: RawAnswer): void => {
      clearTimeout(timer)
      socket.off('data', onData).off('error', onError).off('close', onClose)
      resolve({ fate, why, isLast: answer?.headers.includes('close') ?? true })
    }
    const timer = setTimeout(() => settle('silent', 'nothing came'), PATIENCE_MS)
    const onData = (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
      const answer = parseAnswer(bytes, 'POST', false)
      if (answer?.isComplete === true) settle(...judged(answer, bytes, id), answer)
    }
    const onError = (error: Error): void => settle('reset', error.message)
    const onClose = (): void =>
      settle(bytes.length > 0 ? 'short' : 'reset', `ended after ${bytes.length} bytes`)
    socket.on('data', onData).on('error', onError).on('close', onClose)
    socket.write(
      `POST /asked HTTP/1.1\r\nHost: spine\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
  })
}

function judged(answer: RawAnswer, bytes: Buffer, id: string): [keyof Fates, string] {
  const due = `<answer>${id}</answer>`
  if (answer.status !== 200 || answer.body.toString() !== due) {
    return ['wrong', `${answer.status} ${answer.body.toString()}`]
  }
  const length = bytes.indexOf('\r\n\r\n') + 4 + answer.body.length
  return bytes.length === length ? ['answered', ''] : ['double', bytes.toString()]
}
