import type { Leaves } from './eps-by-hand.ts'

/** Which references are followed: those that say who and what, not those that only name a resource again. */
export const FOLLOWED: readonly string[] = [
  '/requester',
  '/valueReference',
  'MedicationRequest/subject',
  '/practitioner',
  '/organization',
]

/** One fact written in two ways, as one of them. */
const ALIKE: readonly (readonly [from: RegExp, to: (leaf: string) => string])[] = [
  [
    /\/address\/(?:city|district|state)=/,
    leaf => leaf.replace(/\/(?:city|district|state)=/, '/line='),
  ],
  [/\/telecom\[phone\]\/value=/, leaf => leaf.replace(/ /g, '')],
]

/** Who says it alone: the published Bundle, ours, or each in its own way. */
type Side = 'published' | 'ours' | 'both'

const AS_PRESCRIBED = 'what was prescribed is known by the line item’s id'
const ITEM =
  /^MedicationRequest\/(?:category|courseOfTherapyType|dispenseRequest|dosageInstruction|substitution)\//

/** What a cancellation of HL7v3 does not say, or says in its own way: each with its reason. */
const LISTED: readonly (readonly [place: RegExp, side: Side, why: string])[] = [
  [/(?:^|\/)id=/, 'published', 'an id that only this Bundle knows'],
  [ITEM, 'published', AS_PRESCRIBED],
  [/^MedicationRequest\/extension\[Extension-DM-PrescriptionType\]\//, 'published', AS_PRESCRIBED],
  [/^MedicationRequest\/medicationCodeableConcept\/coding/, 'both', AS_PRESCRIBED],
  [/^MessageHeader\/reason\//, 'both', 'that it is cancelled the medication request says'],
  [/^MessageHeader\/(?:destination|focus|sender|source)\//, 'both', 'the way a message takes'],
  [/^MessageHeader\/eventCoding\/display=/, 'published', 'said by its code'],
  [/^Provenance\//, 'published', 'a cancellation is signed by nobody'],
  [/\/organization\/Organization\/type\//, 'published', 'no type of an organisation is said'],
  [/\/organization\/Organization\/address\/type=/, 'published', 'no type of an address is said'],
  [/\/organization\/Organization\/partOf\//, 'published', 'a cancellation names no licence'],
  [
    /\/Practitioner\/identifier\[(?:gmc|gphc|din)-number\]\//,
    'published',
    'who cancels is said by one number',
  ],
  [
    /\/PractitionerRole\/identifier\[nhsbsa-spurious-code\]\//,
    'published',
    'who cancels is said by one number',
  ],
  [
    /\/PractitionerRole\/code\/coding\[UKCore-SDSJobRoleName\]\/|\/PractitionerRole\/code\/coding\/(?:code|system|display)=/,
    'published',
    'one job role in two code systems',
  ],
  [/\/valueReference\/display=/, 'published', 'said by what it points at'],
]

/** Puts leaves in one way of writing. */
export const alike = (leaves: Leaves): Leaves =>
  leaves.map(leaf => ALIKE.find(([from]) => from.test(leaf))?.[1](leaf) ?? leaf)

/** The reason a leaf that one side alone says is listed under; undefined where it is not. */
export const listedAs = (side: Side, leaf: string): string | undefined =>
  LISTED.find(([place, whose]) => (whose === side || whose === 'both') && place.test(leaf))?.[2]
