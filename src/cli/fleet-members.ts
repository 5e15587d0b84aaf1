import type { AskingTerminal } from './admin-client.ts'
import type { OtherView, StatusView } from '../admin/index.ts'
import { isLoopback } from '../fleet/index.ts'
import { statusOf } from './status.ts'
import { CommandError } from './terminal.ts'

/** One instance: what it says, or why it says nothing and what the others last knew of it. */
export interface Member {
  readonly address: string
  readonly status: StatusView | null
  readonly error: string | null
  /** What another instance knows of it, heard of last; null where nobody does. */
  readonly known: OtherView | null
}

/** Those that were told of are asked too, and tell of others: so often, so that it ends. */
const ROUNDS = 3

/**
 * Asks the instances at some addresses, and then every other they know of. One that is asked at two addresses is
 * there once; one that nobody answers for is there by what the others know of it.
 */
export async function membersOf(
  origins: readonly string[],
  terminal: AskingTerminal,
): Promise<readonly Member[]> {
  const members = new Map<string, Member>()
  let next = origins
  for (let round = 0; round < ROUNDS && next.length > 0; round += 1) {
    const told = await Promise.all(next.map(origin => asked(origin, terminal)))
    for (const member of told) members.set(member.address, member)
    next = [...members.values()].flatMap(askableFrom).filter(each => !members.has(hostOf(each)))
  }
  return withKnown([...members.values()])
}

const hostOf = (origin: string): string => new URL(origin).host

async function asked(origin: string, terminal: AskingTerminal): Promise<Member> {
  const address = hostOf(origin)
  try {
    return { address, status: await statusOf(origin, terminal), error: null, known: null }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { address, status: null, error: error.message, known: null }
  }
}

/** Of those one tells of where they are asked: what is on a loopback is so from its own machine alone. */
const askableFrom = ({ address, status }: Member): readonly string[] =>
  (status?.others ?? [])
    .filter(other => other.isReachable && (!isLoopback(other.address) || isLocal(address)))
    .map(other => `http://${other.address}`)

const isLocal = (address: string): boolean => /^(?:127\.|\[::1\]|localhost)/.test(address)

function withKnown(members: readonly Member[]): readonly Member[] {
  const told = members.flatMap(({ status }) => status?.others ?? [])
  const others = new Map(
    told.toSorted((a, b) => b.ageMs - a.ageMs).map(each => [each.instance, each]),
  )
  const silent = new Map(
    members.filter(({ status }) => status === null).map(each => [each.address, each]),
  )
  const answered = onceEach(members.filter(({ status }) => status !== null))
  for (const known of others.values()) {
    if (answered.some(({ status }) => isSame(status, known))) continue
    const there = silent.get(known.address)
    const address = there === undefined ? `${known.address} on ${known.machine}` : known.address
    const error = there?.error ?? 'it cannot be asked from here'
    silent.set(address, { address, status: null, error, known })
  }
  return [...answered, ...silent.values()]
}

/** Whether one that answers is the one that is known, or came in its place. */
const isSame = (status: StatusView | null, { instance, address, machine }: OtherView): boolean =>
  status?.instance === instance || (status?.address === address && status.machine === machine)

function onceEach(members: readonly Member[]): readonly Member[] {
  const first = new Map(
    members.toReversed().map(each => [each.status?.instance ?? each.address, each]),
  )
  return members.filter(each => [...first.values()].includes(each))
}
