import { resolve } from 'node:path'
import type { Mapping } from '../mapping/index.ts'
import { isUnfit, judgedMapping, readModule } from '../modules/index.ts'
import { MAPPINGS } from '../products/index.ts'
import { CommandError, EXIT } from './terminal.ts'

/** A module is named by a path, which no mapping's name looks like. */
const MODULE = /[/\\]|\.m?[jt]s$/

/**
 * Finds a mapping by its name, or by the path of the module that exports it. Rejects with CommandError that lists those
 * there are, or says what is wrong with the module.
 */
export async function mappingNamed(name: string, cwd: string, before = ''): Promise<Mapping> {
  if (MODULE.test(name)) return mappingIn(name, cwd, before)
  const mapping = MAPPINGS.find(each => each.name === name)
  if (mapping !== undefined) return mapping
  const names = MAPPINGS.map(each => each.name).join(', ')
  throw new CommandError(
    EXIT.usage,
    `${before}${JSON.stringify(name)}: there is no such mapping → there are: ${names}, or the path of a module`,
  )
}

async function mappingIn(path: string, cwd: string, before: string): Promise<Mapping> {
  const judged = judgedMapping(await exportedBy(path, cwd, before))
  if (!isUnfit(judged)) return judged
  throw new CommandError(EXIT.usage, `${before}${path} ${judged.says}\n  → ${judged.wayOut}`)
}

/** Runs it in this process, which ends with the command. */
async function exportedBy(path: string, cwd: string, before: string): Promise<unknown> {
  try {
    return (await readModule(resolve(cwd, path))).exported
  } catch (error) {
    const says = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new CommandError(EXIT.usage, `${before}${path} cannot be loaded: ${says}`)
  }
}
