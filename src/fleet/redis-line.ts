import { Redis, type RedisOptions } from 'ioredis'
import type { RedisAddress } from './redis-address.ts'
import { connectorTo } from './redis-cluster.ts'
import type { Script } from './redis-scripts.ts'
import { StoreError, type StoreErrorCode } from './store-error.ts'

/** What a script is run with. */
export interface ScriptCall {
  readonly keys: readonly string[]
  readonly with: readonly (string | number)[]
  /** How long its answer is waited for, milliseconds. */
  readonly withinMs: number
}

/** One connection to Redis that comes back by itself. */
export interface RedisLine {
  /** Runs a script. Fails with {@link StoreError} `silent`, or with `unknown` where it may have been done. */
  run(script: Script, call: ScriptCall): Promise<unknown>
  /**
   * Gives how many replicas have what this connection wrote, as soon as it is `replicas` or the time is nearly over.
   * Fails with `unknown`: what it is asked about is written already.
   */
  wait(replicas: number, withinMs: number): Promise<number>
  /** Calls back with every message of a channel, and whenever it is listened to anew, since some may have been lost. */
  listen(channel: string, heard: () => void): void
  /** Gives up a connection that does not answer, so that another is made, behind sentinels to another Redis. */
  renew(): void
  /** Calls back whenever the connection is there, and with a reason whenever it is not. */
  watch(watcher: LineWatcher): void
  close(): void
}

/** Who hears of a connection. */
export interface LineWatcher {
  isThere(): void
  isGone(why: string): void
}

/** Where a line leads. */
export interface LinePlace {
  readonly address: RedisAddress
  /** A key of the fleet: in a cluster the line leads to whoever has it. */
  readonly key: string
  /** How long an answer is waited for, milliseconds. */
  readonly answerMs: number
}

const NOT_CONNECTED = 'not connected'

// Longer than this a machine that comes back is not made to wait.
const MOST_BETWEEN_TRIES_MS = 500

/**
 * Opens a connection. Nothing is ever queued for a Redis that is away, and nothing is sent twice: what was on its
 * way when a connection broke is `unknown`, and whoever asked says what then.
 *
 * RESP2 is spoken: its replies are the same on every Redis, sentinel and proxy, and a connection that listens is one
 * of its own in either, so that no long answer holds a notice up.
 */
export function openLine(place: LinePlace): RedisLine {
  const { client, renew, end } = connected(place)
  // Without a listener the library writes to the console. What matters of it is told by `close`.
  let lastError = NOT_CONNECTED
  client.on('error', (error: Error) => (lastError = reasonOf(error)))
  client.on('ready', () => (lastError = NOT_CONNECTED))
  const watchers: LineWatcher[] = []
  const gone = (why: string): void => {
    renew()
    for (const watcher of watchers) watcher.isGone(why)
  }
  let isClosed = false
  return {
    run: async (script, { keys, with: values, withinMs }) => {
      // The library has one word for what was on its way and for what never was.
      if (isClosed) throw new StoreError('silent', 'the store is closed')
      const rest = [keys.length, ...keys, ...values]
      const asked = client.call('EVALSHA', [script.sha, ...rest]).catch((error: unknown) => {
        // Whoever has said nothing for so long is asked on another connection, though nobody waits any more.
        if (isLate(error)) gone('no answer')
        // Why there is no connection was told when there came to be none.
        if (!wasSent(error)) throw unreached(lastError)
        // It was not run at all: a Redis that was started again knows no scripts.
        if (wordOf(error) !== 'NOSCRIPT') throw error
        return client.call('EVAL', [script.text, ...rest])
      })
      return inTime(asked, withinMs, script.isWrite ? 'unknown' : 'silent')
    },
    wait: async (replicas, withinMs) =>
      Number(await inTime(client.call('WAIT', [replicas, waitOf(withinMs)]), withinMs, 'unknown')),
    listen: (channel, heard) => {
      client.on('message', heard)
      client.on('ready', () => {
        client.subscribe(channel).then(heard, () => client.disconnect(true))
      })
    },
    renew,
    watch: watcher => {
      watchers.push(watcher)
      client.on('ready', () => watcher.isThere())
      client.on('close', () => watcher.isGone(lastError))
      client.on('error', error => watcher.isGone(reasonOf(error)))
    },
    close: () => {
      isClosed = true
      end()
    },
  }
}

/** A client that is begun anew until it is ended. */
function connected(place: LinePlace) {
  // The library reads its options for each connection, so a secret that was replaced is taken over by the next: also
  // where Redis believes the old one no longer, and has ended those that had signed in by it.
  const renewed = (times: number): number => {
    Object.assign(client.options, signingOf(place.address))
    return waitBefore(times)
  }
  const again = { retryStrategy: renewed, sentinelRetryStrategy: renewed }
  const client: Redis = new Redis({ ...placeOf(place), ...waysOf(place.answerMs), ...again })
  let isEnded = false
  let isRenewed = false
  let anew: NodeJS.Timeout | undefined
  client.on('close', () => (isRenewed = false))
  // The library gives up for good where one connection fails while another is begun.
  client.on('end', () => {
    if (isEnded) return
    anew = setTimeout(() => {
      renewed(0)
      void client.connect().catch(() => undefined)
    }, MOST_BETWEEN_TRIES_MS)
  })
  return {
    client,
    renew: (): void => {
      const isThere = client.status === 'ready' || client.status === 'connect'
      if (isEnded || isRenewed || !isThere) return
      isRenewed = true
      client.disconnect(true)
    },
    end: (): void => {
      isEnded = true
      clearTimeout(anew)
      client.disconnect()
    },
  }
}

// Which replies look how is settled by RESP2.
type LineOptions = Omit<RedisOptions, 'replyMapping'>

function placeOf({ address, key, answerMs }: LinePlace): LineOptions {
  const { master, hosts, db } = address
  const signing = signingOf(address)
  const common = { db, ...signing }
  if (address.isCluster) return { ...common, Connector: connectorTo(key, hosts) }
  if (master === undefined) return { ...common, ...hosts[0] }
  return {
    ...common,
    name: master,
    sentinels: [...hosts],
    sentinelCommandTimeout: answerMs,
    enableTLSForSentinelMode: signing.tls !== undefined,
  }
}

/** What a connection signs in with. */
function signingOf(address: RedisAddress): LineOptions {
  const { user, password, sentinelUser, sentinelPassword, tls: pem } = address.credentials()
  const tls = pem && { ...definedOf({ ...pem }), minVersion: 'TLSv1.2' as const }
  const sentinel = { sentinelUsername: sentinelUser, sentinelPassword, sentinelTLS: tls }
  return definedOf({ username: user, password, tls, ...(address.master && sentinel) })
}

const waysOf = (answerMs: number): LineOptions => ({
  protocol: 2,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  // With none left, what was on its way is given up when its connection closes, and not kept for the next.
  maxRetriesPerRequest: 0,
  enableAutoPipelining: false,
  commandTimeout: answerMs,
  connectTimeout: answerMs,
  // A Redis that was stopped does not say goodbye.
  disconnectTimeout: 50,
  maxLoadingRetryTime: MOST_BETWEEN_TRIES_MS,
  autoResubscribe: false,
  // It was the one to be written, and another is now: sentinels say which, and so do the nodes of a cluster.
  reconnectOnError: error => /^(?:READONLY|MOVED) /.test(error.message),
  disableClientInfo: true,
})

// Redis waits less than we do, so that its own answer is heard; 0 would be for ever.
const waitOf = (withinMs: number): number => Math.max(1, Math.floor(withinMs * 0.6))

const waitBefore = (times: number): number => Math.min(25 * 2 ** times, MOST_BETWEEN_TRIES_MS)

const definedOf = <Group extends object>(group: Group): Partial<Group> =>
  Object.fromEntries(
    Object.entries(group).filter(([, value]) => value !== undefined),
  ) as Partial<Group> // the same fields, fewer of them

/** Keeps the deadline, and translates whatever comes instead of an answer. */
async function inTime(
  asked: Promise<unknown>,
  withinMs: number,
  code: 'silent' | 'unknown',
): Promise<unknown> {
  const late = Promise.withResolvers<never>()
  const tooLate = new StoreError(code, `the store has not answered within ${withinMs} ms`)
  // An answer that is here and not yet read is none too late: what comes in goes before.
  const timer = setTimeout(() => setImmediate(() => late.reject(tooLate)), withinMs)
  try {
    return await Promise.race([asked, late.promise])
  } catch (error) {
    throw error instanceof StoreError ? error : fromRedis(error, code)
  } finally {
    clearTimeout(timer)
  }
}

/** What Redis says by the first word of its errors; whatever says so has written nothing. */
const REDIS_SAYS: Readonly<Record<string, string>> = {
  READONLY: 'may only be read: it is a replica',
  NOREPLICAS: 'has too few replicas to be written',
  OOM: 'has no memory left',
  MISCONF: 'cannot be written to its disk',
  LOADING: 'is being loaded',
  MASTERDOWN: 'is a replica of one that is down',
  BUSY: 'is busy with a script of somebody else',
  NOAUTH: 'asks for a password',
  WRONGPASS: 'does not know this user and password',
  MOVED: 'has given this fleet to another of its cluster',
  ASK: 'is giving this fleet to another of its cluster',
  TRYAGAIN: 'is giving this fleet to another of its cluster',
  CLUSTERDOWN: 'is cut off from others of its cluster',
  NOPERM: 'does not allow this user what a store needs',
}

const unreached = (why: string, code: StoreErrorCode = 'silent'): StoreError =>
  new StoreError(code, `the store cannot be reached (${why})`)

function fromRedis(error: unknown, code: 'silent' | 'unknown'): StoreError {
  const word = wordOf(error)
  if (word === 'WRONGTYPE') {
    return new StoreError('invalid', 'a key of the store is of another type')
  }
  if (word !== undefined) {
    return new StoreError('silent', `the store ${REDIS_SAYS[word] ?? `refused (${word})`}`)
  }
  return unreached(reasonOf(error), wasSent(error) ? code : 'silent')
}

/** The first word of an error that Redis itself gave; undefined for any other. */
function wordOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined
  return /^-?([A-Z]+)\b/.exec(error.message)?.[1] ?? 'ERR'
}

// The library's words for its own deadline.
const isLate = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Command timed out'

// The library's words where it has no connection to send anything on.
const wasSent = (error: unknown): boolean =>
  !(error instanceof Error && error.message.startsWith("Stream isn't writeable"))

/** A code of Node's or a word of Redis', never a message: that of a sign-in that fails may quote what was sent. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException // Node's own carry one
  return wordOf(error) ?? (typeof code === 'string' ? code : NOT_CONNECTED)
}
