import type { GateReport, IgnoreReport, RouteReport } from './check-report.ts'
import { spokenDuration } from './spoken-place.ts'
import { setTable, wrap } from './table.ts'

const NONE = '–'

/**
 * Sets what decides how routes move: how their sides understand each other, what a promotion asks, what is passed
 * over, what they were; below it what the operator may not expect. Nothing where no route moves.
 */
export function setMoves(routes: readonly RouteReport[], width: number): readonly string[] {
  const moving = routes.filter(({ cloud, was }) => cloud !== null || was !== null)
  if (moving.length === 0) return []
  const wasSaid = moving.some(({ was }) => was !== null)
  const rows = moving.map(route => (wasSaid ? [...row(route), route.was ?? NONE] : row(route)))
  const headings = wasSaid ? [...HEADINGS, 'was'] : HEADINGS
  const notes = moving.flatMap(notesOf).map(note => `${wrap(note, width).join('\n')}\n`)
  return [setTable({ headings, rows }, width), ...(notes.length === 0 ? [] : [notes.join('')])]
}

const HEADINGS = ['route', 'translated by', 'a promotion asks', 'ignores']

const row = ({ name, cloud, translate, gate, ignore }: RouteReport): readonly string[] => [
  name,
  translate ?? (cloud === null ? NONE : 'nothing, bytes pass'),
  gate === null ? NONE : spokenGate(gate),
  spokenIgnore(ignore),
]

function spokenGate({
  divergenceBelow,
  confidence,
  latencyRatioBelow,
  soakMs,
}: GateReport): string {
  const asked = [`below ${share(divergenceBelow)} differ`, `${share(confidence)} certain`]
  if (latencyRatioBelow !== null) {
    asked.push(`below ${unbroken(`${latencyRatioBelow} × legacy’s`)} latency`)
  }
  if (soakMs > 0) asked.push(`after ${unbroken(spokenDuration(soakMs))}`)
  return asked.join(', ')
}

const share = (of: number): string => unbroken(`${Number((of * 100).toPrecision(6))} %`)

/** Keeps a number and its unit on one line: a table breaks its lines at plain spaces. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00A0')

function spokenIgnore(rules: readonly IgnoreReport[]): string {
  if (rules.length === 0) return NONE
  const over = rules.filter(({ isExpired }) => isExpired).length
  const count = rules.length === 1 ? '1 path' : `${rules.length} paths`
  return over === 0 ? count : `${count}, ${over} expired`
}

const SHOWN = 3

const few = (names: readonly string[]): string =>
  names.length <= SHOWN
    ? names.join(', ')
    : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`

/** Says what a reader of the file may not expect of a route. */
function notesOf(route: RouteReport): readonly string[] {
  const { name, translate, declines, ignore } = route
  const over = ignore
    .filter(({ isExpired }) => isExpired)
    .map(
      ({ path, owner, expires }) =>
        `${name}: the rule for ${path} (${owner}) expired on ${expires} and explains nothing: ` +
        'renew it or take it out.',
    )
  const people = peopleNotes(route)
  if (declines.length === 0) return [...people, ...over]
  const declined =
    `${name}: ${String(translate)} does not take ${few(declines)}, ` +
    `which ${declines.length === 1 ? 'stays' : 'stay'} with legacy at every stage.`
  return [declined, ...people, ...over]
}

function peopleNotes({ name, approvals, back }: RouteReport): readonly string[] {
  if (approvals === null) return []
  const why = back === null ? '' : ': a rollback cannot take back what the cloud does of it'
  const within = spokenDuration(approvals.withinMs)
  return [
    `${name}: what leads it forward needs ${approvals.of} people within ${within}, whoever asks included${why}.`,
  ]
}
