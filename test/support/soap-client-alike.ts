/** What two replies are held against each other without, each with why; all else must be the same. */
import type { Patient } from '../../src/simulator/index.ts'
import type { Parsed, Told } from './soap-client.ts'

/** What is another in every reply, whoever gave it: ids and times. */
export const OWN_OF_EACH: readonly (readonly [place: RegExp, why: string])[] = [
  [/^header\/MessageID$/, 'the id of the reply, in its envelope'],
  [/^header\/RelatesTo$/, 'the id of the request, which is held against it on its own'],
  [/^body\/\w+\/id\/attributes\/root$/, 'the id of the reply, in its message'],
  [/^body\/\w+\/creationTime\/attributes\/value$/, 'when the reply was written'],
  [
    /^body\/\w+\/acknowledgement\/messageRef\/id\/attributes\/root$/,
    'the id of the request, which is held against it on its own',
  ],
]

/** What the cloud's records do not hold, or our answer does not repeat: each is a loss the mapping lists. */
export const NOT_IN_THE_CLOUD: readonly (readonly [place: RegExp, why: string])[] = [
  [
    /\/subjectOf[12]\/(?:systemEffectiveDate\/|sourceSourceIdentified\/|attributes\/typeCode$)/,
    'since when the system has known something, and from whom',
  ],
  [/\/subjectOf\/(?:pDSSourceData|notificationTime)\//, 'the same in MIM 7'],
  [/\.Part\w+\/(?:\d+\/)?subjectOf\/attributes\/typeCode$/, 'the element around it'],
  [
    /\/playedOtherProviderPatient\/(?:\d+\/)?subjectOf\/patientCareProvision(?:Event)?\/id\/attributes\//,
    'the id of a nomination, which the cloud gives none',
  ],
  [/\/subjectOf6\//, 'a shared secret'],
  [
    /\/pCRemovalRegistrationEvent\/(?:code\/attributes\/|reasonCode\/attributes\/codeSystem$)/,
    'of a removal the cloud says why and when',
  ],
  [
    /\/preferred(?:ContactMethod|WrittenCommunicationFormat)\/value\/attributes\/codeSystem$/,
    'a code system the element’s name already says',
  ],
]

function leavesOf(value: unknown, place: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[place, value]]
  const parts = Object.entries(value)
  const below = place === '' ? '' : `${place}/`
  return parts.flatMap(([name, part]) => leavesOf(part, `${below}${name}`))
}

/** Everything a client was told, leaf by leaf, without what a list leaves out. */
export const alike = (
  said: Parsed,
  without: readonly (readonly [place: RegExp, why: string])[],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    leavesOf(said, '').filter(([place]) => !without.some(([out]) => out.test(place))),
  )

/**
 * Whether legacy and the cloud can say the same of a patient. Of the others the list of losses says what the cloud's
 * record lacks: an empty place of an address or a name, whether a home is the primary one, a pager, which of the former
 * names is that of birth, and where somebody lives whom nobody may find.
 */
export const saysTheSame = ({ names, addresses, telecoms, restricted }: Patient): boolean =>
  !restricted &&
  names.every(({ given, use }) => !given.includes('') && use !== 'PREVIOUS-BIRTH') &&
  addresses.every(({ lines }) => !lines.includes('')) &&
  telecoms.every(({ use }) => use !== 'HP' && use !== 'PG')

/** The ids in a reply that must be its request's. */
export const refersTo = ({ said }: Told): readonly unknown[] => {
  const leaves = leavesOf(said, '')
  return [/^header\/RelatesTo$/, /\/messageRef\/id\/attributes\/root$/].map(
    place => leaves.find(([each]) => place.test(each))?.[1],
  )
}
