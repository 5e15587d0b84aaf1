import type { DecisionsView } from '../admin/index.ts'
import { knownId } from '../decisions/index.ts'
import { askInstances, type Heard } from './instances.ts'
import { pageOf } from './print.ts'
import { type ServedDecision, spokenDecision, spokenKept } from './spoken-decision.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly json?: boolean
  readonly admin?: string
}

/**
 * Prints what was decided about a message that was served, newest first: one that was sent twice was decided about
 * twice. Ends the command with exit code 1 where no instance that answers knows it.
 */
export async function explainServed(
  id: string,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  if (knownId(id) === undefined) {
    throw new CommandError(EXIT.usage, `--id ${JSON.stringify(id)} is no id of a message`)
  }
  const path = `/api/decisions?id=${encodeURIComponent(id)}`
  const heard = await askInstances<DecisionsView>(path, options.admin, terminal)
  const decisions = heard.said
    .flatMap(({ address, view }) => view.decisions.map(each => ({ ...each, instance: address })))
    .sort((a, b) => b.at - a.at)
  if (options.json === true) print(terminal, JSON.stringify(shownAll(decisions, heard), null, 2))
  else for (const each of decisions) print(terminal, spokenDecision(each, pageOf(terminal).width))
  if (decisions.length === 0) throw new CommandError(EXIT.failed, unknown(heard))
  if (options.json !== true && heard.silent.length > 0) print(terminal, silentOf(heard))
}

const print = (terminal: Terminal, text: string): void => void terminal.stdout.write(`${text}\n`)

const shownAll = (
  decisions: readonly ServedDecision[],
  { said, silent }: Heard<DecisionsView>,
) => ({
  decisions,
  asked: said.map(({ address, view }) => ({ instance: address, kept: view.kept })),
  silent,
})

const silentOf = ({ silent }: Heard<DecisionsView>): string =>
  `not asked, because they do not answer: ${silent.join(', ')}`

function unknown(heard: Heard<DecisionsView>): string {
  const asked = heard.said.map(({ address, view }) => `\n  ${address} ${spokenKept(view.kept)}`)
  const silent = heard.silent.length === 0 ? '' : `\n  ${silentOf(heard)}`
  const wayOut =
    '\n  → name the instance that served it with --admin, or give the message as a file'
  return `no decision about this message is kept${asked.join('')}${silent}${wayOut}`
}
