import { isDeepStrictEqual } from 'node:util'
import type { ReloadAsked, ReloadView } from '../admin/index.ts'
import { type Config, type ConfigDifference, ConfigError, watchConfig } from '../config/index.ts'
import { watchFiles } from '../files/index.ts'
import type { Proxy } from '../proxy.ts'
import { FileRefused } from '../standing.ts'
import type { Log } from '../telemetry/index.ts'
import { setDifferences } from './spoken-difference.ts'
import { setWarnings } from './spoken-warnings.ts'
import { EXIT, type Terminal } from './terminal.ts'

/** What a file is loaded again with. */
export interface ReloadingOptions {
  readonly file: string
  /** What the file named as it was loaded first; another in its place has it loaded again. Default: nothing. */
  readonly files?: readonly string[]
  readonly load: () => Promise<Config>
  readonly log: Log
  readonly say: (line: string) => void
}

/** Takes over the routes file whenever it or a file it names changes, at SIGHUP, and when it is asked to. */
export interface Reloading {
  /** Loads the file for whoever asks over the API. Throws nothing. */
  ask(asked: ReloadAsked): Promise<ReloadView>
  /** Says who takes it over; until then every reload is refused. */
  serve(proxy: Proxy): void
  /** Follows the file, those it names, and SIGHUP from now on; gives how to stop. */
  follow(terminal: Terminal): () => void
}

const SAVED = { actor: 'file', reason: 'the routes file was saved' } as const
const SIGNALLED = { actor: 'SIGHUP', reason: 'the routes file was loaded again' } as const

/** Builds it. A file that cannot be used changes nothing, and is said, logged and counted. */
export const createReloading = (options: ReloadingOptions): Reloading => new Following(options)

class Following implements Reloading {
  readonly #options: ReloadingOptions
  #proxy: Proxy | undefined
  #last: Promise<unknown> = Promise.resolve()
  /** Why the file was refused last, until it is taken: what is saved in several steps is refused for one reason. */
  #refusedFor: string | undefined
  #files: readonly string[]
  #stopWatching: (() => void) | undefined

  constructor(options: ReloadingOptions) {
    this.#options = options
    this.#files = options.files ?? []
  }

  // One after the other: the file saved last is the one that stands.
  ask(asked: ReloadAsked): Promise<ReloadView> {
    const came = this.#last.then(() => this.#takeOver(asked))
    this.#last = came
    return came
  }

  serve(proxy: Proxy): void {
    this.#proxy = proxy
  }

  follow(terminal: Terminal): () => void {
    const saved = (): void => void this.ask(SAVED)
    const stopWatching = watchConfig(this.#options.file, saved)
    this.#watchNamed()
    const stopListening = terminal.onSignal(signal => {
      if (signal === 'SIGHUP') void this.ask(SIGNALLED)
    })
    return () => {
      stopWatching()
      this.#stopWatching?.()
      stopListening()
    }
  }

  /** Watches what the file names, wherever it lies: Kubernetes mounts secrets in folders of their own. */
  #watchNamed(): void {
    this.#stopWatching?.()
    this.#stopWatching = watchFiles(this.#files, () => void this.ask(SAVED))
  }

  #takenOver({ files }: Config): void {
    this.#refusedFor = undefined
    if (isDeepStrictEqual(files, this.#files)) return
    this.#files = files
    if (this.#stopWatching !== undefined) this.#watchNamed()
  }

  async #takeOver(asked: ReloadAsked): Promise<ReloadView> {
    if (this.#proxy === undefined) return refused('the instance is still starting')
    try {
      const { config, view } = await taken(asked, this.#options, this.#proxy)
      if (asked.isDryRun !== true) this.#takenOver(config)
      return view
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (asked.isDryRun !== true) this.#refused(asked, why, this.#proxy)
      return refused(why, error)
    }
  }

  #refused({ actor }: ReloadAsked, why: string, proxy: Proxy): void {
    const { log, say } = this.#options
    proxy.refusedConfig()
    const isSaidAlready = why === this.#refusedFor && actor === SAVED.actor
    this.#refusedFor = why
    if (isSaidAlready) return
    log.event('config-refused', 'error', { why })
    say(`routes file not taken over, the one before stays: ${why}`)
  }
}

async function taken(
  { isDryRun = false, ...by }: ReloadAsked,
  { file, load, log, say }: ReloadingOptions,
  proxy: Proxy,
): Promise<{ readonly config: Config; readonly view: ReloadView }> {
  const config = await load()
  const differences = proxy.differencesTo(config)
  const isChanged = isDryRun
    ? differences.length > 0
    : await proxy.use(config, { ...by, differences })
  const { revision } = proxy.state
  if (isDryRun) await proxy.mayUse(config, { ...by, differences })
  else tell(isChanged, { differences, revision, by: by.actor, config }, { log, say })
  const view = { kind: 'reloaded', file, isDryRun, isChanged, revision, differences } as const
  return { config, view }
}

interface Taken {
  readonly differences: readonly ConfigDifference[]
  readonly revision: number
  readonly by: string
  readonly config: Config
}

function tell(
  isChanged: boolean,
  { differences, revision, by, config }: Taken,
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
  for (const line of setWarnings(config)) say(line)
}

function refused(why: string, error?: unknown): ReloadView {
  const common = { kind: 'refused', exitCode: EXIT.usage } as const
  if (error instanceof FileRefused) return { ...common, says: error.says, wayOut: error.wayOut }
  const wayOut = 'the file before stays in force; mend it and load it again'
  const isFile = error === undefined || error instanceof ConfigError
  return { ...common, says: isFile ? why : `not taken over: ${why}`, wayOut }
}
