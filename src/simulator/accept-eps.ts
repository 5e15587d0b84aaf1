import type { EpsSaying } from './eps-codes.ts'
import { aboutIn, dispenserIn, nhsNumberIn, prescriptionIn, saidIn } from './eps-reading.ts'
import type { EpsVerb } from './eps-rules.ts'
import { countOf, inside, valueOf } from './xml-text.ts'

/** What a message must have, and what is said to one that has not. */
type Rule = readonly [says: EpsSaying, holds: (payload: string) => boolean]

const REASONS = '2.16.840.1.113883.2.1.3.2.4.16.27'

const hasPrescription = (payload: string): boolean => prescriptionIn(payload) !== undefined
const hasItem = (payload: string): boolean => countOf(payload, 'pertinentSuppliedLineItem') > 0
const hasGuid = (payload: string): boolean => aboutIn(payload)?.length === 36
const target = (payload: string): string => inside(payload, 'recordTarget') ?? ''
const signer = (payload: string): string =>
  inside(inside(payload, 'pertinentPrescription') ?? '', 'author') ?? ''

/** Every reason is of the code system of reasons: one stands in each, and there are at most eight. */
function hasReasons(payload: string): boolean {
  const count = countOf(payload, 'pertinentCancellationReason')
  const coded = payload.split(`"${REASONS}"`).length + payload.split(`'${REASONS}'`).length - 2
  return count >= 1 && count <= 8 && coded === count
}

const supplied: readonly Rule[] = [
  ['invalid', hasPrescription],
  ['invalid', hasItem],
  ['invalid', payload => countOf(payload, 'replacementOf') === 0 || hasGuid(payload)],
]

/**
 * What Spine's own validators ask of each EPS message before its prescription is looked for. That a signature is
 * there is asked; whether it is right is not.
 */
const RULES: Readonly<Record<EpsVerb | 'release-nominated', readonly Rule[]>> = {
  prescribe: [
    ['invalid', hasPrescription],
    ['no-signature', payload => countOf(signer(payload), 'Signature') === 1],
    ['incomplete', payload => (valueOf(signer(payload), 'time', 'value') ?? '') !== ''],
    ['incomplete', payload => /^\d{10}$/.test(nhsNumberIn(payload) ?? '')],
    ['incomplete', payload => countOf(target(payload), 'addr') > 0],
    ['incomplete', payload => countOf(target(payload), 'name') > 0],
    ['incomplete', payload => countOf(target(payload), 'administrativeGenderCode') === 1],
    ['incomplete', payload => (valueOf(target(payload), 'birthTime', 'value') ?? '') !== ''],
    ['incomplete', payload => countOf(target(payload), 'healthCareProvider') === 1],
    ['incomplete', payload => countOf(signer(payload), 'healthCareProviderLicense') === 1],
  ],
  cancel: [
    ['R-5888', hasPrescription],
    ['R-5888', hasReasons],
    ['R-5888', payload => countOf(payload, 'pertinentLineItemRef') === 1],
  ],
  release: [
    ['invalid-release', hasPrescription],
    ['invalid-release', payload => dispenserIn(payload) !== undefined],
  ],
  'release-nominated': [['invalid-release', payload => dispenserIn(payload) !== undefined]],
  dispense: [...supplied, ['invalid', payload => saidIn(payload) !== undefined]],
  amend: [],
  claim: supplied,
  'amend-claim': [],
  return: [['invalid', hasPrescription]],
  withdraw: [
    ['invalid', hasPrescription],
    ['invalid', hasGuid],
  ],
}

/** Says what Spine's validators would find wrong with an EPS message; undefined where it is accepted. */
export const mistakeIn = (
  verb: EpsVerb | 'release-nominated',
  payload: string,
): EpsSaying | undefined => RULES[verb].find(([, holds]) => !holds(payload))?.[0]
