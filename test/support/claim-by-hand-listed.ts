/** Who says it alone: the published Claim, ours, or each in its own way. */
type Side = 'published' | 'ours' | 'both'

/** What a claim of HL7v3 does not say, or says in its own way: each with its reason. */
const LISTED: readonly (readonly [place: RegExp, side: Side, why: string])[] = [
  [/^id=|^meta\//, 'published', 'an id that only this Claim knows'],
  [
    /^(?:type|payee\/type|item\/productOrService|item\/programCode.*|item\/detail(?:\(\d+\))?\/programCode.*|provider\/PractitionerRole\/code.*)\/coding\[[^\]]*\]\/display=/,
    'published',
    'said by the code beside it',
  ],
  [/^item\/detail(?:\(\d+\))?\/sequence=/, 'both', 'HL7v3 says it by its order'],
  [/^extension\[Extension-Provenance-agent\]\//, 'published', 'who is at the keyboard'],
  [/^patient\/identifier\//, 'published', 'a claim in HL7v3 names no patient'],
  [
    /^patient\/extension\[data-absent-reason\]\/valueCode=unknown$/,
    'ours',
    'a claim in HL7v3 names no patient',
  ],
  [/\/Organization\/(?:active|type\[)/, 'published', 'HL7v3 says of no organisation what it is'],
  [
    /^item\/(?:modifier|extension\[Extension-DM-SuppliedItemIdentifier\])/,
    'published',
    'said of each line item',
  ],
]

/** The reason a leaf that one side alone says is listed under; undefined where it is not. */
export const listedInClaim = (side: Side, leaf: string): string | undefined =>
  LISTED.find(([place, whose]) => (whose === side || whose === 'both') && place.test(leaf))?.[2]

/** Puts leaves in one way of writing: a time to the second, a telephone without blanks, an address in lines. */
export const alikeInClaim = (leaves: readonly string[]): readonly string[] =>
  leaves.map(leaf => {
    if (leaf.startsWith('created=')) return leaf.replace(/(?:\.\d+)?Z$/, '+00:00')
    if (/\/telecom.*\/value=/.test(leaf)) return leaf.replace(/ /g, '')
    if (/\/address.*\/(?:line(?:\(\d\))?|city|district|state)=/.test(leaf)) {
      return leaf.replace(/\/(?:line(?:\(\d\))?|city|district|state)=/, '/line=')
    }
    return leaf
  })
