/**
 * A pointer is created, superseded, retracted and read by systems of STU3 while its routes move from legacy to cloud
 * and back: what they read is what they wrote, however the feed between the two sides lags.
 */
import t from 'tap'
import { REMEMBERED_MS } from '../../src/exchange/index.ts'
import { createRandom, type Random, SUPPLIERS } from '../../src/simulator/index.ts'
import { ACME, PATIENTS } from '../support/pointers.ts'
import { POINTER_ROUTES, startPointers } from '../support/pointers-stand.ts'
import { PointerSupplier } from '../support/pointers-supplier.ts'

type Stand = Awaited<ReturnType<typeof startPointers>>

/** How long a copy may take, milliseconds. */
const WITHIN_MS = 250
const FORMS = ['xml', 'json'] as const

/** Systems of all suppliers, in XML and in JSON, one to a patient. */
const suppliersOn = (stand: Stand, count: number): readonly PointerSupplier[] =>
  PATIENTS.slice(0, count).map(
    ({ nhsNumber }, n) =>
      new PointerSupplier(stand, nhsNumber, {
        form: FORMS[n % 2] ?? 'xml',
        supplier: SUPPLIERS[n % SUPPLIERS.length] ?? ACME,
      }),
  )

let made = 0

/** What suppliers do at a stage, beside making pointers: how they name one they end or supersede. */
interface Habits {
  readonly ends: readonly ('path' | 'query' | 'master')[]
  readonly supersedes: readonly ('id' | 'master')[]
}
/** While legacy serves everyone, whatever it takes. */
const ANYHOW: Habits = { ends: ['path', 'query', 'master'], supersedes: ['id', 'master'] }
/** What is ended by its id alone goes to legacy at canary, whoever serves its patient. */
const AT_CANARY: Habits = { ends: [], supersedes: ['id'] }
/** The same for a moment after a rollback: the patient's writes are at the cloud yet. */
const AFTER_ROLLBACK = AT_CANARY
/** The cloud knows a pointer by its id: what names it otherwise goes to legacy and waits for the copy. */
const BY_ID: Habits = { ends: ['path', 'query'], supersedes: ['id'] }

/** One thing a supplier does, and a look at everything it knows after it. */
async function act(supplier: PointerSupplier, random: Random, habits: Habits): Promise<void> {
  const draw = random()
  const one = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)]
  const [by, ending] = [one(habits.supersedes), one(habits.ends)]
  if (draw < 0.35) await supplier.create(++made)
  else if (draw < 0.65 || ending === undefined) await supplier.create(++made, by && { by })
  else await supplier.end(draw < 0.85 ? 'retract' : 'delete', ending)
  await supplier.check()
}

/** Waits until both sides have everything the other took. */
async function drained({ feeds }: Stand): Promise<void> {
  const until = Date.now() + 5_000
  while (feeds.underWay() > 0) {
    if (Date.now() > until) throw new Error('the feed never came to an end')
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

/** Every supplier acts so often, one after the other for each patient, all patients at once. */
const everybody = (
  suppliers: readonly PointerSupplier[],
  rounds: number,
  once: (of: PointerSupplier) => Promise<void>,
) =>
  Promise.all(
    suppliers.map(async supplier => {
      for (let round = 0; round < rounds; round += 1) await once(supplier)
    }),
  )

const summed = (suppliers: readonly PointerSupplier[], of: keyof PointerSupplier['seen']) =>
  suppliers.reduce((sum, { seen }) => sum + seen[of], 0)

t.test('what suppliers read is what they wrote, wherever their routes stand', async t => {
  const random = createRandom(97)
  // Nearly as long as is promised.
  const delayMs = () => WITHIN_MS - 10 - Math.floor(random() * 40)
  const stand = await startPointers(t, { feed: { delayMs }, withinMs: WITHIN_MS })
  const suppliers = suppliersOn(stand, 8)
  const [reads, writes] = POINTER_ROUTES
  const moved = async (says: string, flip: () => Promise<void>, habits = BY_ID): Promise<void> => {
    const before = { legacy: stand.legacy.count(), cloud: stand.cloud.count() }
    const once = (supplier: PointerSupplier) => act(supplier, random, habits)
    // What was written a moment before is still on its way to the other side.
    await flip()
    await everybody(suppliers, 1, once)
    // So long after a turn that nothing of before is sent again; what was written has come by then.
    await drained(stand)
    stand.pass(REMEMBERED_MS)
    await everybody(suppliers, 1, once)
    const wrong = suppliers.flatMap(each => each.wrong.splice(0))
    t.strictSame(wrong, [], says)
    const asked = `${stand.legacy.count() - before.legacy} of legacy, ${stand.cloud.count() - before.cloud} of the cloud`
    t.comment(`${says}: ${asked}`)
  }
  await moved('legacy', () => Promise.resolve(), ANYHOW)
  await moved('shadow', () => stand.place({ stage: 'shadow' }), ANYHOW)
  await moved('canary 50 %', () => stand.place({ stage: 'canary', percent: 50 }), AT_CANARY)
  await moved('canary 100 %', () => stand.place({ stage: 'canary', percent: 100 }), AT_CANARY)
  await moved('reads at reverse-shadow, writes at the cloud', async () => {
    await stand.place({ stage: 'cloud' }, [writes])
    await stand.place({ stage: 'reverse-shadow' }, [reads])
  })
  await moved('cloud', () => stand.place({ stage: 'cloud' }))
  await moved('back at legacy', () => stand.place({ stage: 'legacy' }), AFTER_ROLLBACK)

  await drained(stand)
  const held = ({ pointers }: Pick<Stand['legacy'], 'pointers'>): readonly string[] =>
    pointers()
      .filter(({ status }) => status === 'current')
      .map(({ id }) => id)
      .toSorted()
  const due = suppliers.flatMap(each => each.current()).toSorted()
  t.strictSame(held(stand.legacy), due, 'legacy holds what is current')
  t.strictSame(held(stand.cloud), due, 'and so does the cloud')
  const sent = summed(suppliers, 'writes') - summed(suppliers, 'again')
  const taken = (upstream: string): number =>
    stand.lines.filter(
      line => line.route === writes && line.upstream === upstream && line.status < 300,
    ).length
  t.equal(taken('spine') + taken('locator'), sent, 'each write was carried out by one side')
  t.ok(taken('spine') > 0 && taken('locator') > 0)
  t.equal(stand.feeds.brought(), sent, 'and the other side has it by the feed alone, once')
  t.comment(
    `${sent} writes (${taken('spine')} legacy, ${taken('locator')} cloud), ` +
      `${summed(suppliers, 'reads')} reads, ${summed(suppliers, 'withheld')} withheld, ` +
      `${summed(suppliers, 'late')} late, ${summed(suppliers, 'again')} sent again`,
  )
})
