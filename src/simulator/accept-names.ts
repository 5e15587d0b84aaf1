import { EBXML_RULES } from './accept-ebxml.ts'
import { PDS_RULES } from './accept-pds.ts'
import { ALERT_RULES, PERMISSION_RULES } from './accept-scr.ts'
import { SOAP_RULES } from './accept-soap.ts'

const namesOf = (rules: readonly { readonly name: string }[]): readonly string[] =>
  rules.map(({ name }) => name)

/** Lists what the legacy simulator asks of a message, by transport or by what is asked; the rules of EPS have no names. */
export const ACCEPTANCE = {
  soap: namesOf(SOAP_RULES),
  reliable: namesOf(EBXML_RULES.reliable),
  express: namesOf(EBXML_RULES.express),
  retrieval: namesOf(PDS_RULES.retrieval),
  trace: namesOf(PDS_RULES.trace),
  'advanced-trace': namesOf(PDS_RULES['advanced-trace']),
  'cross-check': namesOf(PDS_RULES['cross-check']),
  'permission-set': namesOf(PERMISSION_RULES.set),
  'permission-get': namesOf(PERMISSION_RULES.get),
  'permission-has': namesOf(PERMISSION_RULES.has),
  alert: namesOf(ALERT_RULES),
} as const
