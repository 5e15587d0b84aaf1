import { Claims } from './claims.ts'
import { silentWord } from './codes.ts'
import {
  type Compiled,
  type Form,
  isAgain,
  isEach,
  isFact,
  isFixed,
  isLossy,
  isList,
  isMark,
  isPoint,
  isSame,
  nameOf,
  scalarIn,
} from './compile-rows.ts'
import type { Problem } from './decline.ts'
import type { Information } from './information.ts'
import type { SourceLoss } from './loss.ts'
import type { Path } from './paths.ts'
import type {
  AgainRow,
  FactRow,
  FixedRow,
  ListRow,
  LossyRow,
  MarkRow,
  PointRow,
  Row,
  SameRow,
} from './rows.ts'
import { isSaidBy, readText } from './said.ts'
import { isBlank, type Tree } from './tree.ts'
import { readValue } from './values.ts'
import { type Found, Walk, walk } from './walk.ts'
import { type RowWays, type Way, waysOf } from './ways.ts'

/** What was read of a message, and what stood in the way. */
export interface Reading {
  readonly information: Information
  readonly source: SourceLoss
  /** The values of leaves no row read. */
  readonly unread: readonly string[]
  readonly problems: readonly Problem[]
  /** The path class of the first leaf no row read. */
  readonly dropped: string | undefined
}

/** A scope's information while it is read. */
type Growing = Record<string, string | readonly string[] | readonly Information[]>

/** Where a row is read. */
interface Place {
  readonly at: Tree
  readonly ways: RowWays
  readonly walk: Walk
  readonly isLost: boolean
}

/** What reading a resource came to, for the other places that point at it. */
interface Before {
  readonly information: Information
  readonly claims: readonly [from: number, to: number]
  readonly problems: readonly Problem[]
}

class TreeReader {
  readonly problems: Problem[] = []
  readonly claims = new Claims()
  /** Which list an entry is of, below one place: the first of those it fits. */
  readonly #entries = new Map<Tree, Map<Tree, Row>>()
  readonly #before = new Map<readonly Compiled[], Map<Tree, Before>>()
  readonly #form: Form
  readonly #toward: string

  constructor(form: Form, toward: string) {
    this.#form = form
    this.#toward = toward
  }

  scope(
    at: Tree,
    rows: readonly Compiled[],
    isLostWhole = false,
    before: Information = {},
  ): Information {
    const said: Growing = { ...before }
    const scope = waysOf(rows, this.#form.name)
    const walk = new Walk(at, scope.steps)
    for (const [i, compiled] of rows.entries()) {
      const { row } = compiled
      const ways = scope.rows[i]
      if (ways === undefined) continue
      if (isEach(row)) this.#each(compiled, { at, ways, walk, isLost: isLostWhole }, said)
      if (ways.at.length === 0 || isEach(row)) continue
      const isToldBy = 'by' in row
      const isLost = isLostWhole || (!compiled.at.has(this.#toward) && !isToldBy)
      const place = { at, ways, walk, isLost }
      if (isList(row)) said[row.list] = this.#list(compiled, row, place)
      else if (isFact(row)) this.#fact(row, compiled, place, said)
      else this.#rest(row, place, said)
    }
    return said
  }

  /** Rows that say nothing new. */
  #rest(row: Row, { ways, walk }: Place, said: Growing): void {
    const found = walk.toAll(ways.at)
    if (isSame(row) || isLossy(row)) this.#once(row, ways.at, walk)
    if (isSame(row)) this.#same(row, found, said)
    else if (isMark(row)) this.#mark(row, found, said)
    else if (isFixed(row)) this.#fixed(row, found)
    else if (isAgain(row)) this.#again(row, found, said)
    else if (isPoint(row)) this.#points(row, found, walk.toAll(ways.to))
    else if (isLossy(row)) for (const { at: place } of found) this.claims.letGo(place)
  }

  /** What may be let go stands once: of two, one would be nobody's. */
  #once({ lossy }: LossyRow | SameRow, ways: readonly Way[], walk: Walk): void {
    if (lossy === undefined || this.#form.isExact !== true) return
    if (ways.some(way => walk.isDoubled(way))) this.#problem('several', 'what is let go', lossy)
  }

  #problem(code: Problem['code'], at: string, because?: string): void {
    this.problems.push({ code, at, ...(because === undefined ? {} : { because }) })
  }

  #list({ rows }: Compiled, row: ListRow, { at, ways, walk, isLost }: Place): Information[] {
    const found = this.#first(walk, ways.at)
    const taken = this.#entries.get(at) ?? new Map<Tree, Row>()
    this.#entries.set(at, taken)
    const entries = found.filter(
      ({ at: entry }) => row.single === true || (taken.get(entry) ?? row) === row,
    )
    if (entries.length === 0 && row.required) this.#problem('missing', row.list)
    if (entries.length > 1 && row.single) this.#problem('several', row.list)
    return entries.map(({ at: entry, by }) => {
      if (row.single !== true) taken.set(entry, row)
      this.claims.conditions(by)
      return entry.isPointedAt === true && !isLost
        ? this.#pointedAt(entry, rows)
        : this.scope(entry, rows, isLost)
    })
  }

  /** A resource says the same wherever it is pointed at: it is read once. */
  #pointedAt(entry: Tree, rows: readonly Compiled[]): Information {
    const { claims, problems } = this
    const byEntry = this.#before.get(rows) ?? new Map<Tree, Before>()
    this.#before.set(rows, byEntry)
    const before = byEntry.get(entry)
    if (before !== undefined) {
      claims.again(...before.claims)
      problems.push(...before.problems)
      return before.information
    }
    const [from, told] = [claims.count, problems.length]
    const information = this.scope(entry, rows)
    byEntry.set(entry, {
      information,
      claims: [from, claims.count],
      problems: problems.slice(told),
    })
    return information
  }

  /** What each of several says, all of them alike. */
  #each({ rows }: Compiled, { at, ways, walk, isLost }: Place, said: Growing): void {
    const members = ways.at.length === 0 ? [at] : walk.toAll(ways.at).map(found => found.at)
    const [first, ...others] = members.map(each => this.scope(each, rows, isLost, said))
    const names = new Set(Object.keys(first ?? {}))
    for (const other of others) for (const name of Object.keys(other)) names.add(name)
    for (const name of names) {
      const own = first?.[name]
      if (!others.every(other => isSaidAlike(own, other[name]))) this.#problem('disagrees', name)
    }
    Object.assign(said, first)
  }

  #fixed(row: FixedRow, found: readonly Found[]): void {
    for (const each of found) {
      if (each.at.value === row.fixed && each.at.scalar === (row.json ?? 'text')) {
        this.claims.make(each, 'fixed')
      } else if (row.lossy !== undefined) this.claims.letGo(each.at)
      else this.#problem('value', row.fhir)
    }
  }

  #again(row: AgainRow, found: readonly Found[], said: Growing): void {
    const listed = said[row.again]
    const entries = listed === undefined || typeof listed === 'string' ? [] : listed
    const isSaid = (each: Found, i: number): boolean => {
      const entry = entries[i]
      const own = typeof entry === 'string' ? undefined : entry?.[row.of]
      return own !== undefined && readValue(row.as, this.#form.dialect, each.at.value) === own
    }
    if (found.length !== entries.length || !found.every(isSaid)) {
      this.#problem('disagrees', row.again)
    }
    for (const each of found) this.claims.make(each, 'used')
  }

  #points(row: PointRow, found: readonly Found[], to: readonly Found[]): void {
    const targets = new Set(to.map(({ at }) => at))
    for (const { at: place } of found) {
      const isMeant = place.children.some(child => targets.has(child))
      if (row.lossy !== undefined) this.claims.letGo(place)
      else if (!isMeant) this.#problem('disagrees', row.points)
    }
  }

  /** Of several places of FHIR the first that is there; of HL7v3 all. */
  #first(walk: Walk, ways: readonly Way[]): readonly Found[] {
    if (this.#form.dialect === 'hl7') return walk.toAll(ways)
    for (const way of ways) {
      const found = walk.to(way)
      if (found.length > 0) return found
    }
    return []
  }

  #fact(row: FactRow, { at: ways }: Compiled, place: Place, said: Growing): void {
    if (row.many !== undefined) {
      const paths = ways.get(this.#form.name) ?? []
      const values = paths.flatMap(path => this.#values(row, path, place))
      if (values.length > 0) said[row.fact] = values
      return
    }
    const found = this.#first(place.walk, place.ways.at)
    const [only] = found
    if (only === undefined) {
      const silent = silentWord(row, this.#form.dialect)
      if (silent !== undefined) said[row.fact] = silent
      else if (row.required) this.#problem('missing', row.fact)
    } else if (found.length > 1) this.#problem('several', row.fact)
    else {
      const value = this.#value(row, only, place.isLost)
      if (value !== undefined) said[row.fact] = value
    }
  }

  /** Several values: one for each member of the step that may be repeated. */
  #values(row: FactRow, path: Path, { at, isLost }: Place): string[] {
    const repeated = path.findLastIndex(step => step.isList) + 1
    if (repeated === 0) return walk(at, path).flatMap(one => this.#value(row, one, isLost) ?? [])
    return walk(at, path.slice(0, repeated)).flatMap(member => {
      const [leaf = member, another] = walk(member.at, path.slice(repeated))
      if (another !== undefined) this.#problem('several', row.fact)
      if (isBlank(leaf.at)) {
        this.claims.leaf(leaf.at, 'lossy')
        return []
      }
      return this.#value(row, { at: leaf.at, by: [...member.by, ...leaf.by] }, isLost) ?? []
    })
  }

  #value(row: FactRow, found: Found, isLost: boolean): string | undefined {
    const { dialect } = this.#form
    const { value: written, scalar } = found.at
    const isWritten = scalar === scalarIn(this.#form, row)
    const because = dialect === 'hl7' ? row.declines?.[written] : undefined
    if (because !== undefined) this.#problem('asked', row.fact, because)
    const read = isWritten ? readText(row, dialect, written) : undefined
    if (read === undefined) {
      if (because === undefined) this.#problem('value', row.fact)
      return undefined
    }
    this.claims.make(found, isLost || read.isLossy ? 'lossy' : 'used')
    return read.value
  }

  #same(row: SameRow, places: readonly Found[], said: Growing): void {
    const own = said[row.same]
    for (const found of places) {
      if (typeof own === 'string' && isSaidBy(row, own, found.at.value, this.#form.dialect)) {
        this.claims.make(found, 'used')
      } else if (row.lossy !== undefined) this.claims.letGo(found.at)
      else this.#problem('disagrees', row.same)
    }
  }

  #mark(row: MarkRow, [only, another]: readonly Found[], said: Growing): void {
    const [fact, word] = row.when
    if (said[fact] !== word) return
    if (only?.at.value === row.mark && another === undefined) this.claims.make(only, 'fixed')
    else this.#problem('value', nameOf(row))
  }
}

/** Whether two say the same of one fact; what was read of one resource is one thing. */
const isSaidAlike = (a: Information[string] | undefined, b: typeof a): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b)

/** A class: what became of the leaves is counted where somebody asks, and most readings nobody asks. */
class TreeReading implements Reading {
  readonly information: Information
  readonly problems: readonly Problem[]
  readonly #claims: Claims
  readonly #tree: Tree
  #told: Pick<Reading, 'source' | 'unread'> | undefined

  constructor(tree: Tree, information: Information, { claims, problems }: TreeReader) {
    this.information = information
    this.problems = problems
    this.#claims = claims
    this.#tree = tree
  }

  get dropped(): string | undefined {
    return this.#claims.dropped(this.#tree)
  }

  get source(): SourceLoss {
    return this.#counted().source
  }

  get unread(): readonly string[] {
    return this.#counted().unread
  }

  #counted(): Pick<Reading, 'source' | 'unread'> {
    return (this.#told ??= this.#claims.source(this.#tree))
  }
}

/**
 * Reads what a message says. Throws nothing: what stands in the way is listed, and what no row reads is counted.
 *
 * @param toward - the name of the form it will be said in, by which what is used is told from what is lost
 */
export function readTree(
  tree: Tree,
  rows: readonly Compiled[],
  form: Form,
  toward: string,
): Reading {
  const reader = new TreeReader(form, toward)
  // First: what is let go and says what its place already says is no loss.
  if (form.outline !== undefined) reader.claims.fixed(tree, form.outline)
  const information = reader.scope(tree, rows)
  return new TreeReading(tree, information, reader)
}
