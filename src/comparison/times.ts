/** A point in time as far as it is written: HL7's TS or a FHIR date, dateTime or instant. */
export interface WrittenTime {
  /** Digits of year, month, day, hour, minute, second and fraction that are there, in the zone it is written in. */
  readonly digits: string
  /** Minutes east of UTC; undefined where it names no zone. */
  readonly zone: number | undefined
  /** Its earliest moment in milliseconds since 1970, taken for UTC where it names no zone. */
  readonly ms: number
}

// HL7 v3 data types, TS: YYYYMMDDHHmmss.ssss+ZZzz from the left as far as known.
const HL7 =
  /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?([+-]\d{4}|Z)?$/
// FHIR R4 data types: date, dateTime, instant.
const ISO =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?)?(Z|[+-]\d\d:\d\d)?$/

function zoneOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (text === 'Z') return 0
  const digits = text.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return text.startsWith('-') ? -minutes : minutes
}

/** Reads a point in time; undefined where the text is none, a 31 February included. */
export function readTime(text: string): WrittenTime | undefined {
  const found = HL7.exec(text) ?? ISO.exec(text)
  if (found === null) return undefined
  const parts = found.slice(1, 8)
  const [year, month = '01', day = '01', hour = '00', minute = '00', second = '00', part = ''] =
    parts
  const local = `${year ?? ''}-${month}-${day}T${hour}:${minute}:${second}`
  const ms = Date.parse(`${local}.${part.padEnd(3, '0').slice(0, 3)}Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== local) return undefined
  const zone = zoneOf(found[8])
  return { digits: parts.join(''), zone, ms: ms - (zone ?? 0) * 60_000 }
}

/** Writes a point in time in one way only: two texts of one moment to one precision come out the same. */
export function normalTime(text: string): string | undefined {
  const time = readTime(text)
  if (time === undefined) return undefined
  const { digits, zone, ms } = time
  // A zone moves a moment; of a mere date it says where the day is.
  if (zone === undefined) return digits
  if (digits.length < 10) return `${digits}${zone >= 0 ? '+' : ''}${zone}`
  const utc = new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14)
  return `${utc.slice(0, Math.min(digits.length, 14))}${digits.slice(14)}Z`
}
