import type { ShownRouteView } from '../admin/index.ts'
import { printable } from './printable.ts'
import { missingOf } from '../flips/index.ts'
import { spokenAsk, spokenPeople } from './requested.ts'

/** Sets how many people a route needs and what waits for them, as lines; none where one is enough and nothing waits. */
export function setPeople({
  people,
  back,
  waiting,
}: Pick<ShownRouteView, 'people' | 'back' | 'waiting'>): readonly string[] {
  const why = back === undefined ? '' : '; a rollback cannot take back what the cloud does of it'
  const needs = `  approvals  what leads it forward needs ${spokenPeople(people)}, whoever asks included${why}`
  return [
    ...(people > 1 ? [needs] : []),
    ...waiting.map(request => {
      const { id, actor } = request
      const ask = printable(`${spokenAsk(request)}, asked by ${actor}`)
      return `  waits      request ${id}: ${ask}, for ${spokenPeople(missingOf(request))} more`
    }),
  ]
}
