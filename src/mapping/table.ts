import { type Compiled, compileRows, type Form, isFact, isList } from './compile-rows.ts'
import type { MappingSpec } from './spec.ts'

/** A mapping's rows taken apart, and the forms they are read and written in. */
export interface Table {
  readonly spec: MappingSpec
  readonly query: { readonly rows: readonly Compiled[]; readonly form: Form }
  readonly answer: readonly Compiled[]
  readonly fhir: Form
  /** The shapes of HL7v3, by name. */
  readonly forms: ReadonlyMap<string, Form>
  /** A shape to read toward where none is meant: the last, which has the most places. */
  readonly anyShape: string
}

function checkKept(rows: readonly Compiled[], { name, answer }: MappingSpec): void {
  for (const fact of answer.kept) {
    const found = rows.find(({ row }) => isFact(row) && row.fact === fact)?.row
    if (found === undefined || !isFact(found)) throw new Error(`${name}: ${fact} is no fact of it`)
    if (found.lossy !== undefined || found.merged !== undefined)
      throw new Error(`${name}: ${fact} may never be lost`)
  }
}

function checkNames(
  spec: MappingSpec,
  rows: readonly Compiled[],
  asked: readonly Compiled[],
): void {
  const { answer, call, interactions, shapes } = spec
  const known = rows.flatMap(({ row }) =>
    isFact(row) ? [row.fact] : isList(row) ? [row.list] : [],
  )
  const facts = asked.flatMap(({ row }) => (isFact(row) ? [row.fact] : []))
  const inPath = [...call.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const used = [
    answer.subject,
    ...(answer.version === undefined ? [] : [answer.version]),
    ...(answer.single ?? []),
    ...(answer.refuses ?? []).map(({ when }) => when[0]),
    ...answer.remarks.map(({ when }) => when[0]),
    ...answer.withholds.flatMap(({ when, absent }) => [when[0], ...absent]),
  ]
  const wrong = [
    ...used.filter(name => !known.includes(name)),
    ...[...(call.subject === undefined ? [] : [call.subject]), ...inPath].filter(
      name => !facts.includes(name),
    ),
    ...Object.values(interactions).filter(shape => shapes[shape] === undefined),
  ]
  if (wrong.length > 0) throw new Error(`${spec.name}: nothing is called ${wrong.join(', ')}`)
}

/** Whom nothing names is known by what was asked alone: each of it must be searched for and be agreed in. */
function checkAgreement(spec: MappingSpec, asked: readonly Compiled[]): void {
  const { answer, call, name } = spec
  const agreed = (answer.agrees ?? []).flatMap(({ facts }) => facts)
  const searched = asked.flatMap(({ row }) =>
    call.search !== undefined && isFact(row) && row.fhir !== undefined ? [row.fact] : [],
  )
  const values = (call.search?.values ?? []).map(({ fact }) => fact)
  const isWhole =
    searched.every(fact => agreed.includes(fact)) &&
    agreed.every(fact => searched.includes(fact)) &&
    values.every(fact => searched.includes(fact))
  if (!isWhole) throw new Error(`${name}: what is searched for and what is agreed in differ`)
  if (call.subject === undefined && agreed.length === 0) {
    throw new Error(`${name}: nothing proves whom an answer is about`)
  }
}

/** Takes a mapping's tables apart and holds them to one another. Throws where they do not fit. */
export function compileTable(spec: MappingSpec): Table {
  const fhir: Form = { name: 'fhir', dialect: 'fhir' }
  const shapes = Object.entries(spec.shapes).map(([name, { outline }]): Form => ({
    name,
    dialect: 'hl7',
    outline,
  }))
  const asked: Form = { name: 'query', dialect: 'hl7', outline: spec.query.outline }
  // What changes something is written for the cloud, and read again before it is sent.
  const written = spec.call.change === undefined ? [] : [fhir]
  const query = { rows: compileRows(spec.query.rows, [asked, ...written]), form: asked }
  const answer = compileRows(spec.answer.rows, [...shapes, fhir])
  checkKept(answer, spec)
  checkNames(spec, answer, query.rows)
  checkAgreement(spec, query.rows)
  return {
    spec,
    query,
    answer,
    fhir,
    forms: new Map(shapes.map(form => [form.name, form])),
    anyShape: shapes.at(-1)?.name ?? '',
  }
}
