import type { Command } from 'commander'
import type {
  ApprovalRequest,
  ChangeRequest,
  ChangeView,
  FreezeRequest,
  OverrideRequest,
  PinRequest,
  UnfreezeRequest,
} from '../admin/index.ts'
import { clientAt, expected } from './admin-client.ts'
import { waitsFor } from './requested.ts'
import { spokenPlace, spokenServing } from './spoken-place.ts'
import { folded, jsonOf, type Page, pageOf } from './print.ts'
import { postNamed } from './prompt.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type ExitCode, type Terminal } from './terminal.ts'

/** The options every change has. */
export interface ChangeOptions {
  readonly reason: string
  readonly dryRun?: boolean
  readonly environment?: string
  readonly revision?: string
  readonly json?: boolean
  readonly admin?: string
}

/** Adds the options every change has; `reason` is required. */
export const withChangeOptions = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why, in one line; kept for ever in the audit')
    .option('--dry-run', 'say what would happen and change nothing')
    .option('--environment <name>', 'the environment, where it asks to be named')
    .option('--revision <n>', 'refuse if the fleet has moved on from this revision')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)')

/** What a verb adds to the options every change has. */
export type VerbFields = Pick<ChangeRequest, 'verb' | 'to' | 'percent' | 'isHard' | 'breakGlass'>

/** Asks an instance for a change and prints what came of it; ends the command where it is refused. */
export async function askForChange(
  name: string | undefined,
  fields: VerbFields,
  options: ChangeOptions,
  terminal: Terminal,
): Promise<void> {
  await makeChange(name, fields, options, terminal)
}

/** As {@link askForChange}, for a verb that has more to say of what came of it. */
export async function makeChange(
  name: string | undefined,
  fields: VerbFields,
  options: ChangeOptions,
  terminal: Terminal,
): Promise<Made> {
  const path = name === undefined ? '/api/flip' : `/api/routes/${encodeURIComponent(name)}/flip`
  const view = await madeAt(path, { ...fields, ...askedWith(options) }, options, terminal)
  if (options.json === true) return view
  const page = pageOf(terminal)
  terminal.stdout.write(folded(setChange(view, fields.verb, page), page.width))
  return view
}

/** A change that was made, or in a dry run would be. */
export type Made = Extract<ChangeView, { readonly kind: 'flipped' }>

/** Everything that may be posted to change something. */
type Asked =
  ChangeRequest | OverrideRequest | PinRequest | FreezeRequest | UnfreezeRequest | ApprovalRequest

/** Posts a change and gives what it came to; prints it where `--json` asks, and ends the command where it is refused. */
export async function madeAt(
  path: string,
  request: Asked,
  options: ChangeOptions,
  terminal: Terminal,
): Promise<Made> {
  const client = clientAt(options.admin, terminal)
  const answer = await postNamed(client, path, request, terminal)
  const view = isChange(answer.body) ? answer.body : (expected(answer) as ChangeView) // the API's own shape
  if (options.json === true) terminal.stdout.write(jsonOf(view))
  if (view.kind === 'refused') {
    throw new CommandError(view.exitCode as ExitCode, `${view.says}\n  → ${view.wayOut}`) // from the table of refusals
  }
  if (view.kind === 'requested') throw waitsFor(view)
  return view
}

const isChange = (body: unknown): body is ChangeView =>
  typeof body === 'object' && body !== null && 'kind' in body

/** Gives what every change is asked with, as the API has it. */
export function askedWith(
  options: ChangeOptions,
): Pick<ChangeRequest, 'reason' | 'isDryRun' | 'environment' | 'revision'> {
  const { reason, dryRun, environment, revision } = options
  return {
    reason,
    ...(dryRun === true && { isDryRun: true }),
    ...(environment !== undefined && { environment }),
    ...(revision !== undefined && { revision: parseNumber('--revision', revision) }),
  }
}

/** Reads a number as it was typed; ends the command where it is none. */
export function parseNumber(option: string, text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number)) return number
  throw new CommandError(EXIT.usage, `${option} ${text} is not a number`)
}

/** Says what came of a change in one line: done, would be, or stood so already. */
export function spokenOutcome(
  { isDryRun, isChanged, isHeld, revision }: Made,
  verb: string,
): string {
  if (isDryRun) return `${verb} would change this; nothing was changed`
  if (isHeld) return `${verb}: held without the store`
  return isChanged
    ? `${verb}: done, revision ${revision}`
    : `${verb}: everything stood so already, revision ${revision}`
}

/** Sets a change that was made, or would be: who serves what before and after. */
export function setChange(view: Made, verb: string, { width, paint }: Page): string {
  const { routes, gates, notes } = view
  const rows = routes.map(({ route, before, after }) => [
    route,
    spokenPlace(before),
    spokenPlace(after),
    spokenServing(after),
  ])
  const headings = [
    'route',
    'before',
    'after',
    view.isDryRun ? 'who would serve' : 'who serves now',
  ]
  const table = setTable({ headings, rows }, width, paint)
  const asked = gates.map(
    ({ route, verdict, compared, bad }) =>
      `gate of ${route}: ${verdict}, ${bad} of ${compared} differ\n`,
  )
  return [
    `${spokenOutcome(view, verb)}\n`,
    table,
    ...asked,
    ...notes.map(note => `${note}\n`),
  ].join('')
}
