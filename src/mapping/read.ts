import { type Read, readFact, silentWord } from './codes.ts'
import { type Compiled, type Form, isFact, isList, isMark, isSame, nameOf } from './compile-rows.ts'
import type { Problem } from './decline.ts'
import type { Information } from './information.ts'
import { type SourceClass, type SourceLoss, tally } from './loss.ts'
import { childOutline, type Outline } from './outline.ts'
import type { Path } from './paths.ts'
import type { FactRow, MarkRow, SameRow } from './rows.ts'
import { isBlank, leavesOf, type Tree } from './tree.ts'
import type { Dialect } from './values.ts'
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
  readonly #entries = new Set<Tree>()
  readonly #form: Form
  readonly #toward: string

  constructor(form: Form, toward: string) {
    this.#form = form
    this.#toward = toward
  }

  scope(at: Tree, rows: readonly Compiled[], isLostWhole = false): Information {
    const said: Growing = {}
    for (const compiled of rows) {
      const paths = compiled.at.get(this.#form.name)
      if (paths === undefined) continue
      const { row } = compiled
      const isLost = isLostWhole || !compiled.at.has(this.#toward)
      if (isList(row)) said[row.list] = this.#list(compiled, at, isLost)
      else if (isFact(row)) this.#fact(row, { paths, at, isLost }, said)
      else if (isSame(row)) this.#same(row, paths, at, said)
      else if (isMark(row)) this.#mark(row, paths, at, said)
      else for (const { at: place } of find(at, paths)) this.#letGo(place)
    }
    return said
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

  #letGo(place: Tree): void {
    for (const [leaf] of leavesOf(place)) {
      if (!this.#claims.has(leaf)) this.#claims.set(leaf, 'lossy')
    }
  }

  #list({ at: ways, rows }: Compiled, at: Tree, isLost: boolean): Information[] {
    const entries = find(at, ways.get(this.#form.name) ?? []).filter(
      found => !this.#entries.has(found.at),
    )
    return entries.map(({ at: entry, by }) => {
      this.#entries.add(entry)
      for (const leaf of by) this.#claims.set(leaf, 'fixed')
      return this.scope(entry, rows, isLost)
    })
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
    const found = find(place.at, place.paths)
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
    for (const found of find(at, paths)) {
      if (found.at.value === said[row.same]) this.#claim(found, 'used')
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

/** Reads what a leaf's text says of a row's fact, in either language; undefined where that is no value of it. */
export function readText(row: FactRow, dialect: Dialect, text: string): Read | undefined {
  const own = dialect === 'fhir' ? text : ownText(row, text)
  return own === undefined ? undefined : readFact(row, dialect, own)
}

/** What of an HL7v3 leaf is a row's own; undefined where the leaf does not have it. */
function ownText({ part, after = '' }: FactRow, text: string): string | undefined {
  if (part === undefined) return text.startsWith(after) ? text.slice(after.length) : undefined
  const colon = text.indexOf(':')
  if (colon === -1) return undefined
  return part === 'scheme' ? text.slice(0, colon) : text.slice(colon + 1)
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
  const information = reader.scope(tree, rows)
  if (form.outline !== undefined) reader.claimFixed(tree, form.outline)
  return { information, ...reader.source(tree), problems: reader.problems }
}
