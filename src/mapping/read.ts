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
} from './compile-rows.ts'
import type { Problem } from './decline.ts'
import type { Information } from './information.ts'
import { type SourceClass, type SourceLoss, tally } from './loss.ts'
import { childOutline, type Outline } from './outline.ts'
import type { Path } from './paths.ts'
import type {
  AgainRow,
  FactRow,
  FixedRow,
  ListRow,
  MarkRow,
  PointRow,
  Row,
  SameRow,
} from './rows.ts'
import { isSaidBy, readText } from './said.ts'
import { isBlank, isLeaf, leavesOf, type Tree } from './tree.ts'
import { readValue } from './values.ts'
import { type Found, walk } from './walk.ts'

/** What was read of a message, and what stood in the way. */
export interface Reading {
  readonly information: Information
  readonly source: SourceLoss
  /** The values of leaves no row read. */
  readonly unread: readonly string[]
  readonly problems: readonly Problem[]
}

/** A scope's information while it is read. */
type Growing = Record<string, string | readonly string[] | readonly Information[]>

const SOURCE = ['used', 'fixed', 'lossy', 'blank', 'dropped'] as const

class TreeReader {
  readonly problems: Problem[] = []
  readonly #claims = new Map<Tree, SourceClass>()
  /** Which list an entry is of, below one place: the first of those it fits. */
  readonly #entries = new Map<Tree, Map<Tree, Row>>()
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
    for (const compiled of rows) {
      const paths = compiled.at.get(this.#form.name)
      const { row } = compiled
      if (isEach(row)) this.#each(compiled, at, isLostWhole, said)
      if (paths === undefined || isEach(row)) continue
      const isToldBy = 'by' in row
      const isLost = isLostWhole || (!compiled.at.has(this.#toward) && !isToldBy)
      if (isList(row)) said[row.list] = this.#list(compiled, row, at, isLost)
      else if (isFact(row)) this.#fact(row, { paths, at, isLost }, said)
      else this.#rest(compiled, at, said)
    }
    return said
  }

  /** Rows that say nothing new. */
  #rest({ row, at: ways, to }: Compiled, at: Tree, said: Growing): void {
    const paths = ways.get(this.#form.name) ?? []
    if (isSame(row)) this.#same(row, paths, at, said)
    else if (isMark(row)) this.#mark(row, paths, at, said)
    else if (isFixed(row)) this.#fixed(row, find(at, paths))
    else if (isAgain(row)) this.#again(row, find(at, paths), said)
    else if (isPoint(row)) this.#points(row, find(at, paths), find(at, to))
    else if (isLossy(row)) for (const { at: place } of find(at, paths)) this.#letGo(place)
  }

  /** Claims what an outline fixes, where it stands as fixed. */
  claimFixed(at: Tree, outline: Outline): void {
    for (const child of at.children) {
      if (child.label.startsWith('@')) {
        const isFixed = outline.fixed[child.label.slice(1)] === child.value
        if (isFixed && !this.#claims.has(child)) this.#claims.set(child, 'fixed')
      }
      const within = childOutline(outline, child.label)
      if (within !== undefined) this.claimFixed(child, within)
    }
  }

  source(tree: Tree): Pick<Reading, 'source' | 'unread'> {
    const leaves = [...leavesOf(tree)]
    const classed = leaves.map(([leaf, path]) => [this.#classOf(leaf), path] as const)
    const unread = leaves.filter((_, i) => classed[i]?.[0] === 'dropped')
    return { source: tally(SOURCE, classed), unread: unread.map(([{ value }]) => value) }
  }

  #classOf(leaf: Tree): SourceClass {
    return this.#claims.get(leaf) ?? (isBlank(leaf) ? 'blank' : 'dropped')
  }

  #problem(code: Problem['code'], at: string, because?: string): void {
    this.problems.push({ code, at, ...(because === undefined ? {} : { because }) })
  }

  #claim({ at, by }: Found, as: SourceClass): void {
    this.#claims.set(at, as)
    for (const leaf of by) this.#claims.set(leaf, 'fixed')
  }

  /** Lets go what stands below a place, but not a resource it only points at. */
  #letGo(place: Tree): void {
    if (isLeaf(place) && !this.#claims.has(place)) this.#claims.set(place, 'lossy')
    for (const child of place.children) {
      if (child.isPointedAt !== true) this.#letGo(child)
    }
  }

  #list({ at: ways, rows }: Compiled, row: ListRow, at: Tree, isLost: boolean): Information[] {
    const found = this.#first(at, ways.get(this.#form.name) ?? [])
    const taken = this.#entries.get(at) ?? new Map<Tree, Row>()
    this.#entries.set(at, taken)
    const entries = found.filter(
      ({ at: entry }) => row.single === true || (taken.get(entry) ?? row) === row,
    )
    if (entries.length === 0 && row.required) this.#problem('missing', row.list)
    if (entries.length > 1 && row.single) this.#problem('several', row.list)
    return entries.map(({ at: entry, by }) => {
      if (row.single !== true) taken.set(entry, row)
      for (const leaf of by) this.#claims.set(leaf, 'fixed')
      return this.scope(entry, rows, isLost)
    })
  }

  /** What each of several says, all of them alike. */
  #each(compiled: Compiled, at: Tree, isLost: boolean, said: Growing): void {
    const paths = compiled.at.get(this.#form.name)
    const members = paths === undefined ? [at] : find(at, paths).map(found => found.at)
    const [first, ...others] = members.map(each => this.scope(each, compiled.rows, isLost, said))
    for (const name of new Set([first ?? {}, ...others].flatMap(each => Object.keys(each)))) {
      const own = JSON.stringify(first?.[name])
      if (others.some(other => JSON.stringify(other[name]) !== own))
        this.#problem('disagrees', name)
    }
    Object.assign(said, first)
  }

  #fixed(row: FixedRow, found: readonly Found[]): void {
    for (const each of found) {
      if (each.at.value === row.fixed && each.at.scalar === (row.json ?? 'text')) {
        this.#claim(each, 'fixed')
      } else if (row.lossy !== undefined) this.#letGo(each.at)
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
    for (const each of found) this.#claim(each, 'used')
  }

  #points(row: PointRow, found: readonly Found[], to: readonly Found[]): void {
    const targets = new Set(to.map(({ at }) => at))
    for (const { at: place } of found) {
      const isMeant = place.children.some(child => targets.has(child))
      if (row.lossy !== undefined) this.#letGo(place)
      else if (!isMeant) this.#problem('disagrees', row.points)
    }
  }

  /** Of several places of FHIR the first that is there; of HL7v3 all. */
  #first(at: Tree, paths: readonly Path[]): Found[] {
    if (this.#form.dialect === 'hl7') return find(at, paths)
    for (const path of paths) {
      const found = walk(at, path)
      if (found.length > 0) return found
    }
    return []
  }

  #fact(
    row: FactRow,
    place: { paths: readonly Path[]; at: Tree; isLost: boolean },
    said: Growing,
  ): void {
    if (row.many !== undefined) {
      const values = place.paths.flatMap(path => this.#values(row, path, place))
      if (values.length > 0) said[row.fact] = values
      return
    }
    const found = this.#first(place.at, place.paths)
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
  #values(row: FactRow, path: Path, { at, isLost }: { at: Tree; isLost: boolean }): string[] {
    const repeated = path.findLastIndex(step => step.isList) + 1
    if (repeated === 0) return walk(at, path).flatMap(one => this.#value(row, one, isLost) ?? [])
    return walk(at, path.slice(0, repeated)).flatMap(member => {
      const [leaf = member, another] = walk(member.at, path.slice(repeated))
      if (another !== undefined) this.#problem('several', row.fact)
      if (isBlank(leaf.at)) {
        this.#claims.set(leaf.at, 'lossy')
        return []
      }
      return this.#value(row, { at: leaf.at, by: [...member.by, ...leaf.by] }, isLost) ?? []
    })
  }

  #value(row: FactRow, found: Found, isLost: boolean): string | undefined {
    const { dialect } = this.#form
    const { value: written, scalar } = found.at
    const isWritten = scalar === (dialect === 'fhir' ? (row.json ?? 'text') : 'text')
    const because = dialect === 'hl7' ? row.declines?.[written] : undefined
    if (because !== undefined) this.#problem('asked', row.fact, because)
    const read = isWritten ? readText(row, dialect, written) : undefined
    if (read === undefined) {
      if (because === undefined) this.#problem('value', row.fact)
      return undefined
    }
    this.#claim(found, isLost || read.isLossy ? 'lossy' : 'used')
    return read.value
  }

  #same(row: SameRow, paths: readonly Path[], at: Tree, said: Growing): void {
    const own = said[row.same]
    for (const found of find(at, paths)) {
      if (typeof own === 'string' && isSaidBy(row, own, found.at.value, this.#form.dialect)) {
        this.#claim(found, 'used')
      } else if (row.lossy !== undefined) this.#letGo(found.at)
      else this.#problem('disagrees', row.same)
    }
  }

  #mark(row: MarkRow, paths: readonly Path[], at: Tree, said: Growing): void {
    const [fact, word] = row.when
    if (said[fact] !== word) return
    const [only, another] = find(at, paths)
    if (only?.at.value === row.mark && another === undefined) this.#claim(only, 'fixed')
    else this.#problem('value', nameOf(row))
  }
}

const find = (at: Tree, paths: readonly Path[]): Found[] => paths.flatMap(path => walk(at, path))

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
  if (form.outline !== undefined) reader.claimFixed(tree, form.outline)
  const information = reader.scope(tree, rows)
  return { information, ...reader.source(tree), problems: reader.problems }
}
