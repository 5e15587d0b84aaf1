import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ConfigError } from './config-error.ts'
import type { Evaluated } from './evaluate-file.ts'
import { parseConfig, type Config, type ConfigContext } from './parse-config.ts'

/** What a file is loaded with. */
export interface LoadOptions extends Omit<ConfigContext, 'file'> {
  /** How long the file may take to evaluate. Milliseconds, default 15 000. */
  readonly timeoutMs?: number
}

/**
 * Loads a routes file from wherever it lies and checks it. It is evaluated in a thread of its own that ends with
 * it: each load sees the file and what it imports as they are now, and nothing it does reaches this process.
 *
 * Throws a {@link ConfigError}, also for a file that cannot be evaluated or takes too long.
 */
export async function loadConfig(file: string, options: LoadOptions): Promise<Config> {
  const { timeoutMs = 15_000, ...context } = options
  const path = resolve(file)
  return parseConfig(await evaluate(path, timeoutMs, context.env), { ...context, file: path })
}

async function evaluate(
  file: string,
  timeoutMs: number,
  env: ConfigContext['env'],
): Promise<unknown> {
  const worker = new Worker(new URL('load-worker.ts', import.meta.url), {
    workerData: file,
    env: { ...env },
    argv: [],
    // What this process was started with is no part of the file: loaders of its own would slow every load.
    execArgv: [],
    // What the file prints is no part of what a command prints.
    stdout: true,
    stderr: true,
  })
  try {
    const evaluated = await outcomeOf(worker, timeoutMs)
    if (evaluated.kind === 'data') return evaluated.data
    throw new ConfigError(file, evaluated.mistakes)
  } finally {
    await worker.terminate()
  }
}

const failure = (says: string, wayOut: string): Evaluated => ({
  kind: 'mistakes',
  mistakes: [{ path: '', says, wayOut }],
})

function outcomeOf(worker: Worker, timeoutMs: number): Promise<Evaluated> {
  const { promise, resolve: settle } = Promise.withResolvers<Evaluated>()
  const late = failure(
    `is not evaluated after ${timeoutMs} ms`,
    'look for a loop or an `await` that never ends: the file is data',
  )
  const timer = setTimeout(() => {
    settle(late)
  }, timeoutMs)
  worker.once('message', (evaluated: Evaluated) => {
    settle(evaluated)
  })
  worker.once('error', error => {
    settle(failure(`cannot be loaded: ${String(error)}`, 'mend it and load it again'))
  })
  worker.once('exit', () => {
    settle(failure('ends the process while it is evaluated', 'take the call of `exit` out'))
  })
  return promise.finally(() => {
    clearTimeout(timer)
  })
}
