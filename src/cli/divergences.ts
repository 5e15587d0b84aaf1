import type { Command } from 'commander'
import type { DivergencesView, DivergenceView } from '../admin/index.ts'
import { ask, askedBy, type ByOptions, withByOption } from './asking.ts'
import { setDivergence, setDivergences } from './set-divergences.ts'
import type { Terminal } from './terminal.ts'
import { show, type WatchOptions, withWatchOptions } from './watching.ts'

const MORE = `
Exit codes: 0 shown, whatever differs; 2 there is no such route; 4 no instance answers.

Examples:
  ficus divergences pds-retrieval
  ficus divergences pds-retrieval --by supplier
  ficus divergences pds-retrieval --json | jq '.groups[] | select(.severity == "critical")'`

const MORE_OF_ONE = `
Exit codes: 0 shown; 2 there is no such group in the epoch that is now; 4 no instance answers.

Example:
  ficus divergence 05b1c2f09ac77e31`

type Options = WatchOptions & ByOptions

/** Adds `divergences <route>`: what differs in the epoch that is now and no rule explains, in groups. */
export function addDivergences(program: Command, terminal: Terminal): void {
  const command = program
    .command('divergences <route>')
    .summary('print what differs on a route, in groups by path and kind')
    .description(
      'Print what differs on a route and no rule explains, in groups, as one instance has seen it.',
    )
    .addHelpText('after', MORE)
  withWatchOptions(withByOption(command)).action((name: string, options: Options) => {
    const path = `/api/routes/${encodeURIComponent(name)}/divergences`
    return show(
      {
        ask: () => ask<DivergencesView>(askedBy(path, options), options, terminal),
        set: setDivergences,
      },
      options,
      terminal,
    )
  })
}

/** Adds `divergence <id>`: one of these groups. */
export function addDivergence(program: Command, terminal: Terminal): void {
  const command = program
    .command('divergence <id>')
    .description('print one group of differences')
    .addHelpText('after', MORE_OF_ONE)
  withWatchOptions(command).action((id: string, options: WatchOptions) => {
    const path = `/api/divergences/${encodeURIComponent(id)}`
    return show(
      { ask: () => ask<DivergenceView>(path, options, terminal), set: setDivergence },
      options,
      terminal,
    )
  })
}
