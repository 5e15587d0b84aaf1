import { type AcceptanceRule, FAMILIES } from '../acceptance/index.ts'
import type { Page } from './print.ts'
import { setTable } from './table.ts'

/** One rule as it is listed. */
export interface ListedRule {
  readonly rule: string
  readonly says: string
  /** Of whom it is: a product's, or of what carries a message. */
  readonly of: string
  /** Full ids; absent: whatever is asked for. */
  readonly interactions?: readonly string[]
  readonly place: string
  readonly family: string
  readonly codeSystem?: string
  readonly error?: string
  readonly code?: string
  readonly from: string
}

const placeOf = ({ in: document, within, at }: AcceptanceRule): string =>
  [document === 'envelope' ? 'Envelope' : 'message', within, at]
    .filter(each => each !== undefined && each !== '')
    .join('/')

const ownerOf = ({ product, travels }: AcceptanceRule): string =>
  product ?? (travels === undefined ? 'every message' : travels.join(', '))

/** Lists rules in their order: those of what carries a message first, then the products'. */
export const listedRules = (rules: readonly AcceptanceRule[]): readonly ListedRule[] =>
  rules.map(rule => {
    const { family, error, code } = rule.refusal
    const { codeSystem } = FAMILIES[family]
    return {
      rule: rule.id,
      says: rule.says,
      of: ownerOf(rule),
      ...(rule.interactions !== undefined && { interactions: rule.interactions }),
      place: placeOf(rule),
      family,
      ...(codeSystem !== undefined && { codeSystem }),
      ...(error !== undefined && { error }),
      ...(code !== undefined && { code: code.code }),
      from: rule.from,
    }
  })

/** Sets rules as a table: what each asks, and what it refuses with as far as that is public. */
export function setRules({ rules }: { readonly rules: readonly ListedRule[] }, page: Page): string {
  const rows = rules.map(({ rule, of, says, family, error, code }) => [
    of,
    rule,
    says,
    family,
    error ?? 'not verified',
    code ?? 'not verified',
  ])
  const headings = ['of', 'rule', 'what holds', 'family', 'error', 'code']
  return `${setTable({ headings, rows }, page.width, page.paint)}\n${rules.length} rules\n`
}
