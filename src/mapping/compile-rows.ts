import { type Outline, outlineAt, outlines } from './outline.ts'
import { parsePath, type Path } from './paths.ts'
import type { FactRow, Hl7Places, ListRow, LossyRow, MarkRow, Row, SameRow } from './rows.ts'
import type { Dialect } from './values.ts'

/** One form a message may have: FHIR, or a shape of HL7v3. */
export interface Form {
  readonly name: string
  readonly dialect: Dialect
  /** Of HL7v3: the order of everything, and what is fixed. */
  readonly outline?: Outline
}

/** A row whose paths have been taken apart: the ways to its place, by the name of the form that has one. */
export interface Compiled<Of extends Row = Row> {
  readonly row: Of
  readonly at: ReadonlyMap<string, readonly Path[]>
  /** Of a list. */
  readonly rows: readonly Compiled[]
}

export const isFact = (row: Row): row is FactRow => 'fact' in row
export const isSame = (row: Row): row is SameRow => 'same' in row
export const isMark = (row: Row): row is MarkRow => 'mark' in row
export const isList = (row: Row): row is ListRow => 'list' in row
export const isLossy = (row: Row): row is LossyRow =>
  !isFact(row) && !isSame(row) && !isMark(row) && !isList(row)

/** What a row is called where something is wrong with it. */
export const nameOf = (row: Row): string =>
  isFact(row)
    ? row.fact
    : isSame(row)
      ? `same ${row.same}`
      : isMark(row)
        ? row.mark
        : isList(row)
          ? row.list
          : row.lossy

const listed = (places: string | readonly string[]): readonly string[] =>
  typeof places === 'string' ? [places] : places

function placesIn(hl7: Hl7Places | undefined, shape: string): readonly string[] {
  if (hl7 === undefined) return []
  if (typeof hl7 === 'string') return [hl7]
  if (!isByShape(hl7)) return hl7
  return listed(hl7[shape] ?? [])
}

const isByShape = (
  hl7: Exclude<Hl7Places, string>,
): hl7 is Readonly<Record<string, string | readonly string[]>> => !Array.isArray(hl7)

function pathsOf(row: Row, form: Form): readonly Path[] {
  const places = form.dialect === 'fhir' ? listed(row.fhir ?? []) : placesIn(row.hl7, form.name)
  return places.map(parsePath)
}

const FACT_NAME = /^[a-z][A-Za-z]*$/

/** A word that stood twice, or a code, would be read as the first of them and nobody would see. */
function checkCodes({ fact, type, codes = [], merged = [] }: FactRow): void {
  if ((type === 'code') !== codes.length > 0) {
    throw new Error(`${fact}: codes and the type code go together`)
  }
  const words = codes.map(([word]) => word)
  const columns = [words, [...codes, ...merged].map(([, hl7]) => hl7), codes.map(row => row[2])]
  const isTwice = columns.some(column => {
    const said = column.filter(code => code !== undefined)
    return new Set(said).size < said.length
  })
  if (isTwice || !merged.every(([word]) => words.includes(word))) {
    throw new Error(`${fact}: a code that stands twice, or for no word`)
  }
}

/** What FHIR writes without quotes is written as it is: nothing but a number or a boolean may come there. */
function checkScalar({ fact, type, codes = [], json }: FactRow): void {
  const isScalar = {
    number: () => type === 'integer',
    boolean: () =>
      codes.length > 0 && codes.every(([, , fhir]) => /^(?:true|false)$/.test(fhir ?? '')),
  }
  if (json !== undefined && !isScalar[json]()) throw new Error(`${fact}: is no ${json}`)
}

/** Takes the rows of one scope apart and holds them to what a row must be. */
class Compiler {
  readonly #known = new Set<string>()
  readonly #forms: readonly Form[]

  constructor(forms: readonly Form[]) {
    this.#forms = forms
  }

  compile(row: Row): Compiled {
    const at = new Map<string, readonly Path[]>()
    for (const form of this.#forms) {
      const paths = pathsOf(row, form)
      if (paths.length > 0) at.set(form.name, paths)
      if (!isLossy(row)) this.#checkPaths(row, form, paths)
    }
    this.#checkSaid(row, at)
    this.#checkNames(row)
    return { row, at, rows: isList(row) ? this.#entries(row, at) : [] }
  }

  /** Within an entry paths begin where the list's own path ends. */
  #entries(row: ListRow, at: Compiled['at']): readonly Compiled[] {
    const within = this.#forms.flatMap(({ outline, ...form }) => {
      const [path] = at.get(form.name) ?? []
      if (path === undefined) return []
      return [outline === undefined ? form : { ...form, outline: outlineAt(outline, path) }]
    })
    return compileRows(row.rows, within)
  }

  #checkPaths(row: Row, { outline, name }: Form, paths: readonly Path[]): void {
    const several = isList(row) || (isFact(row) && row.many !== undefined)
    for (const path of paths) {
      if (outline !== undefined && !outlines(outline, path)) {
        throw new Error(`${nameOf(row)}: ${name} has no such place`)
      }
      if (several && !path.some(step => step.isList)) {
        throw new Error(`${nameOf(row)}: its path in ${name} leads to one place only`)
      }
      if (path.some(step => step.label === '**')) {
        throw new Error(`${nameOf(row)}: only what is let go may stand anywhere`)
      }
    }
  }

  #checkSaid(row: Row, at: Compiled['at']): void {
    const isSaidEverywhere = at.size === this.#forms.length
    const needsNoReason = isSame(row) || isMark(row) || row.lossy !== undefined
    if (at.size === 0) throw new Error(`${nameOf(row)}: stands nowhere`)
    if (!isSaidEverywhere && !needsNoReason) {
      throw new Error(`${nameOf(row)}: says no reason why it is not said everywhere`)
    }
  }

  #checkNames(row: Row): void {
    const refersTo = isSame(row) ? row.same : isMark(row) ? row.when[0] : isFact(row) && row.needs
    if (typeof refersTo === 'string' && !this.#known.has(refersTo)) {
      throw new Error(`${nameOf(row)}: no row above says ${refersTo}`)
    }
    if (isFact(row)) {
      checkCodes(row)
      checkScalar(row)
    }
    const own = isFact(row) ? row.fact : isList(row) ? row.list : undefined
    if (own === undefined) return
    if (!FACT_NAME.test(own) || this.#known.has(own))
      throw new Error(`${own}: is no name for a row`)
    this.#known.add(own)
  }
}

/**
 * Takes a table's rows apart, once. Throws where a row cannot hold: no such place in a shape's outline, a form
 * that is left out without a reason, a name that is taken or not known.
 */
export function compileRows(rows: readonly Row[], forms: readonly Form[]): readonly Compiled[] {
  const compiler = new Compiler(forms)
  return rows.map(row => compiler.compile(row))
}
