import type { Command } from 'commander'
import { text } from 'node:stream/consumers'
import type { PinRequest, PinsView } from '../admin/index.ts'
import { ask, type AskOptions, withAskOptions } from './asking.ts'
import { glassOf, type GlassOptions, withBreakGlass } from './break-glass.ts'
import {
  askedWith,
  type ChangeOptions,
  madeAt,
  parseNumber,
  spokenOutcome,
  withChangeOptions,
} from './change.ts'
import { CHANGE_CODES } from './change-codes.ts'
import { type Page, print } from './print.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface ListOptions extends AskOptions {
  readonly most: string
  readonly from?: string
}

interface MoveOptions extends ChangeOptions, GlassOptions {
  readonly side: string
}

const MORE = `
An entity is named by its key as a message has it, by the name that \`pins list\` prints,
or by - and its key on standard input: what a patient is known by stands in no list of
processes then. A pin says where the data is, and moves nothing by itself: move the data
first.`

const LISTING = `
Exit codes: 0 printed, also where there is none; 2 no cohort of this name has pins; 4 no
instance answers, or its store does not.

Example:
  ficus pins list prescriptions`

const MOVING = `${CHANGE_CODES}

Example:
  ficus pins move prescriptions - --side legacy --reason 'moved back by hand' < key.txt`

const REMOVING = `${CHANGE_CODES}

Example:
  ficus pins remove prescriptions Hn3bW0aQ.bWFkZSB1cCBieSBoYW5kIQ --reason 'purged'`

/** Adds `pins list`, `pins move` and `pins remove`: where the data of single entities is. */
export function addPins(program: Command, terminal: Terminal): void {
  const pins = program
    .command('pins')
    .summary('say where the data of one entity is, or list what was said')
    .description('Say where the data of one entity of a cohort is, take that back, or list it.')
    .addHelpText('after', MORE)
  const all = pins
    .command('list <cohort>')
    .addHelpText('after', LISTING)
    .description('print the pins of a cohort, by names that say nothing of whom they are about')
    .option('--most <n>', 'so many at a time, up to 1000', '100')
    .option('--from <next>', 'go on where the last page ended')
  withAskOptions(all).action((cohort: string, options: ListOptions) =>
    list(cohort, options, terminal),
  )
  const move = pins
    .command('move <cohort> <key>')
    .addHelpText('after', MOVING)
    .description('say that the data of an entity is on a side')
    .requiredOption('--side <side>', 'legacy or cloud')
  withChangeOptions(withBreakGlass(move, PASSING)).action(
    async (cohort: string, key: string, options: MoveOptions) => {
      const { side } = options
      if (side !== 'legacy' && side !== 'cloud') {
        throw new CommandError(EXIT.usage, `--side ${side} is no side: legacy or cloud`)
      }
      const keyed = { key: await keyOf(key, terminal), ...glassOf(options) }
      await change(cohort, { ...keyed, side }, options, terminal)
    },
  )
  const remove = pins
    .command('remove <cohort> <key>')
    .addHelpText('after', REMOVING)
    .description('take the pin of an entity off: it is where its cohort is')
  withChangeOptions(withBreakGlass(remove, PASSING)).action(
    async (cohort: string, key: string, options: ChangeOptions & GlassOptions) =>
      change(cohort, { key: await keyOf(key, terminal), ...glassOf(options) }, options, terminal),
  )
}

const PASSING = 'pass a freeze'

const keyOf = async (key: string, { stdin }: Terminal): Promise<string> =>
  key === '-' ? (await text(stdin)).trim() : key

async function change(
  cohort: string,
  pin: Pick<PinRequest, 'key' | 'side' | 'breakGlass'>,
  options: ChangeOptions,
  terminal: Terminal,
): Promise<void> {
  const path = `/api/cohorts/${encodeURIComponent(cohort)}/flip`
  const view = await madeAt(path, { verb: 'pin', ...pin, ...askedWith(options) }, options, terminal)
  if (options.json === true) return
  const said = pin.side === undefined ? 'is pinned nowhere' : `is pinned to ${pin.side}`
  const lines = [
    spokenOutcome(view, 'pin'),
    `an entity of cohort ${cohort}: ${view.isDryRun ? said.replace('is', 'would be') : said}`,
    ...view.notes,
  ]
  terminal.stdout.write(lines.map(line => `${line}\n`).join(''))
}

async function list(cohort: string, options: ListOptions, terminal: Terminal): Promise<void> {
  const { most, from } = options
  const query = new URLSearchParams({ most: String(parseNumber('--most', most)) })
  if (from !== undefined) query.set('from', from)
  const path = `/api/cohorts/${encodeURIComponent(cohort)}/pins?${query.toString()}`
  const view = await ask<PinsView>(path, options, terminal)
  print(view, options, terminal, setPins)
}

/** Sets a page of pins as a table, and how to go on. */
export function setPins({ cohort, pins, next }: PinsView, { width, paint }: Page): string {
  const rows = pins.map(({ names, side }) => [side, names.join(' ')])
  const more = next === null ? '' : `\nmore: ficus pins list ${cohort} --from ${next}\n`
  if (rows.length === 0) return next === null ? `no pins in ${cohort}\n` : more.trimStart()
  return `${setTable({ headings: ['side', 'names'], rows }, width, paint)}${more}`
}
