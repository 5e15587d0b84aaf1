import type { Command } from 'commander'
import { type ChangeOptions, makeChange, withChangeOptions } from './change.ts'
import { sayPeers } from './peers-told.ts'
import type { Terminal } from './terminal.ts'

const MORE = `
Exit codes: 0 nothing is halted there any more; 1 an instance did not say so, or what the
store holds cannot be believed; 2 there is no such route or cohort; 3 refused by a gate or
a role; 4 no instance answers, or its store does not; 5 the revision moved on.

Examples:
  ficus resume --reason 'incident 4711 is over'
  ficus resume pds-retrieval --reason 'incident 4711 is over'`

/** Adds `resume [name]`: what stood before a halt stands again. */
export function addResume(program: Command, terminal: Terminal): void {
  const command = program
    .command('resume [name]')
    .summary('end a halt: what stood before it stands again')
    .addHelpText('after', MORE)
    .description(
      'End a halt of a route, a cohort, or everything: what stood before it stands again.',
    )
  withChangeOptions(command).action(async (name: string | undefined, options: ChangeOptions) => {
    const made = await makeChange(name, { verb: 'resume' }, options, terminal)
    sayPeers(made, options, STILL_HELD, terminal)
  })
}

const STILL_HELD = {
  says: 'may still be halted, each by itself',
  wayOut: 'resume again once they answer; until then legacy serves there',
}
