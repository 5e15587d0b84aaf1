import {
  type Compiled,
  isAgain,
  isEach,
  isFact,
  isFixed,
  isList,
  isMark,
  isPoint,
  isSame,
} from './compile-rows.ts'
import type { Information } from './information.ts'
import type { InformationLeaf, RowSummary } from './mapping.ts'
import type { FactRow, FhirPlaces, Hl7Places, ListRow, Row } from './rows.ts'
import type { MappingSpec } from './spec.ts'

const typeOf = ({ type }: FactRow): InformationLeaf['type'] =>
  type === 'date' || type === 'dateTime' || type === 'zoned' ? 'time' : 'text'

/** The entries of a list, those with a key in its order. */
export function entriesOf(row: ListRow, information: Information): readonly Information[] {
  const listed = information[row.list] ?? []
  const entries = typeof listed === 'string' ? [] : listed.filter(each => typeof each !== 'string')
  const { key } = row
  if (key === undefined) return entries
  const keyOf = (entry: Information): string => {
    const value = entry[key]
    return typeof value === 'string' ? value : ''
  }
  return entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}

/** What a fact says, as leaves. */
export function factLeaves(
  row: FactRow,
  information: Information,
  before: string,
): InformationLeaf[] {
  const value = information[row.fact]
  if (value === undefined) return []
  const path = `${before}${row.fact}`
  const type = typeOf(row)
  if (typeof value === 'string') return [{ path, value, type }]
  return value.flatMap((each, n) =>
    typeof each === 'string' ? [{ path: `${path}[${n}]`, value: each, type }] : [],
  )
}

/** Lists by their paths the facts that all of some forms can say, in the order of the rows. */
export function leavesOfInformation(
  rows: readonly Compiled[],
  information: Information,
  forms: readonly string[],
  before = '',
): InformationLeaf[] {
  return rows.flatMap(({ row, at, rows: within }) => {
    if (!isEach(row) && !forms.every(form => at.has(form))) return []
    if (isFact(row)) return factLeaves(row, information, before)
    if (isEach(row)) return leavesOfInformation(within, information, forms, before)
    if (!isList(row)) return []
    return entriesOf(row, information).flatMap((entry, n) =>
      leavesOfInformation(within, entry, forms, `${before}${row.list}[${n}]/`),
    )
  })
}

const joined = (places: string | readonly string[]): string =>
  typeof places === 'string' ? places : places.join(' or ')

function hl7Of(
  hl7: Hl7Places | undefined,
  shapes: readonly string[],
): Readonly<Record<string, string>> {
  if (hl7 === undefined) return {}
  if (typeof hl7 === 'string' || Array.isArray(hl7)) {
    return Object.fromEntries(shapes.map(shape => [shape, joined(hl7)]))
  }
  return Object.fromEntries(
    Object.entries(hl7).map(([shape, places]) => [shape, joined(places as string | string[])]), // no array is left
  )
}

function namedAs(row: Row): Pick<RowSummary, 'fact' | 'type'> {
  if (isFact(row)) return { fact: row.fact, type: row.type }
  if (isSame(row)) return { fact: row.same, type: 'the same' }
  if (isMark(row)) return { fact: row.when[0], type: `marks ${row.when[1]}` }
  if (isFixed(row)) return { fact: '', type: `always ${row.fixed}` }
  if (isEach(row)) return { fact: row.each, type: 'each' }
  if (isAgain(row)) return { fact: `${row.again}/${row.of}`, type: 'again' }
  if (isPoint(row)) return { fact: row.points, type: 'points' }
  return isList(row) ? { fact: row.list, type: 'list' } : { fact: '', type: 'let go' }
}

const fhirOf = (fhir: FhirPlaces | undefined): string | undefined =>
  fhir === undefined || typeof fhir === 'string'
    ? fhir
    : fhir.map(place => (typeof place === 'string' ? place : place.at)).join(' or ')

/** Why a row says less than was said: of its own, of a code it makes less of, of a blank it leaves out. */
function reasonsOf(row: Row): readonly string[] {
  const own = 'lossy' in row ? row.lossy : undefined
  const merged = isFact(row) ? [...(row.merged ?? []), ...(row.mergedFhir ?? [])] : []
  const ofFact = isFact(row) ? [...merged.map(([, , why]) => why), row.many?.blank] : []
  return [own, ...ofFact].filter(reason => reason !== undefined)
}

/** How often what a row says stands. */
function timesOf(row: Row): string | undefined {
  const isRequired = 'required' in row && row.required
  if (isList(row))
    return row.single === true ? (isRequired ? '1' : '0..1') : isRequired ? '1..*' : '0..*'
  if (!isFact(row)) return undefined
  if (row.many !== undefined) return isRequired ? '1..*' : '0..*'
  return isRequired ? '1' : '0..1'
}

const codesOf = (row: Row): RowSummary['codes'] =>
  isFact(row)
    ? (row.codes ?? []).map(([word, hl7 = '', fhir = '']) => [word, hl7, fhir] as const)
    : []

function summary(row: Row, shapes: readonly string[], before: string): RowSummary[] {
  const { fact, type } = namedAs(row)
  const own = {
    fact: `${before}${fact}`,
    type,
    times: timesOf(row),
    hl7: hl7Of('hl7' in row ? row.hl7 : undefined, shapes),
    fhir: 'fhir' in row ? fhirOf(row.fhir) : undefined,
    by: 'by' in row ? row.by : undefined,
    codes: codesOf(row),
    lossy: reasonsOf(row),
  }
  const within = isList(row)
    ? row.rows.flatMap(each => summary(each, shapes, `${before}${fact}/`))
    : isEach(row)
      ? row.rows.flatMap(each => summary(each, shapes, before))
      : []
  return [own, ...within]
}

/** Lists rows as a person reads them. */
export const summariesOf = (
  rows: readonly Row[],
  shapes: readonly string[],
): readonly RowSummary[] => rows.flatMap(row => summary(row, shapes, ''))

/** Lists a mapping's rows as a person reads them, the query's first. */
export const summaries = ({ query, answer, shapes }: MappingSpec): readonly RowSummary[] => [
  ...query.rows.flatMap(row => summary(row, ['query'], 'query/')),
  ...answer.rows.flatMap(row => summary(row, Object.keys(shapes), '')),
]
