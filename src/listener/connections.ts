import type { Socket } from 'node:net'
import type { Reply } from '../exchange/index.ts'

/** One supplier's connection, and how much of it is under way. */
interface Connection {
  readonly socket: Socket
  /** Requests whose reply has not ended. */
  open: number
  /** How many bytes had come when nothing of it was under way, and since when. */
  readUpTo: number
  idleSince: number
  /** The way back of the last request. */
  reply: Reply | undefined
}

/** Requests that are waited for, by route. */
export type WaitedFor = ReadonlyMap<string, number>

/** What a request whose route is not known yet is counted under. */
const NO_ROUTE = 'none'

/** The connections of one listener: who is in the middle of something, and who could be parted from. */
export class Connections {
  readonly #all = new Map<Socket, Connection>()

  get size(): number {
    return this.#all.size
  }

  add(socket: Socket): void {
    const idleSince = performance.now()
    this.#all.set(socket, { socket, open: 0, readUpTo: 0, idleSince, reply: undefined })
    socket.once('close', () => this.#all.delete(socket))
  }

  began(socket: Socket, reply: Reply): void {
    const connection = this.#all.get(socket)
    if (connection === undefined) return
    connection.open += 1
    connection.reply = reply
  }

  ended(socket: Socket): void {
    const connection = this.#all.get(socket)
    if (connection === undefined) return
    connection.open -= 1
    if (connection.open > 0) return
    connection.readUpTo = socket.bytesRead
    connection.idleSince = performance.now()
    connection.reply = undefined
  }

  /** Whether nothing but the one request that is replied to now is under way on a connection. */
  hasOne(socket: Socket): boolean {
    return (this.#all.get(socket)?.open ?? 0) <= 1
  }

  /** Requests that would be lost if every connection ended now: begun ones, and those of which some bytes came. */
  get lost(): number {
    let count = 0
    for (const connection of this.#all.values())
      count += isIdle(connection) ? 0 : Math.max(1, connection.open)
    return count
  }

  /** Counts requests by the route they were sent on; of several on one connection all by the last one's. */
  waitedFor(): WaitedFor {
    const counts = new Map<string, number>()
    for (const { open, reply } of this.#all.values()) {
      if (open === 0) continue
      const route = reply?.owner?.assigned?.route.name ?? NO_ROUTE
      counts.set(route, (counts.get(route) ?? 0) + open)
    }
    return counts
  }

  /** Ends those that brought no request since a moment. */
  endIdle(since: number): void {
    for (const connection of this.#all.values()) {
      if (isIdle(connection) && connection.idleSince <= since) connection.socket.destroySoon()
    }
  }

  /** Ends all of them at once. */
  cut(): void {
    for (const socket of this.#all.keys()) socket.destroy()
  }
}

const isIdle = ({ open, socket, readUpTo }: Connection): boolean =>
  open === 0 && socket.bytesRead === readUpTo
