import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ConfigError } from './config-error.ts'
import type { Evaluated } from './evaluate-file.ts'
import { parseConfig, type Config, type ConfigContext } from './parse-config.ts'

/** What a file is loaded with. */
export interface LoadOptions extends Omit<ConfigContext, 'file'> {
  /** How long the file may take to evaluate. Milliseconds, default 15 000. */
  readonly timeoutMs?: number
  /** How much memory it may take meanwhile. MiB, default 256: the process that loads it serves. */
  readonly mostMiB?: number
}

interface Limits {
  readonly timeoutMs: number
  readonly mostMiB: number
}

/** How often it is looked how much memory a file takes: a buffer is outside of what a thread can be limited to. */
const LOOK_MS = 25
const MIB = 1024 * 1024

/**
 * Loads a routes file from wherever it lies and checks it. It is evaluated in a thread of its own that ends with
 * it: each load sees the file and what it imports as they are now, and nothing it does reaches this process.
 *
 * Throws a {@link ConfigError}, also for a file that cannot be evaluated, takes too long or too much memory.
 */
export async function loadConfig(file: string, options: LoadOptions): Promise<Config> {
  const { timeoutMs = 15_000, mostMiB = 256, ...context } = options
  const path = resolve(file)
  const limits = { timeoutMs, mostMiB }
  const { data, modules } = await evaluate(path, limits, context.env)
  return parseConfig(data, { ...context, file: path, modules })
}

type Data = Extract<Evaluated, { kind: 'data' }>

async function evaluate(file: string, limits: Limits, env: ConfigContext['env']): Promise<Data> {
  const worker = new Worker(new URL('load-worker.ts', import.meta.url), {
    workerData: file,
    env: { ...env },
    argv: [],
    // What this process was started with is no part of the file: loaders of its own would slow every load.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.mostMiB },
    // What the file prints is no part of what a command prints.
    stdout: true,
    stderr: true,
  })
  try {
    const evaluated = await outcomeOf(worker, limits)
    if (evaluated.kind === 'data') return evaluated
    throw new ConfigError(file, evaluated.mistakes)
  } finally {
    await worker.terminate()
  }
}

/** A mistake of the file as a whole, or of the module it was at. */
const failure = (says: string, wayOut: string, module?: string): Evaluated => ({
  kind: 'mistakes',
  mistakes: [{ path: '', says: module === undefined ? says : `${module} ${says}`, wayOut }],
})

function outcomeOf(worker: Worker, { timeoutMs, mostMiB }: Limits): Promise<Evaluated> {
  const { promise, resolve: settle } = Promise.withResolvers<Evaluated>()
  let module: string | undefined
  const timer = setTimeout(() => {
    const says = `is not evaluated after ${timeoutMs} ms`
    settle(failure(says, 'look for a loop or an `await` that never ends: the file is data', module))
  }, timeoutMs)
  const tooLarge = (): Evaluated =>
    failure(
      `takes more than ${mostMiB} MiB of memory while it is evaluated`,
      'look for a loop that never ends: the file is data',
      module,
    )
  const look = setInterval(() => {
    void takenBy(worker).then(bytes => {
      if (bytes > mostMiB * MIB) settle(tooLarge())
    })
  }, LOOK_MS)
  worker.on('message', (told: Evaluated | { readonly kind: 'at'; readonly module: string }) => {
    if (told.kind === 'at') module = told.module
    else settle(told)
  })
  worker.once('error', error => {
    const { code } = error as NodeJS.ErrnoException // Node's own carry a code
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') settle(tooLarge())
    settle(failure(`cannot be loaded: ${String(error)}`, 'mend it and load it again'))
  })
  worker.once('exit', () => {
    const says = 'ends the process while it is evaluated'
    settle(failure(says, 'take the call of `exit` out', module))
  })
  return promise.finally(() => {
    clearTimeout(timer)
    clearInterval(look)
  })
}

async function takenBy(worker: Worker): Promise<number> {
  try {
    const { total_heap_size: heap, external_memory: outside } = await worker.getHeapStatistics()
    return heap + outside
  } catch {
    // It has ended, which is said by another event.
    return 0
  }
}
