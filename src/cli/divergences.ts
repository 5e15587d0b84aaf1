import type { Command } from 'commander'
import type { DivergencesView, DivergenceView } from '../admin/index.ts'
import { adminOrigin, createAdminClient, expected } from './admin-client.ts'
import { setDivergence, setDivergences } from './set-divergences.ts'
import type { Terminal } from './terminal.ts'

const ADMIN = 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)'
const WIDTH = 80

interface Options {
  readonly json?: boolean
  readonly admin?: string
}

/** Adds `divergences <route>`: what differs in the epoch that is now and no rule explains, in groups. */
export function addDivergences(program: Command, terminal: Terminal): void {
  program
    .command('divergences <route>')
    .summary('print what differs on a route, in groups by path and kind')
    .description(
      'Print what differs on a route and no rule explains, in groups, as one instance has seen it.',
    )
    .option('--json', 'print one JSON object')
    .option('--admin <address>', ADMIN)
    .action(async (name: string, options: Options) => {
      const path = `/api/routes/${encodeURIComponent(name)}/divergences`
      const view = (await asked(path, options, terminal)) as DivergencesView // the API's own shape
      print(view, options, terminal, width => setDivergences(view, width))
    })
}

/** Adds `divergence <id>`: one of these groups. */
export function addDivergence(program: Command, terminal: Terminal): void {
  program
    .command('divergence <id>')
    .description('print one group of differences')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', ADMIN)
    .action(async (id: string, options: Options) => {
      const path = `/api/divergences/${encodeURIComponent(id)}`
      const view = (await asked(path, options, terminal)) as DivergenceView // the API's own shape
      print(view, options, terminal, width => setDivergence(view, width))
    })
}

const asked = async (path: string, { admin }: Options, { env }: Terminal): Promise<unknown> =>
  expected(await createAdminClient(adminOrigin(admin, env)).get(path))

function print(
  view: DivergencesView | DivergenceView,
  { json = false }: Options,
  { stdout }: Terminal,
  text: (width: number) => string,
): void {
  stdout.write(json ? `${JSON.stringify(view, null, 2)}\n` : text(stdout.columns ?? WIDTH))
}
