import {
  type FactRow,
  type FhirPlaces,
  type Hl7Places,
  type ListRow,
  type LossyRow,
  type MappingSpec,
  type MarkRow,
  type Outline,
  type Row,
  type SameRow,
} from '../../src/mapping/index.ts'

/** A table with one thing broken in it. */
export interface Broken {
  readonly title: string
  readonly spec: MappingSpec
}

/** One way to break a value, and what it is called. */
type Breaks<T> = Iterable<readonly [title: string, broken: T]>

const off = (code: string): string => (/^\d+$/.test(code) ? String(Number(code) + 1) : `${code}x`)

const isFact = (row: Row): row is FactRow => 'fact' in row
const isList = (row: Row): row is ListRow => 'list' in row

const without = <T extends object>(row: T, name: keyof T): T =>
  Object.fromEntries(Object.entries(row).filter(([each]) => each !== name)) as T

/** Every text of a path in which one step or one condition is another. */
function* brokenPath(path: string): Breaks<string> {
  yield ['its end', path.endsWith('text()') ? path.replace(/text\(\)$/, '@none') : `${path}x`]
  const conditions = [...path.matchAll(/=([^[\]]+)\]/g)]
  for (const [i, match] of conditions.entries()) {
    const at = match.index + match[0].length - 1
    yield [`condition ${i + 1}`, `${path.slice(0, at)}x${path.slice(at)}`]
  }
}

/** A list's path ends in an element: what it is called is the outline's to hold. */
function* brokenListPath(path: string): Breaks<string> {
  for (const [title, broken] of brokenPath(path)) if (title !== 'its end') yield [title, broken]
}

function* brokenPlaces(places: Hl7Places, isEntry: boolean): Breaks<Hl7Places | undefined> {
  const way = isEntry ? brokenListPath : brokenPath
  if (typeof places === 'string') {
    for (const [title, path] of way(places)) yield [title, path]
    yield ['gone', undefined]
    return
  }
  if (Array.isArray(places)) {
    const listed = places as readonly string[]
    for (const [i, path] of listed.entries()) {
      for (const [title, broken] of way(path)) {
        yield [`${i + 1}, ${title}`, listed.with(i, broken)]
      }
      if (listed.length > 1) yield [`${i + 1}, gone`, listed.filter((_, n) => n !== i)]
    }
    return
  }
  const byShape = places as Readonly<Record<string, string | readonly string[]>>
  for (const [shape, path] of Object.entries(byShape)) {
    for (const [title, broken] of brokenPlaces(path, isEntry)) {
      const rest = without(byShape, shape)
      yield [
        `${shape}, ${title}`,
        broken === undefined ? rest : { ...rest, [shape]: broken as string | readonly string[] },
      ]
    }
  }
}

/** A row that stands in one language only says why, so that it can be defined at all. */
const oneWay = <T extends Row>(row: T): T => ({ ...row, lossy: 'broken' })

/** The kinds of rows a record is told in. */
type Told = FactRow | SameRow | MarkRow | ListRow | LossyRow

/** Throws for a row of another kind: that nobody broke it should not go unseen. */
function told(row: Row): Told {
  if ('each' in row || 'again' in row || 'fixed' in row || 'points' in row) {
    throw new Error('no break is written for a row of this kind')
  }
  return row
}

function* brokenFhir(fhir: FhirPlaces): Breaks<FhirPlaces> {
  if (typeof fhir === 'string') {
    yield* brokenPath(fhir)
    return
  }
  const [place, another] = fhir
  if (typeof place !== 'object' || another !== undefined) {
    throw new Error('no break is written for several FHIR paths')
  }
  for (const [title, at] of brokenPath(place.at)) yield [title, [{ ...place, at }]]
  yield ['for any value', [{ ...place, is: /^/ }]]
}

function* withoutLanguage(row: Told): Breaks<Told> {
  if ('hl7' in row) {
    for (const [title, hl7] of brokenPlaces(row.hl7, isList(row))) {
      if (hl7 !== undefined) yield [`HL7 path ${title}`, oneWay({ ...row, hl7 })]
      else if (row.fhir !== undefined) yield ['HL7 path gone', oneWay(without(row, 'hl7'))]
    }
  }
  if (row.fhir === undefined) return
  for (const [title, fhir] of brokenFhir(row.fhir))
    yield [`FHIR path ${title}`, { ...row, fhir } as Told] // of as many places as it had
  if (row.hl7 === undefined) return
  yield ['FHIR path gone', oneWay(without(row, 'fhir'))]
}

function* brokenCodes(row: FactRow): Breaks<Row> {
  const { codes = [], merged = [] } = row
  for (const [i, code] of codes.entries()) {
    const [word, hl7, fhir] = code
    const called = `code ${word}`
    const changed = (to: typeof code): Row => ({ ...row, codes: codes.with(i, to) })
    yield [`${called} gone`, { ...row, codes: codes.filter((_, n) => n !== i) }]
    if (hl7 !== undefined) yield [`${called}, HL7 code`, changed([word, off(hl7), fhir])]
    if (fhir !== undefined) yield [`${called}, FHIR code`, changed([word, hl7, off(fhir)])]
    if (fhir !== undefined) yield [`${called}, word`, changed([`${word}X`, hl7, fhir])]
    const next = codes[i + 1]
    if (next === undefined) continue
    const swapped = codes.with(i, [word, next[1], fhir]).with(i + 1, [next[0], hl7, next[2]])
    yield [`${called} and the next swapped`, { ...row, codes: swapped }]
  }
  for (const [i, [word, hl7, why]] of merged.entries()) {
    yield [`merged ${hl7} gone`, { ...row, merged: merged.filter((_, n) => n !== i) }]
    yield [`merged ${hl7}, its code`, { ...row, merged: merged.with(i, [word, off(hl7), why]) }]
    const other = codes.find(code => code[0] !== word)?.[0] ?? word
    yield [`merged ${hl7}, its word`, { ...row, merged: merged.with(i, [other, hl7, why]) }]
  }
}

function* brokenFact(row: FactRow): Breaks<Row> {
  yield* brokenCodes(row)
  for (const name of ['required', 'needs', 'many', 'part', 'after', 'json', 'declines'] as const) {
    if (row[name] !== undefined) yield [`${name} gone`, without(row, name)]
  }
  if (row.many?.places !== undefined) {
    const { blank, places } = row.many
    yield ['one place more', { ...row, many: { blank, places: places + 1 } }]
    yield ['one place less', { ...row, many: { blank, places: places - 1 } }]
  }
  if (row.part !== undefined) {
    yield ['the other part', { ...row, part: row.part === 'rest' ? 'scheme' : 'rest' }]
  }
  if (row.after !== undefined) yield ['after something else', { ...row, after: `${row.after}x` }]
  if (row.json !== undefined) {
    yield ['another scalar', { ...row, json: row.json === 'number' ? 'boolean' : 'number' }]
  }
  if (row.type !== 'code' && row.type !== 'integer')
    yield ['read as an integer', { ...row, type: 'integer' }]
  if (row.type === 'date' || row.type === 'dateTime') {
    yield ['a date that is none', { ...row, type: row.type === 'date' ? 'dateTime' : 'date' }]
    yield ['a time as a text', { ...row, type: 'text' }]
  }
  if (row.type === 'nhsNumber' || row.type === 'integer') {
    yield ['any text at all', { ...row, type: 'text' }]
  }
}

function* brokenRow(row: Told): Breaks<Row> {
  yield* withoutLanguage(row)
  if (isFact(row)) yield* brokenFact(row)
  if ('mark' in row) {
    yield ['another mark', { ...row, mark: `${row.mark}x` }]
    yield ['marks another word', { ...row, when: [row.when[0], `${row.when[1]}x`] }]
  }
  if (!isList(row)) return
  if (row.key !== undefined) yield ['its key gone', without(row, 'key')]
  for (const [title, rows] of brokenRows(row.rows)) yield [title, { ...row, rows }]
}

const called = (row: Told): string =>
  isFact(row) ? row.fact : isList(row) ? row.list : 'mark' in row ? row.mark : (row.lossy ?? 'same')

/** Every table in which one row is dropped, broken, or has the place of the next. */
function* brokenRows(rows: readonly Row[]): Breaks<readonly Row[]> {
  for (const [i, each] of rows.entries()) {
    const row = told(each)
    yield [`${called(row)}: dropped`, rows.filter((_, n) => n !== i)]
    for (const [title, broken] of brokenRow(row)) {
      yield [`${called(row)}/${title}`, rows.with(i, broken)]
    }
    const next = rows[i + 1]
    if (next === undefined || !isFact(row) || !isFact(next)) continue
    if (row.hl7 !== undefined && next.hl7 !== undefined) {
      const swapped = rows.with(i, { ...row, hl7: next.hl7 }).with(i + 1, { ...next, hl7: row.hl7 })
      yield [`${row.fact} and ${next.fact}: HL7 paths swapped`, swapped]
    }
    if (row.fhir !== undefined && next.fhir !== undefined) {
      const swapped = rows
        .with(i, { ...row, fhir: next.fhir })
        .with(i + 1, { ...next, fhir: row.fhir })
      yield [`${row.fact} and ${next.fact}: FHIR paths swapped`, swapped]
    }
  }
}

/** Every outline in which something fixed is not, or something stands elsewhere. */
function* brokenOutline(outline: Outline): Breaks<Outline> {
  for (const [name, value] of Object.entries(outline.fixed)) {
    yield [`${outline.name}/@${name} gone`, { ...outline, fixed: without(outline.fixed, name) }]
    yield [
      `${outline.name}/@${name} another`,
      { ...outline, fixed: { ...outline.fixed, [name]: `${value}x` } },
    ]
  }
  if (outline.isAlways) yield [`${outline.name} not always`, { ...outline, isAlways: false }]
  for (const [i, child] of outline.children.entries()) {
    const next = outline.children[i + 1]
    if (next !== undefined) {
      const swapped = outline.children.with(i, next).with(i + 1, child)
      yield [`${child.name} behind ${next.name}`, { ...outline, children: swapped }]
    }
    for (const [title, broken] of brokenOutline(child)) {
      yield [`${outline.name}/${title}`, { ...outline, children: outline.children.with(i, broken) }]
    }
  }
}

function* brokenShapes(spec: MappingSpec): Breaks<MappingSpec> {
  for (const [name, shape] of Object.entries(spec.shapes)) {
    const changed = (part: Partial<typeof shape>): MappingSpec => ({
      ...spec,
      shapes: { ...spec.shapes, [name]: { ...shape, ...part } },
    })
    yield [`${name}: another reply`, changed({ reply: `${shape.reply}x` })]
    yield [`${name}: another version`, changed({ versionCode: `${shape.versionCode}x` })]
    const { outline } = shape
    yield [`${name}: another subject`, changed({ outline: { ...outline, name: 'Other' } })]
    for (const [title, broken] of brokenOutline(outline)) {
      yield [`${name}: ${title}`, changed({ outline: broken })]
    }
  }
  for (const [interaction, shape] of Object.entries(spec.interactions)) {
    const rest = without(spec.interactions, interaction)
    yield [`${interaction} dropped`, { ...spec, interactions: rest }]
    const other = Object.keys(spec.shapes).find(name => name !== shape) ?? ''
    yield [
      `${interaction} in ${other}`,
      { ...spec, interactions: { ...rest, [interaction]: other } },
    ]
  }
}

function* brokenAnswer(spec: MappingSpec): Breaks<MappingSpec['answer']> {
  const { answer } = spec
  for (const [i, remark] of answer.remarks.entries()) {
    yield [`remark ${i} dropped`, { ...answer, remarks: answer.remarks.filter(x => x !== remark) }]
    for (const name of ['code', 'codeSystem', 'display'] as const) {
      const reason = { ...remark.reason, [name]: `${remark.reason[name]}x` }
      yield [
        `remark ${i}: ${name}`,
        { ...answer, remarks: answer.remarks.with(i, { ...remark, reason }) },
      ]
    }
    const reason = { ...remark.reason, severity: 'IF' } as const
    yield [
      `remark ${i}: severity`,
      { ...answer, remarks: answer.remarks.with(i, { ...remark, reason }) },
    ]
  }
  for (const [i, { when, absent }] of answer.withholds.entries()) {
    for (const name of absent) {
      const rest = { when, absent: absent.filter(each => each !== name) }
      yield [`withholds ${name} no more`, { ...answer, withholds: answer.withholds.with(i, rest) }]
    }
  }
  for (const [i, row] of answer.outcomes.entries()) {
    const changed = (part: Partial<typeof row>): typeof answer => ({
      ...answer,
      outcomes: answer.outcomes.with(i, { ...row, ...part }),
    })
    yield [
      `outcome ${row.code} dropped`,
      { ...answer, outcomes: answer.outcomes.filter(x => x !== row) },
    ]
    yield [`outcome ${row.code}: status`, changed({ status: row.status + 1 })]
    yield [`outcome ${row.code}: code`, changed({ code: `${row.code}X` })]
    yield [`outcome ${row.code}: outcome`, changed({ outcome: 'app_error' })]
    yield [`outcome ${row.code}: no reason`, changed({ reasons: [] })]
  }
  for (const [i, row] of answer.failures.entries()) {
    const changed = (part: Partial<typeof row>): typeof answer => ({
      ...answer,
      failures: answer.failures.with(i, { ...row, ...part }),
    })
    const name = `failure ${row.from}`
    yield [`${name} dropped`, { ...answer, failures: answer.failures.filter(x => x !== row) }]
    yield [`${name}: from one later`, changed({ from: row.from + 1 })]
    yield [`${name}: from one earlier`, changed({ from: row.from - 1 })]
    yield [`${name}: to one earlier`, changed({ to: row.to - 1 })]
    yield [`${name}: to one later`, changed({ to: row.to + 1 })]
    yield [`${name}: error`, changed({ error: 'internal' })]
  }
  yield ['another resource', { ...answer, resource: `${answer.resource}x` }]
  for (const [title, rows] of brokenRows(answer.rows)) yield [title, { ...answer, rows }]
}

/** Every table in which one thing is broken, each once. */
export function* brokenTables(spec: MappingSpec): Generator<Broken> {
  const { call, query } = spec
  for (const name of ['wrapper', 'negative'] as const) {
    yield { title: name, spec: { ...spec, [name]: `${spec[name]}x` } }
  }
  for (const name of ['method', 'path', 'accept'] as const) {
    yield { title: `call: ${name}`, spec: { ...spec, call: { ...call, [name]: `${call[name]}x` } } }
  }
  for (const [title, broken] of brokenShapes(spec)) yield { title, spec: broken }
  for (const [title, answer] of brokenAnswer(spec)) yield { title, spec: { ...spec, answer } }
  for (const [title, rows] of brokenRows(query.rows)) {
    yield { title: `query: ${title}`, spec: { ...spec, query: { ...query, rows } } }
  }
  for (const [title, outline] of brokenOutline(query.outline)) {
    // A query is read, never written: in which order it would be says nothing.
    if (title.includes(' behind ')) continue
    yield { title: `query: ${title}`, spec: { ...spec, query: { ...query, outline } } }
  }
}
