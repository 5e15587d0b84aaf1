import { z } from 'zod'
import { type ClockTime, isZone, readClockTime } from '../windows/index.ts'
import { saidOf } from './fields.ts'

const DAY = /^\d{4}-\d\d-\d\d$/
const MOMENT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d)?(Z|[+-]\d\d:\d\d)?$/
const DAY_MS = 86_400_000

const FORMS = 'write a day, 2026-12-18, or a moment with its zone, 2026-12-18T17:00:00Z'

/**
 * When something begins or ends, read as epoch milliseconds: a moment with its offset, or a day in UTC, of which a
 * beginning is the first moment and an end the last.
 */
export const moment = (
  which: 'from' | 'to',
): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> =>
  z
    .string({
      error: ({ input }) => saidOf(input === undefined ? 'is missing' : 'is no text', FORMS),
    })
    .transform((written, issues): number => {
      const [, day = written, zone] = MOMENT.exec(written) ?? []
      const isDay = DAY.test(written)
      const says =
        !isDay && day === written
          ? 'is neither a day nor a moment'
          : !isDay && zone === undefined
            ? 'has no zone: nobody could say which moment it is'
            : isOfCalendar(day) && Number.isFinite(Date.parse(written))
              ? undefined
              : 'is no day of the calendar, or no time of a day'
      if (says !== undefined) {
        issues.addIssue({ code: 'custom', message: saidOf(says, FORMS), input: written })
        return z.NEVER
      }
      return Date.parse(written) + (isDay && which === 'to' ? DAY_MS : 0)
    })

// The engine takes 30 February for 2 March, so what it read is written out again.
function isOfCalendar(day: string): boolean {
  const read = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(read) && new Date(read).toISOString().startsWith(day)
}

const EVERY = 'a day of the week and a time, such as `sun 02:00`'

/** A time of every week, such as `sun 02:00`. */
export const clockTime = (): z.ZodPipe<z.ZodString, z.ZodTransform<ClockTime, string>> =>
  z
    .string({
      error: ({ input }) => saidOf(input === undefined ? 'is missing' : 'is no text', EVERY),
    })
    .transform((written, issues): ClockTime => {
      const read = readClockTime(written)
      if (read !== undefined) return read
      issues.addIssue({
        code: 'custom',
        message: saidOf('is no time of a week', EVERY),
        input: written,
      })
      return z.NEVER
    })

const ZONE = 'the name of a zone, such as `Europe/London` or `UTC`'

/** A zone by its name. */
export const zone = (): z.ZodString =>
  z
    .string({
      error: ({ input }) => saidOf(input === undefined ? 'is missing' : 'is no text', ZONE),
    })
    .refine(isZone, { error: saidOf('is no zone', `${ZONE}: an offset knows no summer`) })
