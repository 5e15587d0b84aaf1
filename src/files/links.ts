import { lstatSync, readlinkSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'

/** As many links as Linux follows before it calls them a loop (path_resolution(7)). */
const MOST_LINKS = 40

/**
 * Finds every folder in which a change could put another file behind a path: the one it lies in, and the one of each
 * link on the way to it. Kubernetes swaps such a link, `..data`, when a mounted secret changes.
 */
export function foldersOf(path: string): ReadonlySet<string> {
  const folders = new Set<string>()
  let rest = resolve(path).split(sep)
  let at = resolve('/')
  for (let links = 0; rest.length > 0;) {
    const [name = '', ...after] = rest
    rest = after
    const next = join(at, name)
    const target = links < MOST_LINKS ? linkAt(next) : undefined
    if (target === undefined) {
      if (rest.length === 0) folders.add(dirname(next))
      at = next
      continue
    }
    links += 1
    folders.add(at)
    rest = [...resolve(at, target).split(sep), ...rest]
    at = resolve('/')
  }
  return folders
}

function linkAt(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined
  } catch {
    return undefined // it is not there, or not for us to see
  }
}
