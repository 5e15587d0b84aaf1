import type { Command } from 'commander'
import type { NotifiersView, NotifyTestView } from '../admin/index.ts'
import { clientAt, expected } from './admin-client.ts'
import { ask, type AskOptions, withAskOptions } from './asking.ts'
import { jsonOf, type Page, print } from './print.ts'
import { setNotifiers } from './set-notifiers.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface TestOptions extends AskOptions {
  readonly environment?: string
}

const LISTING = `
Exit codes: 0 printed, also where there is none; 4 no instance answers.

Example:
  ficus notify list`

const TESTING = `
The message is marked as a test, signed as every other, and sent once. What waits to be told
has nothing to do with it.

Exit codes: 0 taken, 1 a receiver did not take it, 2 there is none of this name, 3 whoever asks
may not, 4 no instance answers.

Examples:
  ficus notify test          every receiver of the file
  ficus notify test desk     one of them`

/** Adds `notify list` and `notify test`: who is told of changes, and whether they can be. */
export function addNotify(program: Command, terminal: Terminal): void {
  const notify = program
    .command('notify')
    .summary('say who is told of changes, or tell them that this is a test')
    .description('Say who is told of changes, or see whether they can be told.')
  const all = notify
    .command('list')
    .description('print who is told of changes, and of what')
    .addHelpText('after', LISTING)
  withAskOptions(all).action((options: AskOptions) => list(options, terminal))
  const test = notify
    .command('test')
    .description('tell a receiver that this is a test, and say what it answered')
    .argument('[name]', 'a receiver of the file; default: each of them')
    .option('--environment <name>', 'the environment that is meant; another is refused')
    .addHelpText('after', TESTING)
  withAskOptions(test).action((name: string | undefined, options: TestOptions) =>
    tell(name, options, terminal),
  )
}

async function list(options: AskOptions, terminal: Terminal): Promise<void> {
  const view = await ask<NotifiersView>('/api/notify', options, terminal)
  print(view, options, terminal, setAll)
}

function setAll(view: NotifiersView, { width }: Page): string {
  const isNobody = view.notifiers.length === 0
  return isNobody ? 'nobody is told of changes: the file names nobody\n' : setNotifiers(view, width)
}

async function tell(
  name: string | undefined,
  options: TestOptions,
  terminal: Terminal,
): Promise<void> {
  const names = name === undefined ? await namesAt(options, terminal) : [name]
  const tried: NotifyTestView[] = []
  for (const each of names) tried.push(await test(each, options, terminal))
  const text = tried.map(each => `${spoken(each)}\n`).join('')
  terminal.stdout.write(options.json === true ? jsonOf(tried) : text)
  const failed = tried.filter(({ isDelivered }) => !isDelivered).map(each => each.name)
  if (failed.length > 0) throw new CommandError(EXIT.failed, `not taken by ${failed.join(', ')}`)
}

async function namesAt(options: AskOptions, terminal: Terminal): Promise<readonly string[]> {
  const { notifiers } = await ask<NotifiersView>('/api/notify', options, terminal)
  if (notifiers.length > 0) return notifiers.map(({ name }) => name)
  const says = 'nobody is told of changes: name a receiver with `notify` in the routes file'
  throw new CommandError(EXIT.usage, says)
}

async function test(
  name: string,
  { environment, admin }: TestOptions,
  terminal: Terminal,
): Promise<NotifyTestView> {
  const path = `/api/notify/${encodeURIComponent(name)}/test`
  const asked = environment === undefined ? {} : { environment }
  return expected(await clientAt(admin, terminal).post(path, asked)) as NotifyTestView // the API's own shape
}

const spoken = ({ name, host, isDelivered, status, why, ms }: NotifyTestView): string => {
  const came = status === null ? `no answer (${String(why)})` : `answered ${status}`
  return `${name} at ${host}: ${came} after ${ms} ms, ${isDelivered ? 'taken' : 'not taken'}`
}
