import type { Command } from 'commander'
import { lookup } from 'node:dns/promises'
import type { StatusView } from '../admin/index.ts'
import { adminOrigin } from './admin-client.ts'
import { type Member, membersOf } from './fleet-members.ts'
import type { Page } from './print.ts'
import { dressOfHalts, spokenHalts } from './status.ts'
import { spokenDuration } from './spoken-place.ts'
import { type Cell, setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'
import { show, type WatchOptions, withWatchOptions } from './watching.ts'

const MORE = `
Asked are those of FICUS_PEERS, the admin addresses divided by commas, or of the command line, or
the one instance of --admin or FICUS_ADMIN; a name stands for every address it has. Every other
they know of is asked too: an instance is known from its start until it drains, and for an hour
after it was last seen where it did not say that it ends.

Exit codes: 0 all answer and stand on one revision; 1 they do not agree: another revision,
epoch, version or config; 4 one does not answer. With --watch 0, whatever they say.

Examples:
  ficus fleet
  ficus fleet 10.0.0.5:9400 10.0.0.6:9400
  FICUS_PEERS=ficus.internal:9400 ficus fleet --watch`

/** Adds `fleet`: every instance there is, and whether they agree. */
export function addFleet(program: Command, terminal: Terminal): void {
  const command = program
    .command('fleet [addresses...]')
    .summary('print every instance the fleet knows, and whether they agree')
    .description(
      'Print every instance the fleet knows: version, revision, halts, config, and whether they agree.',
    )
    .addHelpText('after', MORE)
  withWatchOptions(command).action((addresses: readonly string[], options: WatchOptions) =>
    show(
      {
        ask: () => fleetAt(addresses, options, terminal),
        set: ({ instances }, page) => setFleet(instances, page),
        trouble: troubleOf,
      },
      options,
      terminal,
    ),
  )
}

/** Every instance there is, and in what those that answer are not the same. */
interface FleetView {
  readonly instances: readonly Member[]
  readonly apart: readonly string[]
}

async function fleetAt(
  addresses: readonly string[],
  { admin }: WatchOptions,
  terminal: Terminal,
): Promise<FleetView> {
  const origins = await originsOf(addresses, admin, terminal.env)
  const instances = await membersOf(origins, terminal)
  return { instances, apart: differing(instances) }
}

function troubleOf({ instances, apart }: FleetView): CommandError | undefined {
  const silent = instances.filter(({ status }) => status === null)
  if (silent.length > 0) {
    const who = silent.map(({ address }) => address).join(', ')
    const says = `${silent.length} of ${instances.length} do not answer: ${who}`
    return new CommandError(EXIT.unreachable, says)
  }
  if (apart.length === 0) return undefined
  return new CommandError(EXIT.failed, `the instances do not agree: another ${apart.join(', ')}`)
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
export function setFleet(members: readonly Member[], { width, paint }: Page): string {
  const headings = ['instance', 'version', 'up', 'revision', 'store', 'halts', 'config', 'seen']
  const answered = members.flatMap(({ status }) => status ?? [])
  const latest = Math.max(...answered.map(({ revision }) => revision))
  const first = answered.at(0)?.digest
  const spokenConfig = (digest: string | null): string =>
    digest === null ? 'unknown' : digest.slice(0, 7) + (digest === first ? '' : ' differs')
  const rows = members.map(({ address, status, known }): Cell[] => {
    if (status !== null)
      return [address, ...answeredRow(status), spokenConfig(status.digest), 'now']
    if (known === null) return [address, '', '', '', '', '', '', bad('does not answer')]
    const { version, revision, digest, ageMs } = known
    const at = revision < latest ? `${revision}, ${latest - revision} behind` : String(revision)
    const seen = `does not answer, was last seen ${spokenDuration(ageMs)} ago`
    return [address, version, '', at, '', '', spokenConfig(digest), bad(seen)]
  })
  const table = setTable({ headings, rows }, width, paint)
  const environments = [...new Set(answered.map(({ environment }) => environment))]
  return environments.length === 0 ? table : `${environments.join(', ')}\n\n${table}`
}

const bad = (text: string): Cell => ({ text, dress: 'bad' })

function answeredRow({ version, upMs, revision, store, halts, isDraining }: StatusView): Cell[] {
  const { trouble, behind, forks } = store
  const said =
    trouble === null ? (behind === 0 ? 'answers' : `${behind ?? 0} behind`) : trouble.code
  const up = upMs === null ? 'unknown' : spokenDuration(upMs)
  return [
    version ?? 'unknown',
    isDraining ? `${up}, draining` : up,
    String(revision),
    storeCell(forks === 0 ? said : `${said}, ${forks} forks`, store),
    haltsCell(halts),
  ]
}

const storeCell = (text: string, { trouble, forks }: StatusView['store']): Cell => ({
  text,
  dress: trouble === null && forks === 0 ? 'plain' : 'bad',
})

const haltsCell = (halts: StatusView['halts']): Cell => ({
  text: spokenHalts(halts),
  dress: dressOfHalts(halts),
})
