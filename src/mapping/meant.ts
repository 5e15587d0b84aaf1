import { silentWord } from './codes.ts'
import { type Compiled, isFact, isList } from './compile-rows.ts'
import type { Information } from './information.ts'
import { leavesOfInformation } from './listing.ts'
import type { BothMean, Said } from './mapping.ts'
import { readText } from './said.ts'
import type { FactRow, ListRow } from './rows.ts'
import type { Table } from './table.ts'
import type { Dialect } from './values.ts'

type Growing = Record<string, string | readonly string[] | readonly Information[]>

const entriesOf = (said: Information[string] | undefined): readonly Information[] =>
  said === undefined || typeof said === 'string'
    ? []
    : said.filter(each => typeof each !== 'string')

const textsOf = (said: Information[string] | undefined): readonly string[] =>
  typeof said === 'string' ? [said] : (said ?? []).filter(each => typeof each === 'string')

/**
 * Completes what one side said by what the other did: a fact it lacks and has all the same, as the value of a leaf no
 * row read. Each such leaf says one thing only, so that a value unread once stands for one fact.
 */
class Completion {
  readonly #dialect: Dialect
  readonly #forms: readonly string[]
  readonly #unread: string[]

  /** `forms`: those that must both have a place for a fact. */
  constructor(dialect: Dialect, unread: readonly string[], forms: readonly string[]) {
    this.#dialect = dialect
    this.#forms = forms
    this.#unread = [...unread]
  }

  of(own: Information, other: Information, rows: readonly Compiled[]): Information {
    const said: Growing = { ...own }
    for (const { row, at, rows: within } of rows) {
      if (this.#unread.length === 0) break
      if (!this.#forms.every(form => at.has(form))) continue
      if (isFact(row)) this.#fact(row, said, other)
      else if (isList(row)) this.#list({ row, rows: within }, said, other)
    }
    return said
  }

  #fact(row: FactRow, said: Growing, other: Information): void {
    const own = said[row.fact]
    const isSilent = own !== undefined && own === silentWord(row, this.#dialect)
    if (own !== undefined && !isSilent) return
    const wanted = other[row.fact]
    const found = textsOf(wanted).filter(value => value !== own && this.#take(row, value))
    const [only] = found
    if (only === undefined) return
    said[row.fact] = typeof wanted === 'string' ? only : found
  }

  /** Whether a leaf says it that no row read. A leaf of two facts is still there for the second. */
  #take(row: FactRow, value: string): boolean {
    const at = this.#unread.findIndex(text => readText(row, this.#dialect, text)?.value === value)
    if (at === -1) return false
    if (row.part !== 'scheme') this.#unread.splice(at, 1)
    return true
  }

  #list(
    { row, rows }: { readonly row: ListRow; readonly rows: readonly Compiled[] },
    said: Growing,
    other: Information,
  ): void {
    const own = entriesOf(said[row.list])
    const partners = partnersOf(own, entriesOf(other[row.list]), row.key)
    const completed = own.map(entry => {
      const partner = partners.of.get(entry)
      return partner === undefined ? entry : this.of(entry, partner, rows)
    })
    const more = partners.without
      .map(entry => this.of({}, entry, rows))
      .filter(entry => Object.keys(entry).length > 0)
    if (more.length > 0 || own.length > 0) said[row.list] = [...completed, ...more]
  }
}

interface Partners {
  readonly of: ReadonlyMap<Information, Information>
  /** Entries of the other side that are nobody's here. */
  readonly without: readonly Information[]
}

/** Who is whose: by their key, and of those that have none here the one that says most of the same. */
function partnersOf(
  own: readonly Information[],
  others: readonly Information[],
  key: string | undefined,
): Partners {
  const of = new Map<Information, Information>()
  const rest = new Set(others)
  const pair = (entry: Information, other: Information | undefined): void => {
    if (other === undefined) return
    of.set(entry, other)
    rest.delete(other)
  }
  const keyOf = (entry: Information): Information[string] | undefined =>
    key === undefined ? undefined : entry[key]
  const keyed = own.filter(entry => keyOf(entry) !== undefined)
  for (const entry of keyed)
    pair(
      entry,
      [...rest].find(other => keyOf(other) === keyOf(entry)),
    )
  for (const entry of own.filter(each => keyOf(each) === undefined))
    pair(entry, likest(entry, rest))
  return { of, without: [...rest] }
}

function likest(entry: Information, others: Iterable<Information>): Information | undefined {
  const same = (other: Information): number =>
    Object.entries(entry).filter(
      ([name, said]) => JSON.stringify(said) === JSON.stringify(other[name]),
    ).length
  return [...others].toSorted((a, b) => same(b) - same(a))[0]
}

/** Lists what both sides say in one shape, each completed by what of the other's it says where no row reads it. */
export function meantBy(
  { answer }: Table,
  { legacy, cloud }: { readonly legacy: Said; readonly cloud: Said },
  shape: string,
): BothMean {
  const forms = [shape, 'fhir']
  const [own, other] = [legacy.information, cloud.information]
  const completed =
    own === undefined || other === undefined
      ? [own ?? {}, other ?? {}]
      : [
          new Completion('hl7', legacy.unread, forms).of(own, other, answer),
          new Completion('fhir', cloud.unread, forms).of(other, own, answer),
        ]
  const [left = {}, right = {}] = completed
  const leaves = (said: Information): ReturnType<typeof leavesOfInformation> =>
    leavesOfInformation(answer, said, forms)
  return { legacy: leaves(left), cloud: leaves(right) }
}
