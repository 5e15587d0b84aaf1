import type { Leaves } from './eps-by-hand.ts'

/** One fact written in two ways, as one of them. */
const alike = (leaf: string): string =>
  leaf
    .replace(/\/address\/(?:city|district|state)=/, '/address/line=')
    .replace(/(?<=telecom\[phone\]\/value=).*/, number => number.replace(/ /g, ''))
    .replace(/(?<=authoredOn=).*/, at => new Date(at).toISOString())
    .replace(/(?<=^(?:identifier|focus\/identifier).*\/value=).*/, id => id.toLowerCase())

/** What a Task says that HL7v3 does not: each with its reason. */
const LISTED: readonly (readonly [place: RegExp, why: string])[] = [
  [/\/display=/, 'said by the code or id beside it'],
  [/^focus\/type=/, 'its place says it'],
  [/^(?:for|owner)\//, 'a return names no patient, and who asks says for whom'],
  [
    /\/Organization\/(?:active|type\/coding)/,
    'HL7v3 says of every organisation that its type is not said',
  ],
  [/^reasonCode\//, 'HL7v3 has no place for it'],
  [/\[Extension-Provenance-agent\]/, 'who asks is said'],
  [/\[numberOfRepeatsAllowed\]/, 'the prescription says how often'],
]

/** What of a withdrawal's requester HL7v3 does not say. */
const LISTED_OF_REQUESTER =
  /^requester\/PractitionerRole\/(?:practitioner|telecom|code|organization\/Organization\/(?:name|telecom|address))/

/** What differs between two Tasks, but for what is written in two ways or listed. */
export function listedOfTask(published: Leaves, ours: Leaves): Leaves {
  const own = ours.map(alike)
  const isWithdrawal = published.some(leaf => leaf.includes('task-dispense-withdraw'))
  const rest = published.map(alike).filter(leaf => {
    const at = own.indexOf(leaf)
    if (at !== -1) own.splice(at, 1)
    return at === -1
  })
  const isListed = (leaf: string): boolean =>
    LISTED.some(([place]) => place.test(leaf)) || (isWithdrawal && LISTED_OF_REQUESTER.test(leaf))
  return [...rest, ...own].filter(leaf => !isListed(leaf))
}
