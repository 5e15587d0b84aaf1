import { isDeepStrictEqual } from 'node:util'
import type { MappingSpec } from '../../src/mapping/index.ts'
import { type Broken, brokenTables } from './pds-golden-broken.ts'

type Breaks = Iterable<Broken>

const at = (spec: MappingSpec, title: string, answer: Partial<MappingSpec['answer']>): Broken => ({
  title,
  spec: { ...spec, answer: { ...spec.answer, ...answer } },
})

function* brokenSearch(spec: MappingSpec): Breaks {
  const { call, query } = spec
  const { search } = call
  if (search === undefined) return
  const searching = (title: string, changed: typeof search): Broken => ({
    title: `search: ${title}`,
    spec: { ...spec, call: { ...call, search: changed } },
  })
  yield searching('nothing said always', { ...search, always: [] })
  for (const [i, value] of search.values.entries()) {
    const rest = { ...search, values: search.values.filter(each => each !== value) }
    yield searching(`${value.fact} is any text`, rest)
    const none = { ...search, values: search.values.with(i, { ...value, fits: /^$/ }) }
    yield searching(`${value.fact} fits nothing`, none)
    const before = { ...search, values: search.values.with(i, { ...value, before: 'x' }) }
    yield searching(`${value.fact} behind something else`, before)
  }
  for (const row of query.refuses ?? []) {
    const refuses = query.refuses?.filter(each => each !== row) ?? []
    yield { title: `${row.hl7} is not refused`, spec: { ...spec, query: { ...query, refuses } } }
  }
}

function* brokenProof(spec: MappingSpec): Breaks {
  const { agrees = [], refuses = [], single = [], searchset } = spec.answer
  for (const [i, row] of agrees.entries()) {
    const otherwise = row.otherwise === 'crossed' ? 'declined' : 'crossed'
    yield at(spec, `${row.facts.join()}: otherwise`, {
      agrees: agrees.with(i, { ...row, otherwise }),
    })
    yield at(spec, `${row.facts.join()}: in another list`, {
      agrees: agrees.with(i, { ...row, in: 'telecom' }),
    })
    yield at(spec, `${row.facts.join()}: dropped`, { agrees: agrees.filter(each => each !== row) })
  }
  for (const row of refuses) {
    yield at(spec, 'not refused', { refuses: refuses.filter(each => each !== row) })
  }
  for (const list of single) {
    yield at(spec, `several of ${list}`, { single: single.filter(each => each !== list) })
  }
  if (searchset === undefined) return
  const { none, several } = searchset
  yield at(spec, 'none and several swapped', { searchset: { none: several, several: none } })
  yield at(spec, 'none has no reason', { searchset: { none: { ...none, reasons: [] }, several } })
  yield at(spec, 'several says less', { searchset: { none, several: { ...several, reasons: [] } } })
}

function* brokenRemarks(spec: MappingSpec): Breaks {
  for (const [name, shape] of Object.entries(spec.shapes)) {
    if (shape.remarks === undefined) continue
    const shapes = { ...spec.shapes, [name]: { ...shape, remarks: [] } }
    yield { title: `${name}: nothing said beside`, spec: { ...spec, shapes } }
  }
}

/** Every table of a search in which one thing is broken, each once. */
export function* brokenSearches(spec: MappingSpec): Generator<Broken> {
  for (const broken of brokenTables(spec)) {
    // What is broken to what it was is not broken.
    if (!isDeepStrictEqual(broken.spec, spec)) yield broken
  }
  yield* brokenSearch(spec)
  yield* brokenProof(spec)
  yield* brokenRemarks(spec)
}
