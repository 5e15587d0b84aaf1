import type { ReloadAsked, ReloadView } from '../admin/index.ts'
import { type Config, type ConfigDifference, ConfigError, watchConfig } from '../config/index.ts'
import type { Proxy } from '../proxy.ts'
import { FileRefused } from '../standing.ts'
import type { Log } from '../telemetry/index.ts'
import { setDifferences } from './spoken-difference.ts'
import { EXIT, type Terminal } from './terminal.ts'

/** What a file is loaded again with. */
export interface ReloadingOptions {
  readonly file: string
  readonly load: () => Promise<Config>
  readonly log: Log
  readonly say: (line: string) => void
}

/** Takes over the routes file whenever it changes, at SIGHUP, and when it is asked to. */
export interface Reloading {
  /** Loads the file for whoever asks over the API. Throws nothing. */
  ask(asked: ReloadAsked): Promise<ReloadView>
  /** Says who takes it over; until then every reload is refused. */
  serve(proxy: Proxy): void
  /** Follows the file and SIGHUP from now on; gives how to stop. */
  follow(terminal: Terminal): () => void
}

const SAVED = { actor: 'file', reason: 'the routes file was saved' } as const
const SIGNALLED = { actor: 'SIGHUP', reason: 'the routes file was loaded again' } as const

/** Builds it. A file that cannot be used changes nothing, and is said, logged and counted. */
export function createReloading(options: ReloadingOptions): Reloading {
  const { file, log, say } = options
  let proxy: Proxy | undefined
  let last: Promise<unknown> = Promise.resolve()
  const takeOver = async (asked: ReloadAsked): Promise<ReloadView> => {
    if (proxy === undefined) return refused('the instance is still starting')
    try {
      return await taken(asked, options, proxy)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (asked.isDryRun !== true) {
        proxy.refusedConfig()
        log.event('config-refused', 'error', { why })
        say(`routes file not taken over, the one before stays: ${why}`)
      }
      return refused(why, error)
    }
  }
  // One after the other: the file saved last is the one that stands.
  const ask = (asked: ReloadAsked): Promise<ReloadView> => {
    const came = last.then(() => takeOver(asked))
    last = came
    return came
  }
  const follow = (terminal: Terminal): (() => void) => {
    const stopWatching = watchConfig(file, () => void ask(SAVED))
    const stopListening = terminal.onSignal(signal => {
      if (signal === 'SIGHUP') void ask(SIGNALLED)
    })
    return () => {
      stopWatching()
      stopListening()
    }
  }
  return { ask, serve: opened => void (proxy = opened), follow }
}

async function taken(
  { isDryRun = false, ...by }: ReloadAsked,
  { file, load, log, say }: ReloadingOptions,
  proxy: Proxy,
): Promise<ReloadView> {
  const config = await load()
  const differences = proxy.differencesTo(config)
  const isChanged = isDryRun
    ? differences.length > 0
    : await proxy.use(config, { ...by, differences })
  const { revision } = proxy.state
  if (isDryRun) await proxy.mayUse(config, { ...by, differences })
  else tell(isChanged, { differences, revision, by: by.actor }, { log, say })
  return { kind: 'reloaded', file, isDryRun, isChanged, revision, differences }
}

interface Taken {
  readonly differences: readonly ConfigDifference[]
  readonly revision: number
  readonly by: string
}

function tell(
  isChanged: boolean,
  { differences, revision, by }: Taken,
  { log, say }: Pick<ReloadingOptions, 'log' | 'say'>,
): void {
  if (!isChanged) {
    if (by !== SAVED.actor) say('routes file loaded again: nothing changed')
    return
  }
  const paths = differences.map(({ path }) => path)
  log.event('config-loaded', 'info', { revision, by, differences: paths })
  say(`routes file taken over: revision ${revision}`)
  for (const line of setDifferences(differences)) say(`  ${line}`)
}

function refused(why: string, error?: unknown): ReloadView {
  const common = { kind: 'refused', exitCode: EXIT.usage } as const
  if (error instanceof FileRefused) return { ...common, says: error.says, wayOut: error.wayOut }
  const wayOut = 'the file before stays in force; mend it and load it again'
  const isFile = error === undefined || error instanceof ConfigError
  return { ...common, says: isFile ? why : `not taken over: ${why}`, wayOut }
}
