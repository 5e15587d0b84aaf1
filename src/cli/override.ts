import type { Command } from 'commander'
import type { OverrideRequest, OverridesView } from '../admin/index.ts'
import { ask, type AskOptions, withAskOptions } from './asking.ts'
import { glassOf, type GlassOptions, withBreakGlass } from './break-glass.ts'
import {
  askedWith,
  type ChangeOptions,
  type Made,
  madeAt,
  spokenOutcome,
  withChangeOptions,
} from './change.ts'
import { CHANGE_CODES } from './change-codes.ts'
import { parseEnd } from './instant.ts'
import { type Page, print } from './print.ts'
import { printable } from './printable.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface AddOptions extends ChangeOptions, GlassOptions {
  readonly side: string
  readonly owner: string
  readonly expires: string
}

const MORE = `
A key a patient is known by is never stored: a cohort of patients or of prescriptions
has no overrides. An override decides at canary only: before and after it the stage does.`

const ADDING = `${CHANGE_CODES}

Example:
  ficus override add senders 200000000115 --side cloud --owner 'Acme GP team' \\
    --expires 2027-03-31 --reason 'pilot site'`

const REMOVING = `${CHANGE_CODES}

Example:
  ficus override remove senders 200000000115 --reason 'the pilot is over'`

const LISTING = `
Exit codes: 0 printed, also where there is none; 4 no instance answers.

Examples:
  ficus override list
  ficus override list senders --json`

/** Adds `override add`, `override remove` and `override list`: a person's word that a key belongs on a side. */
export function addOverride(program: Command, terminal: Terminal): void {
  const override = program
    .command('override')
    .summary('send one key of a cohort to a side, until a day')
    .description('Send one key of a cohort to a side, take that back, or print what stands.')
    .addHelpText('after', MORE)
  const add = override
    .command('add <cohort> <key>')
    .addHelpText('after', ADDING)
    .description('send a key to a side, with whoever answers for it and when it ends')
    .requiredOption('--side <side>', 'legacy or cloud')
    .requiredOption('--owner <who>', 'who answers for it')
    .requiredOption('--expires <when>', 'its last day in UTC, or a moment with its zone')
  withChangeOptions(withBreakGlass(add, PASSING)).action(
    (cohort: string, key: string, options: AddOptions) =>
      change(cohort, { ...wordOf(options), key, ...glassOf(options) }, options, terminal),
  )
  const remove = override
    .command('remove <cohort> <key>')
    .addHelpText('after', REMOVING)
    .description('take the word about a key back')
  withChangeOptions(withBreakGlass(remove, PASSING)).action(
    (cohort: string, key: string, options: ChangeOptions & GlassOptions) =>
      change(cohort, { key, ...glassOf(options) }, options, terminal),
  )
  const all = override
    .command('list [cohort]')
    .addHelpText('after', LISTING)
    .description('print every override, those that expired too')
  withAskOptions(all).action((cohort: string | undefined, options: AskOptions) =>
    list(cohort, options, terminal),
  )
}

type Word = Pick<OverrideRequest, 'key' | 'side' | 'owner' | 'expires' | 'breakGlass'>

const PASSING = 'pass a freeze'

function wordOf({ side, owner, expires }: AddOptions): Omit<Word, 'key'> {
  if (side !== 'legacy' && side !== 'cloud') {
    throw new CommandError(EXIT.usage, `--side ${side} is no side: legacy or cloud`)
  }
  return { side, owner, expires: parseEnd('--expires', expires) }
}

async function change(
  cohort: string,
  word: Word,
  options: ChangeOptions,
  terminal: Terminal,
): Promise<void> {
  const path = `/api/cohorts/${encodeURIComponent(cohort)}/flip`
  const request = { verb: 'override', ...word, ...askedWith(options) } as const
  const view = await madeAt(path, request, options, terminal)
  if (options.json !== true) terminal.stdout.write(setWord(cohort, word, view))
}

/** Sets what was said of a key, and on which routes it counts now. */
export function setWord(cohort: string, { side, owner, expires }: Word, view: Made): string {
  const said =
    side === undefined || expires === undefined
      ? 'nobody says any more where it belongs'
      : `it belongs on ${side} until ${new Date(expires).toISOString()}; ${owner ?? 'nobody'} answers for it`
  const counts = view.routes.map(({ route, after: { stage, halt } }) =>
    halt !== 'none'
      ? `${route}  is halted: legacy serves whatever an override says`
      : stage === 'canary'
        ? `${route}  counts: it stands at canary`
        : `${route}  counts not: its stage ${stage} decides`,
  )
  const lines = [spokenOutcome(view, 'override'), `a key of cohort ${cohort}: ${said}`]
  return [...lines, ...counts, ...view.notes].map(line => `${line}\n`).join('')
}

async function list(
  cohort: string | undefined,
  options: AskOptions,
  terminal: Terminal,
): Promise<void> {
  const all = await ask<OverridesView>('/api/overrides', options, terminal)
  const overrides = all.overrides.filter(each => cohort === undefined || each.cohort === cohort)
  const view = { ...all, overrides }
  print(view, options, terminal, setOverrides)
}

/** Sets overrides as a table. */
export function setOverrides(
  { trouble, overrides }: OverridesView,
  { width, paint }: Page,
): string {
  const silent =
    trouble === null ? '' : `The store does not answer (${trouble}): as last known.\n\n`
  if (overrides.length === 0) return `${silent}no overrides\n`
  const headings = ['cohort', 'key', 'side', 'until', 'owner']
  const rows = overrides.map(({ cohort, key, side, expires, owner, isExpired }) => {
    const until = `${new Date(expires).toISOString()}${isExpired ? ' (over)' : ''}`
    return [cohort, key, side, until, printable(owner)]
  })
  return `${silent}${setTable({ headings, rows }, width, paint)}`
}
