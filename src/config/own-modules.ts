import { dirname, resolve } from 'node:path'
import {
  isUnfit,
  judgedMapping,
  type ModuleSources,
  readModule,
  type Unfit,
} from '../modules/index.ts'
import type { KnownMapping } from './inquiry.ts'

/** What a module's mapping says of itself, and the files it is; plain data. */
export interface KnownModule extends KnownMapping {
  readonly sources: ModuleSources
}

/** A module a routes file names, as the thread tells it that has run it. */
export interface ToldModule {
  /** As it is written in the routes file. */
  readonly written: string
  readonly file: string
  readonly came: KnownModule | Unfit
}

/** Whether a module came to a mapping. */
export const isKnown = (came: KnownModule | Unfit): came is KnownModule => 'sources' in came

/** How a file that throws is told. */
type Thrown = (file: string, error: unknown) => Unfit

/** A module that waits for something does not end by itself. */
const MODULE_MS = 5_000

/** Lists the modules a routes file names, each once. */
function modulesIn(data: unknown): readonly string[] {
  const { routes } = (data ?? {}) as { readonly routes?: unknown } // read without a word: the checks come later
  if (!Array.isArray(routes)) return []
  const written = routes.map((route: unknown) => {
    const { translate } = (route ?? {}) as { readonly translate?: { readonly module?: unknown } } // as above
    return translate?.module
  })
  return [...new Set(written.filter(each => typeof each === 'string'))]
}

/**
 * Runs every module a routes file names, in this thread, which ends with it. Throws nothing; `at` is told of each
 * before it is run, for a module may let nothing go on.
 */
export async function readModules(
  data: unknown,
  file: string,
  { at, thrown }: { readonly at: (module: string) => void; readonly thrown: Thrown },
): Promise<readonly ToldModule[]> {
  const told: ToldModule[] = []
  for (const written of modulesIn(data)) {
    const module = resolve(dirname(file), written)
    at(module)
    told.push({ written, file: module, came: await read(module, thrown) })
  }
  return told
}

async function read(file: string, thrown: Thrown): Promise<KnownModule | Unfit> {
  const { promise, resolve: late } = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => late('late'), MODULE_MS)
  try {
    const came = await Promise.race([readModule(file), promise])
    if (came === 'late') return neverEnds
    const judged = judgedMapping(came.exported)
    if (isUnfit(judged)) return judged
    const { name, interactions, legacyOnly, neverServes } = judged
    return {
      ...{ name, interactions: [...interactions], sources: came.sources },
      ...(legacyOnly !== undefined && { legacyOnly: { ...legacyOnly } }),
      ...(neverServes !== undefined && { neverServes }),
    }
  } catch (error) {
    return thrown(file, error)
  } finally {
    clearTimeout(timer)
  }
}

const neverEnds: Unfit = {
  says: `does not end within ${MODULE_MS} ms`,
  wayOut: 'look for an `await` that never ends: a mapping waits for nothing',
}
