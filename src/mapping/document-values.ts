import type { Dialect, Way } from './values.ts'

/**
 * How a fact of a whole document is written. `uuid`: upper case in HL7v3, lower in FHIR. `instant`: to the second,
 * UTC. `second`: of an instant its second, where FHIR may say a fraction of it too. `instantOrDay`: FHIR may say a
 * day, which is its first moment. `day`: of an instant only its day. `phone`: without blanks, which FHIR may have.
 * `decimal`: its digits as they are written. `oneMore`: HL7v3 counts the first issue too, FHIR only those after it,
 * and -1 of them where HL7v3 says nothing.
 * `registration`: a register's number, without the C FHIR may put before a doctor's. `base64`: what FHIR carries as
 * base64 and HL7v3 as it is. `id`: what FHIR names a resource by. `zoned`: a time in FHIR's notation on both sides,
 * kept as it is written, its zone too; HTTP's own notation is read as well.
 * `upperUuid`: upper case in both; `eitherUuid`: read in either case there, too. `moment`: UTC, to the minute or to the
 * second as HL7v3 writes it; FHIR writes no time without its seconds, and is read so where somebody does. `asKnown`: a
 * year, a month, a day or a second of UTC, in FHIR in any zone, known as far as it is written: midnight is no day.
 */
export type DocumentValueType =
  | 'uuid'
  | 'instant'
  | 'second'
  | 'instantOrDay'
  | 'day'
  | 'phone'
  | 'decimal'
  | 'oneMore'
  | 'registration'
  | 'base64'
  | 'upperUuid'
  | 'eitherUuid'
  | 'moment'
  | 'asKnown'
  | 'id'
  | 'zoned'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const UPPER_UUID = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/

const HL7_DAY = /^(\d{4})(\d\d)(\d\d)$/
const FHIR_DAY = /^(\d{4})-(\d\d)-(\d\d)$/
const HL7_INSTANT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/
const FHIR_INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.0+)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** Seconds of UTC as `YYYY-MM-DDTHH:mm:ss`; undefined where there is no such moment. */
function momentOf(day: string, time: string, offset: string): string | undefined {
  // Date turns the thirtieth of February into a day of March: what it gives back must be what it was given.
  const asUtc = new Date(`${day}T${time}Z`)
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(`${day}T${time}`)) {
    return undefined
  }
  return new Date(`${day}T${time}${offset}`).toISOString().slice(0, 19)
}

function readHl7Instant(text: string): string | undefined {
  const [, year, month, day, hour, minute, second] = HL7_INSTANT.exec(text) ?? []
  if (year === undefined) return undefined
  return momentOf(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`, 'Z')
}

function readFhirInstant(text: string): string | undefined {
  const [, day, time, offset] = FHIR_INSTANT.exec(text) ?? []
  if (day === undefined || time === undefined || offset === undefined) return undefined
  return momentOf(day, time, offset)
}

const MINUTE = 'YYYY-MM-DDTHH:mm'.length
const HL7_MINUTE = /^\d{12}$/
const FHIR_MINUTE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

const readHl7Moment = (text: string): string | undefined =>
  HL7_MINUTE.test(text) ? readHl7Instant(`${text}00`)?.slice(0, MINUTE) : readHl7Instant(text)

// NHSDigital/summary-care-record-api says a time that HL7v3 has to the minute without seconds.
const readFhirMoment = (text: string): string | undefined => {
  const [, minute, offset] = FHIR_MINUTE.exec(text) ?? []
  return minute === undefined || offset === undefined
    ? readFhirInstant(text)
    : readFhirInstant(`${minute}:00${offset}`)?.slice(0, MINUTE)
}

const readFhirSecond = (text: string): string | undefined =>
  readFhirInstant(text.replace(/(?<=:\d\d)\.\d+/, ''))

const readDay =
  (pattern: RegExp) =>
  (text: string): string | undefined => {
    const [, year, month, day] = pattern.exec(text) ?? []
    if (year === undefined) return undefined
    return momentOf(`${year}-${month}-${day}`, '00:00:00', 'Z')?.slice(0, 10)
  }

const digits = (value: string): string => value.replace(/\D/g, '')
const MIDNIGHT = 'T00:00:00'

const readFhirDay = (text: string): string | undefined =>
  readDay(FHIR_DAY)(text) ?? readFhirInstant(text)?.slice(0, 10)

const readFhirInstantOrDay = (text: string): string | undefined => {
  const day = readDay(FHIR_DAY)(text)
  return day === undefined ? readFhirInstant(text) : `${day}${MIDNIGHT}`
}

const only =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined

// Fifteen digits are what every reader of a JSON number keeps (IEEE 754 binary64).
const DECIMAL = /^(?=(?:\.?\d){1,15}$)(?:0|[1-9]\d*)(?:\.\d+)?$/
const COUNT = /^(?:0|[1-9]\d{0,3})$/
// NHSDigital/electronic-prescription-service-api takes one from a number that is not there.
const COUNT_OR_NONE = /^(?:-1|0|[1-9]\d{0,3})$/

const added =
  (by: number) =>
  (text: string): string | undefined =>
    COUNT.test(text) && Number(text) + by >= 0 ? String(Number(text) + by) : undefined

const WORDS = only(/\S/)
const TOKEN = only(/^\S+$/)

/** A register's number as HL7v3 has it: General Medical Council numbers lose the letter some write before them. */
const withoutC = (text: string): string | undefined => TOKEN(text.replace(/^C(?=\d{7}$)/i, ''))

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function decoded(text: string): string | undefined {
  if (text === '' || !BASE64.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  const said = bytes.toString('utf8')
  return Buffer.from(said, 'utf8').equals(bytes) ? said : undefined
}

const encoded = (value: string): string => Buffer.from(value, 'utf8').toString('base64')

const fhirInstant = (value: string): string => `${value}+00:00`

const BASE_ID = /^[A-Za-z0-9.-]{1,64}$/

const FHIR_ZONED =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?)?)?$/
// RFC 9110 §5.6.7, IMF-fixdate: what is exported of the locator's store has it (NHSDigital/nrlf-converter).
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

function readZoned(text: string): string | undefined {
  if (HTTP_DATE.test(text)) {
    const at = new Date(text)
    // Date takes any day for the day of the week, and the thirty-first of any month.
    return at.toUTCString() === text ? `${at.toISOString().slice(0, 19)}+00:00` : undefined
  }
  const [, year, month = '01', day = '01', time = '00:00:00'] = FHIR_ZONED.exec(text) ?? []
  if (year === undefined) return undefined
  return momentOf(`${year}-${month}-${day}`, time, 'Z') === undefined ? undefined : text
}

const HL7_KNOWN = /^(\d{4})(?:(\d\d)(\d\d)?)?$/
const FHIR_KNOWN = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/

/** A year, a month or a day, or what `otherwise` reads. */
const readKnown =
  (pattern: RegExp, otherwise: (text: string) => string | undefined) =>
  (text: string): string | undefined => {
    const [, year, month, day] = pattern.exec(text) ?? []
    if (year === undefined) return otherwise(text)
    const first = momentOf(`${year}-${month ?? '01'}-${day ?? '01'}`, '00:00:00', 'Z')
    return first && [year, month, day].filter(part => part !== undefined).join('-')
  }

const both = (way: Way): Readonly<Record<Dialect, Way>> => ({ hl7: way, fhir: way })

/** The types of documents, each the way it is read and written in either language. */
export const DOCUMENT_WAYS: Readonly<Record<DocumentValueType, Readonly<Record<Dialect, Way>>>> = {
  uuid: {
    hl7: {
      read: text => only(UPPER_UUID)(text)?.toLowerCase(),
      write: value => value.toUpperCase(),
    },
    fhir: { read: text => only(UUID)(text)?.toLowerCase(), write: value => value },
  },
  upperUuid: {
    hl7: {
      read: text => only(UPPER_UUID)(text)?.toLowerCase(),
      write: value => value.toUpperCase(),
    },
    fhir: {
      read: text => only(UUID)(text)?.toLowerCase(),
      write: value => value.toUpperCase(),
    },
  },
  eitherUuid: both({
    read: text => only(UUID)(text)?.toLowerCase(),
    write: value => value.toUpperCase(),
  }),
  moment: {
    hl7: { read: readHl7Moment, write: digits },
    fhir: {
      read: readFhirMoment,
      write: value => (value.length === MINUTE ? undefined : fhirInstant(value)),
    },
  },
  asKnown: {
    hl7: { read: readKnown(HL7_KNOWN, readHl7Instant), write: digits },
    fhir: {
      read: readKnown(FHIR_KNOWN, readFhirInstant),
      write: value => (value.includes('T') ? fhirInstant(value) : value),
    },
  },
  instant: {
    hl7: { read: readHl7Instant, write: digits },
    fhir: { read: readFhirInstant, write: fhirInstant },
  },
  second: {
    hl7: { read: readHl7Instant, write: digits },
    fhir: { read: readFhirSecond, write: fhirInstant },
  },
  instantOrDay: {
    hl7: { read: readHl7Instant, write: digits },
    fhir: {
      read: readFhirInstantOrDay,
      write: value => (value.endsWith(MIDNIGHT) ? value.slice(0, 10) : fhirInstant(value)),
    },
  },
  day: {
    hl7: { read: readDay(HL7_DAY), write: digits },
    fhir: { read: readFhirDay, write: value => value },
  },
  phone: {
    hl7: { read: TOKEN, write: value => value },
    fhir: { read: text => TOKEN(text.replace(/\s/g, '')), write: value => value },
  },
  decimal: {
    hl7: { read: only(DECIMAL), write: value => value },
    fhir: { read: only(DECIMAL), write: value => value },
  },
  oneMore: {
    hl7: { read: added(-1), write: added(1) },
    fhir: { read: only(COUNT_OR_NONE), write: only(COUNT) },
  },
  registration: {
    hl7: { read: TOKEN, write: value => value },
    fhir: { read: withoutC, write: value => value },
  },
  base64: {
    hl7: { read: WORDS, write: value => value },
    fhir: { read: decoded, write: encoded },
  },
  id: {
    hl7: { read: only(BASE_ID), write: only(BASE_ID) },
    fhir: { read: only(BASE_ID), write: only(BASE_ID) },
  },
  zoned: {
    hl7: { read: readZoned, write: value => value },
    fhir: { read: readZoned, write: value => value },
  },
}
