import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** One real instance in a process of its own. */
export interface DemoInstance {
  /** Where suppliers connect, and the admin port; `http://host:port`. */
  readonly url: string
  readonly admin: string
  /** Resolves when it ends, with the last it said. */
  readonly ended: Promise<string>
  /** Drains it and waits for its end. */
  close(): Promise<void>
}

/** Where it runs and on which file. */
export interface InstanceOptions {
  readonly folder: string
  readonly routesFile: string
  readonly log: string
  /** Where it keeps what stands where. */
  readonly store: string
  readonly env: Terminal['env']
}

const START = fileURLToPath(new URL('../start.js', import.meta.url))
const PATIENCE_MS = 30_000
const KEPT_LINES = 4

/**
 * Starts `ficus start` as anybody would, in a process of its own: what is shown is then what runs in earnest,
 * its reload included, and its event loop is not that of the suppliers and Spines around it. Ports are its own.
 * Throws a CommandError with what it said where it does not start.
 */
export async function startInstance(options: InstanceOptions): Promise<DemoInstance> {
  const { folder, routesFile, log, store, env } = options
  const child = spawn(process.execPath, [START, 'start', '--config', routesFile], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...withoutOwn(env),
      FICUS_LISTEN: '127.0.0.1:0',
      FICUS_ADMIN: '127.0.0.1:0',
      FICUS_LOG: log,
      FICUS_STORE: `file:${store}`,
    },
  })
  const said: string[] = []
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('close', () => resolve(said.slice(-KEPT_LINES).join(' / ')))
  })
  const close = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM')
    await ended
  }
  try {
    return { ...(await addressesOf(child, said, ended)), ended, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the caller set for an instance of their own is not meant for this one. */
const withoutOwn = (env: Terminal['env']): Terminal['env'] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('FICUS_')))

/** Reads from what the instance says at its start where it listens. */
function addressesOf(
  child: ChildProcess,
  said: string[],
  ended: Promise<string>,
): Promise<{ url: string; admin: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ url: string; admin: string }>()
  const fail = (why: string): void =>
    reject(new CommandError(EXIT.failed, `the instance did not start: ${why || 'it said nothing'}`))
  const timer = setTimeout(() => fail(`nothing after ${PATIENCE_MS / 1_000} s`), PATIENCE_MS)
  void ended.then(fail)
  const find = (pattern: RegExp): string | undefined => pattern.exec(said.join('\n'))?.[1]
  if (child.stderr === null) throw new Error('the instance was started without its standard error')
  createInterface({ input: child.stderr }).on('line', line => {
    said.push(line)
    if (said.length > 100) said.shift()
    const url = find(/suppliers connect to (http\S+)/)
    const admin = find(/health and metrics on (http\S+)/)
    if (url !== undefined && admin !== undefined) resolve({ url, admin })
  })
  return promise.finally(() => clearTimeout(timer))
}
