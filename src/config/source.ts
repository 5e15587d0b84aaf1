import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { variableOf, type Env } from './address.ts'
import type { Mistake } from './config-error.ts'

/** Where the operator's file lies and what its `env:` names mean. */
export interface Surroundings {
  readonly file: string
  readonly env: Env
}

/** Reads what stands behind `env:NAME`, `file:path` or a path; a mistake never repeats what was read. */
export function readSource(
  path: string,
  written: string,
  { file, env, holds }: Surroundings & { readonly holds: string },
): string | Mistake {
  const variable = variableOf(written)
  if (variable !== undefined) {
    const wayOut = `set ${variable} to ${holds}`
    return env[variable] ?? { path, variable, says: `${variable} is not set`, wayOut }
  }
  try {
    return readFileSync(pathOf(written, file), 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown' // what node:fs throws
    return {
      path,
      says: `${pathOf(written, file)} cannot be read (${code})`,
      wayOut: 'a path counts from the folder this file lies in',
    }
  }
}

/** Gives the file that is named, wherever it lies; undefined where a variable is. */
export const fileOf = (written: string, file: string): string | undefined =>
  variableOf(written) === undefined ? pathOf(written, file) : undefined

/** What a source is called in a sentence. */
export const nameOf = (written: string): string =>
  variableOf(written) ?? written.replace(/^file:/, '')

const pathOf = (written: string, file: string): string =>
  resolve(dirname(file), written.replace(/^file:/, ''))
