import type { Leaves } from './eps-by-hand.ts'

/** Which references are followed: those that say who and what, not those that only name a resource again. */
export const FOLLOWED: readonly string[] = [
  '/requester',
  '/valueReference',
  'MedicationRequest/subject',
  '/practitioner',
  '/organization',
  '/contentReference',
]

const REGISTER =
  /identifier\[(?:gmc|gphc|nmc|gmp|hcpc|din)-number\]|identifier\[(?:professional-code|nhsbsa-spurious-code)\]/

const decoded = (data: string): string =>
  Buffer.from(data, 'base64')
    .toString()
    .replace(/<([\w:]+)([^>]*)\/>/g, '<$1$2></$1>')
    .replace(/\s+/g, '')

/** One fact written in two ways, as one of them. */
const ALIKE: readonly (readonly [from: RegExp, to: (leaf: string) => string])[] = [
  [
    /\/address\/(?:city|district|state)=/,
    leaf => leaf.replace(/\/(?:city|district|state)=/, '/line='),
  ],
  [/\/telecom\[phone\]\/value=/, leaf => leaf.replace(/ /g, '')],
  [/validityPeriod\/end=/, leaf => leaf.replace(/T.*$/, '')],
  [
    /PrescriptionId\]\/valueIdentifier\/value=/,
    leaf => leaf.replace(/[^=]*$/, id => id.toLowerCase()),
  ],
  [/signature\/data=/, leaf => `signature=${decoded(leaf.replace(/^[^=]*=/, ''))}`],
  // A prescriber's payment codes stand with the person or with the role.
  [
    /Practitioner\/identifier\[din-number\]/,
    leaf =>
      leaf.replace(/practitioner\/Practitioner\/identifier\[din-number\]/, 'identifier[register]'),
  ],
  [REGISTER, leaf => leaf.replace(REGISTER, 'identifier[register]')],
  [
    /practitioner\/identifier\/value=/,
    leaf =>
      leaf
        .replace(/practitioner\/identifier/, 'practitioner/Practitioner/identifier[register]')
        .replace('=C', '='),
  ],
]

/** Who says it alone: the published Bundle, ours, or each in its own way. */
type Side = 'published' | 'ours' | 'both'

/** What a prescription of HL7v3 does not say, or says in its own way: each with its reason. */
export const LISTED: readonly (readonly [place: RegExp, side: Side, why: string])[] = [
  [/(?:^|\/)(?:id|meta\/lastUpdated)=/, 'published', 'an id that only this Bundle knows'],
  [/\/display=/, 'published', 'said by the code or id beside it'],
  [/^MessageHeader\/(?:destination|focus)\//, 'published', 'the way a message takes'],
  [/^MessageHeader\/(?:sender|source)\//, 'both', 'the way a message takes'],
  [
    /^Provenance\/(?:target|agent|recorded|signature\/who)[/=]/,
    'both',
    'addresses within one Bundle',
  ],
  [/^MessageHeader\/focus\//, 'both', 'addresses within one Bundle'],
  [
    /dosageInstruction\/(?:timing|route|method|doseAndRate|additionalInstruction)\//,
    'published',
    'said in words, in the text',
  ],
  [
    /dosageInstruction\/(?:sequence|text)=/,
    'both',
    'several texts are one in HL7v3, where they are held against each other',
  ],
  [
    /Extension-DM-ControlledDrug\]\/extension\[schedule\]\//,
    'published',
    'the schedule of a drug is that of its code',
  ],
  [
    /dispenseRequest\/(?:expectedSupplyDuration\/|validityPeriod\/end=)/,
    'published',
    'said for repeat dispensing alone',
  ],
  [
    /^CommunicationRequest\/(?:recipient|requester|subject|status)[/=]/,
    'both',
    'the patient is who is told',
  ],
  [
    /^CommunicationRequest\/payload\/contentReference\/List\/(?:code|subject)\//,
    'published',
    'the patient is whose list it is',
  ],
  [
    /\/organization\/Organization\/(?:type|address\/type)[/=]/,
    'published',
    'HL7v3 says of every organisation that its type is not said',
  ],
  [
    /identifier\[sds-user-id\]\//,
    'published',
    'who is at the keyboard is said beside the prescription',
  ],
  [
    /PractitionerRole\/code\/coding\/(?:code|system)=/,
    'published',
    'one job role in two code systems',
  ],
  [/\/identifier\[register\]\/system=/, 'both', 'HL7v3 has no word of the register'],
  [
    /\/identifier\[register\]\/value=/,
    'published',
    'a code beside the one a prescription is paid by',
  ],
]

/** What differs in the structure of single pairs. */
export const LISTED_OF_PAIR: Readonly<
  Record<string, readonly (readonly [place: RegExp, why: string])[]>
> = {
  'acute-and-repeat-prescribing': [
    [
      /\/courseOfTherapyType\/coding\/code=|\/intent=|authorisationExpiryDate/,
      'one course of therapy for acute and continuous line items together',
    ],
  ],
  'responsible-party-org': [
    [
      /valueReference\/PractitionerRole\/practitioner\//,
      'who is only named by a number is written as a resource, by the name HL7v3 has',
    ],
    [
      /valueReference\/PractitionerRole\/telecom\[phone\]\//,
      'the organisation’s, where the role has none',
    ],
  ],
  'prescription-refactor': [
    [
      /requester\/PractitionerRole\/(?:healthcareService|location|organization|practitioner)\//,
      'a service that is only named is written as the organisation it is billed as',
    ],
  ],
  'dosage-instructions:1': [
    [/\/Organization\/partOf\//, 'an organisation that is its own part is not said to be one'],
  ],
}

/** Puts leaves in one way of writing. */
export const alike = (leaves: Leaves): Leaves =>
  leaves.map(leaf => ALIKE.find(([from]) => from.test(leaf))?.[1](leaf) ?? leaf)

/** The reason a leaf that one side alone says is listed under; undefined where it is not. */
export function listedAs(pair: string, side: Side, leaf: string): string | undefined {
  const general = LISTED.find(
    ([place, whose]) => (whose === side || whose === 'both') && place.test(leaf),
  )
  if (general !== undefined) return general[2]
  const own = Object.entries(LISTED_OF_PAIR).filter(([name]) => pair.includes(name))
  return own.flatMap(([, rows]) => rows).find(([place]) => place.test(leaf))?.[1]
}
