import type { Command } from 'commander'
import { resolve } from 'node:path'
import type { ConfigView } from '../admin/index.ts'
import { type Config, type ConfigDifference, differencesOf, factsOf } from '../config/index.ts'
import { ANYWHERE, configFor } from './config-for.ts'
import { configAt, type FileInFleet, fileInFleet, refuseUnfit } from './file-in-fleet.ts'
import { setDifferences } from './spoken-difference.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  readonly json?: boolean
  readonly admin?: string
}

const MORE = `
Certificates and keys are compared by their hashes. An address that is not set here is
not compared, and is named.

Exit codes: 0 printed, whether anything differs or not; 2 the file has a mistake, or the
fleet would not take it in; 4 no instance answers.

Examples:
  ficus diff
  ficus diff int.config.ts --admin 10.0.0.5:9400`

/** Adds `diff [file]`: a file beside what an instance goes by and what the fleet keeps. */
export function addDiff(program: Command, terminal: Terminal): void {
  program
    .command('diff [file]')
    .summary('print where a routes file, an instance and the fleet differ')
    .description(
      'Print where a routes file differs from what an instance goes by, and what the fleet keeps.',
    )
    .option('--json', 'print one JSON object')
    .option('--admin <address>', 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)')
    .addHelpText('after', MORE)
    .action((file: string | undefined, options: Options) =>
      diff(file ?? 'routes.config.ts', options, terminal),
    )
}

async function diff(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { config, unset } = await configFor(resolve(terminal.cwd, file), terminal)
  const view = await configAt(options.admin, terminal)
  const found = {
    file: config.file,
    instance: view.file,
    unset,
    differences: differencesIn(view, config),
    fleet: {
      revision: view.fleet.revision,
      trouble: view.fleet.trouble,
      ...fileInFleet(view, config),
    },
  }
  terminal.stdout.write(
    options.json === true ? `${JSON.stringify(found, null, 2)}\n` : setFound(found),
  )
  refuseUnfit(found.fleet)
}

/** Finds where a file says otherwise than an instance; what hangs on an address nobody set here is left out. */
function differencesIn(view: ConfigView, config: Config): readonly ConfigDifference[] {
  const nowhere = [...config.upstreams.values()].filter(({ origin }) => origin === ANYWHERE)
  const left = nowhere.flatMap(({ name }) =>
    ['origin', 'basePath', 'simulated'].map(field => `upstreams.${name}.${field}`),
  )
  const all = differencesOf(new Map(Object.entries(view.facts)), factsOf(config))
  return all.filter(({ path }) => !left.includes(path))
}

interface Found {
  readonly file: string
  readonly instance: string
  readonly unset: readonly string[]
  readonly differences: readonly ConfigDifference[]
  readonly fleet: FileInFleet & Pick<ConfigView['fleet'], 'revision' | 'trouble'>
}

/** Sets what was found as lines. */
export function setFound({ file, instance, unset, differences, fleet }: Found): string {
  const lines = [
    `${instance} (the instance) → ${file}`,
    ...(differences.length === 0 ? ['no difference'] : setDifferences(differences)).map(indented),
    ...(unset.length === 0 ? [] : [`  not compared, since not set here: ${unset.join(', ')}`]),
    '',
    `the fleet, revision ${fleet.revision}`,
    ...(fleet.trouble === null
      ? []
      : [`  the store does not answer (${fleet.trouble}): as last known`]),
    ...fleet.routes.map(({ route, says }) => `  ${route} ${says}`),
  ]
  return lines.map(line => `${line}\n`).join('')
}

const indented = (line: string): string => `  ${line}`
