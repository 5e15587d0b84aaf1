import type { Leaves } from './eps-by-hand.ts'

/** One fact written in two ways, as one of them. */
const ALIKE: readonly (readonly [from: RegExp, to: (leaf: string) => string])[] = [
  [
    /\/address\/(?:city|district|state)=/,
    leaf => leaf.replace(/\/(?:city|district|state)=/, '/line='),
  ],
  [
    /PrescriptionId\]\/valueIdentifier\/value=/,
    leaf => leaf.replace(/[^=]*$/, id => id.toLowerCase()),
  ],
  [/\/telecom\[phone\]\/value=/, leaf => leaf.replace(/ /g, '')],
  [/\/whenHandedOver=/, leaf => leaf.replace(/\.\d+(?=Z|[+-])/, '').replace(/Z$/, '+00:00')],
]

/** Who says it alone: the published Bundle, ours, or each in its own way. */
type Side = 'published' | 'ours' | 'both'

const ASKED = '^MedicationDispense/authorizingPrescription/MedicationRequest/'
const asked = (rest: string): RegExp => new RegExp(`${ASKED}(?:${rest})`)

/** What a notification of HL7v3 does not say, or says in its own way: each with its reason. */
export const LISTED: readonly (readonly [place: RegExp, side: Side, why: string])[] = [
  [/(?:^|\/)(?:id|meta\/lastUpdated)=/, 'both', 'an id that only this Bundle knows'],
  [/^MessageHeader\/(?:destination|reason)\//, 'published', 'the way a message takes'],
  [/^MessageHeader\/(?:sender|source|focus)\//, 'both', 'the way a message takes'],
  [/^MessageHeader\/eventCoding\/display=/, 'published', 'said by its code'],
  [/PractitionerRole\/code\/coding\/display=/, 'published', 'said by its code'],
  [
    /^MedicationDispense\/subject\/(?:display|type|reference)=/,
    'published',
    'the patient is the number',
  ],
  [asked('subject/reference='), 'published', 'the patient is the number'],
  [asked('subject/identifier/'), 'ours', 'the patient is the number'],
  [/^MedicationDispense\/status=/, 'both', 'a word beside the item’s own status'],
  [
    /^MedicationDispense\/dosageInstruction\/(?:timing|route|method|doseAndRate)\//,
    'published',
    'said in words, in the text',
  ],
  [
    /^MedicationDispense\/dosageInstruction\/(?:sequence|text)=/,
    'both',
    'several texts are one in HL7v3, where they are held against each other',
  ],
  [
    /\/Organization\/(?:active=|type\/)/,
    'published',
    'HL7v3 says of every organisation that its type is not said',
  ],
  [
    asked('dispenseRequest/numberOfRepeatsAllowed='),
    'published',
    'of how many issues it is is only said with which one it is',
  ],
  [
    asked(
      'category|requester|courseOfTherapyType|dosageInstruction|substitution|dispenseRequest/(?:extension|performer|validityPeriod|expectedSupplyDuration)|extension\\[Extension-DM-|extension\\[Extension-UKCore-MedicationRepeatInformation\\]/extension\\[authorisationExpiryDate\\]',
    ),
    'published',
    'said by the prescription, which is only named',
  ],
  [asked('(?:status|intent)='), 'both', 'said by the prescription, which is only named'],
]

/** Puts leaves in one way of writing. */
export const alike = (leaves: Leaves): Leaves =>
  leaves.map(leaf => ALIKE.find(([from]) => from.test(leaf))?.[1](leaf) ?? leaf)

/** The reason a leaf that one side alone says is listed under; undefined where it is not. */
export const listedAs = (side: Side, leaf: string): string | undefined =>
  LISTED.find(([place, whose]) => (whose === side || whose === 'both') && place.test(leaf))?.[2]
