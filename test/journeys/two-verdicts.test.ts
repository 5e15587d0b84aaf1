/**
 * Through a running proxy: what a changed record comes to is found in what the supplier would see and in what both sides
 * mean, and an operator reads it in the evidence and in the groups, without a value of a message.
 */
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { DivergencesView, EvidenceView } from '../../src/admin/index.ts'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type PlantedDifference,
} from '../../src/simulator/index.ts'
import { run } from '../cli/ask.ts'
import { configOf, startProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { onTheWire, PDS_PATH, retrievalOf } from '../support/translated.ts'

const patients = createPatients()
  .filter(({ formerNumber, kinds }) => formerNumber === undefined && kinds.includes('plain'))
  .slice(0, 8)

/** What an operator is told once every retrieval was compared. */
interface Told {
  readonly evidence: EvidenceView
  readonly divergences: DivergencesView
  /** What `ficus` prints of both. */
  readonly printed: string
}

type Planted = Partial<Record<PlantedDifference, number>>

async function told(t: Test, planted: Planted): Promise<Told> {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud({ faults: { planted } })]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: legacy.url }, 'pds-fhir': { url: cloud.url + PDS_PATH } },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      {
        name: 'retrievals',
        match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] },
        ...{ legacy: 'spine', cloud: 'pds-fhir', translate: 'pds.retrieval', cohort: 'patients' },
        ...{ startsAt: 'shadow', shadow: { as: '990000009999', sample: 1 } },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const { url, admin } = await startProxy(t, config)
  for (const [i, patient] of patients.entries()) {
    const kind = i % 2 === 0 ? 'QUPA_IN000008UK02' : 'QUPA_IN000008UK05'
    t.equal((await ask(url, onTheWire(retrievalOf(kind, patient))))?.status, 200)
  }
  const of = async (page: string): Promise<unknown> =>
    (await fetch(new URL(`/api/routes/retrievals/${page}`, admin))).json()
  const evidenceNow = async (): Promise<EvidenceView> => (await of('evidence')) as EvidenceView // the API's own shape
  // What was counted is in the store with its next flush.
  while ((await evidenceNow()).gate.compared < patients.length) await delay(20)
  const env = { FICUS_ADMIN: admin.host }
  const pages = ['evidence', 'divergences'].map(verb => run([verb, 'retrievals'], env))
  const printed = (await Promise.all(pages)).map(({ out }) => out).join('\n')
  const divergences = (await of('divergences')) as DivergencesView // the API's own shape
  return { evidence: await evidenceNow(), divergences, printed }
}

t.test('a fault of the cloud’s is found in both, and counted once', async t => {
  const { evidence, divergences, printed } = await told(t, { 'family-misspelt': 1 })
  const { counts, gate } = evidence
  t.strictSame(counts.differsIn, { seen: 0, meant: 0, both: patients.length })
  t.equal(counts.different, patients.length)
  t.match(gate, { compared: patients.length, bad: patients.length, uncompared: 0 })
  const groups = divergences.groups.map(
    ({ in: where, path }) => `${where ?? ''} ${path.split('/').slice(-3).join('/')}`,
  )
  t.strictSame(groups.sort(), [
    'meant name/family',
    'seen name/family/text()',
    'seen name/family/text()',
  ])
  t.match(printed, /^ {2}differ in {2}0 only in what the supplier sees: the mapping$/m)
  t.match(printed, /^ {13}8 in both: the cloud$/m)
  t.match(printed, /^ {2}[0-9a-f]{16} {2}meant {2}name\/family$/m)
})

t.test('where nothing differs nothing is said of where', async t => {
  const { evidence, divergences, printed } = await told(t, {})
  t.strictSame(evidence.counts.differsIn, { seen: 0, meant: 0, both: 0 })
  t.match(evidence.gate, { compared: patients.length, bad: 0 })
  t.strictSame(divergences.groups, [])
  t.notMatch(printed, 'differ in')
})

t.test('nothing an operator is told holds a value of a message', async t => {
  const planted = { 'family-misspelt': 1, 'postcode-wrong': 1, 'birth-date-off-by-one': 1 }
  const all = await told(t, planted)
  const text = JSON.stringify(all)
  for (const { nhsNumber, birth, names, addresses } of patients) {
    const values = [
      ...[nhsNumber, birth],
      ...names.flatMap(({ id, family, given }) => [id, family, `${family}e`, ...given]),
      ...addresses.flatMap(({ lines, postcode }) => [...lines, postcode]),
    ]
    for (const value of values.filter(({ length }) => length > 3)) t.notMatch(text, value)
  }
  t.equal(all.divergences.groups.length >= 6, true)
})
