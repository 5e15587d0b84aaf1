/** Every published summary care record, both ways: what of it is translated, and why not what is not. */
import t from 'tap'
import { corpusFolder } from '../support/corpus.ts'
import { type Fates, fatesOfEvent, fatesOfUpload } from '../support/scr-pair-fates.ts'
import { EVENTS_LISTED, type Listed, UPLOADS_LISTED } from '../support/scr-pairs-listed.ts'
import { eventPairs, publishedIn, uploadPairs } from '../support/scr-pairs.ts'

type Named = readonly (readonly [name: string, fates: Fates])[]

/** How many of a direction there are, by the first word of what became of them. */
function counted(pairs: Named, way: keyof Fates): string {
  const words = pairs.flatMap(([, fates]) => fates[way].split(/[: ]/).slice(0, 1)).filter(Boolean)
  const each = [...new Set(words)].map(
    word => `${words.filter(one => one === word).length} ${word}`,
  )
  return `${words.length}, ${each.join(', ')}`
}

const listed = (all: readonly Listed[]): ReadonlyMap<string, Fates> =>
  new Map(
    all.flatMap(({ pairs }) =>
      pairs.map(([name, toFhir, toHl7]) => [name, { toFhir, toHl7 }] as const),
    ),
  )

t.test('each published summary becomes what is listed of it, in either language', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const published = publishedIn(folder)
  const kinds: readonly (readonly [kind: string, pairs: Named, all: readonly Listed[]])[] = [
    [
      'asked for',
      eventPairs(published).map(pair => [pair.name, fatesOfEvent(pair)]),
      EVENTS_LISTED,
    ],
    [
      'uploaded',
      uploadPairs(published).map(pair => [pair.name, fatesOfUpload(pair)]),
      UPLOADS_LISTED,
    ],
  ]
  for (const [kind, pairs, all] of kinds) {
    const due = listed(all)
    for (const [name, fates] of pairs) t.strictSame(fates, due.get(name), `${kind}: ${name}`)
    t.strictSame(
      pairs.map(([name]) => name).toSorted(),
      [...due.keys()].toSorted(),
      `${kind}: none that is listed is gone`,
    )
    t.comment(`${kind}: as FHIR ${counted(pairs, 'toFhir')}; as HL7v3 ${counted(pairs, 'toHl7')}`)
  }
})
