import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { type Config, ConfigError, loadConfig } from '../config/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../products/index.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** What a deployment takes from a routes file. */
export interface ExportedRoutes {
  /** Where it lies, and what it says. */
  readonly file: string
  readonly text: string
  readonly environment: string
  /** What it takes from the environment. */
  readonly variables: readonly string[]
  /** The files it names, as seen from its folder. */
  readonly files: readonly string[]
  /** Whether what an instance has on its disk is needed to know where records are. */
  readonly hasPins: boolean
}

const known = { interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES }

/** Gives what a routes file takes from the environment, as it says of a machine on which nothing is set. */
export const variablesOf = async (file: string): Promise<readonly string[]> => [
  ...(await wantedBy(file)).keys(),
]

/** Gives each variable a routes file takes from the environment, with the place that asks for it first. */
async function wantedBy(file: string): Promise<ReadonlyMap<string, string>> {
  try {
    await loadConfig(file, { env: {}, ...known })
    return new Map()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const wanted = error.mistakes.flatMap(({ variable, path }) =>
      variable === undefined ? [] : [[variable, path] as const],
    )
    if (wanted.length < error.mistakes.length) throw new CommandError(EXIT.usage, error.message)
    return new Map(wanted.toReversed())
  }
}

/**
 * Reads what a deployment takes from a routes file. Addresses and secrets that are not set are taken for ones that
 * could be; nothing that is set goes into what is exported. Ends the command with 2 where the file has a mistake.
 */
export async function exportedRoutes(path: string, terminal: Terminal): Promise<ExportedRoutes> {
  const file = resolve(terminal.cwd, path)
  const wanted = await wantedBy(file)
  const config = await configured(file, wanted, terminal)
  return {
    file,
    text: readFileSync(file, 'utf8'),
    environment: config.environment.name,
    variables: [...wanted.keys()],
    files: config.files.map(each => relative(dirname(file), each)),
    hasPins: [...config.cohorts.values()].some(({ pin }) => pin),
  }
}

async function configured(
  file: string,
  wanted: ReadonlyMap<string, string>,
  { env }: Terminal,
): Promise<Config> {
  const standing = [...wanted].map(([name, path]) => [name, env[name] ?? standIn(name, path)])
  try {
    return await loadConfig(file, { env: Object.fromEntries(standing) as typeof env, ...known }) // pairs of texts
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(EXIT.usage, error.message)
    throw error
  }
}

/** Gives what could stand at a place of the file, so that the rest of it can be read. */
function standIn(name: string, path: string): string {
  if (path.endsWith('.url')) return `https://${name.toLowerCase().replaceAll('_', '-')}.invalid`
  if (path.endsWith('.secret')) return `whsec_${Buffer.alloc(24).toString('base64')}`
  throw new CommandError(
    EXIT.usage,
    `${path}: ${name} is not set\n  → set it for as long as this takes; its value is not exported`,
  )
}

/** Refuses files that do not lie beside the routes file: they could not be put where it names them. */
export function besideIt({ files }: ExportedRoutes): readonly string[] {
  const astray = files.filter(each => each.startsWith('..') || isAbsolute(each))
  if (astray.length === 0) return files
  throw new CommandError(
    EXIT.usage,
    `${astray.join(', ')}: not in the folder of the routes file or below it\n  → put it there, and name it as seen from there`,
  )
}
