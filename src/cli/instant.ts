import { CommandError, EXIT } from './terminal.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/
const DAY_MS = 86_400_000

/** Reads when something begins: a day in UTC, which begins with its first moment, or a moment with its zone. */
export const parseBeginning = (option: string, text: string): number =>
  parse(option, text, 'a day') - (DAY.test(text) ? DAY_MS : 0)

/**
 * Reads when something ends: a last day, `2027-03-31` in UTC, or a moment with its zone, `2027-03-31T18:00Z`. Gives
 * epoch milliseconds; ends the command for anything else, and for a day no calendar has.
 */
export const parseEnd = (option: string, text: string): number => parse(option, text, 'a last day')

function parse(option: string, text: string, form: 'a day' | 'a last day'): number {
  const [, day = text] = MOMENT.exec(text) ?? []
  const [at, midnight] = [Date.parse(text), Date.parse(day)]
  const isDate = (DAY.test(text) || day !== text) && Number.isFinite(at)
  // A 30th of February is read as a day of March, which nobody wrote.
  if (isDate && new Date(midnight).toISOString().startsWith(day)) {
    return day === text ? at + DAY_MS : at
  }
  const forms = `write ${form}, 2027-03-31, or a moment with its zone, 2027-03-31T18:00Z`
  throw new CommandError(EXIT.usage, `${option} ${text} is no date; ${forms}`)
}
