import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Mistake } from './config-error.ts'

/** What came of evaluating a file. */
export type Evaluated =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] }

/** What `import … from 'ficus'` means, whatever folder the file lies in. */
const FICUS = new URL('define-routes.ts', import.meta.url).href

/**
 * Evaluates a routes file in this very thread and gives its default export. Throws nothing: what the file does
 * wrong comes back as mistakes.
 */
export async function evaluateFile(file: string): Promise<Evaluated> {
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

function judge(data: unknown): Evaluated {
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
    return { path: '', says: 'there is no such file', wayOut: 'give the path of the routes file' }
  }
  if (code === 'ERR_UNSUPPORTED_DIR_IMPORT') {
    return { path: '', says: 'is a folder', wayOut: 'give the path of the routes file in it' }
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
