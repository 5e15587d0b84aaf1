import { type Compiled, isFact, isList, isLossy } from './compile-rows.ts'
import type { Path } from './paths.ts'
import type { FactRow } from './rows.ts'
import type { Table } from './table.ts'

/**
 * What a reply written from the cloud's answer may say less than legacy's own, because a row says so: a rule for two
 * replies of one shape to be held against each other by.
 */
export interface ListedLoss {
  /** `loss` and the end of its place, with its list before it: `loss name/PartOfWhole/subjectOf1`. */
  readonly id: string
  /** The row's own reason. */
  readonly why: string
  /** From the reply's message down, names divided by `/`; the conditions of a path are not in it. */
  readonly path: readonly string[]
  /**
   * `optional`: legacy alone says it; `empty-is-absent`: an empty place of several is not written; `codes`: one of a
   * group is written for all of them.
   */
  readonly does: 'optional' | 'empty-is-absent' | 'codes'
  /** Of codes: the groups. */
  readonly same?: readonly (readonly string[])[]
}

/** Where the rows of one list stand, and in which shape they are looked at. */
interface Scope {
  readonly shape: string
  readonly list: string
  readonly before: string
}

type Unnamed = Omit<ListedLoss, 'id'> & { readonly list: string }

const named = (path: Path): string => path.map(({ label }) => label).join('/')

/** The place of a member of several: up to the step that is repeated. */
const memberOf = (path: Path): Path => path.slice(0, path.findLastIndex(step => step.isList) + 1)

/** Codes that are written alike, the one that is written first; a word said by silence has no code to be one of. */
const mergedIn = ({ codes = [], merged = [] }: FactRow): string[][] =>
  codes.flatMap(([word, hl7]) => {
    const others = merged.filter(([of]) => of === word).map(([, code]) => code)
    return hl7 === undefined || others.length === 0 ? [] : [[hl7, ...others]]
  })

function lossesIn(rows: readonly Compiled[], scope: Scope): Unnamed[] {
  return rows.flatMap(compiled => {
    const { row, at, rows: within } = compiled
    const paths = at.get(scope.shape) ?? []
    if (paths.length === 0) return []
    const { list } = scope
    const under = (of: readonly Path[]): string[] => of.map(path => scope.before + named(path))
    const isTold = 'by' in row
    const isOnlyLegacys = !at.has('fhir') && !isTold && (isFact(row) || isList(row) || isLossy(row))
    if (isOnlyLegacys) {
      return [{ list, why: row.lossy ?? '', path: under(paths), does: 'optional' as const }]
    }
    if (isList(row)) {
      const [path] = paths
      const before = path === undefined ? scope.before : `${scope.before}${named(path)}/`
      return lossesIn(within, { ...scope, list: row.list, before })
    }
    return isFact(row) ? ofFact(row, paths, scope) : []
  })
}

function ofFact(row: FactRow, paths: readonly Path[], { list, before }: Scope): Unnamed[] {
  const same = mergedIn(row)
  const under = (of: readonly Path[]): string[] => of.map(path => before + named(path))
  const why = (row.merged ?? []).map(([, , reason]) => reason).join('; ')
  const codes =
    same.length === 0 ? [] : [{ list, why, path: under(paths), does: 'codes' as const, same }]
  const { many } = row
  if (many === undefined) return codes
  const path = under(paths.map(memberOf))
  return [...codes, { list, why: many.blank, path, does: 'empty-is-absent' as const }]
}

/** Rules that say one thing of one place are one rule, whichever lists they come from. */
function withoutTwins(losses: readonly Unnamed[]): Unnamed[] {
  const byWhat = new Map<string, Unnamed>()
  for (const loss of losses) {
    const { list, ...what } = loss
    const key = JSON.stringify(what)
    const before = byWhat.get(key)
    byWhat.set(key, before === undefined || before.list === list ? loss : { ...loss, list: '' })
  }
  return [...byWhat.values()]
}

const NAMED_BY = 2

/** The last steps of a place, each without what its name begins with up to a dot, which says of what template it is. */
const endOf = (path: string): string =>
  path
    .split('/')
    .slice(-NAMED_BY)
    .map(step => step.slice(step.lastIndexOf('.') + 1))
    .join('/')

function withIds(losses: readonly Unnamed[]): ListedLoss[] {
  const taken = new Map<string, number>()
  return losses.map(({ list, ...loss }) => {
    const id = `loss ${list === '' ? '' : `${list}/`}${endOf(loss.path[0] ?? '')}`
    const count = (taken.get(id) ?? 0) + 1
    taken.set(id, count)
    return { id: count === 1 ? id : `${id} ${count}`, ...loss }
  })
}

const SUBJECT = 'ControlActEvent/subject'

/** Lists what rows let go of a reply, below the place its subject stands in, each with its reason. */
export const lossesOfReply = (
  rows: readonly Compiled[],
  { shape, reply, outline }: { shape: string; reply: string; outline: string },
): readonly ListedLoss[] => {
  const before = `${reply}/${SUBJECT}/${outline}/`
  return withIds(withoutTwins(lossesIn(rows, { shape, list: '', before })))
}

/** Lists the losses of one table's positive replies to an interaction, each with the reason its row has. */
export function listedLosses({ spec, answer }: Table, interaction: string): readonly ListedLoss[] {
  const name = spec.interactions[interaction] ?? ''
  const shape = spec.shapes[name]
  if (shape === undefined) return []
  return lossesOfReply(answer, { shape: name, reply: shape.reply, outline: shape.outline.name })
}
