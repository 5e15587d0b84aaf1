import { entriesIn, type Information, textIn } from '../../mapping/index.ts'

/** What HL7v3 must say of the release a claim follows and nobody reads: what EPS itself writes. */
const NO_RELEASE = 'ffffffff-ffff-4fff-bfff-ffffffffffff'

/** Says that the patient paid, which is the one code that exempts nobody. */
const PAID = '0001'

type Said = Readonly<Record<string, Information[string] | undefined>>

/** Facts, without those nothing is said of. */
const said = (facts: Said): Information =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  )

const CREATED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** `created`: a moment to the second, of UTC; what is smaller is cut off. */
function secondOf(created: string): string | undefined {
  const [, second, offset] = CREATED.exec(created) ?? []
  if (second === undefined || offset === undefined) return undefined
  const own = new Date(`${second}Z`)
  // The thirtieth of February would be a day of March.
  if (Number.isNaN(own.getTime()) || !own.toISOString().startsWith(second)) return undefined
  return new Date(`${second}${offset}`).toISOString().slice(0, 19)
}

/** `exempt`: says whether a code of an exemption exempts; undefined where there is none. */
const exemptBy = (code: string | undefined): string | undefined =>
  code === undefined ? undefined : code === PAID ? 'notExempt' : 'exempt'

const repeatsIn = (from: Information): Said => ({
  issued: textIn(from, 'issued'),
  allowed: textIn(from, 'allowed'),
})

/** Which issue is said together with of how many, or neither. */
const isWhole = (of: Information): boolean =>
  (textIn(of, 'issued') === undefined) === (textIn(of, 'allowed') === undefined)

const ASKED = {
  askedMedication: undefined,
  askedMedicationName: undefined,
  askedQuantity: undefined,
  askedUnit: undefined,
  askedUnitName: undefined,
}

const withoutRepeats = { sequence: undefined, issued: undefined, allowed: undefined }

/**
 * What is claimed for a line item: whether it was paid for, which what was supplied must say. Nothing where nothing
 * was supplied, which may not have been paid for then.
 */
function chargedFor(line: Information): Said | undefined {
  const charge = textIn(line, 'charge')
  if (entriesIn(line, 'components').length > 0) return charge === undefined ? undefined : {}
  return charge === 'paid' ? undefined : { charge: undefined, endorsements: [] }
}

function lineFromFhir(line: Information, isSaidOnce: boolean): Information[] {
  const charged = chargedFor(line)
  const components = entriesIn(line, 'components')
  if (charged === undefined || ![line, ...components].every(isWhole)) return []
  const turned = said({
    ...line,
    ...ASKED,
    sequence: undefined,
    ...charged,
    ...repeatsIn(isSaidOnce ? line : (components[0] ?? {})),
    components: components.map(each => said({ ...each, ...withoutRepeats })),
  })
  return [turned]
}

/**
 * `repeats`: which issue it is stands at the item and at each of its details; before, it stood at the details and at
 * each thing supplied, and where the item does not say it, it still may.
 */
function supplyFromFhir(supply: Information): Information | undefined {
  const lines = entriesIn(supply, 'lineItems')
  const isSaidOnce = textIn(supply, 'issued') !== undefined
  const turned = lines.flatMap(line => lineFromFhir(line, isSaidOnce))
  if (turned.length < lines.length || !isWhole(supply)) return undefined
  const repeats = repeatsIn(isSaidOnce ? supply : (lines[0] ?? {}))
  return said({ ...supply, ...repeats, lineItems: turned })
}

/** `claimant`: HL7v3 has one telephone and one address for each; an organisation without a telephone has the person's. */
function claimantFromFhir(claimant: Information): Information {
  const first = (of: Information, list: string): Information[] => entriesIn(of, list).slice(0, 1)
  const telecoms = first(claimant, 'telecoms')
  const organisation = entriesIn(claimant, 'organisation').map(each => {
    const own = first(each, 'telecoms')
    return said({
      ...each,
      telecoms: own.length > 0 ? own : telecoms,
      addresses: first(each, 'addresses'),
    })
  })
  return said({ ...claimant, telecoms, organisation })
}

/** From what a Claim's rows say to what a claim says. */
export function fromFhir(claim: Information): Information | undefined {
  const effectiveTime = secondOf(textIn(claim, 'created') ?? '')
  const [supply = {}] = entriesIn(claim, 'supply')
  const turned = supplyFromFhir(supply)
  if (effectiveTime === undefined || turned === undefined) return undefined
  return said({
    ...claim,
    created: undefined,
    nobody: undefined,
    effectiveTime,
    authenticatedAt: effectiveTime,
    header: textIn(claim, 'messageId'),
    release: NO_RELEASE,
    exempt: exemptBy(textIn(claim, 'exemption')),
    claimant: entriesIn(claim, 'claimant').map(claimantFromFhir),
    supply: [turned],
  })
}

/**
 * What FHIR says of the prescription's line item, where HL7v3 says what was supplied: the same. Undefined where
 * several things were supplied, or nothing: which of them was prescribed nobody says.
 */
function askedIn(line: Information): Said | undefined {
  const [first, ...others] = entriesIn(line, 'components')
  if (first === undefined) return undefined
  const isOne = (fact: string): boolean =>
    others.every(each => textIn(each, fact) === textIn(first, fact))
  if (!isOne('medication') || !isOne('medicationName')) return undefined
  const product = {
    askedMedication: textIn(first, 'medication'),
    askedMedicationName: textIn(first, 'medicationName'),
  }
  if (others.length > 0) return product
  return {
    ...product,
    askedQuantity: textIn(first, 'quantity'),
    askedUnit: textIn(first, 'unit'),
    askedUnitName: textIn(first, 'unitName'),
  }
}

const inOrder = (entries: readonly Information[]): Information[] =>
  entries.map((each, i) => said({ ...each, sequence: String(i + 1) }))

/** A line item as FHIR says it; none where it says too little: EPS takes nothing supplied without an endorsement. */
function lineToFhir(line: Information): Information[] {
  const [asked, charged] = [askedIn(line), chargedFor(line)]
  if (asked === undefined || charged === undefined) return []
  if (entriesIn(line, 'endorsements').length === 0 || !isWhole(line)) return []
  return [said({ ...line, ...asked, components: inOrder(entriesIn(line, 'components')) })]
}

/** From what a claim says to what a Claim's rows say. */
export function toFhir(claim: Information): Information | undefined {
  if (textIn(claim, 'exempt') !== exemptBy(textIn(claim, 'exemption'))) return undefined
  const effectiveTime = textIn(claim, 'effectiveTime')
  const [supply = {}] = entriesIn(claim, 'supply')
  const lines = entriesIn(supply, 'lineItems')
  const turned = lines.flatMap(lineToFhir)
  if (effectiveTime === undefined || turned.length < lines.length) return undefined
  if (!isWhole(supply)) return undefined
  return said({
    ...claim,
    created: `${effectiveTime}+00:00`,
    nobody: textIn(claim, 'nhsNumber') === undefined ? 'unknown' : undefined,
    supply: [said({ ...supply, lineItems: inOrder(turned) })],
  })
}
