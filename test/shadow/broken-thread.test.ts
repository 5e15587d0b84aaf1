/** A broken row, in threads of their own: what an operator is told points to the mapping and not to the cloud. */
import t from 'tap'
import type { DivergencesView, EvidenceView } from '../../src/admin/index.ts'
import { createLedger } from '../../src/evidence/index.ts'
import { type Compared, createShadow } from '../../src/shadow/index.ts'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { run, served } from '../cli/ask.ts'
import { bench } from '../flips/given.ts'
import { askedOf, between, captured, EPOCH, prepared, sentBy } from './given.ts'

// Threads keep no process alive, and a test's has nothing else that does.
const alive = setInterval(() => undefined, 60_000)
t.teardown(() => clearInterval(alive))

const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
t.teardown(() => Promise.all([legacy.close(), cloud.close()]))

const patients = createPatients()
  .filter(({ kinds }) => kinds.includes('plain'))
  .slice(0, 6)

t.test('a broken row is found in what is seen only, by evidence, groups and command', async t => {
  const owner = between(legacy.url, `${cloud.url}/personal-demographics/FHIR/R4`)
  const made = await bench([owner])
  const ledger = createLedger(made.store, 'instance-1')
  const told: Compared[] = []
  const all = new Promise<void>(resolve => {
    const shadow = createShadow({
      root: new URL('broken-root.ts', import.meta.url),
      compared: compared => {
        told.push(compared)
        ledger.add(compared, Date.parse('2026-11-22T09:30:00Z'))
        if (told.length === patients.length) resolve()
      },
    })
    t.teardown(() => shadow.close())
    shadow.use([{ route: owner, epoch: EPOCH }])
    void mirror(shadow)
  })

  async function mirror(shadow: ReturnType<typeof createShadow>): Promise<void> {
    for (const patient of patients) {
      const sent = sentBy('QUPA_IN000008UK02', patient)
      const request = prepared(sent, owner)
      const capture = captured(shadow.begin(request), await askedOf(legacy, sent))
      shadow.offer({
        ...{ prepared: request, capture, controlMs: 5, servedBy: owner.legacy },
        settled: { status: 200, bytes: 5, error: undefined },
      })
    }
  }

  await all
  t.strictSame([...new Set(told.map(({ comparison }) => comparison.verdict))], ['different'])
  t.equal(await ledger.flush(), true)
  const divergencesOf = ({ name }: { readonly name: string }) => ledger.divergencesOf(name, EPOCH)
  const admin = await served(t, made, { divergencesOf })
  const ficus = (...args: string[]) => run(args, { FICUS_ADMIN: admin })

  const evidence = JSON.parse((await ficus('evidence', owner.name, '--json')).out) as EvidenceView
  t.strictSame(evidence.counts.differsIn, { seen: patients.length, meant: 0, both: 0 })
  t.match(evidence.gate, { compared: patients.length, bad: patients.length })
  t.match(
    (await ficus('evidence', owner.name)).out,
    /^ {2}differ in {2}6 only in what the supplier sees: the mapping$/m,
  )

  const page = JSON.parse((await ficus('divergences', owner.name, '--json')).out) as DivergencesView
  t.strictSame([...new Set(page.groups.map(group => group.in))], ['seen'])
  t.ok(page.groups.some(({ path }) => path.endsWith('name/family/text()')))
  const [first] = page.groups
  t.match(
    (await ficus('divergence', first?.id ?? '')).out,
    /^ {2}in {6}what the supplier would see$/m,
  )
})
