import type { Command } from 'commander'
import { relative, resolve } from 'node:path'
import { ConfigError, loadConfig } from '../config/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../products/index.ts'
import { adminOrigin } from './admin-client.ts'
import { composeFiles } from './export-compose.ts'
import { CHECKOUT, type Exported, writeAll, type Written } from './export-files.ts'
import { prometheusFiles } from './export-prometheus.ts'
import { type Page, print } from './print.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly to?: string
  readonly only?: string
  readonly force?: boolean
  readonly json?: boolean
}

const SAME = `
Without --to it prints which files it would write; --only prints one of them. A file that is
there and the same stays; one that is other is not replaced, and then nothing is written,
unless --force says so.

Exit codes: 0 written or printed, 2 something is in the way or wrong.`

const TARGETS = `
Whom to scrape: the admin addresses of the command line, else those of FICUS_PEERS, else
FICUS_ADMIN (127.0.0.1:9400).

Examples:
  ficus export prometheus                                what would be written
  ficus export prometheus 10.0.0.5:9400 10.0.0.6:9400 --to /etc/prometheus/ficus
  ficus export prometheus --only rules/safety.yml        one file, to standard output`

const COMPOSED = `
The image is built from this checkout. Addresses and secrets that the routes file names as
env:NAME are asked for when it is started, and so are FICUS_FLEET_KEY and GRAFANA_PASSWORD.

Examples:
  ficus export compose --to deploy && cd deploy && docker compose up --build --wait
  ficus export compose --config int.config.ts --only compose.yml`

/** Adds `export prometheus` and `export compose`: what runs beside Ficus, with the very files of `grafana/`. */
export function addExport(program: Command, terminal: Terminal): void {
  const verb = program
    .command('export')
    .summary('write what runs beside Ficus: for Prometheus, or a whole fleet in containers')
    .description(
      'Write what runs beside Ficus, with the very rules and dashboards of this checkout.',
    )
  withOptions(verb.command('prometheus [addresses...]'))
    .description('Write what Prometheus needs: whom to scrape, the recording rules and the alerts.')
    .addHelpText('after', TARGETS)
    .action((addresses: readonly string[], options: Options) =>
      put(prometheusFiles(targetsOf(addresses, terminal.env)), options, terminal),
    )
  withOptions(verb.command('compose'))
    .description('Write a fleet for Docker Compose: three instances, Redis, Prometheus, Grafana.')
    .option('--config <file>', 'the routes file', 'routes.config.ts')
    .addHelpText('after', COMPOSED)
    .action(async (options: Options & { readonly config: string }) => {
      await put(await composed(options, terminal), options, terminal)
    })
}

const withOptions = (command: Command): Command =>
  command
    .option('--to <folder>', 'write them there; default: nothing is written')
    .option('--only <file>', 'print this one of them')
    .option('--force', 'replace what is there')
    .option('--json', 'print one JSON object')
    .addHelpText('after', SAME)

/** Gives whom to scrape, as `host:port`. */
function targetsOf(addresses: readonly string[], env: Terminal['env']): readonly string[] {
  const peers = (env['FICUS_PEERS'] ?? '').split(',').map(each => each.trim())
  const named = addresses.length > 0 ? addresses : peers.filter(Boolean)
  const origins =
    named.length > 0 ? named.map(each => adminOrigin(each, env)) : [adminOrigin(undefined, env)]
  return [...new Set(origins.map(origin => new URL(origin).host))]
}

async function composed(
  { config, to = '.' }: Options & { readonly config: string },
  { cwd }: Terminal,
): Promise<readonly Exported[]> {
  const folder = resolve(cwd, to)
  const routes = resolve(cwd, config)
  const seen = (path: string): string => {
    const near = relative(folder, path).replaceAll('\\', '/')
    return near.startsWith('.') ? near : `./${near}`
  }
  return composeFiles({
    checkout: seen(CHECKOUT),
    routes: seen(routes),
    variables: await variablesOf(routes),
  })
}

/** Gives what a routes file takes from the environment, as it says of a machine on which nothing is set. */
async function variablesOf(file: string): Promise<readonly string[]> {
  const known = { interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES }
  try {
    await loadConfig(file, { env: {}, ...known })
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const variables = error.mistakes.flatMap(({ variable }) => variable ?? [])
    if (variables.length < error.mistakes.length) throw new CommandError(EXIT.usage, error.message)
    return [...new Set(variables)]
  }
}

async function put(
  files: readonly Exported[],
  { to, only, force = false, json = false }: Options,
  terminal: Terminal,
): Promise<void> {
  const { stdout, cwd } = terminal
  if (only !== undefined) {
    if (to !== undefined || json)
      throw new CommandError(EXIT.usage, '--only goes with neither --to nor --json')
    stdout.write(named(only, files).text)
    return
  }
  const written = to === undefined ? undefined : await writeAll(resolve(cwd, to), files, force)
  const told = written ?? files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) }))
  print({ to: to ?? null, files: told }, { json }, terminal, setWritten)
}

function named(only: string, files: readonly Exported[]): Exported {
  const found = files.find(({ path }) => path === only)
  if (found !== undefined) return found
  const all = files.map(({ path }) => path).join(', ')
  throw new CommandError(EXIT.usage, `"${only}": there is no such file\n  → there are: ${all}`)
}

interface Told {
  readonly to: string | null
  readonly files: readonly (Omit<Written, 'came'> & Partial<Written>)[]
}

function setWritten({ to, files }: Told, { width, paint }: Page): string {
  const rows = files.map(({ path, bytes, came }) => [path, String(bytes), came ?? ''])
  const table = setTable({ headings: ['file', 'bytes', ''], rows }, width, paint)
  return to === null ? `${table}\nnothing is written → name a folder with --to\n` : table
}
