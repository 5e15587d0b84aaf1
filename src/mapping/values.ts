import { type DocumentValueType, DOCUMENT_WAYS } from './document-values.ts'

/**
 * How a fact is written. `text` holds anything but nothing; `token` no blanks; `nhsNumber` has its check digit;
 * `date` and `dateTime` are known as far as they are written (a year, a month, a day, a time), and in FHIR only
 * the second has a time; `integer` has no sign.
 */
export type ValueType =
  'text' | 'token' | 'nhsNumber' | 'date' | 'dateTime' | 'integer' | DocumentValueType

/** The two languages a fact is written in. */
export type Dialect = 'hl7' | 'fhir'

/** What a type comes to in one language; undefined where the text is no value of it, or cannot say it. */
export interface Way {
  readonly read: (text: string) => string | undefined
  readonly write: (value: string) => string | undefined
}

const as = (pattern: RegExp): Way => {
  const only = (text: string): string | undefined => (pattern.test(text) ? text : undefined)
  return { read: only, write: only }
}

/** Weights 10 down to 2 over the first nine digits, modulus 11 (NHS Data Dictionary, NHS NUMBER). */
function nhsNumber(text: string): string | undefined {
  if (!/^\d{10}$/.test(text)) return undefined
  let sum = 0
  for (let i = 0; i < 9; i++) sum += Number(text[i]) * (10 - i)
  return (11 - (sum % 11)) % 11 === Number(text[9]) ? text : undefined
}

/** Year to second; what is not known is undefined. */
type Parts = readonly (string | undefined)[]

const HL7_TIME = /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(\d\d)(\d\d)?(?:\+0000)?)?)?)?$/
// FHIR spells the offset out, HL7v3 at PDS never: another than UTC would be guessed at on the way.
const FHIR_TIME =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.0+)?(?:Z|\+00:00)?)?)?)?$/

/**
 * The one way a time is known: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, then `THH:mm` and `:ss` where they are not
 * nought: FHIR writes midnight where a day is meant, and seconds where a minute is.
 */
function known([year = '', month, day, hour, minute, second = '00']: Parts): string | undefined {
  if (!isDay(year, month, day)) return undefined
  const date = [year, month, day].filter(part => part !== undefined).join('-')
  if (hour === undefined || minute === undefined) return date
  if (hour > '23' || minute > '59' || second > '59') return undefined
  if (hour === '00' && minute === '00' && second === '00') return date
  return `${date}T${hour}:${minute}${second === '00' ? '' : `:${second}`}`
}

function isDay(year: string, month = '01', day = '01'): boolean {
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${year}-${month}-${day}`)
}

const readTime =
  (pattern: RegExp) =>
  (text: string): string | undefined => {
    const match = pattern.exec(text)
    return match === null ? undefined : known(match.slice(1))
  }

const HL7: Way = { read: readTime(HL7_TIME), write: value => value.replace(/\D/g, '') }

// Only its own day, month or year: a date that has a time is none (FHIR R4, date).
const readDate = (text: string): string | undefined =>
  text.includes('T') ? undefined : readTime(FHIR_TIME)(text)

const fhirDate = (value: string): string | undefined => (value.includes('T') ? undefined : value)

function fhirDateTime(value: string): string {
  if (value.length < 'YYYY-MM-DD'.length) return value
  const [day = '', time = '00:00'] = value.split('T')
  return `${day}T${time.padEnd('HH:mm:ss'.length, ':00')}+00:00`
}

const both = (way: Way): Readonly<Record<Dialect, Way>> => ({ hl7: way, fhir: way })

const WAYS: Readonly<Record<ValueType, Readonly<Record<Dialect, Way>>>> = {
  text: both(as(/\S/)),
  token: both(as(/^\S+$/)),
  nhsNumber: both({ read: nhsNumber, write: nhsNumber }),
  integer: both(as(/^(?:0|[1-9]\d{0,9})$/)),
  date: { hl7: HL7, fhir: { read: readDate, write: fhirDate } },
  dateTime: { hl7: HL7, fhir: { read: readTime(FHIR_TIME), write: fhirDateTime } },
  ...DOCUMENT_WAYS,
}

/** Reads what a leaf says, in the one way its type is known; undefined where it is no value of that type. */
export const readValue = (type: ValueType, dialect: Dialect, text: string): string | undefined =>
  WAYS[type][dialect].read(text)

/** Writes a value; undefined where the language cannot say it. */
export const writeValue = (type: ValueType, dialect: Dialect, value: string): string | undefined =>
  WAYS[type][dialect].write(value)
