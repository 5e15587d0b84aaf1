import { Agent, request } from 'node:http'
import { SERVED_BY } from './fleet-sides.ts'
import { ROUTE_NAMES, type RouteName, ROUTES, SENDERS } from './fleet-stand.ts'
import type { Served } from './fleet-verdict.ts'
import { isSide } from './fleet-instance.ts'
import { soapRetrieval } from './messages.ts'

/** Sends one retrieval; gives who served it, or what went wrong instead. */
export function retrieve(
  url: URL,
  agent: Agent,
  route: RouteName,
  sender: string,
): Promise<Served['by']> {
  const interaction = ROUTES[route]
  const body = soapRetrieval({ interaction, headerFrom: sender, bodyFrom: sender })
  return new Promise(resolve => {
    const asked = request(
      new URL('/syncservice-pds/pds', url),
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'text/xml; charset=UTF-8',
          soapaction: `"urn:nhs:names:services:pdsquery/${interaction}"`,
          'content-length': Buffer.byteLength(body),
        },
      },
      answer => {
        const name = answer.headers[SERVED_BY]
        const by = typeof name === 'string' ? name : undefined
        answer.resume()
        answer.on('error', error => resolve({ failed: error.message }))
        answer.on('end', () => {
          const isServed = answer.statusCode === 200 && isSide(by)
          resolve(isServed ? by : { failed: `status ${answer.statusCode}` })
        })
      },
    )
    asked.on('error', error => resolve({ failed: error.message }))
    asked.end(body)
  })
}

/** Suppliers that ask every instance without end, and what they saw. */
export interface Suppliers {
  readonly served: Served[]
  /** Asks one instance on every route as every sender, once. */
  all(instance: number): Promise<readonly Served[]>
  /** What goes wrong at an instance between these two is its being away. */
  leave(instance: number): void
  comeBack(instance: number): void
  stop(): Promise<void>
}

/** How much suppliers ask: over so many connections an instance, one request after another with a pause between. */
export interface Load {
  readonly connections: number
  readonly pauseMs: number
}

/** Sends suppliers to instances. */
export function sendSuppliers(urls: readonly URL[], { connections, pauseMs }: Load): Suppliers {
  const served: Served[] = []
  const away = new Map<number, number>()
  const leaves = urls.map(() => 0)
  const agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: connections }))
  let isStopped = false
  const send = async (instance: number, route: RouteName, sender: string): Promise<Served> => {
    const left = leaves[instance]
    const isAway = away.has(instance)
    const began = performance.now()
    const by = await retrieve(urls[instance] as URL, agents[instance] as Agent, route, sender)
    const one = { instance, route, sender, began, ended: performance.now(), by }
    const wasAway = isAway || leaves[instance] !== left
    if (typeof by === 'string' || !wasAway) served.push(one)
    return one
  }
  const loop = async (instance: number): Promise<void> => {
    for (let i = 0; !isStopped; i += 1) {
      const route = ROUTE_NAMES[i % ROUTE_NAMES.length] as RouteName
      await send(instance, route, SENDERS[(i >> 1) % SENDERS.length] as string)
      await new Promise(resolve => setTimeout(resolve, pauseMs))
    }
  }
  const loops = urls.flatMap((_, instance) =>
    Array.from({ length: connections }, () => loop(instance)),
  )
  return {
    served,
    all: async instance => {
      const asked: Served[] = []
      for (const route of ROUTE_NAMES) {
        for (const sender of SENDERS) asked.push(await send(instance, route, sender))
      }
      return asked
    },
    leave: instance => {
      away.set(instance, performance.now())
      leaves[instance] = (leaves[instance] ?? 0) + 1
    },
    comeBack: instance => void away.delete(instance),
    stop: async () => {
      isStopped = true
      await Promise.all(loops)
      for (const agent of agents) agent.destroy()
    },
  }
}
