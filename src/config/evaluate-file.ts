import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Mistake } from './config-error.ts'
import { readModules, type ToldModule } from './own-modules.ts'

/** What came of evaluating a file. */
export type Evaluated =
  | {
      readonly kind: 'data'
      readonly data: unknown
      /** The modules it names. */
      readonly modules: readonly ToldModule[]
    }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] }

/** What `import … from 'ficus'` means to a routes file, whatever folder it lies in: no more than that needs. */
const FICUS = new URL('routes-file.ts', import.meta.url).href

/**
 * Evaluates a routes file and the modules it names in this very thread and gives its default export. Throws nothing:
 * what a file does wrong comes back as mistakes, a module's with the module. `at` is told of each module before it runs.
 */
export async function evaluateFile(
  file: string,
  at: (module: string) => void = () => undefined,
): Promise<Evaluated> {
  const judged = await evaluate(file)
  if (judged.kind === 'mistakes') return judged
  const modules = await readModules(judged.data, file, { at, thrown })
  return { ...judged, modules }
}

async function evaluate(file: string): Promise<Judged> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'ficus' ? { url: FICUS, shortCircuit: true } : next(specifier, context),
  })
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown } // a file of the operator's
    return judge(module.default)
  } catch (error) {
    return { kind: 'mistakes', mistakes: [thrown(file, error)] }
  } finally {
    hooks.deregister()
  }
}

type Judged =
  Exclude<Evaluated, { kind: 'data' }> | { readonly kind: 'data'; readonly data: unknown }

function judge(data: unknown): Judged {
  if (data === undefined) {
    const says = 'there is no default export'
    const wayOut = 'write `export default defineRoutes({ … })`'
    return { kind: 'mistakes', mistakes: [{ path: '', says, wayOut }] }
  }
  const mistakes = notData(data, '', new Set())
  return mistakes.length > 0 ? { kind: 'mistakes', mistakes } : { kind: 'data', data }
}

// The file goes from one thread to another by copy, which takes data and nothing else.
function notData(value: unknown, path: string, above: ReadonlySet<unknown>): Mistake[] {
  const kind = typeof value
  if (kind === 'function' || kind === 'symbol' || value instanceof Promise || above.has(value)) {
    const what = above.has(value) ? 'something that holds itself' : `a ${nameOf(value)}`
    return [{ path, says: `is ${what}, and the file is data`, wayOut: 'write the value itself' }]
  }
  if (kind !== 'object' || value === null) return []
  const within = new Set([...above, value])
  return Object.entries(value as object).flatMap(([key, each]) => {
    const step = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`
    return notData(each, `${path}${step}`, within)
  })
}

const nameOf = (value: unknown): string => (value instanceof Promise ? 'promise' : typeof value)

function thrown(file: string, thrownThing: unknown): Mistake {
  const error = thrownThing instanceof Error ? thrownThing : new Error(String(thrownThing))
  const { message, stack = '', code } = error as NodeJS.ErrnoException // Node's own carry a code
  if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${file}'`)) {
    return { path: '', says: 'there is no such file', wayOut: 'give the path of one that is there' }
  }
  if (code === 'ERR_UNSUPPORTED_DIR_IMPORT') {
    return { path: '', says: 'is a folder', wayOut: 'give the path of the file in it' }
  }
  const first = message.split('\n').find(each => each.trim() !== '') ?? message
  return {
    path: '',
    says: `cannot be loaded: ${first}${placeOf(stack)}`,
    wayOut: 'mend it and load it again',
  }
}

/** Finds where in the operator's own files an error was thrown. */
function placeOf(stack: string): string {
  const places = [...stack.matchAll(/(?:file:\/\/)?(\/[^\s()]+\.[cm]?[jt]s):(\d+)/g)]
  const theirs = places.find(([, where]) => where !== fileURLToPath(import.meta.url))
  return theirs === undefined ? '' : ` (${String(theirs[1])}, line ${String(theirs[2])})`
}
