/** A time of every week. */
export interface ClockTime {
  /** From 0, Sunday, to 6. */
  readonly weekday: number
  /** Of that day, from 0 to 1 439. */
  readonly minute: number
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const WRITTEN = new RegExp(`^(${WEEKDAYS.join('|')}) ([01]\\d|2[0-3]):([0-5]\\d)$`)

/** Reads a time of every week as it is written, `sun 02:00`; undefined where it is none. */
export function readClockTime(written: string): ClockTime | undefined {
  const [, day, hours, minutes] = WRITTEN.exec(written) ?? []
  if (day === undefined) return undefined
  const weekday = WEEKDAYS.findIndex(each => each === day)
  return { weekday, minute: Number(hours) * 60 + Number(minutes) }
}

/** Writes a time of every week as {@link readClockTime} reads it. */
export const spokenClockTime = ({ weekday, minute }: ClockTime): string => {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60]
  const clock = [hours, minutes].map(each => String(each).padStart(2, '0')).join(':')
  return `${WEEKDAYS[weekday] ?? ''} ${clock}`
}
