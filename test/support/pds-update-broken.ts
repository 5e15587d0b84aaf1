import type { ChangeKind, MappingSpec } from '../../src/mapping/index.ts'
import type { Broken } from './pds-golden-broken.ts'
import { brokenSearches } from './pds-trace-broken.ts'

function* brokenKind(kind: ChangeKind): Generator<readonly [title: string, broken: ChangeKind]> {
  if (kind.value !== undefined) yield ['about something else', { ...kind, value: 'mode' }]
  const { with: other, isRepeated, ...rest } = kind
  if (other !== undefined) yield ['on its own', rest]
  // Of a practice that is altered there is one id: a second entry is refused for that already.
  if (kind.list === 'gpAltered') return
  yield isRepeated ? ['once', rest] : ['often', { ...kind, isRepeated: true }]
}

/** Every table of a change in which one thing is broken, each once. */
export function* brokenChanges(spec: MappingSpec): Generator<Broken> {
  for (const broken of brokenSearches(spec)) {
    // What a code is called between the two languages, and what a request would look like if we wrote one, says nothing.
    if (!/^query: .*(?:, word| not always)$/.test(broken.title)) yield broken
  }
  const { call, query } = spec
  const { change } = call
  for (const row of query.refuses ?? []) {
    const refuses = query.refuses?.filter(each => each !== row) ?? []
    yield { title: `${row.hl7} is not refused`, spec: { ...spec, query: { ...query, refuses } } }
  }
  if (change === undefined) return
  const changing = (title: string, changed: typeof change): Broken => ({
    title: `change: ${title}`,
    spec: { ...spec, call: { ...call, change: changed } },
  })
  yield changing('elsewhere', { ...change, at: `${change.at}x` })
  yield changing('of another type', { ...change, contentType: 'application/json' })
  yield changing('under another version', { ...change, version: 'nhsNumber' })
  for (const [i, kind] of change.kinds.entries()) {
    for (const [title, broken] of brokenKind(kind)) {
      yield changing(`${kind.list} ${title}`, { ...change, kinds: change.kinds.with(i, broken) })
    }
    const kinds = change.kinds.filter(each => each !== kind)
    yield changing(`${kind.list} dropped`, { ...change, kinds })
  }
}
