import { xml } from './policy-answers.ts'
import { within } from './rule-rows-hl7.ts'
import { type Row, type RuleRow, rowsOf } from './rule-rows.ts'

const reached = (...values: readonly string[]): string =>
  within(
    'subject/PdsTraceMatch/subject/patientRole',
    values.map(value => `<telecom use="H" value="${value}"/>`).join(''),
  )

const ROWS: readonly Row[] = [
  {
    rule: 'telecoms-unordered',
    a: reached('tel:1', 'tel:2'),
    b: reached('tel:2', 'tel:1'),
    c: reached('tel:2', 'tel:3'),
    tells: 'value telecom/@value',
  },
]

/** What the rules of demographics are for, but those of a whole record, which has tables of its own. */
export const PDS_ROWS: readonly RuleRow[] = rowsOf(xml, ROWS)
