import type { Command } from 'commander'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { RoutesView } from '../admin/index.ts'
import { type AuditEntry, readEntry } from '../flips/index.ts'
import { type AdminClient, clientAt, expected } from './admin-client.ts'
import { type AskOptions, withAskOptions } from './asking.ts'
import { broken, type Line, page, verifiedFile, verifiedPages } from './audit-pages.ts'
import { printable } from './printable.ts'
import { spokenWho } from './spoken-who.ts'
import { jsonOf, type Page, print } from './print.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface ListOptions extends AskOptions {
  readonly from?: string
  readonly most: string
}

const LISTING = `
Exit codes: 0 printed; 1 what was printed is not whole; 2 a number is wrong; 4 no instance
answers, or its store does not.

Examples:
  ficus audit list
  ficus audit list --from 1 --most 100 --json`

const VERIFYING = `
Exit codes: 0 the audit is whole; 1 a line was edited, taken out or added; 2 the file cannot
be read; 4 no instance answers, or its store does not.

Examples:
  ficus audit verify
  ficus audit verify audit.jsonl --head 5f0c2e…, as it was kept elsewhere`

const EXPORTING = `
Exit codes: 0 written, and whole; 1 it is not whole: written is what stands before the first
line that is wrong; 2 the file is there already; 4 no instance answers, or its store does not.

Examples:
  ficus audit export --to audit.jsonl
  ficus audit export | jq -r '.body | fromjson | .reason'`

/** Adds `audit list`, `verify` and `export`: every change there was, and whether none was edited or taken out. */
export function addAudit(program: Command, terminal: Terminal): void {
  const audit = program
    .command('audit')
    .description('print, verify or export the audit of every change')
  const listing = audit
    .command('list')
    .description('print who changed what, when and why: the last lines, or those from a revision')
    .option('--from <revision>', 'the first to print')
    .option('--most <lines>', 'so many', '20')
    .addHelpText('after', LISTING)
  withAskOptions(listing).action((options: ListOptions) => list(options, terminal))
  const verifying = audit
    .command('verify [file]')
    .description('read every line, of the fleet or of an export, and verify that each follows')
    .option('--head <hash>', 'a hash that was kept elsewhere: its line must be there')
    .addHelpText('after', VERIFYING)
  withAskOptions(verifying).action((file: string | undefined, options: VerifyOptions) =>
    verify(file, options, terminal),
  )
  const exporting = audit
    .command('export')
    .description('write every line as JSON, one a line, verified as it is written')
    .option('--to <file>', 'a file that is not there yet, instead of standard output')
    .addHelpText('after', EXPORTING)
  withAskOptions(exporting, 'with --to, print one JSON object of what was written').action(
    (options: ExportOptions) => exportAll(options, terminal),
  )
}

interface VerifyOptions extends AskOptions {
  readonly head?: string
}

interface ExportOptions extends AskOptions {
  readonly to?: string
}

const clientOf = ({ admin }: AskOptions, terminal: Terminal): AdminClient =>
  clientAt(admin, terminal)

async function list(options: ListOptions, terminal: Terminal): Promise<void> {
  const client = clientOf(options, terminal)
  const from =
    options.from === undefined ? await lately(client, options.most) : Number(options.from)
  const view = await page(client, from, options.most)
  print(view, options, terminal, ({ lines }, page) => setAudit(lines, page))
  if (!view.verified.isWhole) throw broken(view.verified.says)
}

/** The first of the last so many lines. */
async function lately(client: AdminClient, most: string): Promise<number> {
  const { revision } = expected(await client.get('/api/routes')) as RoutesView // the API's own shape
  return Math.max(1, revision - Number(most) + 1)
}

/** Sets lines of the audit as a table. */
export function setAudit(lines: readonly Line[], { width, paint }: Page): string {
  if (lines.length === 0) return 'no changes\n'
  const headings = ['revision', 'when', 'change', 'who', 'why']
  return setTable({ headings, rows: lines.map(rowOf) }, width, paint)
}

/** A line that was edited may hold anything: then only its revision is told. */
function rowOf(line: Line): string[] {
  try {
    return [String(line.revision), ...cellsOf(readEntry(line))]
  } catch {
    return [String(line.revision), '', 'cannot be read', '', '']
  }
}

function cellsOf(entry: AuditEntry): string[] {
  const { at, verb, asked, name, request, reason } = entry
  const which = request === undefined ? '' : ` (${request})`
  const what = `${verb}${asked === undefined ? '' : ` of ${asked}`} ${name}${which}`
  return [new Date(at).toISOString(), what, spokenWho(entry), reason].map(printable)
}

async function verify(
  file: string | undefined,
  { head, ...options }: VerifyOptions,
  terminal: Terminal,
): Promise<void> {
  const pages =
    file === undefined
      ? verifiedPages(clientOf(options, terminal))
      : verifiedFile(resolve(terminal.cwd, file))
  let [count, isHeadSeen] = [0, head === undefined]
  let last: Line | undefined
  for await (const lines of pages) {
    isHeadSeen ||= lines.some(({ hash }) => hash === head)
    count += lines.length
    last = lines.at(-1) ?? last
  }
  if (!isHeadSeen) throw broken('the line with the hash that was kept is not in it')
  told(count, last, options, terminal.stdout)
}

function told(count: number, last: Line | undefined, { json }: AskOptions, to: Writable): void {
  const came = { isWhole: true, lines: count, head: last?.hash ?? null }
  to.write(
    json === true
      ? jsonOf(came)
      : `the audit is whole: ${count} lines, the last ${came.head ?? 'none'}\n`,
  )
}

async function exportAll(options: ExportOptions, terminal: Terminal): Promise<void> {
  const { stdout, stderr } = terminal
  const out = options.to === undefined ? stdout : await newFile(options.to, terminal)
  let count = 0
  let last: Line | undefined
  try {
    for await (const lines of verifiedPages(clientOf(options, terminal))) {
      for (const line of lines) {
        if (!out.writable) return
        if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
      }
      count += lines.length
      last = lines.at(-1) ?? last
    }
  } finally {
    if (out !== stdout) await finished(out.end())
  }
  told(count, last, options, out === stdout ? stderr : stdout)
}

/** Opens a file that is not there: an export never writes over another. */
async function newFile(file: string, { cwd }: Terminal): Promise<Writable> {
  const out = createWriteStream(resolve(cwd, file), { flags: 'wx', mode: 0o600 })
  try {
    await once(out, 'open')
    return out
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new CommandError(EXIT.usage, `--to ${file} cannot be written (${code})`)
  }
}
