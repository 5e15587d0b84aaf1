import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  isStoreError,
  openStore,
  type Peers,
  readStoreAddress,
  type Store,
  type StoreAddress,
} from '../fleet/index.ts'
import type { Ports } from './ports-at.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

const STORE = 'file:.ficus/state.db'

/** Reads where the store is. Throws a CommandError that repeats no secret. */
export const storeAddress = ({ env, cwd }: Terminal): StoreAddress =>
  saying(() => readStoreAddress(env['FICUS_STORE'] ?? STORE, { cwd, env }))

/** Who a store is opened for. */
export interface StoreUser {
  readonly environment: string
  readonly listen: Ports['listen']
  readonly admin: Ports['admin']
  readonly cwd: string
  readonly peers?: Peers | undefined
}

/**
 * Opens a store, whether or not it answers; `trouble` says why it does not. The folders it needs are made where
 * they are not there. Throws a CommandError where that cannot be, or no Redis can keep this environment.
 */
export async function storeFor(address: StoreAddress, user: StoreUser): Promise<Store> {
  const beside = address.kind === 'redis' ? besideOf(user) : undefined
  const path = address.kind === 'file' ? address.path : beside
  if (path !== undefined) saying(() => mkdirSync(dirname(path), { recursive: true }))
  try {
    const { environment, peers } = user
    return await openStore(address, { environment, peers, ...(beside !== undefined && { beside }) })
  } catch (error) {
    if (isStoreError(error)) throw refused(error)
    throw error
  }
}

/**
 * Where one instance keeps what it last knew and what it holds back by itself. It is found again by where it listens:
 * no two on a machine listen at the same place, and whoever takes any free port is not the same one next time. Those
 * that share a port are told apart by their admin port.
 */
function besideOf({ environment, listen, admin, cwd }: StoreUser): string | undefined {
  const isFound = listen.port > 0 && (!listen.reusePort || admin.port > 0)
  if (!isFound) return undefined
  const folder = (...parts: readonly (string | number)[]): string =>
    resolve(cwd, '.ficus', parts.join('-').replace(/[^\w.-]/g, '_'))
  const alone = folder(environment, listen.host, listen.port)
  if (!listen.reusePort) return join(alone, 'redis')
  const shared = folder(environment, listen.host, listen.port, 'admin', admin.port)
  // The halts that lay there when nobody shared the port hold for whoever takes its place: each takes them along.
  if (!existsSync(shared) && existsSync(alone)) {
    const next = `${shared}.next`
    saying(() => {
      cpSync(alone, next, { recursive: true })
      // Whole or not at all: an end in the middle would leave some of them behind for good.
      renameSync(next, shared)
    })
  }
  return join(shared, 'redis')
}

function saying<Made>(make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    throw refused(error)
  }
}

const refused = (error: unknown): CommandError =>
  new CommandError(
    EXIT.usage,
    `FICUS_STORE: ${error instanceof Error ? error.message : String(error)}`,
  )
