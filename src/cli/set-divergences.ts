import type { DivergencesView, DivergenceView, GroupView } from '../admin/index.ts'
import type { Dress } from './paint.ts'
import type { Page } from './print.ts'
import { spokenSupplier } from './spoken-place.ts'
import { type Cell, setTable, wrap } from './table.ts'

const HEADINGS = ['severity', 'kind', 'count', 'rate', 'first', 'last']

const DRESS = {
  cosmetic: 'plain',
  significant: 'warning',
  critical: 'bad',
} as const satisfies Record<GroupView['severity'], Dress>

/** As wide as `meant`. */
const FOUND = 5

/** Sets the divergences of a route as a table; under each row its id and its path, which is mostly long. */
export function setDivergences(view: DivergencesView, { width, paint }: Page): string {
  const rows = view.groups.map((group): Cell[] => [
    { text: group.severity, dress: DRESS[group.severity] },
    group.kind,
    String(group.count),
    spokenRate(group.rate),
    toTheMinute(group.firstAt),
    toTheMinute(group.lastAt),
  ])
  const [heading = '', ...lines] = setTable({ headings: HEADINGS, rows }, Infinity, paint).split(
    '\n',
  )
  const groups = view.groups.map(({ id, in: where, path, bySupplier }, i) => {
    const found = where === undefined ? '' : `${where.padEnd(FOUND)}  `
    const of = bySupplier === undefined ? '' : `\n${setSuppliers(bySupplier, width)}`
    return `${lines[i] ?? ''}\n${setPath(`  ${id}  ${found}`, path, width)}${of}`
  })
  const table = groups.length === 0 ? '' : `\n${[heading, ...groups].join('\n')}\n`
  return `${summaryOf(view)}\n${table}${overflownOf(view)}`
}

/** Sets in how many pairs of whom a group was found. */
const setSuppliers = (suppliers: NonNullable<GroupView['bySupplier']>, width: number): string =>
  wrap(
    suppliers.map(({ supplier, count }) => `${spokenSupplier(supplier)} ${count}`).join(', '),
    width - 2,
  )
    .map(line => `  ${line}`)
    .join('\n')

function summaryOf({ route, epoch, compared, groups }: DivergencesView): string {
  if (compared === 0) return `${route}: nothing has been compared here in epoch ${epoch}`
  const found = groups.length === 0 ? 'no difference that no rule explains' : counted(groups.length)
  return `${route}: ${found} in ${compared} compared, epoch ${epoch}`
}

const counted = (groups: number): string => `${groups} ${groups === 1 ? 'group' : 'groups'}`

const overflownOf = ({ overflown }: DivergencesView): string =>
  overflown === 0
    ? ''
    : `\nand ${overflown} found in groups that are not kept: those of least weight, longest ago\n`

/** Where a group was found, and what that points to. */
const IN = {
  seen: 'what the supplier would see',
  meant: 'what both sides mean, in the mapping’s words',
  both: 'what the supplier would see and what both sides mean',
} as const satisfies Record<NonNullable<GroupView['in']>, string>

/** Sets one group as lines. */
export function setDivergence(view: DivergenceView, { width, paint }: Page): string {
  const { id, route, epoch, kind, editClass, severity, count, compared, rate, rule } = view
  const lines = [
    `${id}: ${paint(severity, DRESS[severity])}, on ${route} in epoch ${epoch}`,
    setPath('  path    ', view.path, width),
    `  kind    ${kind}, ${editClass}`,
    ...(view.in === undefined ? [] : [`  in      ${IN[view.in]}`]),
    `  found   ${count} of ${compared} compared, ${spokenRate(rate)}`,
    `  first   ${new Date(view.firstAt).toISOString()}`,
    `  last    ${new Date(view.lastAt).toISOString()}`,
    ...view.shapes.map(
      (shape, i) =>
        `  ${i === 0 ? 'shapes' : '      '}  ${shape.control} → ${shape.candidate}, ${shape.count}`,
    ),
    ...unshown(view),
    ...(rule === undefined ? [] : [`  rule    ${rule.id} would explain it, but has expired`]),
  ]
  return `${lines.join('\n')}\n`
}

function unshown({ count, shapes }: GroupView): string[] {
  const others = count - shapes.reduce((sum, shape) => sum + shape.count, 0)
  return others === 0 ? [] : [`          others, ${others}`]
}

const spokenRate = (rate: number): string => `${Number((rate * 100).toPrecision(3))} %`

/** `22 Nov 09:30`, in UTC: the year is in what one group is told with. */
function toTheMinute(ms: number): string {
  const written = new Date(ms).toUTCString()
  return `${written.slice(5, 11)}${written.slice(16, 22)}`
}

/** Sets a path behind what stands before it, broken after a `/` where it is too long, as far as it has any. */
function setPath(before: string, path: string, width: number): string {
  const room = width - before.length
  const lines: string[] = []
  for (const name of path.split(/(?<=\/)/)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length > room) lines.push(name)
    else lines[lines.length - 1] = `${last}${name}`
  }
  return before + lines.join(`\n${' '.repeat(before.length)}`)
}
