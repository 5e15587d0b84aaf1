/** A prescription that no mapping can say is legacy's for its whole life, whatever stands where. */
import t from 'tap'
import { createPatients } from '../../src/simulator/index.ts'
import { KINDS, pharmacy, prescriber } from '../support/dispensing-day-fates.ts'
import { standing } from '../support/dispensing-day-stand.ts'
import { fetched, sent, written } from '../support/dispensing-day-supplier.ts'

const WHOLE_DAY = 8
const ELEVEN_MINUTES = 660_000

t.test('a prescription that is declined comes to be at legacy, and stays there', async t => {
  const stand = await standing(t)
  await stand.flip({ name: 'cohort:prescriptions', verb: 'promote', to: 'cloud' })
  stand.pass(ELEVEN_MINUTES)
  const patient = createPatients().find(({ birth }) => birth.length < WHOLE_DAY)
  if (patient === undefined) throw new Error('everybody knows their birthday')
  const steps = [
    ['prescribe', prescriber],
    ['release', pharmacy],
    ['dispense', pharmacy],
    ['claim', pharmacy],
  ] as const
  for (const [seed, [step, supplier]] of steps.entries()) {
    const about = { patient, prescription: 0, supplier, now: stand.now(), seed, says: {} }
    const message = written({ kind: KINDS[step], ...about })
    const accepted = await sent(stand.url, message)
    if (accepted === 'again') throw new Error(`${step} is not taken`)
    t.equal((await fetched(stand.url, accepted.location, message.asid)).type, 'AA', step)
  }
  t.match(stand.legacy.prescriptions(), [{ state: 'claimed' }])
  t.strictSame(stand.cloud.prescriptions(), [])
})
