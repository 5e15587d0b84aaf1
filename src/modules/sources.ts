import { createHash } from 'node:crypto'
import { registerHooks } from 'node:module'
import { dirname, extname, relative } from 'node:path'
import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * The files of a module as they were when it was checked, its own first: where each lay and what it said. Whoever runs
 * it later runs these, whatever the files have become.
 */
export type ModuleSources = readonly (readonly [url: string, text: string])[]

/** What `import … from 'ficus'` means to a module. */
const FICUS = import.meta.resolve('ficus')

/** What of a package is not the operator's own is not kept: it is there wherever the module runs. */
const isOwn = (url: string): boolean => url.startsWith('file:') && !url.includes('/node_modules/')

/** Names an edition of a module by what its files say and how they lie to each other: twelve hexadecimal digits. */
export function editionOf(sources: ModuleSources): string {
  const [[own] = ['']] = sources
  const folder = own === '' ? '' : dirname(fileURLToPath(own))
  const said = sources.map(([url, text]) => [relative(folder, fileURLToPath(url)), text])
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 12)
}

/** A module that was run, and the files it is. */
export interface ReadModule {
  readonly exported: unknown
  readonly sources: ModuleSources
}

/**
 * Runs a module from where it lies, in this thread, which has not run it before. Rejects with whatever it throws; never
 * resolves where it never ends.
 */
export async function readModule(file: string): Promise<ReadModule> {
  const own = pathToFileURL(file).href
  const sources = new Map<string, string>([[own, '']])
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const isWithin = context.parentURL !== undefined && sources.has(context.parentURL)
      if (isWithin && specifier === 'ficus') return { url: FICUS, shortCircuit: true }
      const resolved = next(specifier, context)
      if (isWithin && isOwn(resolved.url)) sources.set(resolved.url, '')
      return resolved
    },
    load: (url, context, next) => {
      if (sources.has(url)) sources.set(url, readFileSync(fileURLToPath(url), 'utf8'))
      return next(url, context)
    },
  })
  try {
    const { default: exported } = (await import(own)) as { readonly default?: unknown } // a file of the operator's
    return { exported, sources: [...sources] }
  } finally {
    hooks.deregister()
  }
}

/** The files that are run in this thread, by edition. */
const kept = new Map<string, ReadonlyMap<string, string>>()

const MARKED = /^(file:[^?]*)\?ficus=([0-9a-f]{12})$/

const FORMATS: Readonly<Record<string, string>> = {
  '.ts': 'module-typescript',
  '.mts': 'module-typescript',
  '.json': 'json',
}

let isHooked = false

/** Has files that are kept read from there: a file that has changed since is not what was checked. */
function hook(): void {
  if (isHooked) return
  isHooked = true
  registerHooks({
    resolve: (specifier, context, next) => {
      const [, parent, edition] = MARKED.exec(context.parentURL ?? '') ?? []
      if (parent === undefined || edition === undefined) return next(specifier, context)
      if (specifier === 'ficus') return { url: FICUS, shortCircuit: true }
      const url = specifier.startsWith('.') ? new URL(specifier, parent).href : undefined
      if (url === undefined || kept.get(edition)?.has(url) !== true) {
        return next(specifier, { ...context, parentURL: parent })
      }
      return { url: `${url}?ficus=${edition}`, shortCircuit: true }
    },
    load: (url, context, next) => {
      const [, own = '', edition = ''] = MARKED.exec(url) ?? []
      const source = kept.get(edition)?.get(own)
      if (source === undefined) return next(url, context)
      const format = FORMATS[extname(fileURLToPath(own))] ?? 'module'
      return { format, source, shortCircuit: true }
    },
  })
}

/** Runs a module from its files as they were. Gives its default export; rejects with whatever it throws. */
export async function runModule(sources: ModuleSources): Promise<unknown> {
  const [[own] = ['']] = sources
  const edition = editionOf(sources)
  kept.set(edition, new Map(sources))
  hook()
  const module = (await import(`${own}?ficus=${edition}`)) as { readonly default?: unknown } // it was checked before
  return module.default
}
