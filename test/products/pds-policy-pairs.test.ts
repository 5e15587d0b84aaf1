import t from 'tap'
import type { Comparison } from '../../src/comparison/index.ts'
import { PDS_RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type Patient,
  type PlantedDifference,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import { createBothSides, type Retrieval } from '../support/pds-both-sides.ts'

const RETRIEVALS: readonly Retrieval[] = ['QUPA_IN000008UK02', 'QUPA_IN000008UK05']

const unexplained = ({ differences }: Comparison): string[] =>
  differences
    .filter(({ rule }) => rule === undefined)
    .map(({ kind, path }) => `${kind} ${path.replace(/.*\/patientRole\//, '')}`)

const both = async (t: { teardown: (end: () => unknown) => void }) => {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  return { cloud, hold: createBothSides(legacy, cloud, PDS_RETRIEVAL) }
}

t.test(
  'both sides mean the same of every patient, and what a supplier would see is explained',
  async t => {
    const { hold } = await both(t)
    const hits: Record<string, number> = {}
    let [seen, meant] = [0, 0]
    for (const retrieval of RETRIEVALS) {
      for (const patient of createPatients()) {
        const pair = await hold(retrieval, patient)
        meant += 1
        t.equal(pair.means.verdict, 'identical', patient.kinds.join())
        if (pair.seen === undefined) continue
        seen += 1
        t.strictSame(unexplained(pair.seen), [], patient.kinds.join())
        for (const [rule, count] of Object.entries(pair.seen.hits))
          hits[rule] = (hits[rule] ?? 0) + count
      }
    }
    t.comment(`${meant} meant, ${seen} seen; hits ${JSON.stringify(hits)}`)
    t.ok(seen > 300)
  },
)

t.test(
  'neither side has a record of nobody, and a supplier is told so in legacy’s words',
  async t => {
    const { hold } = await both(t)
    const [somebody] = createPatients()
    if (somebody === undefined) throw new Error('nobody was made up')
    for (const retrieval of RETRIEVALS) {
      const { means, seen } = await hold(retrieval, { ...somebody, nhsNumber: UNKNOWN_NUMBER })
      t.strictSame(unexplained(means), [])
      t.strictSame(seen && unexplained(seen), [])
    }
  },
)

/** What each planted difference comes to, in the mapping's words and in the reply. */
const PLANTED: Readonly<Record<PlantedDifference, readonly [means: RegExp, seen: RegExp]>> = {
  'birth-date-off-by-one': [/^value birthDate$/, /^value patientPerson\/.*birthTime\/@value$/],
  'address-line-dropped': [/^missing address\/line$/, /^missing .*\/addr\/streetAddressLine$/],
  'given-names-swapped': [
    /^(?:order|extra|value) name\/given$/,
    /^(?:order|extra|value) .*\/name\/given/,
  ],
  'family-misspelt': [/^value name\/family$/, /^value .*\/name\/family\/text\(\)$/],
  'version-behind': [/^value serialChangeNumber$/, /pertinentSerialChangeNumber\/value\/@value$/],
  'gender-wrong': [/^value gender$/, /^value .*administrativeGenderCode\/@code$/],
  'postcode-wrong': [/^value address\/postcode$/, /^value .*\/addr\/postalCode\/text\(\)$/],
  'telecom-missing': [/^missing telecom$/, /^missing .*COCT_MT000202UK0[23]\.PartOfWhole$/],
  'gp-wrong': [/^value gp\/ods$/, /^value .*assignedEntity\/id\/@extension$/],
  'death-missing': [/^missing deathStatus$/, /^missing subjectOf2$/],
}

/** Whether a difference shows on a patient at all. */
const SHOWS: Partial<Record<PlantedDifference, (patient: Patient) => boolean>> = {
  'version-behind': ({ version }) => version > 0,
  'telecom-missing': ({ telecoms, restricted }) =>
    telecoms.some(({ past }) => !past) && !restricted,
  'death-missing': ({ death }) => death !== undefined,
}

t.test(
  'each difference planted in the cloud is found in what it means and in what is seen',
  async t => {
    const { cloud, hold } = await both(t)
    for (const [planted, [means, seen]] of Object.entries(PLANTED)) {
      cloud.set({ planted: { [planted]: 1 } })
      // A key of the table is one of them.
      const shows = SHOWS[planted as PlantedDifference] ?? (() => true)
      const struck = createPatients().filter(
        one =>
          shows(one) &&
          one.formerNumber === undefined &&
          one.kinds.includes('plain') === (planted !== 'death-missing'),
      )
      t.ok(struck.length > 3, planted)
      for (const [i, patient] of struck.slice(0, 6).entries()) {
        const pair = await hold(RETRIEVALS[i % 2] ?? 'QUPA_IN000008UK02', patient)
        t.match(unexplained(pair.means).join('\n'), new RegExp(means, 'm'), planted)
        t.equal(pair.means.verdict, 'different', planted)
        t.match(pair.seen && unexplained(pair.seen).join('\n'), new RegExp(seen, 'm'), planted)
      }
    }
  },
)
