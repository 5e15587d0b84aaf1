import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { type Config, ConfigError, differencesOf, factsOf, loadConfig } from '../config/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../products/index.ts'
import type { AskingTerminal } from './admin-client.ts'
import { configAt } from './file-in-fleet.ts'
import { setDifferences } from './spoken-difference.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/** Which routes file something is exported from. */
export interface FromRoutes {
  readonly config: string
  /** The admin port of an instance that must go by that very file. */
  readonly admin?: string
}

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

/** A variable a routes file takes from the environment, and the place that asks for it. */
type Wanted = readonly [variable: string, path: string]

/** Gives what a routes file takes from the environment: what is missing where nothing is set. */
async function wantedBy(file: string): Promise<readonly Wanted[]> {
  try {
    await loadConfig(file, { env: {}, ...known })
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const wanted = error.mistakes.flatMap(({ variable, path }): Wanted[] =>
      variable === undefined ? [] : [[variable, path]],
    )
    if (wanted.length < error.mistakes.length) throw new CommandError(EXIT.usage, error.message)
    return wanted
  }
}

/**
 * Reads what a deployment takes from a routes file. Addresses and secrets that are not set are taken for ones that
 * could be; nothing that is set goes into what is exported. Ends the command with 2 where the file has a mistake, or is
 * not what the instance at `admin` goes by.
 */
export async function exportedRoutes(
  { config: path, admin }: FromRoutes,
  terminal: AskingTerminal & Pick<Terminal, 'cwd'>,
): Promise<ExportedRoutes> {
  const file = resolve(terminal.cwd, path)
  const wanted = await wantedBy(file)
  const config = await configured(file, wanted, terminal)
  if (admin !== undefined)
    await refuseOther(
      config,
      wanted.map(([, at]) => at),
      { admin, terminal },
    )
  return {
    file,
    text: readFileSync(file, 'utf8'),
    environment: config.environment.name,
    variables: [...new Set(wanted.map(([variable]) => variable))],
    files: config.files.map(each => relative(dirname(file), each)),
    hasPins: [...config.cohorts.values()].some(({ pin }) => pin),
  }
}

async function configured(
  file: string,
  wanted: readonly Wanted[],
  { env }: Pick<Terminal, 'env'>,
): Promise<Config> {
  const standing = wanted.map(([name, path]) => [name, env[name] ?? standIn(name, path)])
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

/** Refuses a file that says otherwise than what an instance runs, but for what comes from the environment. */
async function refuseOther(
  config: Config,
  places: readonly string[],
  { admin, terminal }: { readonly admin: string; readonly terminal: AskingTerminal },
): Promise<void> {
  const upstreams = places.map(place => /^upstreams\.(.+)\.url$/.exec(place)?.[1])
  const left = upstreams.flatMap(name =>
    ['origin', 'basePath', 'simulated'].map(field => `upstreams.${String(name)}.${field}`),
  )
  const tls = places.flatMap(place => place.replace(/\.tls\./, '.'))
  const { facts } = await configAt(admin, terminal)
  const differences = differencesOf(new Map(Object.entries(facts)), factsOf(config)).filter(
    ({ path }) => ![...left, ...tls].includes(path) && !/^notify\..+\.(?:url|host|keys)/.test(path),
  )
  if (differences.length === 0) return
  const says = setDifferences(differences).map(line => `  ${line}`)
  throw new CommandError(
    EXIT.usage,
    [
      `${config.file} is not what runs at ${admin}:`,
      ...says,
      '  → ficus reload, or name the other',
    ].join('\n'),
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
