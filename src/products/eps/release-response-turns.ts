import { entriesIn, type Information, textIn } from '../../mapping/index.ts'
import { fromFhir, toFhir } from './prescription-turns.ts'

/** What a medication request's status is for each state of its item (FHIR R4 MedicationRequest). */
const REQUEST_STATUSES: Readonly<Record<string, string>> = {
  dispensed: 'completed',
  notDispensed: 'stopped',
  partlyDispensed: 'active',
  owing: 'active',
  cancelled: 'cancelled',
  expired: 'stopped',
  toBeDispensed: 'active',
  withDispenser: 'active',
}

/**
 * What an item's state is where its medication request's status alone says it: of what is active, only what is to be
 * dispensed is released. Of a stopped one nobody can tell.
 */
const ITEM_STATUSES: Readonly<Record<string, string>> = {
  active: 'toBeDispensed',
  completed: 'dispensed',
  cancelled: 'cancelled',
}

/** An information set without facts that have no value. */
const stated = (said: Readonly<Record<string, Information[string] | undefined>>): Information =>
  Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** `itemStatus`: undefined where the two ways to say it disagree, or neither says it. */
function itemStatusOf(line: Information): string | undefined {
  const request = textIn(line, 'requestStatus') ?? ''
  const own = textIn(line, 'itemStatus')
  if (own === undefined) return ITEM_STATUSES[request]
  return REQUEST_STATUSES[own] === request ? own : undefined
}

/** `prescriptionStatus`: what all of its items are that were not cancelled; of any mixture nobody can tell. */
function statusOf(lines: readonly Information[]): string | undefined {
  const states = new Set(lines.map(line => textIn(line, 'itemStatus')))
  states.delete('cancelled')
  const [state] = states
  return states.size === 1 && (state === 'toBeDispensed' || state === 'withDispenser')
    ? state
    : undefined
}

/** `validity`: the façade tells when a prescription takes effect as the time of its Bundle; undefined where two places differ. */
function effectiveTimeOf(said: Information, otherwise: string | undefined): string | undefined {
  const own = textIn(said, 'lastUpdated')
  const from = textIn(said, 'validFrom')
  if (own === undefined) return otherwise
  const isSameDay = from === undefined || from.slice(0, 10) === own.slice(0, 10)
  return isSameDay ? own : undefined
}

const DAY_MS = 86_400_000

/** The day that many years behind another, and some days; undefined where there is no such day. */
function yearsLater(day: string, years: number, days: number): string | undefined {
  const [year = '', ...rest] = day.split('-')
  const later = new Date(`${String(Number(year) + years)}-${rest.join('-')}T00:00:00Z`)
  if (Number.isNaN(later.getTime()) || !later.toISOString().includes(`-${rest.join('-')}T`)) {
    return undefined
  }
  return new Date(later.getTime() + days * DAY_MS).toISOString().slice(0, 10)
}

/** `exemptions`: until when and from when the patient's age alone exempts them from charges, by their birth. */
function exemptionsOf(said: Information): Information {
  const [patient = {}] = entriesIn(said, 'patient')
  const born = textIn(patient, 'birthDate') ?? ''
  return stated({
    underSixteenUntil: yearsLater(born, 16, -1),
    sixtyFrom: yearsLater(born, 60, 0),
  })
}

/** Which issue a prescription is of how many: undefined where that is not said, or cannot be. */
function issueOf(
  said: Information,
  treatment: string | undefined,
): { readonly repeats?: string; readonly issue?: string } | undefined {
  const numbers = new Set(entriesIn(said, 'lineItems').map(line => textIn(line, 'lineIssue')))
  const [number] = numbers
  if (treatment === 'acute') {
    return numbers.size === 1 && number === undefined ? {} : undefined
  }
  const allowed = textIn(said, 'repeats')
  const isOnce = treatment === 'continuous' && (allowed === undefined || allowed === '-1')
  const repeats = isOnce ? '0' : allowed
  const byLines =
    numbers.size === 1 && number !== undefined ? String(Number(number) - 1) : undefined
  const issue = textIn(said, 'issue') ?? byLines ?? (repeats === '0' ? '0' : undefined)
  if (repeats === undefined || issue === undefined || Number(issue) > Number(repeats)) {
    return undefined
  }
  return { repeats, issue }
}

/** `responsibleParty`: an author known by a code they are paid by alone has signed with that. */
const authorOf = (said: Information): readonly Information[] =>
  entriesIn(said, 'author').map(author =>
    stated({
      ...author,
      registration:
        textIn(author, 'registration') ??
        textIn(author, 'dinCode') ??
        textIn(author, 'spuriousCode'),
    }),
  )

function linesOf(prescription: Information, issue: string | undefined): Information[] | undefined {
  const lines = entriesIn(prescription, 'lineItems').map(({ requestStatus, ...line }) => {
    const itemStatus = itemStatusOf(stated({ ...line, requestStatus }))
    const number = issue === undefined ? undefined : String(Number(issue) + 1)
    return stated({ ...line, itemStatus, lineIssue: textIn(line, 'lineIssue') ?? number })
  })
  return lines.every(line => textIn(line, 'itemStatus') !== undefined) ? lines : undefined
}

/** From what the Bundle of a released prescription says to what the prescription says. */
export function releasedFromFhir(said: Information): Information | undefined {
  const prescription = fromFhir({ ...said, author: authorOf(said) })
  if (prescription === undefined) return undefined
  const times = issueOf(said, textIn(prescription, 'treatment'))
  const lineItems = times && linesOf(prescription, times.issue)
  const status = lineItems && statusOf(lineItems)
  const effectiveTime = effectiveTimeOf(said, textIn(prescription, 'effectiveTime'))
  if (status === undefined || effectiveTime === undefined) return undefined
  const own = { lineItems, status, effectiveTime, lastUpdated: undefined }
  return stated({ ...prescription, ...times, ...own, ...exemptionsOf(said) })
}

/** From what a released prescription says to what its Bundle's rows say. */
export function releasedToFhir(said: Information): Information | undefined {
  const isOnce = textIn(said, 'treatment') === 'continuous'
  const bundle = toFhir(isOnce ? { ...said, repeats: '0' } : said)
  if (bundle === undefined || statusOf(entriesIn(said, 'lineItems')) !== textIn(said, 'status')) {
    return undefined
  }
  const lineItems = entriesIn(bundle, 'lineItems').map(line =>
    stated({ ...line, requestStatus: REQUEST_STATUSES[textIn(line, 'itemStatus') ?? ''] }),
  )
  const workedOut = { status: undefined, underSixteenUntil: undefined, sixtyFrom: undefined }
  return stated({ ...bundle, ...workedOut, lineItems, repeats: said['repeats'] })
}

/**
 * From what the answer to a release says, prescription by prescription; the request it answers names itself, and of an
 * answer to nobody is not known.
 */
export function responseFromFhir(
  said: Information,
  asked: Information | undefined,
): Information | undefined {
  const prescriptions: Information[] = []
  for (const each of entriesIn(said, 'prescriptions')) {
    const prescription = releasedFromFhir(each)
    if (prescription === undefined) return undefined
    prescriptions.push(prescription)
  }
  if (asked === undefined) return { prescriptions }
  const payloadId = textIn(asked, 'payloadId')
  return payloadId === undefined ? undefined : { prescriptions, payloadId }
}
