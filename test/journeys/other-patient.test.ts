/** A cloud that now and then answers about another patient: no supplier ever sees it, wherever the route stands. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Place, PlacesAsked, PlaceTold } from '../support/other-patient-places.ts'

t.setTimeout(230_000)
// Each is a world of its own, so that they share the machine's cores.
t.jobs = 3

/** Where the routes of three worlds stand, one place after another. */
const WORLDS: readonly (readonly Place[])[] = [
  [{ at: { stage: 'canary', percent: 50 }, questions: 26_000 }],
  [
    { at: { stage: 'legacy' }, questions: 1_000 },
    { at: { stage: 'shadow' }, questions: 1_000 },
    { at: { stage: 'reverse-shadow' }, questions: 12_000 },
  ],
  [{ at: { stage: 'cloud' }, questions: 12_000 }],
]

const doesCloudServe = ({ at }: Place): boolean => at.stage !== 'legacy' && at.stage !== 'shadow'

const PLACES = join(import.meta.dirname, '../support/other-patient-places.ts')

async function told(t: Test, asked: PlacesAsked): Promise<readonly PlaceTold[]> {
  // Counting every call would make it several times slower, and fifty thousand times the same shows nothing new.
  const child = fork(PLACES, { execArgv: [], env: { _TAPJS_PROCESSINFO_COVERAGE_: '0' } })
  t.teardown(() => child.kill())
  child.send(asked)
  const came = once(child, 'message') as Promise<[PlaceTold[]]> // the one thing it ever says
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended: ${code}`)))
  const [said] = await Promise.race([came, gone])
  return said
}

for (const places of WORLDS) {
  const where = places.map(({ at, questions }) => `${questions} answers at ${at.stage}`)
  t.test(`of ${where.join(', ')} none is about another patient`, { buffered: true }, async t => {
    const came = await told(t, { places, connections: 32, mixedEvery: 1_000 })
    t.equal(came.length, places.length)
    for (const [i, { seen, answered, mixed, alarms }] of came.entries()) {
      const place = places[i]
      if (place === undefined) throw new Error('more was told than asked')
      t.comment({ ...place.at, ...seen, answered, mixed })
      t.equal(seen['of another patient'], 0)
      t.equal(seen['not to its question'], 0)
      t.equal(seen.refused, 0)
      t.equal(seen['by the cloud'] + seen['by legacy'], place.questions)
      t.equal(seen['by the cloud'], answered - mixed, 'the cloud’s own answers are used')
      t.equal(alarms, mixed, 'an alarm for each of the others')
      t.equal(mixed > 0, doesCloudServe(place), 'or nothing would have been shown')
    }
  })
}

t.test('fifty thousand were asked where the cloud serves', async t => {
  const asked = WORLDS.flat().filter(doesCloudServe)
  t.equal(
    asked.reduce((sum, { questions }) => sum + questions, 0),
    50_000,
  )
})
