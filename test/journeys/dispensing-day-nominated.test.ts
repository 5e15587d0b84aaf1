/** What waits for a nominated pharmacy is released where its request goes: it names no prescription. */
import t from 'tap'
import {
  createPatients,
  type PrescribingSimulator,
  type RequestKind,
  type Supplier,
} from '../../src/simulator/index.ts'
import { KINDS, otherPharmacy, prescriber } from '../support/dispensing-day-fates.ts'
import { type Stand, standing } from '../support/dispensing-day-stand.ts'
import { fetched, sent, written } from '../support/dispensing-day-supplier.ts'

t.setTimeout(120_000)

/** A pharmacy that nobody else nominates. */
const NOMINATED: Supplier = { ...otherPharmacy, name: 'Elixir Pharmacy', ods: 'ZPH09' }
const COUNT = 80
const BATCH = 25
const ELEVEN_MINUTES = 660_000
const PATIENTS = createPatients().filter(({ birth }) => birth.length === 8)

let seed = 0

/** Sends one message of a supplier about a patient's prescription, so often, and fetches what is told the first time. */
async function asked(
  stand: Stand,
  kind: RequestKind,
  by: Supplier,
  { n = 0, times = 1 }: { readonly n?: number; readonly times?: number } = {},
) {
  const patient = PATIENTS[n]
  if (patient === undefined) throw new Error('there is nobody')
  const about = { patient, prescription: 0, supplier: by, now: stand.now(), seed: seed++ }
  const message = written({ kind, ...about, says: { nominated: NOMINATED.ods } })
  const all = await Promise.all(Array.from({ length: times }, () => sent(stand.url, message)))
  const [first] = all
  if (first === undefined || first === 'again') throw new Error('it was not taken')
  return fetched(stand.url, first.location, message.asid)
}

const idsOn = (side: PrescribingSimulator, state: string): string[] =>
  side
    .prescriptions()
    .filter(each => each.state === state)
    .map(({ shortId }) => shortId)
    .toSorted()

/** Releases what waits for the pharmacy, until it is told that there is no more. */
async function releasedAll(stand: Stand): Promise<readonly (readonly string[])[]> {
  const batches: (readonly string[])[] = []
  for (;;) {
    const { kind, said, gives } = await asked(stand, KINDS['release-nominated'], NOMINATED)
    if (kind === 'PORX_IN070101UK31') batches.push(gives)
    else if (kind === 'PORX_IN110101UK30' && said === '16.34 0006') return batches
    else throw new Error(`${kind} ${said}`)
  }
}

t.test(
  'legacy gives what waits there, and what waits in the cloud is released by number',
  async t => {
    const stand = await standing(t)
    const { legacy, cloud } = stand
    await stand.flip({ name: 'cohort:prescriptions', verb: 'promote', to: 'canary', percent: 50 })
    stand.pass(ELEVEN_MINUTES)
    for (let n = 0; n < COUNT; n++) {
      t.equal((await asked(stand, KINDS.prescribe, prescriber, { n })).type, 'AA')
    }
    const [there, away] = [idsOn(legacy, 'waiting'), idsOn(cloud, 'waiting')]
    t.ok(there.length > BATCH && away.length > BATCH, `${there.length} and ${away.length} wait`)

    const batches = await releasedAll(stand)
    t.strictSame(batches.flat().toSorted(), there, 'each that waits there, once')
    t.ok(
      batches.every(({ length }) => length <= BATCH),
      'at most so many at once',
    )
    t.strictSame(idsOn(legacy, 'released'), there)

    for (const flip of [
      { verb: 'promote', to: 'cloud' },
      { verb: 'halt' },
      { verb: 'resume' },
      { verb: 'rollback', to: 'legacy' },
    ] as const) {
      await stand.flip({ name: 'cohort:prescriptions', ...flip })
      t.strictSame(await releasedAll(stand), [], `no more, at ${flip.verb}`)
    }
    t.strictSame(idsOn(cloud, 'waiting'), away, 'nobody has asked the cloud for what waits there')

    for (let n = 0; n < COUNT; n++) {
      const { kind, said, gives } = await asked(stand, KINDS.release, NOMINATED, { n })
      if (kind === 'PORX_IN070103UK31')
        t.ok(away.includes(gives[0] ?? ''), 'it waited in the cloud')
      else t.equal(said, '16.34 0004', 'legacy has released it')
    }
    t.strictSame(idsOn(cloud, 'released'), away)
    t.strictSame([legacy.strays(), cloud.strays()], [[], []], 'nothing came to where it is not')
  },
)

t.test('one that is sent five times at once is carried out once', async t => {
  const stand = await standing(t)
  for (let n = 0; n < COUNT; n++) await asked(stand, KINDS.prescribe, prescriber, { n })
  await stand.flip({ name: 'cohort:prescriptions', verb: 'promote', to: 'cloud' })
  await asked(stand, KINDS['release-nominated'], NOMINATED, { times: 5 })
  t.equal(idsOn(stand.legacy, 'released').length, BATCH)
})
