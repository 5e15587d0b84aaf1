import type {
  EachRow,
  FactRow,
  FhirPlaces,
  Hl7Places,
  ListRow,
  Row,
} from '../../src/mapping/index.ts'

/** A table with one thing broken in it. */
export interface BrokenTable<T> {
  readonly title: string
  readonly spec: T
}

type Breaks<T> = Iterable<readonly [title: string, broken: T]>

const isFact = (row: Row): row is FactRow => 'fact' in row
const isList = (row: Row): row is ListRow => 'list' in row
const isEach = (row: Row): row is EachRow => 'each' in row

const without = <T extends object>(row: T, name: string): T =>
  Object.fromEntries(Object.entries(row).filter(([each]) => each !== name)) as T // the same, but for one

/** A path whose end, and each of whose conditions, is another. */
function* brokenPath(path: string): Breaks<string> {
  const end = /^(.*?)([@\w]+(?:\(\))?)(\*?(?:\[.*\])?)$/.exec(path)
  if (end !== null)
    yield ['its end', `${end[1] ?? ''}${end[2] ?? ''}x${end[3] ?? ''}`.replace('()x', 'x')]
  for (const match of path.matchAll(/=([^[\]]+)\]/g)) {
    const at = match.index + match[0].length - 1
    yield [`condition ${match[1] ?? ''}`, `${path.slice(0, at)}x${path.slice(at)}`]
  }
}

function* brokenFhir(fhir: FhirPlaces): Breaks<FhirPlaces> {
  const places = typeof fhir === 'string' ? [fhir] : fhir
  for (const [i, place] of places.entries()) {
    const at = typeof place === 'string' ? place : place.at
    const put = (text: string): string | { at: string; is: RegExp } =>
      typeof place === 'string' ? text : { ...place, at: text }
    for (const [title, text] of brokenPath(at))
      yield [`${i + 1}, ${title}`, places.with(i, put(text))]
    if (places.length > 1) yield [`${i + 1}, gone`, places.filter((_, n) => n !== i)]
    // What stands behind a place for anything is never written, whatever it takes.
    const isLast = places.slice(0, i).some(each => typeof each === 'string' || each.is.test('~'))
    if (typeof place === 'object' && !isLast)
      yield [`${i + 1}, for anything`, places.with(i, { at, is: /(?:)/ })]
  }
}

const isSeveral = (hl7: Hl7Places): hl7 is readonly string[] => Array.isArray(hl7)

function* brokenHl7(hl7: Hl7Places): Breaks<Hl7Places> {
  if (typeof hl7 === 'string') yield* brokenPath(hl7)
  if (!isSeveral(hl7)) return
  for (const [i, path] of hl7.entries()) {
    for (const [title, text] of brokenPath(path)) yield [`${i + 1}, ${title}`, hl7.with(i, text)]
    yield [`${i + 1}, gone`, hl7.filter((_, n) => n !== i)]
  }
}

function* brokenCodes(row: FactRow): Breaks<Row> {
  for (const name of ['codes', 'merged', 'mergedFhir'] as const) {
    const codes = row[name] ?? []
    for (const [i, code] of codes.entries()) {
      yield [`${name} without ${code[0]}`, { ...row, [name]: codes.filter((_, n) => n !== i) }]
      for (const column of [1, 2].filter(each => name === 'codes' || each === 1)) {
        const text = code[column]
        if (text === undefined) continue
        const other = [...code]
        other[column] = `${text}x`
        yield [`${name}: ${text}`, { ...row, [name]: codes.with(i, other as never) }]
      }
    }
  }
}

const OTHER_TYPE: Readonly<Record<string, FactRow['type']>> = {
  uuid: 'token',
  day: 'token',
  instant: 'token',
  instantOrDay: 'token',
  decimal: 'oneMore',
  oneMore: 'decimal',
  base64: 'text',
  nhsNumber: 'token',
  id: 'text',
  zoned: 'text',
}

function* brokenFact(row: FactRow): Breaks<Row> {
  yield* brokenCodes(row)
  const type = OTHER_TYPE[row.type]
  if (type !== undefined) yield [`a ${type}`, { ...row, type }]
  for (const name of ['after', 'json', 'many'] as const) {
    if (row[name] !== undefined) yield [`without ${name}`, without(row, name)]
  }
}

/** One row broken in every way there is for it. */
function* brokenRow(row: Row): Breaks<Row> {
  if ('hl7' in row) {
    for (const [title, hl7] of brokenHl7(row.hl7)) yield [`hl7 ${title}`, { ...row, hl7 } as Row]
  }
  if ('fhir' in row) {
    for (const [title, fhir] of brokenFhir(row.fhir))
      yield [`fhir ${title}`, { ...row, fhir } as Row]
  }
  if (isFact(row)) yield* brokenFact(row)
  if ('required' in row) yield ['not required', without(row, 'required')]
  if ('fixed' in row) yield ['fixed', { ...row, fixed: `${row.fixed}x` }]
  if ('mark' in row) yield ['mark', { ...row, mark: `${row.mark}x` }]
  if ('as' in row && row.as === 'oneMore') yield ['as', { ...row, as: 'decimal' }]
  if ('points' in row) {
    for (const i of row.to.keys())
      yield [`to ${row.to[i] ?? ''}`, { ...row, to: row.to.filter((_, n) => n !== i) }]
  }
}

const called = (row: Row): string =>
  Object.entries(row)
    .filter(([name]) =>
      ['fact', 'list', 'each', 'same', 'mark', 'fixed', 'again', 'points', 'fhir'].includes(name),
    )
    .map(([, value]) => JSON.stringify(value))
    .slice(0, 2)
    .join(' ')

function* brokenRows(rows: readonly Row[]): Breaks<readonly Row[]> {
  for (const [i, row] of rows.entries()) {
    yield [`${called(row)}: gone`, rows.filter((_, n) => n !== i)]
    for (const [title, broken] of brokenRow(row)) {
      yield [`${called(row)}: ${title}`, rows.with(i, broken)]
    }
  }
}

type Rows = readonly Row[]

/** Every list of rows there is, each once: what a table says in two places is broken in both. */
function* scopes(rows: Rows, seen = new Set<Rows>()): Generator<Rows> {
  if (seen.has(rows)) return
  seen.add(rows)
  yield rows
  for (const row of rows) if (isList(row) || isEach(row)) yield* scopes(row.rows, seen)
}

const withRows = (rows: Rows, scope: Rows, broken: Rows): Rows =>
  rows === scope
    ? broken
    : rows.map(row =>
        isList(row) || isEach(row) ? { ...row, rows: withRows(row.rows, scope, broken) } : row,
      )

/** Every table in which one thing of one row is another, or gone. */
export function* brokenDocuments<T extends { readonly rows: Rows }>(
  spec: T,
): Generator<BrokenTable<T>> {
  for (const scope of scopes(spec.rows)) {
    for (const [title, broken] of brokenRows(scope)) {
      yield { title, spec: { ...spec, rows: withRows(spec.rows, scope, broken) } }
    }
  }
}
