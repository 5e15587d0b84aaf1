import { entriesIn, type Information, textIn, textsIn } from '../../mapping/index.ts'
import { dosageText } from './dosage-text.ts'

type More = Readonly<Record<string, Information[string] | undefined>>

/** An information set without some of its facts, and with others. */
function changed(said: Information, without: readonly string[], more: More): Information {
  const rest = Object.entries(said).filter(([name]) => !without.includes(name) && !(name in more))
  const added = Object.entries(more).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries([...rest, ...added])
}

const only = (said: Information, names: readonly string[]): Information =>
  Object.fromEntries(Object.entries(said).filter(([name]) => names.includes(name)))

/** What an item says for each of its supplies, and each MedicationDispense for its own. */
const OF_SUPPLY = ['supplied', 'suppliedName', 'quantity', 'unit', 'unitName', 'dosage']

/** What of a MedicationDispense is no item's own. */
const OF_DISPENSE = [...OF_SUPPLY, 'dosages', 'state', 'handedOver']

/**
 * `itemIssue`: of how many issues it is is only said with which one it is; a request that may be repeated says how
 * often in any case.
 */
const issueFromFhir = (item: Information): Information =>
  textIn(item, 'issue') === undefined ? changed(item, ['issues'], {}) : item

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1

/** Whether two dispenses say the same of the item they are both of, whichever number each has itself. */
const isSameItem = (a: Information, b: Information): boolean => {
  const [own, other] = [a, b].map(each =>
    JSON.stringify(Object.entries(changed(each, ['id', 'supplies'], {})).toSorted(byName)),
  )
  return own === other
}

/**
 * `supplies`: the dispenses of one item, each a supply of it, in their order; the first one's number is the item's.
 * Undefined where they disagree about the item, or where a dosage has no text.
 */
function itemsOf(dispenses: readonly Information[]): readonly Information[] | undefined {
  const items = new Map<string, Information>()
  for (const dispense of dispenses) {
    const dosage = dosageText(entriesIn(dispense, 'dosages'))
    if (dosage === undefined) return undefined
    const supply = only(changed(dispense, [], { dosage }), OF_SUPPLY)
    const item = changed(issueFromFhir(dispense), OF_DISPENSE, {
      supplies: [supply],
      request: textIn(dispense, 'requestedUnit'),
      requestName: textIn(dispense, 'requestedUnitName'),
    })
    const at = textIn(item, 'originalItem') ?? ''
    const before = items.get(at)
    if (before !== undefined && !isSameItem(before, item)) return undefined
    const supplies = [...(before === undefined ? [] : entriesIn(before, 'supplies')), supply]
    items.set(at, changed(before ?? item, [], { supplies }))
  }
  return [...items.values()]
}

/** `handedOver`: when the first was handed over is when it all was. */
const handedOverOf = (dispenses: readonly Information[]): string | undefined =>
  dispenses[0] && textIn(dispenses[0], 'handedOver')

/** `dispenser`: HL7v3 has one telephone and one address, and the pharmacy's telephone is else the dispenser's. */
function dispenserFromFhir(dispenser: Information): Information {
  const own = entriesIn(dispenser, 'telecoms').slice(0, 1)
  const pharmacy = entriesIn(dispenser, 'pharmacy').map(each => {
    const telecoms = entriesIn(each, 'telecoms').slice(0, 1)
    const addresses = entriesIn(each, 'addresses').slice(0, 1)
    return changed(each, [], { telecoms: telecoms.length > 0 ? telecoms : own, addresses })
  })
  return changed(dispenser, [], { telecoms: own, pharmacy })
}

const BOTH_OR_NONE = (said: Information): boolean =>
  (textIn(said, 'issue') === undefined) === (textIn(said, 'issues') === undefined)

/** `patient`: whoever it is about is the patient who is pointed at, too. */
const isOfPatient = (said: Information): boolean =>
  [undefined, textIn(said, 'nhsNumber')].includes(textIn(said, 'patientNumber'))

/** From what a Bundle's rows say to what a notification says. */
export function fromFhir(said: Information): Information | undefined {
  const dispenses = entriesIn(said, 'items')
  const items = itemsOf(dispenses)
  const effectiveTime = handedOverOf(dispenses)
  const isUpdate = textIn(said, 'event') === 'update'
  if (items === undefined || effectiveTime === undefined) return undefined
  // What replaces nothing is no update.
  if (isUpdate && textIn(said, 'replaces') === undefined) return undefined
  if (!isOfPatient(said) || ![said, ...items].every(BOTH_OR_NONE)) return undefined
  return changed(said, ['event', 'sender', 'source', 'patientNumber'], {
    items,
    effectiveTime,
    references: dispenses.flatMap(each => textIn(each, 'id') ?? []),
    dispenser: entriesIn(said, 'dispenser').map(dispenserFromFhir),
  })
}

/**
 * `references`: the number of each supply. They are the items' own, however often each is named, or one for each
 * supply in their order, of which the first is the item's. Undefined where they are neither.
 */
function numbersOf(
  items: readonly Information[],
  references: readonly string[],
): readonly (readonly string[])[] | undefined {
  const own = items.map(item => textIn(item, 'id') ?? '')
  const isOwn =
    references.every(each => own.includes(each)) && own.every(each => references.includes(each))
  if (isOwn) return items.map((item, i) => entriesIn(item, 'supplies').map(() => own[i] ?? ''))
  let at = 0
  const numbers = items.map(item => {
    const count = entriesIn(item, 'supplies').length
    at += count
    return references.slice(at - count, at)
  })
  const isWhole = at === references.length && numbers.every(([first], i) => first === own[i])
  return isWhole ? numbers : undefined
}

/**
 * The word of FHIR's MedicationDispense.status beside an item's status (NHS MIM 4.2.00, item status), as the public
 * examples have it; for any other that it is not known.
 */
const STATES: Readonly<Record<string, string>> = {
  '0001': 'completed',
  '0003': 'completed',
  '0004': 'on-hold',
  '0005': 'cancelled',
}

function dispensesOf(
  items: readonly Information[],
  numbers: readonly (readonly string[])[],
  handedOver: string | undefined,
): readonly Information[] {
  return items.flatMap((item, i) =>
    entriesIn(item, 'supplies').map((supply, n) => {
      const dosage = textIn(supply, 'dosage')
      return changed(item, ['supplies', 'request', 'requestName'], {
        ...changed(supply, ['dosage'], {}),
        id: numbers[i]?.[n],
        state: STATES[textIn(item, 'status') ?? ''] ?? 'unknown',
        dosages: dosage === undefined ? [] : [{ text: dosage }],
        handedOver,
      })
    }),
  )
}

/** No organisation's telephone or address is a home's (FHIR R4, Organization, org-2 and org-3). */
const isAtHome = (pharmacy: Information): boolean =>
  ['telecoms', 'addresses'].some(list =>
    entriesIn(pharmacy, list).some(each => textIn(each, 'use') === 'home'),
  )

/** Dispensing medication (SNOMED CT). */
const DISPENSING = '373784005'

/** `supplyRequest`: it is called what it is, or by its unit, as NHSDigital/electronic-prescription-service-api does. */
function isRequest(item: Information): boolean {
  const isUnit = textIn(item, 'request') === textIn(item, 'requestedUnit')
  const isOfUnit = textIn(item, 'requestName') === textIn(item, 'requestedUnitName')
  return textIn(item, 'request') === DISPENSING || (isUnit && isOfUnit)
}

/** From what a notification says to what a Bundle's rows say. */
export function toFhir(said: Information): Information | undefined {
  const items = entriesIn(said, 'items')
  const originals = new Set(items.map(item => textIn(item, 'originalItem')))
  // Two items that supply one would be read as one.
  if (originals.size < items.length || ![said, ...items].every(BOTH_OR_NONE)) return undefined
  if (!items.every(isRequest)) return undefined
  const numbers = numbersOf(items, textsIn(said, 'references'))
  if (numbers === undefined) return undefined
  const [dispenser = {}] = entriesIn(said, 'dispenser')
  const [pharmacy = {}] = entriesIn(dispenser, 'pharmacy')
  const sender = textIn(pharmacy, 'code')
  if (isAtHome(pharmacy)) return undefined
  return changed(said, ['references', 'authoredAt', 'effectiveTime'], {
    items: dispensesOf(items, numbers, textIn(said, 'effectiveTime')),
    // An amendment is a notification that says what it replaces.
    event: 'notification',
    sender,
    source: `https://directory.spineservices.nhs.uk/STU3/Organization/${encodeURIComponent(sender ?? '')}`,
  })
}
