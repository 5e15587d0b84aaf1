import { type AcceptanceRule, EBXML_RULES, SOAP_RULES, WRAPPER_RULES } from '../acceptance/index.ts'
import { EPS_ACCEPTANCE } from './eps/acceptance.ts'
import { PDS_ACCEPTANCE } from './pds/acceptance.ts'
import { SCR_ACCEPTANCE } from './scr/acceptance.ts'

/** Lists everything that is known of what Spine asks of a request: of what carries it, and of what it asks for. */
export const ACCEPTANCE: readonly AcceptanceRule[] = Object.freeze([
  ...SOAP_RULES,
  ...EBXML_RULES,
  ...WRAPPER_RULES,
  ...PDS_ACCEPTANCE,
  ...EPS_ACCEPTANCE,
  ...SCR_ACCEPTANCE,
])
