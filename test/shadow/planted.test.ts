/** Every difference that can be planted in a record is found in the shadow: in what is seen and in what is meant. */
import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type PlantedDifference,
} from '../../src/simulator/index.ts'
import { askedOf, between, inThread, prepared, sentBy, spoken } from './given.ts'

const legacy = await createLegacySpine()
const cloud = await createCloud()
t.teardown(() => Promise.all([legacy.close(), cloud.close()]))

const owner = between(legacy.url, `${cloud.url}/personal-demographics/FHIR/R4`)
const { judge } = inThread(owner)
// One in four, and everyone who has died: without them nobody would miss a death.
const patients = createPatients().filter(({ death }, i) => i % 4 === 0 || death !== undefined)

// Every difference that can be planted, where the supplier would see it, and by which path and kind it is meant.
const FOUND: readonly (readonly [PlantedDifference, seen: RegExp, ...meant: string[]])[] = [
  ['birth-date-off-by-one', /value .*birthTime\/@value$/m, 'significant value birthDate'],
  ['address-line-dropped', /missing .*streetAddressLine$/m, 'significant missing address/line'],
  [
    'given-names-swapped',
    /order .*name\/given$/m,
    'significant order name/given',
    'significant extra name/given',
  ],
  ['family-misspelt', /value .*name\/family\/text\(\)$/m, 'significant value name/family'],
  [
    'version-behind',
    /critical value .*SerialChangeNumber\/value\/@value$/m,
    'critical value serialChangeNumber',
  ],
  ['gender-wrong', /value .*administrativeGenderCode\/@code$/m, 'significant value gender'],
  ['postcode-wrong', /value .*postalCode\/text\(\)$/m, 'significant value address/postcode'],
  ['telecom-missing', /missing .*COCT_MT000202UK02.PartOfWhole$/m, 'significant missing telecom'],
  ['gp-wrong', /value .*assignedEntity\/id\/@extension$/m, 'significant value gp/ods'],
  [
    'death-missing',
    /critical missing subjectOf2$/m,
    'critical missing deathStatus',
    'significant missing deceased',
  ],
]

for (const [planted, seenAt, ...places] of FOUND) {
  t.test(
    `a changed record makes both differ, and each is found where it is: ${planted}`,
    async t => {
      cloud.set({ planted: { [planted]: 1 } })
      const [found, seen] = [new Set<string>(), new Set<string>()]
      for (const patient of patients) {
        const sent = sentBy('QUPA_IN000008UK02', patient)
        const came = await judge(prepared(sent, owner), await askedOf(legacy, sent))
        const [verdict, ...told] = spoken(came).split(' · ')
        t.match(verdict, told.length === 0 ? /identical|equivalent/ : /different/)
        const { comparison } = came
        if (!('seen' in comparison)) throw new Error('it was judged once only')
        // Of a number that was superseded the supplier is given legacy's own answer: nobody would notice.
        const where = patient.formerNumber === undefined ? 'both' : 'meant'
        t.equal(comparison.differsIn, told.length === 0 ? undefined : where)
        for (const { in: at, kind, path, severity } of comparison.differences) {
          if (at === 'meant') found.add(`${severity} ${kind} ${path}`)
          else seen.add(`${severity} ${kind} ${path.replace(/^.*patientRole\//, '')}`)
        }
      }
      t.strictSame([...found].sort(), [...places].sort())
      t.match([...seen].join('\n'), seenAt)
    },
  )
}
