/** A cloud that now and then answers about another patient: no supplier ever sees it, wherever the route stands. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import type { PlaceAsked, PlaceTold } from '../support/other-patient-place.ts'

t.setTimeout(115_000)
// Each place is a world of its own, so two of them share the machine's cores.
t.jobs = 2

/** Where the route stands, how many questions are asked there, and whether the cloud answers any of them. */
const PLACES: readonly (readonly [at: PlaceAsked['at'], questions: number, serves: boolean])[] = [
  [{ stage: 'cloud' }, 20_000, true],
  [{ stage: 'reverse-shadow' }, 20_000, true],
  [{ stage: 'canary', percent: 50 }, 10_000, true],
  [{ stage: 'shadow' }, 1_000, false],
  [{ stage: 'legacy' }, 1_000, false],
]

async function told(asked: PlaceAsked): Promise<PlaceTold> {
  const thread = new Worker(new URL('../support/other-patient-place.ts', import.meta.url), {
    workerData: asked,
  })
  const [said] = (await once(thread, 'message')) as [PlaceTold] // the one thing it ever says
  return said
}

for (const [at, questions, serves] of PLACES) {
  const title = `of ${questions} answers at ${at.stage} none is about another patient`
  t.test(title, { buffered: true }, async t => {
    const asked = { at, questions, connections: 32, mixedEvery: 1_000 }
    const { seen, answered, mixed, alarms } = await told(asked)
    t.comment({ ...seen, answered, mixed })
    t.equal(seen['of another patient'], 0)
    t.equal(seen['not to its question'], 0)
    t.equal(seen.refused, 0)
    t.equal(seen['by the cloud'] + seen['by legacy'], questions)
    t.equal(seen['by the cloud'], answered - mixed, 'the cloud’s own answers are used')
    t.equal(alarms, mixed, 'an alarm for each of the others')
    t.equal(mixed > 0, serves, 'or nothing would have been shown')
  })
}

t.test('fifty thousand were asked where the cloud serves', async t => {
  const asked = PLACES.filter(([, , serves]) => serves).map(([, questions]) => questions)
  t.equal(
    asked.reduce((a, b) => a + b),
    50_000,
  )
})
