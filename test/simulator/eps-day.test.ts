import fc from 'fast-check'
import t from 'tap'
import type { EpsState, PrescriptionRecord } from '../../src/simulator/index.ts'
import { ask, get } from './ask.ts'
import { LANGUAGES, otherPharmacy, pharmacy, sideOf } from './prescribing.ts'
import type { Asked, Language, Step } from './prescribing.ts'

/** What is done about one prescription on a day, and where it ends. */
type Fate = readonly [ends: EpsState, steps: readonly (readonly [Step, Asked?])[]]

const FATES: readonly Fate[] = [
  ['waiting', [['prescribe', { nominated: 'nobody' }]]],
  ['cancelled', [['prescribe'], ['cancel']]],
  ['released', [['prescribe'], ['release']]],
  ['waiting', [['prescribe'], ['release'], ['return']]],
  ['released', [['prescribe'], ['release'], ['return'], ['release', { supplier: otherPharmacy }]]],
  ['part-dispensed', [['prescribe'], ['release'], ['dispense', { supply: 'part' }]]],
  [
    'claimed',
    [
      ['prescribe', { therapy: 'repeat' }],
      ['release'],
      ['dispense', { supply: 'part' }],
      ['dispense'],
      ['claim'],
    ],
  ],
  ['claimed', [['prescribe'], ['release'], ['dispense'], ['claim'], ['amend-claim']]],
  [
    'not-dispensed',
    [
      ['prescribe', { therapy: 'repeat-dispensing' }],
      ['release'],
      ['dispense'],
      ['amend', { supply: 'none' }],
    ],
  ],
  ['cancelled', [['prescribe'], ['release'], ['dispense'], ['withdraw'], ['cancel'], ['return']]],
]
const COUNT = 50

/** A record without what each side writes in its own way: when, and under which id. */
const told = ({ history, ...record }: PrescriptionRecord) => ({
  ...record,
  history: history.map(({ verb, from, to, says }) => ({ verb, from, to, says })),
})

/** A dispensing day: the steps of all prescriptions mixed, each prescription's own in their order. */
async function day(t: Parameters<typeof sideOf>[0], language: Language) {
  const { step, simulator } = await sideOf(t, language)
  const longest = Math.max(...FATES.map(([, steps]) => steps.length))
  for (let round = 0; round < longest; round++) {
    for (let prescription = 0; prescription < COUNT; prescription++) {
      const [name, asked] = FATES[prescription % FATES.length]?.[1][round] ?? []
      if (name !== undefined) await step(name, { ...asked, prescription })
    }
  }
  return simulator.prescriptions()
}

t.test('a day with 50 prescriptions leaves each where it belongs, on either side', async t => {
  const legacy = await day(t, 'legacy')
  const cloud = await day(t, 'cloud')
  for (const records of [legacy, cloud]) {
    t.equal(records.length, COUNT)
    t.strictSame(
      records.map(({ state }) => state),
      Array.from({ length: COUNT }, (_, n) => FATES[n % FATES.length]?.[0]),
    )
    for (const [n, { history, dispenser, nominated }] of records.entries()) {
      t.equal(history.length, FATES[n % FATES.length]?.[1].length, 'every step is in the history')
      t.equal(history[0]?.from, 'absent')
      for (const [k, event] of history.slice(1).entries()) t.equal(event.from, history[k]?.to)
      if (n % FATES.length === 4) t.equal(dispenser, otherPharmacy.ods)
      t.equal(nominated, n % FATES.length === 0 ? undefined : pharmacy.ods)
    }
  }
  t.strictSame(legacy.map(told), cloud.map(told), 'both sides say the same of every prescription')
})

const STEPS: readonly Step[] = [
  'prescribe',
  'cancel',
  'release',
  'release-nominated',
  'dispense',
  'amend',
  'withdraw',
  'claim',
  'amend-claim',
  'return',
]

t.test('whatever suppliers send, in whatever order, both sides end in the same place', async t => {
  const anyStep = fc.record({
    name: fc.constantFrom(...STEPS),
    prescription: fc.nat(2),
    supply: fc.constantFrom('all', 'part', 'none'),
    supplier: fc.constantFrom(pharmacy, pharmacy, otherPharmacy),
  })
  const agree = fc.asyncProperty(fc.array(anyStep, { maxLength: 20 }), async steps => {
    const sides = await Promise.all(LANGUAGES.map(language => sideOf(t, language)))
    for (const { name, ...asked } of steps) {
      const who = name === 'prescribe' || name === 'cancel' ? {} : { supplier: asked.supplier }
      const { prescription, supply } = asked
      for (const { step } of sides) await step(name, { prescription, supply, ...who })
    }
    const [legacy, cloud] = sides.map(({ simulator }) => simulator.prescriptions().map(told))
    t.strictSame(legacy, cloud)
    for (const { simulator } of sides) await simulator.close()
  })
  await fc.assert(agree, { numRuns: 40 })
})

for (const language of LANGUAGES) {
  t.test(
    `${language}: a simulator that runs for days keeps the newest and forgets the rest`,
    async t => {
      const { step, simulator } = await sideOf(t, language, 5)
      for (let prescription = 0; prescription < 12; prescription++) {
        await step('prescribe', { prescription })
      }
      t.equal(simulator.prescriptions().length, 5)
      t.match((await step('release', { prescription: 0 })).said, /0003|RESOURCE_NOT_FOUND/)
      t.equal((await step('release', { prescription: 11 })).said, '')
      for (let n = 0; n < 120; n++) await step('cancel', { prescription: 11 })
      t.equal(simulator.prescriptions().at(-1)?.history.length, 100)
    },
  )
}

t.test(
  'a reply that nobody fetches, and an answer that nobody asks for again, go in the end',
  async t => {
    const legacy = await sideOf(t, 'legacy', 5)
    const paths: string[] = []
    for (let prescription = 0; prescription < 7; prescription++) {
      const told = await ask(legacy.simulator, legacy.write('prescribe', { prescription }))
      paths.push(told.header('content-location') ?? '')
    }
    const statuses = await Promise.all(
      paths.map(async path => (await ask(legacy.simulator, get(path))).status),
    )
    t.strictSame(statuses, [404, 404, 200, 200, 200, 200, 200])

    const cloud = await sideOf(t, 'cloud', 5)
    const orders = Array.from({ length: 7 }, (_, n) =>
      cloud.write('prescribe', { prescription: n }),
    )
    for (const order of orders) await ask(cloud.simulator, order)
    const again = []
    for (const order of orders.toReversed()) again.push((await ask(cloud.simulator, order)).status)
    t.strictSame(again, [200, 200, 200, 200, 200, 400, 400], 'then it is a message id used twice')
  },
)
