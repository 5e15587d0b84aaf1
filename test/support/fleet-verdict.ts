import type { Side } from '../../src/exchange/index.ts'
import type { AuditLine } from '../../src/fleet/index.ts'
import { readEntry } from '../../src/flips/index.ts'
import { after, type Asked, FIRST, type RouteName, sideIn, type Stand } from './fleet-stand.ts'

/** One request of a supplier, by the clock of the test. */
export interface Served {
  readonly instance: number
  readonly route: RouteName
  readonly sender: string
  readonly began: number
  readonly ended: number
  /** Who served it; what went wrong instead. */
  readonly by: Side | { readonly failed: string }
}

/** One change that was asked for, and what came of it. */
export interface Told {
  /** Stands in the reason, and so in the audit. */
  readonly id: string
  readonly instance: number
  readonly asked: Asked
  readonly began: number
  readonly ended: number
  /** `held` is a halt an instance laid over itself alone; `unknown` where no answer came, or one that says so. */
  readonly came: 'done' | 'same' | 'held' | 'refused' | 'unknown'
  /** The revision the answer named. */
  readonly revision: number
}

/** Everything that was seen of a fleet. */
export interface Seen {
  readonly served: readonly Served[]
  readonly told: readonly Told[]
  /** When all instances were known to be at a revision. */
  readonly quiet: readonly { readonly at: number; readonly revision: number }[]
  /** From when on an instance was ended, until it was heard to be back. */
  readonly restarts: readonly {
    readonly instance: number
    readonly from: number
    readonly until: number
  }[]
}

/** Says everything that must not have been: of the audit and the answers, then of every request. */
export function faultsIn(seen: Seen, lines: readonly AuditLine[]): readonly string[] {
  const faults: string[] = []
  const found = new Map<string, number>()
  const history = historyOf(seen, lines, { faults, found })
  for (const served of seen.served) {
    const { by, instance, route, sender, began } = served
    const what = `${route} of ${sender} at instance ${instance}, ${began.toFixed(0)} ms`
    if (typeof by === 'object') faults.push(`${what}: ${by.failed}`)
    else if (!isRight(served, by, seen, { history, found })) faults.push(`${what}: served by ${by}`)
  }
  return faults
}

/** At which revision each change is in the audit, by its id. */
type Found = ReadonlyMap<string, number>

interface Step {
  readonly stand: Stand
  /** When it was asked for at the earliest. */
  readonly began: number
}

/** What stood at each revision; what was told done must be in it once, and what was refused not at all. */
function historyOf(
  { told }: Seen,
  lines: readonly AuditLine[],
  { faults, found }: { readonly faults: string[]; readonly found: Map<string, number> },
): Step[] {
  const steps: Step[] = [{ stand: FIRST, began: -Infinity }]
  for (const line of lines) {
    const { verb, reason } = readEntry(line)
    const before = steps.at(-1)?.stand ?? FIRST
    const own = told.find(({ id }) => reason === id)
    if (own === undefined && verb !== 'adopt')
      faults.push(`nobody asked for revision ${line.revision}`)
    if (found.has(reason) && own !== undefined) faults.push(`${reason} is in the audit twice`)
    found.set(reason, line.revision)
    const stand = own === undefined ? before : after(before, own.asked)
    steps.push({ stand, began: own?.began ?? -Infinity })
  }
  for (const { id, came, revision, asked } of told) {
    const at = found.get(id)
    const says = `${id}, ${asked.verb}, was told ${came}`
    if (came === 'done' && at !== revision) faults.push(`${says} at ${revision} and is at ${at}`)
    if ((came === 'refused' || came === 'same') && at !== undefined)
      faults.push(`${says} and is done`)
  }
  return steps
}

/** Whether some stand that was in force may have led to the side: none before the last this instance knew. */
function isRight(
  served: Served,
  by: Side,
  seen: Seen,
  { history, found }: { readonly history: readonly Step[]; readonly found: Found },
): boolean {
  const hold = holdOver(served, seen, found)
  if (by === 'cloud' && hold === 'surely') return false
  if (by === 'legacy' && (hold !== 'never' || isCold(served, seen))) return true
  const low = Math.max(lastKnown(served, seen), lastLaid(served, seen, found))
  return history.some(
    ({ stand, began }, revision) =>
      revision >= low && began <= served.ended && sideIn(stand, served.route, served.sender) === by,
  )
}

/** The revision an instance surely knew when a request began. */
function lastKnown({ instance, began }: Served, { told, quiet }: Seen): number {
  const own = told.filter(
    each => each.instance === instance && each.ended <= began && isAnswered(each.came),
  )
  const all = quiet.filter(({ at }) => at <= began)
  return Math.max(0, ...[...own, ...all].map(({ revision }) => revision))
}

/** Who held a halt that the store has since lets it go once it knows that revision: until then it holds. */
function lastLaid({ instance, route, began }: Served, { told }: Seen, found: Found): number {
  const held = told.filter(
    ({ came, asked, ended, ...each }) =>
      came === 'held' &&
      each.instance === instance &&
      ended <= began &&
      (!('name' in asked) || asked.name === undefined || asked.name === route),
  )
  return Math.max(0, ...held.map(({ id }) => found.get(id) ?? 0))
}

const isAnswered = (came: Told['came']): boolean => came === 'done' || came === 'same'

/** Whether an instance was started again and may not know the fleet yet: where nothing is known legacy serves. */
function isCold({ instance, began }: Served, { restarts, quiet, told }: Seen): boolean {
  const last = restarts.findLast(each => each.instance === instance && each.from <= began)
  if (last === undefined) return false
  if (began <= last.until) return true
  const knows = [
    ...quiet.map(({ at }) => at),
    ...told
      .filter(each => each.instance === instance && isAnswered(each.came))
      .map(({ ended }) => ended),
  ]
  return !knows.some(at => at >= last.until && at <= began)
}

// What an instance says that it holds is on its disk by then: one that dies just after has not forgotten it.
const UNTIL_KEPT_MS = 0

/** Whether an instance held a route back by itself while it served a request. */
function holdOver(
  { instance, route, began, ended }: Served,
  { told, restarts }: Seen,
  found: Found,
): 'never' | 'maybe' | 'surely' {
  const own = told.filter(each => each.instance === instance)
  const holds = [undefined, route].map(name => {
    const about = own.filter(
      ({ asked }) => (asked.verb === 'halt' || asked.verb === 'resume') && asked.name === name,
    )
    const isHold = ({ asked, came }: Told): boolean =>
      asked.verb === 'halt' && (came === 'held' || came === 'unknown')
    // Every halt is held until the store has it.
    if (about.some(each => each.asked.verb === 'halt' && overlaps(each, began, ended)))
      return 'maybe'
    const before = about.filter(each => each.began <= ended)
    const last = before.findLast(
      each => isHold(each) || isAnswered(each.came) || each.came === 'unknown',
    )
    if (last === undefined || (isAnswered(last.came) && last.ended <= began)) return 'never'
    const isLost = restarts.some(
      each =>
        each.instance === instance &&
        each.from >= last.began &&
        each.from < last.ended + UNTIL_KEPT_MS,
    )
    const isSure = last.came === 'held' && last.ended <= began && !isLost && !found.has(last.id)
    return isSure ? 'surely' : 'maybe'
  })
  return holds.find(hold => hold === 'surely') ?? holds.find(hold => hold === 'maybe') ?? 'never'
}

const overlaps = (told: Told, began: number, ended: number): boolean =>
  told.began <= ended && told.ended >= began
