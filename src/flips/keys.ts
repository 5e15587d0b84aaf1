import type { Cohort, Override } from '../exchange/index.ts'
import { holdsPatientKey, isName, type PinMove } from '../fleet/index.ts'
import type { PlanVerb, Scene } from './plan.ts'
import { Refusal } from './refusal.ts'

// What names a patient is not written into a store, and a store is where these words would lie.
const IS_PATIENTS = {
  nhsNumber: true,
  prescriptionId: true,
  fromAsid: false,
  messageId: false,
} as const satisfies Record<Cohort['key'], boolean>

/** Plans a person's word that a key belongs on a side, or its taking back. */
export const override: PlanVerb<'override'> = ({ cohort, key, to }, scene) => {
  const { fleet, now } = scene
  const of = cohortNamed(cohort, scene)
  const kept = normal(key, of)
  const before = fleet.overrides.get(cohort) ?? []
  const others = before.filter(each => each.key !== kept)
  const next: readonly Override[] = to === undefined ? others : [...others, { key: kept, ...to }]
  if (to !== undefined && !(Number.isSafeInteger(to.expires) && to.expires > now)) {
    throw new Refusal('usage', 'an override ends, and this one has no end to come', 'give it one')
  }
  if (to !== undefined && (to.owner.trim() === '' || holdsPatientKey(to.owner))) {
    throw new Refusal('words', 'an override has an owner', 'say who answers for it')
  }
  const overrides = new Map([...fleet.overrides, [cohort, next] as const])
  if (next.length === 0) overrides.delete(cohort)
  return { next: { ...fleet, overrides }, about: routesOf(of, scene), notes: [] }
}

/** Plans where an entity's data is said to be. */
export const pin: PlanVerb<'pin'> = ({ cohort, key, to }, scene) => {
  const { fleet, context } = scene
  const of = cohortNamed(cohort, scene)
  if (!of.pin) {
    throw new Refusal('usage', `cohort ${cohort} has no pins`, 'say `pin: true` in the file')
  }
  // Stored under a hash with the fleet's key, so that also what a patient is known by may be pinned.
  const given = key.trim()
  const name = isName(given) ? given : context.nameOf(of, given)
  if (name === undefined) throw new Refusal('usage', 'the key is none', 'name one entity')
  const pins: readonly PinMove[] = [{ cohort, names: [name], side: to }]
  return { next: fleet, about: routesOf(of, scene), notes: [], pins }
}

const routesOf = (cohort: Cohort, { context }: Scene): Scene['context']['routes'] =>
  context.routes.filter(route => route.cohort?.name === cohort.name)

function cohortNamed(name: string, { context }: Scene): Cohort {
  const cohort = context.routes.find(route => route.cohort?.name === name)?.cohort
  if (cohort !== undefined) return cohort
  throw new Refusal('no-such-name', 'no route is in a cohort of this name', 'see the routes file')
}

/** Brings a key to the form a message's own key is compared in: upper case, without blanks around. */
function normal(key: string, { key: kind, name }: Cohort): string {
  const kept = key.trim().toUpperCase()
  if (IS_PATIENTS[kind] || holdsPatientKey(kept)) {
    const says = `cohort ${name} knows its entities by what names a patient, and no such key is stored`
    throw new Refusal('patient-key', says, 'move the whole cohort, or a cohort of senders')
  }
  if (/^[!-~]{1,128}$/.test(kept)) return kept
  throw new Refusal('usage', 'the key is none', 'up to 128 characters of ASCII without blanks')
}
