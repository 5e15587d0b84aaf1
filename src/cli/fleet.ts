import type { Command } from 'commander'
import { lookup } from 'node:dns/promises'
import type { StatusView } from '../admin/index.ts'
import { adminOrigin } from './admin-client.ts'
import { spokenHalts, statusOf } from './status.ts'
import { spokenDuration } from './spoken-place.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly json?: boolean
  readonly admin?: string
}

/** What one address said, or why it said nothing. */
export interface Member {
  readonly address: string
  readonly status: StatusView | null
  readonly error: string | null
}

const MORE = `
Instances are those of FICUS_PEERS, the admin addresses divided by commas; a name stands for
every address it has. Addresses given on the command line are asked instead.

Exit codes: 0 all answer and stand on one revision; 1 they do not agree: another revision,
epoch or version; 4 one does not answer.`

/** Adds `fleet`: every instance there is, and whether they agree. */
export function addFleet(program: Command, terminal: Terminal): void {
  program
    .command('fleet [addresses...]')
    .summary('print every instance, its version and revision, and whether they agree')
    .description('Print every instance, its version and revision, and whether they agree.')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', 'one instance alone, as for the other commands')
    .addHelpText('after', MORE)
    .action((addresses: readonly string[], options: Options) => fleet(addresses, options, terminal))
}

async function fleet(
  addresses: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { env, stdout } = terminal
  const origins = await originsOf(addresses, options.admin, env)
  const members = await Promise.all(origins.map(asked))
  const apart = differing(members)
  const view = { instances: members, apart }
  stdout.write(
    options.json === true
      ? `${JSON.stringify(view, null, 2)}\n`
      : setFleet(members, stdout.columns ?? 120),
  )
  const silent = members.filter(({ status }) => status === null)
  if (silent.length > 0) {
    const who = silent.map(({ address }) => address).join(', ')
    throw new CommandError(EXIT.unreachable, `${silent.length} of ${members.length}: ${who}`)
  }
  if (apart.length > 0) {
    throw new CommandError(EXIT.failed, `the instances do not agree: another ${apart.join(', ')}`)
  }
}

/** Gives where the instances are: those given, else the one of `--admin`, else those of FICUS_PEERS. */
export async function originsOf(
  given: readonly string[],
  admin: string | undefined,
  env: Terminal['env'],
): Promise<readonly string[]> {
  const peers = (env['FICUS_PEERS'] ?? '').split(',').map(each => each.trim())
  const named = given.length > 0 ? given : admin === undefined ? peers.filter(Boolean) : []
  if (named.length === 0) return [adminOrigin(admin, env)]
  const origins = await Promise.all(named.map(each => everyAddress(adminOrigin(each, env))))
  return [...new Set(origins.flat())]
}

/** Gives every address a name has: an admin port is asked by its address, never by a name. */
async function everyAddress(origin: string): Promise<readonly string[]> {
  const url = new URL(origin)
  if (url.protocol !== 'http:') return [origin]
  try {
    const found = await lookup(url.hostname.replace(/^\[(.*)\]$/, '$1'), { all: true })
    return found.map(({ address, family }) =>
      family === 6 ? `http://[${address}]:${url.port}` : `http://${address}:${url.port}`,
    )
  } catch {
    return [origin]
  }
}

async function asked(origin: string): Promise<Member> {
  const address = new URL(origin).host
  try {
    return { address, status: await statusOf(origin), error: null }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { address, status: null, error: error.message }
  }
}

const COMPARED = ['environment', 'epoch', 'revision', 'version'] as const

/** Says in what the instances that answer are not the same. */
export function differing(members: readonly Member[]): readonly (typeof COMPARED)[number][] {
  const answered = members.flatMap(({ status }) => status ?? [])
  return COMPARED.filter(field => new Set(answered.map(each => each[field])).size > 1)
}

/** Sets the instances as a table. */
export function setFleet(members: readonly Member[], width: number): string {
  const headings = ['instance', 'version', 'up', 'revision', 'store', 'halts']
  return setTable({ headings, rows: members.map(rowOf) }, width)
}

function rowOf({ address, status }: Member): string[] {
  if (status === null) return [address, 'does not answer', '', '', '', '']
  const { version, upMs, revision, store, halts } = status
  const { trouble, behind, forks } = store
  const said =
    trouble === null ? (behind === 0 ? 'answers' : `${behind ?? 0} behind`) : trouble.code
  return [
    address,
    version ?? 'unknown',
    upMs === null ? 'unknown' : spokenDuration(upMs),
    String(revision),
    forks === 0 ? said : `${said}, ${forks} forks`,
    spokenHalts(halts),
  ]
}
