import type { Command } from 'commander'
import { relative, resolve } from 'node:path'
import { parseAddress } from './address.ts'
import { adminOrigin } from './admin-client.ts'
import { composeFiles } from './export-compose.ts'
import { CHECKOUT, type Exported, writeAll, type Written } from './export-files.ts'
import { dockerfileFiles, IMAGE } from './export-dockerfile.ts'
import { k8sFiles } from './export-k8s.ts'
import { prometheusFiles } from './export-prometheus.ts'
import { exportedRoutes, type FromRoutes } from './exported-routes.ts'
import { systemdFiles } from './export-systemd.ts'
import { type Page, print } from './print.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly to?: string
  readonly only?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** Options of what is made from a routes file. */
type RoutesOptions = Options & FromRoutes

const SAME = `
Without --to it prints which files it would write; --only prints one of them. A file that is
there and the same stays; one that is other is not replaced, and then nothing is written,
unless --force says so.

Exit codes: 0 written or printed; 2 something is in the way or wrong, or the instance of
--admin goes by another file; 4 it does not answer.`

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

const BUILT = `
The image is built from this checkout, and export compose builds the same. It holds no secret and
no address; a routes file is mounted over the one it brings.

Examples:
  ficus export dockerfile --to deploy && docker build --file deploy/Dockerfile --tag ficus:1 .`

const CLUSTERED = `
Secrets are named, never written: what the routes file takes from the environment, FICUS_STORE,
FICUS_FLEET_KEY, the file of tokens and the files it names come from one Secret, whose keys
instances.yml lists. Where a cohort has pins each instance has a disk of its own (StatefulSet).

Examples:
  ficus export k8s --config int.config.ts --image registry.example/ficus:1 --to deploy
  kubectl --namespace int apply --filename deploy`

const UNITS = `
The units run this checkout where it lies, with the routes file where it lies. FICUS_LISTEN says
where suppliers connect (127.0.0.1:8080). ficus@1 has admin port 9401, ficus@2 has 9402.

Examples:
  ficus export systemd --config /etc/ficus/int.config.ts --to deploy
  cp deploy/system/* /etc/systemd/system/ && cp deploy/sysctl.d/* /etc/sysctl.d/ && sysctl --system
  systemctl enable --now ficus.target
  for i in 1 2; do systemctl restart ficus@$i || break; done    a new version, no request lost`

/** Adds `export`: what Ficus is deployed with and what runs beside it, with the very files of `grafana/`. */
export function addExport(program: Command, terminal: Terminal): void {
  const verb = program
    .command('export')
    .summary('write what a fleet is deployed with: containers, Kubernetes, systemd, Prometheus')
    .description(
      'Write what a fleet is deployed with and what runs beside it, with the very rules and dashboards of this checkout.',
    )
  withOptions(verb.command('prometheus [addresses...]'))
    .description('Write what Prometheus needs: whom to scrape, the recording rules and the alerts.')
    .addHelpText('after', TARGETS)
    .action((addresses: readonly string[], options: Options) =>
      put(prometheusFiles(targetsOf(addresses, terminal.env)), options, terminal),
    )
  withOptions(verb.command('dockerfile'))
    .description('Write the image alone: two stages, nobody in particular, no shell.')
    .addHelpText('after', BUILT)
    .action((options: Options) => put(dockerfileFiles(CHECKOUT), options, terminal))
  withConfig(verb.command('k8s'))
    .description('Write a fleet for Kubernetes: instances, services, scaling, who may reach it.')
    .option('--image <name>', 'the image, as the cluster finds it', IMAGE)
    .addHelpText('after', CLUSTERED)
    .action(async (options: RoutesOptions & { readonly image: string }) => {
      const routes = await exportedRoutes(options, terminal)
      await put(k8sFiles({ routes, image: options.image }), options, terminal)
    })
  withConfig(verb.command('systemd'))
    .description('Write units for several instances of one machine that share a port.')
    .option('--instances <n>', 'how many the target starts, 1 to 9', '2')
    .addHelpText('after', UNITS)
    .action(async (options: RoutesOptions & { readonly instances: string }) => {
      const routes = await exportedRoutes(options, terminal)
      const instances = instancesOf(options.instances)
      const listen = terminal.env['FICUS_LISTEN'] ?? '127.0.0.1:8080'
      parseAddress('FICUS_LISTEN', listen)
      await put(systemdFiles({ routes, listen, instances }), options, terminal)
    })
  withConfig(verb.command('compose'))
    .description('Write a fleet for Docker Compose: three instances, Redis, Prometheus, Grafana.')
    .addHelpText('after', COMPOSED)
    .action(async (options: RoutesOptions) => {
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

const withConfig = (command: Command): Command =>
  withOptions(
    command
      .option('--config <file>', 'the routes file', 'routes.config.ts')
      .option('--admin <address>', 'refuse unless the instance there goes by that very file'),
  )

function instancesOf(written: string): number {
  if (/^[1-9]$/.test(written)) return Number(written)
  throw new CommandError(EXIT.usage, `--instances ${written}: give a number from 1 to 9`)
}

/** Gives whom to scrape, as `host:port`. */
function targetsOf(addresses: readonly string[], env: Terminal['env']): readonly string[] {
  const peers = (env['FICUS_PEERS'] ?? '').split(',').map(each => each.trim())
  const named = addresses.length > 0 ? addresses : peers.filter(Boolean)
  const origins =
    named.length > 0 ? named.map(each => adminOrigin(each, env)) : [adminOrigin(undefined, env)]
  return [...new Set(origins.map(origin => new URL(origin).host))]
}

async function composed(options: RoutesOptions, terminal: Terminal): Promise<readonly Exported[]> {
  const folder = resolve(terminal.cwd, options.to ?? '.')
  const { file, variables } = await exportedRoutes(options, terminal)
  const seen = (path: string): string => {
    const near = relative(folder, path).replaceAll('\\', '/')
    return near.startsWith('.') ? near : `./${near}`
  }
  return composeFiles({ checkout: seen(CHECKOUT), routes: seen(file), variables })
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
