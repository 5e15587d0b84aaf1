import { entriesIn, type Information, textIn, textsIn } from '../../mapping/index.ts'
import { dividedInstructions, joinedInstructions } from './additional-instructions.ts'
import { dosageText } from './dosage-text.ts'

const COURSE = 'medicationrequest-course-of-therapy'
const REPEAT_DISPENSING = 'continuous-repeat-dispensing'
const MIDNIGHT = 'T00:00:00'

/** An information set without some of its facts, and with others. */
export function changed(
  said: Information,
  without: readonly string[],
  more: Readonly<Record<string, Information[string] | undefined>>,
): Information {
  const rest = Object.entries(said).filter(([name]) => !without.includes(name) && !(name in more))
  const added = Object.entries(more).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries([...rest, ...added])
}

/**
 * `courseOfTherapy`: a prescription's treatment is what all its medication requests say; acute and continuous ones
 * together are an acute prescription. Undefined for any other mixture.
 */
function treatmentOf(lines: readonly Information[]): string | undefined {
  const courses = new Set(lines.map(line => textIn(line, 'courseOfTherapy')))
  if (courses.size === 1) return [...courses][0]
  return courses.size === 2 && courses.has('acute') && courses.has('continuous')
    ? 'acute'
    : undefined
}

/**
 * `responsibleParty`: where nobody else is named, the requester is responsible too, by the code their prescriptions
 * are paid for under, where they have one: a spurious code, else a DIN, else their registration.
 */
function responsibleOf(said: Information): readonly Information[] {
  const [own] = entriesIn(said, 'responsible')
  const [author = {}] = entriesIn(said, 'author')
  const who = own ?? author
  const code = textIn(who, 'spuriousCode') ?? textIn(who, 'dinCode') ?? textIn(who, 'registration')
  return [agentFromFhir(changed(who, [], { registration: code }), own !== undefined)]
}

/** What of a role is only said in FHIR: where it is acted in, and codes that are nobody's name. */
export function agentFromFhir(agent: Information, isAlone = false): Information {
  const [organisation = {}] = entriesIn(agent, 'organisation')
  const [place] = entriesIn(agent, 'places')
  const telecoms = entriesIn(organisation, 'telecoms')
  const addresses = entriesIn(organisation, 'addresses')
  const whole = changed(organisation, [], {
    telecoms: telecoms.length > 0 ? telecoms : entriesIn(agent, 'telecoms'),
    addresses:
      addresses.length > 0 || place === undefined ? addresses : entriesIn(place, 'addresses'),
  })
  const hasName = textIn(agent, 'family') !== undefined
  const name = textIn(agent, 'nameText') ?? (isAlone ? textIn(organisation, 'name') : undefined)
  return changed(agent, ['spuriousCode', 'dinCode', 'places'], {
    organisation: [whole],
    nameText: hasName ? undefined : name,
  })
}

/** `additionalInstructions`: what the patient is told stands in the first line item of HL7v3. */
function linesFromFhir(said: Information): Information[] {
  const told = entriesIn(said, 'communications')
  return entriesIn(said, 'lineItems').map((line, i) => {
    const text = joinedInstructions({
      medications: i === 0 ? told.flatMap(each => textsIn(each, 'medications')) : [],
      messages: i === 0 ? told.flatMap(each => textsIn(each, 'messages')) : [],
      controlledDrugWords: textIn(line, 'controlledDrugWords'),
      note: textIn(line, 'note'),
    })
    return changed(line, FHIR_LINE, {
      instructions: text === '' ? undefined : text,
      dosage: dosageText(entriesIn(line, 'dosages')),
    })
  })
}

const FHIR_LINE = [
  'controlledDrugWords',
  'note',
  'dosages',
  'courseOfTherapy',
  'courseSystem',
  'reviewDate',
  'supplyDays',
  'intent',
]

/** `practice`: a patient of no practice has one that is not known. */
export function patientFromFhir(patient: Information): Information {
  const unknown = textIn(patient, 'practice') === undefined ? 'unknown' : undefined
  return changed(patient, [], { practiceUnknown: unknown })
}

/**
 * `validity`: a prescription is effective from the first day of its validity, else from when it was signed; only one
 * for repeat dispensing says until when, for how long and how often it is supplied.
 */
function validityFromFhir(said: Information, treatment: string): Information {
  const from = textIn(said, 'validFrom')
  const isRepeat = treatment === REPEAT_DISPENSING
  const [first = {}] = entriesIn(said, 'lineItems')
  return {
    ...absent('effectiveTime', from ?? textIn(said, 'signedAt')),
    ...absent('supplyStart', isRepeat ? from?.slice(0, MIDNIGHT.length + 1) : undefined),
    ...absent('supplyEnd', isRepeat ? textIn(said, 'supplyEnd') : undefined),
    ...absent('supplyDays', isRepeat ? textIn(first, 'supplyDays') : undefined),
    ...absent('repeats', isRepeat ? textIn(said, 'repeats') : ONCE[treatment]),
  }
}

/** A continuous prescription is issued once at a time. */
const ONCE: Readonly<Record<string, string>> = { continuous: '0' }

const absent = (name: string, value: string | undefined): Information =>
  value === undefined ? {} : { [name]: value }

const FHIR_ONLY = [
  'validFrom',
  'supplyEnd',
  'repeats',
  'setting',
  'event',
  'sender',
  'source',
  'communications',
]

/** From what a Bundle's rows say to what a prescription says. */
export function fromFhir(said: Information): Information | undefined {
  const lines = entriesIn(said, 'lineItems')
  const treatment = treatmentOf(lines)
  if (treatment === undefined) return undefined
  const [first = {}] = lines
  return {
    ...changed(said, FHIR_ONLY, {
      treatment,
      reviewDate: textIn(first, 'reviewDate'),
      lineItems: linesFromFhir(said),
      author: entriesIn(said, 'author').map(each => agentFromFhir(each)),
      responsible: responsibleOf(said),
      patient: entriesIn(said, 'patient').map(patientFromFhir),
    }),
    ...validityFromFhir(said, treatment),
  }
}

/** The same agent, whatever their code. */
export const isSameAgent = (a: Information, b: Information): boolean =>
  JSON.stringify(Object.entries(changed(a, ['registration'], {})).toSorted(byName)) ===
  JSON.stringify(Object.entries(changed(b, ['registration'], {})).toSorted(byName))

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1

const DIN = /^[389]\d{5}$/

/** `responsibleParty`, the other way: a second role is written only where somebody else is responsible. */
function agentsToFhir(said: Information): Record<string, Information[string] | undefined> {
  const [author = {}] = entriesIn(said, 'author')
  const [responsible] = entriesIn(said, 'responsible')
  if (responsible === undefined || !isSameAgent(author, responsible)) return {}
  const code = textIn(responsible, 'registration')
  const isOwn = code === textIn(author, 'registration')
  const name = code !== undefined && DIN.test(code) ? 'dinCode' : 'spuriousCode'
  return {
    author: [isOwn ? author : changed(author, [], { [name]: code })],
    responsible: [],
  }
}

/** `licence`: an organisation that is nobody's part holds its licence itself. */
function withoutOwnLicence(agent: Information): Information {
  const [organisation = {}] = entriesIn(agent, 'organisation')
  const [licence] = entriesIn(agent, 'licence')
  const isOwn =
    licence !== undefined &&
    textIn(licence, 'code') === textIn(organisation, 'code') &&
    textIn(licence, 'name') === textIn(organisation, 'name')
  return isOwn ? changed(agent, [], { licence: [] }) : agent
}

function linesToFhir(said: Information): Information[] {
  const treatment = textIn(said, 'treatment') ?? ''
  const system =
    treatment === REPEAT_DISPENSING ? 'https://fhir.nhs.uk' : 'http://terminology.hl7.org'
  return entriesIn(said, 'lineItems').map(line => {
    const { controlledDrugWords, note } = dividedInstructions(textIn(line, 'instructions') ?? '')
    return changed(line, ['instructions', 'dosage'], {
      controlledDrugWords,
      note,
      dosages: [absent('text', textIn(line, 'dosage'))],
      courseOfTherapy: treatment,
      courseSystem: `${system}/CodeSystem/${COURSE}`,
      intent: treatment === 'acute' ? 'order' : 'original-order',
      reviewDate: textIn(said, 'reviewDate'),
      supplyDays: textIn(said, 'supplyDays'),
    })
  })
}

/** What the patient is told, by whichever line item says it: HL7v3 says it in the first. */
function communicationsOf(said: Information): Information[] {
  const [first = {}] = entriesIn(said, 'lineItems')
  const { medications, messages } = dividedInstructions(textIn(first, 'instructions') ?? '')
  return medications.length + messages.length === 0 ? [] : [{ medications, messages }]
}

/** `validity`, the other way: what is effective from when it was signed says no day of its own. */
function validFromOf(said: Information): string | undefined {
  const from = textIn(said, 'effectiveTime')
  const isOwn = textIn(said, 'supplyStart') !== undefined || from !== textIn(said, 'signedAt')
  return isOwn ? from : undefined
}

const HL7_ONLY = ['treatment', 'reviewDate', 'supplyStart', 'supplyDays', 'effectiveTime']

/** From what a prescription says to what a Bundle's rows say. */
export function toFhir(said: Information): Information | undefined {
  const treatment = textIn(said, 'treatment')
  const once = ONCE[treatment ?? '']
  if (once !== undefined && textIn(said, 'repeats') !== once) return undefined
  const agents = agentsToFhir(said)
  const whole = changed(said, HL7_ONLY, agents)
  const [author = {}] = entriesIn(said, 'author')
  const [organisation = {}] = entriesIn(author, 'organisation')
  const sender = textIn(organisation, 'code')
  return changed(whole, [], {
    author: entriesIn(whole, 'author').map(withoutOwnLicence),
    responsible: entriesIn(whole, 'responsible').map(withoutOwnLicence),
    repeats: once === undefined ? textIn(said, 'repeats') : undefined,
    validFrom: validFromOf(said),
    lineItems: linesToFhir(said),
    communications: communicationsOf(said),
    setting: textIn(said, 'type')?.startsWith('01') === true ? 'community' : 'outpatient',
    event: 'order',
    sender,
    source: `https://directory.spineservices.nhs.uk/STU3/Organization/${encodeURIComponent(sender ?? '')}`,
  })
}
