import { watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

const DEBOUNCE_MS = 200

/** Files beside the routes file that it may import or name. */
const BESIDE = /\.([cm]?[jt]s|json|pem|crt|cer|key)$/

/**
 * Calls back 200 ms after the last of a burst of changes to a routes file or to what lies beside it; gives how to
 * stop. The folder is watched and not the file, because editors replace files and Kubernetes swaps the link
 * `..data` under them. A folder that goes away calls back too: whoever loads then says what is wrong.
 */
export function watchConfig(file: string, onChange: () => void): () => void {
  const own = basename(file)
  let timer: NodeJS.Timeout | undefined
  const changed = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onChange, DEBOUNCE_MS)
  }
  const watcher = watch(dirname(resolve(file)), { persistent: false }, (_event, name) => {
    if (name === null || name === own || name.startsWith('..') || BESIDE.test(name)) changed()
  })
  watcher.on('error', changed)
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}
