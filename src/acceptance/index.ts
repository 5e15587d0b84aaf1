/**
 * Holds a message against what Spine itself asks before it acts on one.
 *
 * In: the bytes of one request, alone or in its envelope; rules as plain data, the message service's own and those of
 * the products, handed in by whoever asks.
 * Out: the rules it breaks, each with its place, what Spine refuses it with as far as a public source says so, and
 * what to do; and of how much no rule says anything.
 * Never: repeats a character of the message, calls a message accepted, makes up a code, or knows a product.
 *
 * @packageDocumentation
 */
export { createAcceptance, travelsBy } from './check.ts'
export type { Acceptance, Finding, Held } from './check.ts'
export { defineRules, FILLED, lengthOf, oneOf, THERE } from './define-rules.ts'
export type { RuleRow, Shared } from './define-rules.ts'
export { EBXML_RULES } from './ebxml-rules.ts'
export { FAMILIES, languageOfFamily } from './families.ts'
export type { ErrorLanguage, Family } from './families.ts'
export { openMessage } from './open-message.ts'
export type { OpenMessage, OtherDocument } from './open-message.ts'
export type { AcceptanceRule, Asked, KnownCode, Refusal, Times, Travel } from './rule.ts'
export { SOAP_RULES } from './soap-rules.ts'
export { WRAPPER_RULES } from './wrapper-rules.ts'
