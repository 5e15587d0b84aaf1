import { z } from 'zod'
import { meant } from './nearest.ts'

/** Puts what is wrong and what to do about it into the one text zod lets an issue have. */
export const saidOf = (says: string, wayOut: string): string => `${says}\n${wayOut}`

type Complaint = (issue: { readonly input?: unknown }) => string

const unless = (kind: string, wayOut: string): Complaint => {
  const missing = saidOf('is missing', wayOut)
  const other = saidOf(`is not ${kind}`, wayOut)
  return issue => (issue.input === undefined ? missing : other)
}

/** A group of fields of which no others are allowed: an unknown one is most often a known one mistyped. */
export const object = <Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map(key => saidOf(`there is no field \`${key}\``, meant(key, Object.keys(shape))))
            .join('\n')
        : unless('a group of fields', `it holds: ${Object.keys(shape).join(', ')}`)(issue),
  })

/** A text that is not blank; `wayOut` says what to write. */
export const text = (wayOut: string): z.ZodString =>
  z.string({ error: unless('a text', wayOut) }).regex(/\S/, saidOf('is empty', wayOut))

/** A text of a fixed form. */
export const textLike = (form: RegExp, wayOut: string): z.ZodString =>
  z
    .string({ error: unless('a text', wayOut) })
    .regex(form, saidOf('is not of the form it must have', wayOut))

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
const NAME_FORM = 'a name is lower-case letters, digits and hyphens, at most 63'

/** A name of our own. It becomes the label of a metric, so it is short and plain. */
export const name = (what: string): z.ZodString => textLike(NAME, `${what}; ${NAME_FORM}`)

/** One text or several; one is read as a list of one. */
export const texts = <Each extends z.ZodString>(
  each: Each,
  wayOut: string,
): z.ZodPipe<
  z.ZodUnion<readonly [Each, z.ZodArray<Each>]>,
  z.ZodTransform<readonly string[], string | string[]>
> =>
  z
    .union([each, z.array(each).min(1)], { error: unless('a text or a list of texts', wayOut) })
    .transform((one): readonly string[] => (typeof one === 'string' ? [one] : one))

/** A whole number from 1. */
export const count = (unit: string): z.ZodInt =>
  z.int({ error: unless('a whole number', unit) }).min(1, saidOf('is less than 1', unit))

/** A number between two others, both allowed. */
export const between = (low: number, high: number, what: string): z.ZodNumber => {
  const wayOut = `${what}, from ${low} to ${high}`
  const outside = saidOf('is out of range', wayOut)
  return z
    .number({ error: unless('a number', wayOut) })
    .min(low, outside)
    .max(high, outside)
}

/** A number between two others, neither allowed. */
export const inside = (low: number, high: number, what: string): z.ZodNumber => {
  const wayOut = `${what}, above ${low} and below ${high}`
  const outside = saidOf('is out of range', wayOut)
  return z
    .number({ error: unless('a number', wayOut) })
    .gt(low, outside)
    .lt(high, outside)
}

export const flag = (what: string): z.ZodBoolean =>
  z.boolean({ error: unless('true or false', what) })

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(
  words: Words,
): z.ZodEnum<{ [Word in Words[number]]: Word }> =>
  z.enum(words, {
    error: unless('one of the words it may be', `it is one of: ${words.join(', ')}`),
  })

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const DURATION = /^(\d+)(ms|s|m|h|d)$/

const LONGEST_MS = 366 * UNITS.d

const millisecondsOf = (written: string): number => {
  const [, amount, unit] = DURATION.exec(written) ?? []
  return Number(amount) * UNITS[unit as keyof typeof UNITS] // the form was proven before
}

/** A duration such as `500ms`, `60s`, `5m`, `24h` or `7d`, at most a year, read as milliseconds. */
export const duration = (what: string): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> =>
  textLike(DURATION, `${what}, such as 500ms, 60s, 5m, 24h or 7d`)
    .refine(written => !DURATION.test(written) || millisecondsOf(written) <= LONGEST_MS, {
      error: saidOf('is longer than a year', `${what}, at most 366d`),
    })
    .transform(millisecondsOf)

const DAY = /^\d{4}-\d\d-\d\d$/

/** A day of the calendar such as `2027-03-31`. */
export const day = (what: string): z.ZodString =>
  z
    .string({ error: unless('a text', what) })
    .refine(isDay, { error: saidOf('is no day of the calendar', `${what}, such as 2027-03-31`) })

// The engine takes 30 February for 2 March, so what it read is written out again.
function isDay(written: string): boolean {
  const read = Date.parse(`${written}T00:00:00Z`)
  return (
    DAY.test(written) && !Number.isNaN(read) && new Date(read).toISOString().startsWith(written)
  )
}
