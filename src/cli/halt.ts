import type { Command } from 'commander'
import { type ChangeOptions, makeChange, withChangeOptions } from './change.ts'
import { spokenHolders } from './halt-holders.ts'
import { sayPeers } from './peers-told.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ChangeOptions {
  readonly hard?: boolean
}

const MORE = `
Exit codes: 0 halted, and every other instance said so; 1 one did not: it is named, with what
to do; 2 there is no such route or cohort; 3 refused by a role; 4 no instance answers.

Examples:
  ficus halt --reason 'incident 4711'
  ficus halt pds-retrieval --reason 'incident 4711'
  ficus halt patients --hard --reason 'the cloud answers with other patients'`

/** Adds `halt [name]`: legacy serves at once, and every stage stays as it was. */
export function addHalt(program: Command, terminal: Terminal): void {
  const command = program
    .command('halt [name]')
    .summary('let legacy serve at once: a route, a cohort, or everything')
    .description(
      'Let legacy serve at once: a route, a cohort, or everything. Stages stay as they were. Works without the store; ' +
        'the other instances are told at once, and those that do not confirm are named.',
    )
    .addHelpText('after', MORE)
    .option('--hard', 'also refuse what only the cloud holds')
  withChangeOptions(command).action(async (name: string | undefined, options: Options) => {
    const fields = { verb: 'halt', ...(options.hard === true && { isHard: true }) } as const
    const made = await makeChange(name, fields, options, terminal)
    if (options.json !== true) {
      for (const line of spokenHolders(made)) terminal.stdout.write(`${line}\n`)
    }
    sayPeers(made, options, STILL_ON, terminal)
  })
}

const STILL_ON = {
  says: 'not known to be halted',
  wayOut:
    'stop each by hand: SIGUSR2 to its process halts it, and one that hangs must be ended (SIGKILL)',
}
