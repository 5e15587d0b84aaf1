import type { Command } from 'commander'
import { lookup } from 'node:dns/promises'
import type { StatusView } from '../admin/index.ts'
import { adminOrigin } from './admin-client.ts'
import { type Member, membersOf } from './fleet-members.ts'
import { spokenHalts } from './status.ts'
import { spokenDuration } from './spoken-place.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly json?: boolean
  readonly admin?: string
}

const MORE = `
Asked are those of FICUS_PEERS, the admin addresses divided by commas, or of the command line, or
the one instance of --admin or FICUS_ADMIN; a name stands for every address it has. Every other
they know of is asked too: an instance is known from its start until it drains, and for an hour
after it was last seen where it did not say that it ends.

Exit codes: 0 all answer and stand on one revision; 1 they do not agree: another revision,
epoch, version or config; 4 one does not answer.`

/** Adds `fleet`: every instance there is, and whether they agree. */
export function addFleet(program: Command, terminal: Terminal): void {
  program
    .command('fleet [addresses...]')
    .summary('print every instance the fleet knows, and whether they agree')
    .description(
      'Print every instance the fleet knows: version, revision, halts, config, and whether they agree.',
    )
    .option('--json', 'print one JSON object')
    .option('--admin <address>', 'the instance to begin with (FICUS_ADMIN, 127.0.0.1:9400)')
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
  const members = await membersOf(origins, terminal)
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

/** What instances are held against each other in, and how it is called. */
const COMPARED = {
  environment: 'environment',
  epoch: 'epoch',
  revision: 'revision',
  version: 'version',
  digest: 'config',
} as const

/** Says in what the instances that answer are not the same. */
export function differing(members: readonly Member[]): readonly string[] {
  const answered = members.flatMap(({ status }) => status ?? [])
  return Object.entries(COMPARED)
    .filter(
      ([field]) => new Set(answered.map(each => each[field as keyof typeof COMPARED])).size > 1,
    ) // the table's own
    .map(([, word]) => word)
}

/** Sets the instances as a table. */
export function setFleet(members: readonly Member[], width: number): string {
  const headings = ['instance', 'version', 'up', 'revision', 'store', 'halts', 'config', 'seen']
  const answered = members.flatMap(({ status }) => status ?? [])
  const latest = Math.max(...answered.map(({ revision }) => revision))
  const first = answered.at(0)?.digest
  const spokenConfig = (digest: string | null): string =>
    digest === null ? 'unknown' : digest.slice(0, 7) + (digest === first ? '' : ' differs')
  const rows = members.map(({ address, status, known }) => {
    if (status !== null)
      return [address, ...answeredRow(status), spokenConfig(status.digest), 'now']
    if (known === null) return [address, '', '', '', '', '', '', 'does not answer']
    const { version, revision, digest, ageMs } = known
    const at = revision < latest ? `${revision}, ${latest - revision} behind` : String(revision)
    const seen = `does not answer, was last seen ${spokenDuration(ageMs)} ago`
    return [address, version, '', at, '', '', spokenConfig(digest), seen]
  })
  return setTable({ headings, rows }, width)
}

function answeredRow({ version, upMs, revision, store, halts, isDraining }: StatusView): string[] {
  const { trouble, behind, forks } = store
  const said =
    trouble === null ? (behind === 0 ? 'answers' : `${behind ?? 0} behind`) : trouble.code
  const up = upMs === null ? 'unknown' : spokenDuration(upMs)
  return [
    version ?? 'unknown',
    isDraining ? `${up}, draining` : up,
    String(revision),
    forks === 0 ? said : `${said}, ${forks} forks`,
    spokenHalts(halts),
  ]
}
