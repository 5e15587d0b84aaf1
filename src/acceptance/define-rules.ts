import type { Family } from './families.ts'
import type { AcceptanceRule, Asked, KnownCode } from './rule.ts'

/** What several rules have in common. */
export type Shared = Pick<AcceptanceRule, 'from'> &
  Partial<Pick<AcceptanceRule, 'in' | 'travels' | 'interactions' | 'product' | 'within'>> & {
    readonly family: Family
    readonly code?: KnownCode
  }

/** One rule, as far as it does not share it: what Spine calls its error beside it. */
export type RuleRow = Omit<AcceptanceRule, 'in' | 'refusal' | 'from'> &
  Partial<Pick<AcceptanceRule, 'in' | 'refusal' | 'from'>> & { readonly error?: string }

/** Declares rules that have something in common; a row says otherwise where it does. */
export const defineRules = (
  { family, code, ...shared }: Shared,
  rows: readonly RuleRow[],
): readonly AcceptanceRule[] =>
  rows.map(({ error, refusal, ...row }) =>
    Object.freeze({
      in: 'message' as const,
      ...shared,
      ...row,
      refusal: refusal ?? {
        family,
        ...(error !== undefined && { error }),
        ...(code !== undefined && { code }),
      },
    }),
  )

/** Something is said there. */
export const FILLED: Asked = Object.freeze({ of: 'filled' })

/** The attribute is there, whatever it says. */
export const THERE: Asked = Object.freeze({ of: 'there' })

/** One of a set. */
export const oneOf = (...values: readonly string[]): Asked => ({ of: 'one', values })

/** So many characters. */
export const lengthOf = (...lengths: readonly number[]): Asked => ({ of: 'length', lengths })
