/** Whatever is done to a fleet, a write that is sent again within the span of retries is carried out once. */
import fc from 'fast-check'
import t from 'tap'
import type { Stage } from '../../src/exchange/index.ts'
import type { Store } from '../../src/fleet/index.ts'
import { type Beginning, happenings, nothingSeen, type Seen, Story } from './story.ts'

const STARTS = fc.constantFrom<Stage>('legacy', 'shadow', 'cloud', 'cloud')
/** For each kind of records. */
const RUNS = 250

/** Tells stories until one does not end well, and gives what was wrong with it. */
async function wrongIn(
  beginning: Omit<Beginning, 'startsAt'>,
  seen: Seen,
): Promise<string | undefined> {
  const story = fc.asyncProperty(STARTS, happenings, async (startsAt, all) =>
    new Story({ ...beginning, startsAt }, seen).tell(all),
  )
  const { failed, errorInstance, counterexample } = await fc.check(story, { numRuns: RUNS })
  return failed ? `${String(errorInstance)}: ${JSON.stringify(counterexample)}` : undefined
}

for (const records of ['apart', 'shared'] as const) {
  t.test(`a write sent again is carried out once, where records are ${records}`, async t => {
    const seen = nothingSeen()
    t.equal(await wrongIn({ records }, seen), undefined)
    t.comment(JSON.stringify(seen))
    t.ok(seen.retries > RUNS && seen.toldAgain > RUNS / 10, 'it was sent again')
    t.ok(seen.bothSides > RUNS / 20, 'and both sides were there to take it')
  })
}

t.test('a store that forgets where a write went is found out', async t => {
  const wrapped = (store: Store): Store =>
    Object.assign(Object.create(store) as Store, {
      bind: (_names: unknown, side: string) => Promise.resolve({ side, isNew: true }),
    })
  t.match(await wrongIn({ records: 'shared', wrapped }, nothingSeen()), /carried out twice/)
})
