import type { Command } from 'commander'
import type { ReloadView } from '../admin/index.ts'
import { clientAt, expected } from './admin-client.ts'
import { postNamed } from './prompt.ts'
import { setDifferences } from './spoken-difference.ts'
import { CommandError, type ExitCode, type Terminal } from './terminal.ts'

interface Options {
  readonly reason: string
  readonly dryRun?: boolean
  readonly environment?: string
  readonly json?: boolean
  readonly admin?: string
}

const MORE = `
The file is the instance's own, where it was started with it. Saving it or SIGHUP does the same.

Exit codes: 0 taken over, or nothing to take over; 2 the file cannot be used, and the one
before stays in force; 4 no instance answers.

Example:
  ficus reload --reason 'ticket 4711: a new upstream'`

/** Adds `reload`: an instance loads its routes file again and says where it differs. */
export function addReload(program: Command, terminal: Terminal): void {
  program
    .command('reload')
    .summary('have an instance load its routes file again')
    .description('Have an instance load its routes file again, and print where it differs.')
    .requiredOption('--reason <text>', 'why, in one line; kept for ever in the audit')
    .option('--dry-run', 'load and check it, say what would happen, and change nothing')
    .option('--environment <name>', 'the environment, where it asks to be named')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)')
    .addHelpText('after', MORE)
    .action((options: Options) => reload(options, terminal))
}

async function reload(options: Options, terminal: Terminal): Promise<void> {
  const { reason, dryRun, environment, json, admin } = options
  const client = clientAt(admin, terminal)
  const request = {
    reason,
    ...(dryRun === true && { isDryRun: true }),
    ...(environment !== undefined && { environment }),
  }
  const answer = await postNamed(client, '/api/reload', request, terminal)
  const view = isReload(answer.body) ? answer.body : (expected(answer) as ReloadView) // the API's own shape
  if (json === true) terminal.stdout.write(`${JSON.stringify(view, null, 2)}\n`)
  if (view.kind === 'refused') {
    throw new CommandError(view.exitCode as ExitCode, `${view.says}\n  → ${view.wayOut}`) // set by the instance
  }
  if (json !== true) terminal.stdout.write(setReload(view))
}

const isReload = (body: unknown): body is ReloadView =>
  typeof body === 'object' && body !== null && 'kind' in body

type Reloaded = Extract<ReloadView, { readonly kind: 'reloaded' }>

/** Sets what came of a reload: the outcome, and each place that differs. */
export function setReload({ file, isDryRun, isChanged, revision, differences }: Reloaded): string {
  const what = !isChanged
    ? `${file} says what it said before, revision ${revision}`
    : isDryRun
      ? `${file} would be taken over; nothing was changed`
      : `${file} was taken over, revision ${revision}`
  return [what, ...setDifferences(differences).map(line => `  ${line}`)]
    .map(line => `${line}\n`)
    .join('')
}
