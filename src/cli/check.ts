import type { Command } from 'commander'
import { relative, resolve } from 'node:path'
import { ConfigError, loadConfig, type Config, type Mistake } from '../config/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../products/index.ts'
import { reportOf } from './check-report.ts'
import { setReport } from './check-table.ts'
import { configAt, type FileInFleet, fileInFleet, refuseUnfit } from './file-in-fleet.ts'
import { pageOf } from './print.ts'
import { setWarnings } from './spoken-warnings.ts'
import { wrap } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

const DESCRIPTION =
  'Check a routes file and print what it comes to: which route owns what, who serves it and where it starts; or ' +
  'every mistake in it, each with its way out. Changes nothing and asks no upstream. Certificates and keys are ' +
  'read to see that they can be, and never printed.'

const MORE = `
Addresses written as env:NAME come from the environment; those not set are named.
With --admin the fleet is asked besides whether it would take the file in: not where a route,
an override or a pin would be lost, or where a share would be of others.

Exit codes: 0 the file is in order, 2 it is not, or the fleet would not take it in, 4 no
instance answers.

Examples:
  ficus check                         ./routes.config.ts
  ficus check deploy/int.config.ts    another file, wherever it lies
  ficus check --admin 10.0.0.5:9400   and whether the fleet of that instance would take it in
  ficus check --json                  the same for a program`

interface Options {
  readonly json?: boolean
  readonly admin?: string
  readonly environment?: string
}

/** Adds `check [file]`: the effective table, or every mistake, and with `--admin` what the fleet says. */
export function addCheck(program: Command, terminal: Terminal, now: () => number = Date.now): void {
  program
    .command('check')
    .summary('print what a routes file comes to, or every mistake in it')
    .description(DESCRIPTION)
    .argument('[file]', 'the routes file', 'routes.config.ts')
    .option('--json', 'print one JSON object')
    .option('--environment <name>', 'refuse a file that is for another environment')
    .option('--admin <address>', 'ask the fleet of this instance too; default: nobody is asked')
    .addHelpText('after', MORE)
    .action(async (file: string, { json = false, admin, environment }: Options) => {
      const asked = { file: resolve(terminal.cwd, file), now: now(), admin, environment }
      await (json ? checkForPrograms(terminal, asked) : checkForPeople(terminal, asked))
    })
}

interface Asked {
  readonly file: string
  readonly now: number
  readonly admin: string | undefined
  readonly environment: string | undefined
}

async function checkForPrograms(terminal: Terminal, asked: Asked): Promise<void> {
  const { file, now, admin } = asked
  const { config, mistakes, unset } = await loadAsked(asked, terminal.env)
  const report = config && reportOf(config, { ...PRODUCTS, unset, now })
  const isSound = mistakes.length === 0
  const fleet = config && isSound && admin ? await fleetAt(config, admin, terminal) : undefined
  const ok = isSound && (fleet?.refused ?? null) === null
  const found = { file, ok, mistakes, ...report, ...(fleet && { fleet }) }
  terminal.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  refuse(mistakes, file, terminal)
  if (fleet !== undefined) refuseUnfit(fleet)
}

async function checkForPeople(terminal: Terminal, asked: Asked): Promise<void> {
  const { file, now, admin } = asked
  const { config, mistakes, unset } = await loadAsked(asked, terminal.env)
  const { width } = pageOf(terminal)
  if (config) {
    const report = reportOf(config, { ...PRODUCTS, unset, now })
    terminal.stdout.write(setReport(report, shownPath(file, terminal), width))
  }
  terminal.stderr.write(setMistakes(mistakes, width))
  for (const line of config ? setWarnings(config) : []) terminal.stderr.write(`${line}\n`)
  refuse(mistakes, file, terminal)
  if (config && admin) refuseUnfit(await fleetAt(config, admin, terminal))
  terminal.stdout.write('No mistakes.\n')
}

/** Loads the file that is asked about; one of another environment than was named is a mistake of its own. */
async function loadAsked({ file, environment }: Asked, env: Terminal['env']): Promise<Loaded> {
  const loaded = await load(file, env)
  const { name } = loaded.config?.environment ?? {}
  if (environment === undefined || name === undefined || name === environment) return loaded
  const mistake = {
    path: 'environment.name',
    says: `this file is for ${name} and not for ${environment}, which was named`,
    wayOut: 'check the file of that environment',
  }
  return { ...loaded, mistakes: [...loaded.mistakes, mistake] }
}

const fleetAt = async (config: Config, admin: string, terminal: Terminal): Promise<FileInFleet> =>
  fileInFleet(await configAt(admin, terminal), config)

function refuse(mistakes: readonly Mistake[], file: string, terminal: Terminal): void {
  if (mistakes.length === 0) return
  const isUnset = mistakes.every(({ variable }) => variable !== undefined)
  const one = isUnset ? 'address is not set' : 'mistake'
  const many = isUnset ? 'addresses are not set' : 'mistakes'
  const count = `${mistakes.length} ${mistakes.length === 1 ? one : many}`
  throw new CommandError(EXIT.usage, `${shownPath(file, terminal)}: ${count}`)
}

const shownPath = (file: string, { cwd }: Terminal): string => {
  const near = relative(cwd, file)
  return near.startsWith('..') ? file : near
}

/** What the products give a file to name. */
const PRODUCTS = { interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES }

interface Loaded {
  readonly config?: Config
  readonly mistakes: readonly Mistake[]
  /** By upstream, the variable its address should come from. */
  readonly unset: ReadonlyMap<string, string>
}

/** Loads a file. Where it lacks nothing but addresses, what it comes to apart from them is given too. */
async function load(file: string, env: Terminal['env']): Promise<Loaded> {
  try {
    const config = await loadConfig(file, { env, ...PRODUCTS })
    return { config, mistakes: [], unset: new Map() }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { mistakes } = error
    const unset = unsetIn(mistakes)
    if (unset.size < mistakes.length) return { mistakes, unset }
    const assumed = Object.fromEntries([...unset.values()].map(name => [name, 'http://not.set']))
    return { ...(await load(file, { ...env, ...assumed })), mistakes, unset }
  }
}

const unsetIn = (mistakes: readonly Mistake[]): ReadonlyMap<string, string> =>
  new Map(
    mistakes.flatMap(({ path, variable }): [string, string][] =>
      variable === undefined ? [] : [[path.split('.')[1] ?? '', variable]],
    ),
  )

function setMistakes(mistakes: readonly Mistake[], width: number): string {
  const variables = mistakes.flatMap(({ variable }) => variable ?? [])
  const paragraphs =
    variables.length === mistakes.length && variables.length > 0
      ? [wrap(`Not set: ${[...new Set(variables)].join(', ')}. ${SIMULATORS}`, width)]
      : mistakes.map(({ path, says, wayOut }) => [
          path === '' ? 'the file as a whole' : path,
          ...indent(says, width),
          ...indent(`→ ${wayOut}`, width),
        ])
  return paragraphs.map(lines => `${lines.join('\n')}\n\n`).join('')
}

const SIMULATORS =
  'Set each to the address of its upstream. Or set none of them: `npm start` on this machine then puts ' +
  'simulators behind them all.'

const indent = (text: string, width: number): string[] =>
  wrap(text, width - 4).map((line, i) => `${i > 0 && text.startsWith('→') ? '    ' : '  '}${line}`)
