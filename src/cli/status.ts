import type { Command } from 'commander'
import type { StatusView } from '../admin/index.ts'
import { ask } from './asking.ts'
import { type AskingTerminal, createAdminClient, expected } from './admin-client.ts'
import type { Dress } from './paint.ts'
import type { Page } from './print.ts'
import { spokenDuration } from './spoken-place.ts'
import { setWindows } from './spoken-windows.ts'
import type { Terminal } from './terminal.ts'
import { show, type WatchOptions, withWatchOptions } from './watching.ts'

const MORE = `
Exit codes: 0 shown, 4 no instance answers. With --watch it goes on until SIGINT, also
while nobody answers.

Examples:
  ficus status
  ficus status --watch --every 5 --admin 10.0.0.5:9400`

/** Adds `status`: what one instance knows, once or again and again. */
export function addStatus(program: Command, terminal: Terminal): void {
  const command = program
    .command('status')
    .summary('print what an instance knows: revision, store, halts, drift')
    .description('Print what an instance knows, and how far it is behind the store.')
    .addHelpText('after', MORE)
  withWatchOptions(command).action((options: WatchOptions) =>
    show(
      { ask: () => ask<StatusView>('/api/status', options, terminal), set: setStatus },
      options,
      terminal,
    ),
  )
}

/** Asks one instance what it knows. Ends the command with 4 where it does not answer. */
export const statusOf = async (origin: string, terminal: AskingTerminal): Promise<StatusView> =>
  expected(await createAdminClient(origin, terminal).get('/api/status')) as StatusView // the API's own shape

/** Sets what an instance knows as lines. */
export function setStatus(view: StatusView, { paint }: Pick<Page, 'paint'>): string {
  const { instance, version, environment, upMs, revision, epoch } = view
  const up = upMs === null ? '' : `, up ${spokenDuration(upMs)}`
  const stages = Object.entries(view.stages).filter(([, count]) => count > 0)
  const lines = [
    `instance ${instance ?? 'without a name'}${view.isDraining ? paint(' · draining', 'warning') : ''}`,
    `  runs       ${version ?? 'an unknown version'}${up}, in ${environment}`,
    `  revision   ${revision}${epoch === null ? ', no store read since it started' : `, epoch ${epoch}`}`,
    `  store      ${paint(spokenStore(view.store), view.store.trouble === null ? 'plain' : 'bad')}`,
    ...(view.store.forks > 0
      ? [
          `  forks      ${paint(`${view.store.forks} other fleets claim to be this one`, 'bad')}: a person must look`,
        ]
      : []),
    `  halts      ${paint(spokenHalts(view.halts), dressOfHalts(view.halts))}`,
    ...setWindows(view),
    `  routes     ${stages.map(([stage, count]) => `${count} at ${stage}`).join(', ') || 'none'}`,
  ]
  return `${lines.join('\n')}\n`
}

/** Says what the store says when it is asked. */
export function spokenStore({ trouble, revision, behind }: StatusView['store']): string {
  if (trouble !== null) return `${trouble.code}: ${trouble.says}; it goes by what was last known`
  return behind === 0
    ? `answers, at revision ${revision ?? 0}: not behind`
    : `answers, at revision ${revision ?? 0}: it was ${behind ?? 0} behind`
}

/** How what is halted is dressed, so that nobody overlooks it. */
export const dressOfHalts = (halts: StatusView['halts']): Dress =>
  spokenHalts(halts) === NO_HALT ? 'plain' : 'bad'

const NO_HALT = 'none'

const HEAVY = { none: 'nothing', halt: 'halted', hard: 'halted hard' } as const

/** Says what is halted, by whom. */
export function spokenHalts({ all, routes, held }: StatusView['halts']): string {
  const single = Object.entries(routes).map(([name, halt]) => `${name} ${HEAVY[halt]}`)
  const own = Object.entries(held.routes).map(([name, halt]) => `${name} ${HEAVY[halt]} by itself`)
  const parts = [
    ...(all === 'none' ? [] : [`everything ${HEAVY[all]}`]),
    ...single,
    ...(held.all === 'none' ? [] : [`everything ${HEAVY[held.all]} by itself`]),
    ...own,
  ]
  return parts.join(', ') || NO_HALT
}
