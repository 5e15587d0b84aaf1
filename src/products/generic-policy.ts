import { definePolicy, type Policy } from '../comparison/index.ts'
import { EBXML_RULES } from './ebxml-rules.ts'
import { BUNDLE_RULES } from './fhir-rules.ts'
import { WRAPPER_RULES } from './wrapper-rules.ts'

/**
 * Declares how the answers of an interaction are compared that no product speaks of: strictly, but for what is new
 * in every message.
 */
export const GENERIC_POLICY: Policy = definePolicy({
  name: 'generic',
  rules: [...WRAPPER_RULES, ...EBXML_RULES, ...BUNDLE_RULES],
})
