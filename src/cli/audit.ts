import type { Command } from 'commander'
import type { AuditView, RoutesView } from '../admin/index.ts'
import { type AuditEntry, readEntry, verifyAudit } from '../flips/index.ts'
import { type AdminClient, adminOrigin, createAdminClient, expected } from './admin-client.ts'
import { printable } from './printable.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

const ADMIN = 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)'
/** As many as the API gives at once. */
const PAGE = 1_000

interface Options {
  readonly json?: boolean
  readonly admin?: string
}

interface ListOptions extends Options {
  readonly from?: string
  readonly most: string
}

type Line = AuditView['lines'][number]

/** Adds `audit list` and `audit verify`: every change there was, and whether none was edited or taken out. */
export function addAudit(program: Command, terminal: Terminal): void {
  const audit = program.command('audit').description('print or verify the audit of every change')
  audit
    .command('list')
    .description('print who changed what, when and why: the last lines, or those from a revision')
    .option('--from <revision>', 'the first to print')
    .option('--most <lines>', 'so many', '20')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', ADMIN)
    .action((options: ListOptions) => list(options, terminal))
  audit
    .command('verify')
    .description('read every line there is and verify that each follows the one before')
    .option('--head <hash>', 'a hash that was kept elsewhere: its line must be there')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', ADMIN)
    .action((options: Options & { readonly head?: string }) => verify(options, terminal))
}

const clientOf = ({ admin }: Options, { env }: Terminal): AdminClient =>
  createAdminClient(adminOrigin(admin, env))

async function page(client: AdminClient, from: number, most: number | string): Promise<AuditView> {
  const query = `from=${from}&most=${encodeURIComponent(most)}`
  return expected(await client.get(`/api/audit?${query}`)) as AuditView // the API's own shape
}

async function list(options: ListOptions, terminal: Terminal): Promise<void> {
  const client = clientOf(options, terminal)
  const from =
    options.from === undefined ? await lately(client, options.most) : Number(options.from)
  const view = await page(client, from, options.most)
  const { stdout } = terminal
  stdout.write(
    options.json === true
      ? `${JSON.stringify(view, null, 2)}\n`
      : setAudit(view.lines, stdout.columns ?? 120),
  )
  if (!view.verified.isWhole) throw broken(view.verified.says)
}

/** The first of the last so many lines. */
async function lately(client: AdminClient, most: string): Promise<number> {
  const { revision } = expected(await client.get('/api/routes')) as RoutesView // the API's own shape
  return Math.max(1, revision - Number(most) + 1)
}

const broken = (says: string | null): CommandError =>
  new CommandError(EXIT.failed, `the audit is not whole: ${says ?? 'nobody says why'}`)

/** Sets lines of the audit as a table. */
export function setAudit(lines: readonly Line[], width: number): string {
  if (lines.length === 0) return 'no changes\n'
  const headings = ['revision', 'when', 'change', 'who', 'why']
  return setTable({ headings, rows: lines.map(rowOf) }, width)
}

/** A line that was edited may hold anything: then only its revision is told. */
function rowOf(line: Line): string[] {
  try {
    return [String(line.revision), ...cellsOf(readEntry(line))]
  } catch {
    return [String(line.revision), '', 'cannot be read', '', '']
  }
}

function cellsOf({ at, verb, name, actor, approver, reason }: AuditEntry): string[] {
  const who = approver === null ? actor : `${actor}, approved by ${approver}`
  return [new Date(at).toISOString(), `${verb} ${name}`, who, reason].map(printable)
}

async function verify(
  { head, ...options }: Options & { readonly head?: string },
  terminal: Terminal,
): Promise<void> {
  const client = clientOf(options, terminal)
  let [count, isHeadSeen] = [0, head === undefined]
  let last: Line | undefined
  for (let isMore = true; isMore;) {
    const { lines, verified } = await page(client, (last?.revision ?? 0) + 1, PAGE)
    const own = verifyAudit(lines, last === undefined ? {} : { after: last })
    if (!own.isWhole) throw broken(own.says)
    // Only the instance knows which line the fleet names as its last.
    if (!verified.isWhole) throw broken(verified.says)
    isHeadSeen ||= lines.some(({ hash }) => hash === head)
    count += lines.length
    last = lines.at(-1) ?? last
    isMore = lines.length === PAGE
  }
  if (!isHeadSeen) throw broken('the line with the hash that was kept is not in it')
  const came = { isWhole: true, lines: count, head: last?.hash ?? null }
  terminal.stdout.write(
    options.json === true
      ? `${JSON.stringify(came, null, 2)}\n`
      : `the audit is whole: ${count} lines, the last ${came.head ?? 'none'}\n`,
  )
}
