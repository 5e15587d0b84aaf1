import { type Outline, outlineAt, outlines } from './outline.ts'
import { parsePath, type Path } from './paths.ts'
import type {
  AgainRow,
  EachRow,
  FactRow,
  FhirPlaces,
  FixedRow,
  Hl7Places,
  ListRow,
  LossyRow,
  MarkRow,
  PointRow,
  Row,
  SameRow,
} from './rows.ts'
import type { Scalar } from './tree.ts'
import type { Dialect } from './values.ts'

/** One form a message may have: FHIR, or a shape of HL7v3. */
export interface Form {
  readonly name: string
  readonly dialect: Dialect
  /** Of HL7v3: the order of everything, and what is fixed. */
  readonly outline?: Outline
  /** Of legacy's where it is JSON too: numbers and booleans are written as FHIR writes them. */
  readonly isJson?: true
  /** What is let go stands once at the most where its path leads to one place: of two, one is nobody's. */
  readonly isExact?: true
}

/** What a fact is written as in a form. */
export const scalarIn = ({ dialect, isJson }: Form, { json }: FactRow): Scalar =>
  dialect === 'fhir' || isJson === true ? (json ?? 'text') : 'text'

/** A row whose paths have been taken apart: the ways to its place, by the name of the form that has one. */
export interface Compiled<Of extends Row = Row> {
  readonly row: Of
  readonly at: ReadonlyMap<string, readonly Path[]>
  /** Of a list, and of what each of several says. */
  readonly rows: readonly Compiled[]
  /** What the values are like that are written in each place of FHIR. */
  readonly takes: readonly (RegExp | undefined)[]
  /** Of references: where what they point at stands. */
  readonly to: readonly Path[]
}

export const isFact = (row: Row): row is FactRow => 'fact' in row
export const isSame = (row: Row): row is SameRow => 'same' in row
export const isMark = (row: Row): row is MarkRow => 'mark' in row
export const isList = (row: Row): row is ListRow => 'list' in row
export const isFixed = (row: Row): row is FixedRow => 'fixed' in row
export const isEach = (row: Row): row is EachRow => 'each' in row
export const isAgain = (row: Row): row is AgainRow => 'again' in row
export const isPoint = (row: Row): row is PointRow => 'points' in row

const SAYING = ['fact', 'same', 'mark', 'list', 'fixed', 'each', 'again', 'points']

export const isLossy = (row: Row): row is LossyRow => !SAYING.some(key => key in row)

/** What a row is called where something is wrong with it. */
export function nameOf(row: Row): string {
  if (isFact(row)) return row.fact
  if (isSame(row)) return `same ${row.same}`
  if (isMark(row)) return row.mark
  if (isList(row)) return row.list
  if (isFixed(row)) return row.fixed
  if (isEach(row)) return row.each
  if (isAgain(row)) return `again ${row.again}`
  return isPoint(row) ? row.points : row.lossy
}

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

const fhirPlaces = (row: Row): Exclude<FhirPlaces, string> => {
  const places = 'fhir' in row ? (row.fhir ?? []) : []
  return typeof places === 'string' ? [places] : places
}

function pathsOf(row: Row, form: Form): readonly Path[] {
  const places =
    form.dialect === 'fhir'
      ? fhirPlaces(row).map(place => (typeof place === 'string' ? place : place.at))
      : placesIn('hl7' in row ? row.hl7 : undefined, form.name)
  return places.map(parsePath)
}

const FACT_NAME = /^[a-z][A-Za-z]*$/

/** A word that stood twice, or a code, would be read as the first of them and nobody would see. */
function checkCodes({ fact, type, codes = [], merged = [], mergedFhir = [] }: FactRow): void {
  if ((type === 'code') !== codes.length > 0) {
    throw new Error(`${fact}: codes and the type code go together`)
  }
  const words = codes.map(([word]) => word)
  const columns = [
    words,
    [...codes, ...merged].map(([, hl7]) => hl7),
    [...codes.map(row => row[2]), ...mergedFhir.map(([, fhir]) => fhir)],
  ]
  const isTwice = columns.some(column => {
    const said = column.filter(code => code !== undefined)
    return new Set(said).size < said.length
  })
  if (isTwice || ![...merged, ...mergedFhir].every(([word]) => words.includes(word))) {
    throw new Error(`${fact}: a code that stands twice, or for no word`)
  }
}

/** What FHIR writes without quotes is written as it is: nothing but a number or a boolean may come there. */
function checkScalar({ fact, type, codes = [], json }: FactRow): void {
  const isScalar = {
    number: () => type === 'integer' || type === 'decimal' || type === 'oneMore',
    boolean: () =>
      codes.length > 0 && codes.every(([, , fhir]) => /^(?:true|false)$/.test(fhir ?? '')),
  }
  if (json !== undefined && !isScalar[json]()) throw new Error(`${fact}: is no ${json}`)
}

/** Takes the rows of one scope apart and holds them to what a row must be. */
class Compiler {
  readonly #known: Set<string>
  readonly #forms: readonly Form[]

  constructor(forms: readonly Form[], known: Set<string>) {
    this.#forms = forms
    this.#known = known
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
    const takes = fhirPlaces(row).map(place => (typeof place === 'string' ? undefined : place.is))
    const to = isPoint(row) ? row.to.map(parsePath) : []
    return { row, at, takes, to, rows: this.#within(row, at) }
  }

  /** Within an entry paths begin where the list's own path ends. */
  #within(row: Row, at: Compiled['at']): readonly Compiled[] {
    if (!isList(row) && !isEach(row)) return []
    const within = this.#forms.flatMap(({ outline, ...form }) => {
      const [path] = at.get(form.name) ?? []
      if (path === undefined) return isEach(row) ? [withOutline(form, outline)] : []
      return [withOutline(form, outline && outlineAt(outline, path))]
    })
    const compiler = new Compiler(within, isEach(row) ? this.#known : new Set())
    return row.rows.map(each => compiler.compile(each))
  }

  #checkPaths(row: Row, { outline, name }: Form, paths: readonly Path[]): void {
    const isOne = isList(row) && row.single === true
    const several = (isList(row) && !isOne) || isEach(row) || isAgain(row)
    const places = isFact(row) && row.many !== undefined ? paths.slice(0, 1) : paths
    for (const path of paths) {
      if (outline !== undefined && !outlines(outline, path)) {
        throw new Error(`${nameOf(row)}: ${name} has no such place`)
      }
      if (path.some(step => step.label === '**')) {
        throw new Error(`${nameOf(row)}: only what is let go may stand anywhere`)
      }
    }
    const isMany = several || (isFact(row) && row.many !== undefined)
    if (isMany && !places.every(path => path.some(step => step.isList))) {
      throw new Error(`${nameOf(row)}: its path in ${name} leads to one place only`)
    }
  }

  #checkSaid(row: Row, at: Compiled['at']): void {
    const isSaidEverywhere = at.size === this.#forms.length
    if (at.size === 0) throw new Error(`${nameOf(row)}: stands nowhere`)
    if (!isSaidEverywhere && needsReason(row)) {
      throw new Error(`${nameOf(row)}: says no reason why it is not said everywhere`)
    }
  }

  #checkNames(row: Row): void {
    const refersTo = referredBy(row)
    if (refersTo !== undefined && !this.#known.has(refersTo)) {
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

const withOutline = (form: Omit<Form, 'outline'>, outline: Outline | undefined): Form =>
  outline === undefined ? form : { ...form, outline }

/** Says whether a row that one language has no place for must say why. */
const needsReason = (row: Row): boolean =>
  (isFact(row) || isList(row) || isLossy(row)) && row.lossy === undefined && !('by' in row)

const referredBy = (row: Row): string | undefined =>
  isSame(row)
    ? row.same
    : isMark(row)
      ? row.when[0]
      : isAgain(row)
        ? row.again
        : isFact(row)
          ? row.needs
          : undefined

/**
 * Takes a table's rows apart, once. Throws where a row cannot hold: no such place in a shape's outline, a form
 * that is left out without a reason, a name that is taken or not known.
 */
export function compileRows(rows: readonly Row[], forms: readonly Form[]): readonly Compiled[] {
  const compiler = new Compiler(forms, new Set())
  return rows.map(row => compiler.compile(row))
}
