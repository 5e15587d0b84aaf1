import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Test } from 'tap'

/** Stands between a store and its Redis, and can be slow, go elsewhere, or break off at the worst moment. */
export interface RedisRelay {
  readonly port: number
  /** Where new connections lead. */
  target: number
  /** How long every piece takes on its way back, milliseconds. */
  delayMs: number
  /** Called with each piece on its way to Redis; where it says `break` the piece arrives and no answer comes back. */
  seen: ((piece: string) => 'break' | undefined) | undefined
  /** Breaks off every connection there is. */
  cut(): void
}

/** Starts a relay to a port; it ends with the test. */
export async function startRelay(t: Test, target: number): Promise<RedisRelay> {
  const sockets = new Set<Socket>()
  const server = createServer(here => {
    const there = connect(relay.target, '127.0.0.1')
    let isBroken = false
    const end = (): void => {
      here.destroy()
      there.destroy()
    }
    for (const socket of [here, there]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        // What was sent still arrives.
        if (!isBroken) end()
      })
    }
    here.on('data', piece => {
      isBroken ||= relay.seen?.(piece.toString('latin1')) === 'break'
      there.write(piece)
    })
    there.on('data', piece => {
      if (isBroken) end()
      else if (relay.delayMs === 0) here.write(piece)
      else setTimeout(() => here.destroyed || here.write(piece), relay.delayMs)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const relay: RedisRelay = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    target,
    delayMs: 0,
    seen: undefined,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
  t.teardown(() => {
    server.close()
    relay.cut()
  })
  return relay
}
