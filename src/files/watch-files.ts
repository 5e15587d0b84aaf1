import { type BigIntStats, type FSWatcher, statSync, watch } from 'node:fs'
import { foldersOf } from './links.ts'

/** How files are watched. */
export interface WatchOptions {
  /** Files must have stayed as they are for so long before anybody is called. Milliseconds, default 200. */
  readonly debounceMs?: number
  /** How often is looked where nothing was noticed: not every file system tells. Milliseconds, default 10 000. */
  readonly lookEveryMs?: number
}

/**
 * Calls back once what stands behind one of these paths is another and has stayed so for a moment; gives how to stop.
 * A file that goes away or comes is a change too. It never throws and keeps no process alive.
 */
export function watchFiles(
  paths: readonly string[],
  onChange: () => void,
  options: WatchOptions = {},
): () => void {
  const watched = new WatchedFiles([...new Set(paths)], onChange, options)
  return () => {
    watched.stop()
  }
}

class WatchedFiles {
  readonly #paths: readonly string[]
  readonly #onChange: () => void
  readonly #debounceMs: number
  readonly #folders = new Map<string, { readonly is: string; readonly watcher: FSWatcher }>()
  readonly #looking: NodeJS.Timeout
  #settling: NodeJS.Timeout | undefined
  /** What was there when somebody was last called, and when it was last looked. */
  #told: string
  #seen: string

  constructor(paths: readonly string[], onChange: () => void, options: WatchOptions) {
    const { debounceMs = 200, lookEveryMs = 10_000 } = options
    this.#paths = paths
    this.#onChange = onChange
    this.#debounceMs = debounceMs
    // Before the first look: what changes between the two would be seen by neither.
    this.#watchFolders()
    this.#told = this.#seen = this.#print()
    this.#looking = setInterval(() => {
      this.#look()
    }, lookEveryMs)
    this.#looking.unref()
  }

  stop(): void {
    clearInterval(this.#looking)
    clearTimeout(this.#settling)
    for (const { watcher } of this.#folders.values()) watcher.close()
    this.#folders.clear()
  }

  #look(): void {
    this.#watchFolders()
    const seen = this.#print()
    const isSettled = seen === this.#seen
    this.#seen = seen
    if (seen === this.#told) return
    if (!isSettled) {
      this.#lookSoon()
      return
    }
    this.#told = seen
    this.#onChange()
  }

  #lookSoon(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined
      this.#look()
    }, this.#debounceMs).unref()
  }

  /** What is behind each path: another file, or the same one written again, is another text. */
  #print(): string {
    return this.#paths.map(printOf).join('\n')
  }

  #watchFolders(): void {
    const wanted = new Set(this.#paths.flatMap(path => [...foldersOf(path)]))
    for (const [folder, { is, watcher }] of this.#folders) {
      if (wanted.has(folder) && is === identityOf(folder)) continue
      watcher.close()
      this.#folders.delete(folder)
    }
    for (const folder of wanted) {
      if (!this.#folders.has(folder)) this.#watch(folder)
    }
  }

  #watch(folder: string): void {
    const is = identityOf(folder)
    if (is === undefined) return
    try {
      const watcher = watch(folder, { persistent: false }, () => {
        this.#lookSoon()
      })
      watcher.on('error', () => {
        this.#lookSoon()
      })
      this.#folders.set(folder, { is, watcher })
    } catch {
      // No more watches to be had: it is looked at every now and then all the same.
    }
  }
}

function printOf(path: string): string {
  const stat = statOf(path)
  if (stat === undefined) return 'nothing'
  const { dev, ino, size, mtimeNs, ctimeNs } = stat
  return [dev, ino, size, mtimeNs, ctimeNs].join()
}

function identityOf(folder: string): string | undefined {
  const stat = statOf(folder)
  return stat && `${stat.dev},${stat.ino}`
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined // not for us to see, or a loop of links
  }
}
