import type { Command } from 'commander'
import { setTimeout as pause } from 'node:timers/promises'
import type { StatusView } from '../admin/index.ts'
import { adminOrigin, createAdminClient, expected } from './admin-client.ts'
import { parseNumber } from './change.ts'
import { spokenDuration } from './spoken-place.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly watch?: boolean
  readonly every: string
  readonly json?: boolean
  readonly admin?: string
}

const MORE = `
Exit codes: 0 shown, 4 no instance answers. With --watch it goes on until SIGINT, also
while nobody answers.`

/** Adds `status`: what one instance knows, once or again and again. */
export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .summary('print what an instance knows: revision, store, halts, drift')
    .description('Print what an instance knows, and how far it is behind the store.')
    .option('--watch', 'print it again and again, until SIGINT')
    .option('--every <seconds>', 'how often with --watch', '2')
    .option('--json', 'print one JSON object, with --watch one a line')
    .option('--admin <address>', 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)')
    .addHelpText('after', MORE)
    .action((options: Options) =>
      options.watch === true ? watch(options, terminal) : show(options, terminal),
    )
}

async function show(options: Options, terminal: Terminal): Promise<void> {
  const view = await statusOf(adminOrigin(options.admin, terminal.env))
  terminal.stdout.write(
    options.json === true ? `${JSON.stringify(view, null, 2)}\n` : setStatus(view),
  )
}

/** Asks one instance what it knows. Ends the command with 4 where it does not answer. */
export const statusOf = async (origin: string): Promise<StatusView> =>
  expected(await createAdminClient(origin).get('/api/status')) as StatusView // the API's own shape

async function watch(options: Options, terminal: Terminal): Promise<void> {
  const seconds = parseNumber('--every', options.every)
  if (!(seconds >= 0.1 && seconds <= 3_600)) {
    throw new CommandError(EXIT.usage, `--every ${options.every} is not from 0.1 to 3600 seconds`)
  }
  const origin = adminOrigin(options.admin, terminal.env)
  const ending = new AbortController()
  const stop = terminal.onSignal(() => ending.abort())
  try {
    while (!ending.signal.aborted) {
      terminal.stdout.write(await lookedAt(origin, options, terminal))
      await pause(seconds * 1_000, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  } finally {
    stop()
  }
}

const CLEAR = '\u001b[2J\u001b[H'

/** What one look shows: an instance that is away may come back, so that is shown and no end. */
async function lookedAt(origin: string, { json }: Options, { stdout }: Terminal): Promise<string> {
  const clear = stdout.isTTY === true ? CLEAR : ''
  try {
    const view = await statusOf(origin)
    return json === true ? `${JSON.stringify(view)}\n` : `${clear}${setStatus(view)}\n`
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return json === true
      ? `${JSON.stringify({ error: error.message })}\n`
      : `${clear}${error.message}\n\n`
  }
}

/** Sets what an instance knows as lines. */
export function setStatus(view: StatusView): string {
  const { instance, version, environment, upMs, revision, epoch } = view
  const up = upMs === null ? '' : `, up ${spokenDuration(upMs)}`
  const stages = Object.entries(view.stages).filter(([, count]) => count > 0)
  const lines = [
    `instance ${instance ?? 'without a name'}${view.isDraining ? ' · draining' : ''}`,
    `  runs       ${version ?? 'an unknown version'}${up}, in ${environment}`,
    `  revision   ${revision}${epoch === null ? ', no store read since it started' : `, epoch ${epoch}`}`,
    `  store      ${spokenStore(view.store)}`,
    ...(view.store.forks > 0
      ? [`  forks      ${view.store.forks} other fleets claim to be this one: a person must look`]
      : []),
    `  halts      ${spokenHalts(view.halts)}`,
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
  return parts.join(', ') || 'none'
}
