import type { Command } from 'commander'
import { type ChangeOptions, makeChange, withChangeOptions } from './change.ts'
import { sayPeers } from './peers-told.ts'
import type { Terminal } from './terminal.ts'

/** Adds `resume [name]`: what stood before a halt stands again. */
export function addResume(program: Command, terminal: Terminal): void {
  const command = program
    .command('resume [name]')
    .summary('end a halt: what stood before it stands again')
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
