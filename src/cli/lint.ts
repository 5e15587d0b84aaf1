import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { ACCEPTANCE, INTERACTIONS } from '../products/index.ts'
import { type FoundFile, findFiles, unreadable } from './lint-files.ts'
import { listedRules, setRules } from './lint-rules.ts'
import { createLint, type LintedFile } from './linted-file.ts'
import { print } from './print.ts'
import { setLinted } from './set-lint.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly interaction?: string
  readonly list?: boolean
  readonly json?: boolean
}

const DESCRIPTION = `Say what Spine itself would refuse of a request, and with which error.

Each file is an HL7v3 message alone, a SOAP envelope, an ebXML message (multipart), or a
raw HTTP request with either; a folder stands for every file in it that begins like one.
Held against Spine's own published rules: of the envelope, of the transmission wrapper,
and of what the request asks for. Nothing is sent, and nothing of a message is printed
but paths, so what is printed may be passed on.

What no rule covers is said. "Nothing found" is not "accepted": Spine asks more than is
public, and looks at its own records.`

const MORE = `
An error is named as Spine's own validators name it. Its number is told where a public
source has it, and called not verified where none does.

Exit codes: 0 nothing would be refused; 1 something would be; 2 a file cannot be read, or
the command line is wrong.

Examples:
  ficus lint retrieval.xml
  ficus lint captured/ --json
  ficus lint payload.xml --interaction PORX_IN020101UK31
  ficus lint --list`

/** Adds `ficus lint FILE…`: what Spine's own checks would refuse. */
export function addLint(program: Command, terminal: Terminal): void {
  program
    .command('lint')
    .summary('say what Spine itself would refuse of a request')
    .description(DESCRIPTION)
    .argument('[files...]', 'messages, HTTP requests, or folders of them')
    .option('--interaction <id>', 'what it asks for, where the file does not say')
    .option('--list', 'print the rules there are')
    .option('--json', 'print one JSON object')
    .addHelpText('after', MORE)
    .action(async (names: readonly string[], options: Options) => {
      if (options.list === true) return printRules(names, options, terminal)
      if (names.length === 0) {
        throw new CommandError(EXIT.usage, 'lint takes files or folders, or --list')
      }
      return lint(names, options, terminal)
    })
}

function printRules(names: readonly string[], options: Options, terminal: Terminal): void {
  if (names.length > 0) throw new CommandError(EXIT.usage, '--list takes no files')
  print({ rules: listedRules(ACCEPTANCE) }, options, terminal, setRules)
}

async function lint(
  names: readonly string[],
  { interaction, json }: Options,
  terminal: Terminal,
): Promise<void> {
  if (interaction !== undefined && !INTERACTIONS.some(({ id }) => id === interaction)) {
    throw new CommandError(EXIT.usage, `--interaction ${interaction}: there is no such interaction`)
  }
  const { files, passedOver } = await findFiles(names, terminal.cwd)
  const held = createLint()
  const linted: LintedFile[] = []
  for (const file of files) {
    tell(terminal, linted.length, files.length)
    linted.push(await lintedFile(file, bytes => held(file.file, bytes, interaction)))
  }
  tell(terminal, files.length, files.length)
  const only = linted.length === 1 ? linted[0] : undefined
  if (only?.verdict === 'unreadable') throw new CommandError(EXIT.usage, only.says.join('; '))
  const view = { files: linted, passedOver }
  print(view, json === undefined ? {} : { json }, terminal, setLinted)
  end(linted)
}

async function lintedFile(
  { file, path }: FoundFile,
  held: (bytes: Buffer) => LintedFile,
): Promise<LintedFile> {
  try {
    return held(
      await readFile(path).catch((error: unknown) => Promise.reject(unreadable(file, error))),
    )
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { file, verdict: 'unreadable', says: [error.message], findings: [] }
  }
}

/** Files from which on somebody at a terminal wants to know how far it is. */
const MANY = 50

function tell({ stderr }: Terminal, done: number, all: number): void {
  if (stderr.isTTY !== true || all < MANY || (done % MANY !== 0 && done !== all)) return
  stderr.write(done === all ? '\r\u001b[K' : `\r${done} of ${all}`)
}

function end(linted: readonly LintedFile[]): void {
  const count = (verdict: LintedFile['verdict']): number =>
    linted.filter(each => each.verdict === verdict).length
  if (count('unreadable') > 0) {
    throw new CommandError(EXIT.usage, `${count('unreadable')} of ${linted.length} cannot be read`)
  }
  if (count('refused') > 0) {
    throw new CommandError(EXIT.failed, `${count('refused')} of ${linted.length} would be refused`)
  }
}
