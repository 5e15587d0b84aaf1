/** A dispensing day with flips in between: every prescription ends in the right state on exactly one side. */
import t from 'tap'
import { flipped, livedThrough } from '../support/dispensing-day.ts'
import { standing } from '../support/dispensing-day-stand.ts'
import { fetched } from '../support/dispensing-day-supplier.ts'
import { judged } from '../support/dispensing-day-verdict.ts'

t.setTimeout(180_000)

/** So many prescriptions are written that day. */
const COUNT = 500
const MINUTE = 60_000
const cohort = 'cohort:prescriptions'
const canary = (percent: number) => ({ verb: 'promote', to: 'canary', percent }) as const

/** A day of somebody who moves prescriptions, by how many prescriptions were begun before. */
const FLIPS = [
  flipped(20, { name: cohort, verb: 'promote', to: 'shadow' }),
  flipped(30, { name: cohort, ...canary(25) }),
  flipped(45, 11 * MINUTE),
  flipped(120, { name: cohort, ...canary(50) }),
  flipped(160, { name: cohort, verb: 'halt' }),
  flipped(190, { name: cohort, verb: 'resume' }),
  flipped(230, { verb: 'halt', isHard: true }),
  flipped(260, { verb: 'resume' }),
  flipped(280, { name: cohort, verb: 'promote', to: 'cloud' }),
  flipped(340, { name: cohort, verb: 'rollback', to: 'legacy' }),
  flipped(400, { name: cohort, ...canary(50) }),
  flipped(410, 11 * MINUTE),
]

t.test('every prescription of a day ends in its state on exactly one side', async t => {
  const stand = await standing(t)
  const lives = await livedThrough(stand, COUNT, FLIPS)
  const { legacy, cloud, verbs } = judged(t, stand, lives)
  t.ok(Math.min(legacy, cloud) > COUNT / 5, `both sides had their share: ${legacy} and ${cloud}`)
  for (const [verb, on] of Object.entries(verbs)) {
    t.ok(on.legacy > 0 && on.cloud > 0, `${verb} on both sides: ${on.legacy} and ${on.cloud}`)
  }
  // What was fetched once is there as it was, whatever was flipped since.
  const tenth = lives.filter(({ n }) => n % 10 === 0).flatMap(({ steps }) => steps)
  for (const { location, message, reply } of tenth) {
    const now = await fetched(stand.url, location, message.asid)
    t.ok(now.body === reply.body, 'the same again')
  }
})
