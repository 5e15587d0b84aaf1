/** Every difference that can be planted in a record is found in the shadow, by its path and kind. */
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

// Every difference that can be planted, and by which path and kind it is found.
const FOUND: readonly (readonly [PlantedDifference, ...string[]])[] = [
  ['birth-date-off-by-one', 'significant value birthDate'],
  ['address-line-dropped', 'significant missing address/line'],
  ['given-names-swapped', 'significant order name/given', 'significant extra name/given'],
  ['family-misspelt', 'significant value name/family'],
  ['version-behind', 'critical value serialChangeNumber'],
  ['gender-wrong', 'significant value gender'],
  ['postcode-wrong', 'significant value address/postcode'],
  ['telecom-missing', 'significant missing telecom'],
  ['gp-wrong', 'significant value gp/ods'],
  ['death-missing', 'critical missing deathStatus', 'significant missing deceased'],
]

for (const [planted, ...places] of FOUND) {
  t.test(`a difference is found where it is: ${planted}`, async t => {
    cloud.set({ planted: { [planted]: 1 } })
    const found = new Set<string>()
    for (const patient of patients) {
      const sent = sentBy('QUPA_IN000008UK02', patient)
      const came = await judge(prepared(sent, owner), await askedOf(legacy, sent))
      const [verdict, ...told] = spoken(came).split(' · ')
      t.match(verdict, told.length === 0 ? /identical|equivalent/ : /different/)
      for (const place of told) found.add(place)
    }
    t.strictSame([...found].sort(), [...places].sort())
  })
}
