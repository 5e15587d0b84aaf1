import { AbstractConnector, Redis, type RedisOptions } from 'ioredis'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** One node of a cluster. */
export interface ClusterNode {
  readonly host: string
  readonly port: number
}

type Connector = NonNullable<RedisOptions['Connector']>

/**
 * Makes what connects a client to whichever node of a cluster a key belongs to, found anew for each connection.
 *
 * All of a fleet lies in one slot, so it lies on one master, and what speaks to a single Redis speaks to that one. The
 * library's client of clusters picks a connection for each command and sends by itself again what was redirected: it
 * could not be said which of its connections wrote, which is the one whose replicas are waited for, nor whether
 * something was sent twice. Here a client that is redirected breaks off and is led to the next master, and whoever asked
 * hears that nothing was stored.
 *
 * Nodes are asked for the key itself. A node says of a key of another `MOVED` and where (Redis cluster specification),
 * also a replica; one that is cut off from the others says `CLUSTERDOWN`, where the table of slots would be the old one.
 * So whoever is found has just answered as the owner, and no right is needed but to read.
 */
export const connectorTo = (key: string, seeds: readonly ClusterNode[]): Connector =>
  class extends AbstractConnector {
    // The client's own, so that a secret that was replaced since is used.
    readonly #options: RedisOptions
    #isWanted = false
    #search: Search | undefined
    #last: ClusterNode | undefined

    constructor(given: unknown) {
      const options = given as RedisOptions // the library hands the client's options over
      super(options.disconnectTimeout ?? 0)
      this.#options = options
    }

    /** Goes on until somebody is found: while it does, the library says of what it is asked that nothing was sent. */
    override async connect(emit: (type: string, error: Error) => void): Promise<Socket> {
      this.#isWanted = true
      for (let times = 1; ; times += 1) {
        try {
          return await this.#connected()
        } catch (error) {
          this.#refuseEnded()
          emit('error', error as Error) // nothing else is thrown here
        }
        const ms = this.#options.retryStrategy?.(times) ?? 0
        await new Promise(resolve => setTimeout(resolve, ms))
      }
    }

    #refuseEnded(): void {
      if (!this.#isWanted) throw new Error('it was closed meanwhile')
    }

    async #connected(): Promise<Socket> {
      this.#refuseEnded()
      this.#search = searchFor(key, this.#options)
      const node = await this.#search.owner([...seeds, ...(this.#last ? [this.#last] : [])])
      this.#refuseEnded()
      this.#last = node
      const { tls } = this.#options
      const stream = tls ? connectTls({ ...node, ...tls }) : connectPlain(node)
      stream.once('error', (error: Error) => (this.firstError = error))
      this.stream = stream
      return stream
    }

    override disconnect(): void {
      this.#isWanted = false
      this.#search?.end()
      super.disconnect()
    }
  }

/** Asks nodes whose a key is. */
interface Search {
  /** Gives the first node that says the key is its own; those that name another lead there. */
  owner(nodes: readonly ClusterNode[]): Promise<ClusterNode>
  end(): void
}

function searchFor(key: string, options: RedisOptions): Search {
  const clients = new Map<string, Redis>()
  const failures: Error[] = []
  const found = Promise.withResolvers<ClusterNode>()
  let open = 0
  const ask = async (node: ClusterNode): Promise<void> => {
    const name = `${node.host} ${node.port}`
    if (clients.has(name)) return
    const client = askingClient(node, options)
    clients.set(name, client)
    open += 1
    try {
      const next = await ownerSaidBy(node, client, key)
      if (next === undefined) found.resolve(node)
      else void ask(next)
    } catch (error) {
      failures.push(error as Error) // the library rejects with nothing else
    }
    open -= 1
    if (open === 0) found.reject(worstOf(failures))
  }
  const end = (): void => {
    for (const client of clients.values()) client.disconnect()
  }
  return {
    owner: nodes => {
      // All at once: one that hangs holds nobody up.
      for (const node of nodes) void ask(node)
      return found.promise.finally(end)
    },
    end,
  }
}

const askingClient = ({ host, port }: ClusterNode, options: RedisOptions): Redis =>
  new Redis({
    ...options,
    host,
    port,
    Connector: undefined,
    lazyConnect: true,
    retryStrategy: null,
    reconnectOnError: null,
    enableReadyCheck: false,
    replyMapping: 'legacy',
  })

/** Gives whom a node names as the owner of a key; undefined where it is its own. */
async function ownerSaidBy(
  { host }: ClusterNode,
  client: Redis,
  key: string,
): Promise<ClusterNode | undefined> {
  let why: Error | undefined
  client.on('error', (error: Error) => (why = error))
  try {
    await client.connect()
    await client.exists(key)
    return undefined
  } catch (error) {
    const { message } = error as Error // the library rejects with nothing else
    // It gives the slot away and owns it until all of it is there.
    if (message.startsWith('ASK ')) return undefined
    const [, to, port] = /^MOVED \d+ (.*):(\d+)$/.exec(message) ?? []
    // Without a host it is the one that was asked, by another port.
    if (to !== undefined) return { host: to === '' ? host : to, port: Number(port) }
    throw why ?? error
  }
}

/** What a node itself said says more than that another cannot be reached. */
const worstOf = (failures: readonly Error[]): Error =>
  failures.find(({ name }) => name === 'ReplyError') ??
  failures[0] ??
  Object.assign(new Error('no node owns the key'), { code: 'NO_OWNER' })
