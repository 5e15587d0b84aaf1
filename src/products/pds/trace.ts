import { defineMapping, type Mapping, type MappingSpec, type Reason } from '../../mapping/index.ts'
import { TRACE_QUERY, TRACE_SEARCH } from './trace-query.ts'
import { TRACE_ROWS } from './trace-rows.ts'
import { TRACE_MATCH } from './trace-shapes.ts'
import { V3 } from './retrieval-shapes.ts'

const reason = (code: string, display: string, severity: Reason['severity'] = 'ER'): Reason => ({
  code,
  codeSystem: `${V3}.17.42`,
  display,
  severity,
})

/** Said once in a code of every query, and once in one of PDS's own. */
const NO_MATCH = ['1', 'ST004'].map(code => reason(code, 'No match to a Service User record'))

const SEVERAL = [reason('2', 'More than one match to a Service User record')]

const MATCHED = reason('3', 'Match - NHS Number and standard Service User details returned', 'WG')

const ADVANCED =
  'an advanced trace asks by legacy’s own algorithm, and its answer is pushed to whom Spine knows'
const CROSS_CHECK =
  'a cross-check asks whether a number is a person’s, which no search of the cloud answers'

/** A trace of one person as plain data, for a test to break row by row. */
export const TRACE: MappingSpec = {
  name: 'pds.trace',
  access: 'application',
  wrapper: 'traceQueryResponse',
  negative: 'QUQI_IN010000UK14',
  shapes: {
    plain: { reply: 'QUPA_IN000007UK01', versionCode: 'V3NPfIT3.0', outline: TRACE_MATCH },
    told: {
      reply: 'QUPA_IN000007UK03',
      versionCode: 'V3NPfIT3.0',
      outline: TRACE_MATCH,
      remarks: [MATCHED],
    },
  },
  interactions: { QUPA_IN000005UK01: 'plain', QUPA_IN000005UK03: 'told' },
  legacyOnly: {
    QUPA_IN000006UK02: ADVANCED,
    QUPA_IN000006UK05: ADVANCED,
    QUPA_IN000014UK01: CROSS_CHECK,
    QUPA_IN000014UK03: CROSS_CHECK,
    QUPA_IN000014SM03: CROSS_CHECK,
  },
  query: TRACE_QUERY,
  call: {
    method: 'GET',
    path: '/Patient',
    accept: 'application/fhir+json',
    search: TRACE_SEARCH,
  },
  answer: {
    resource: 'Patient',
    subject: 'nhsNumber',
    searchset: {
      none: { outcome: 'not_found', reasons: NO_MATCH },
      several: { outcome: 'app_error', reasons: SEVERAL },
    },
    // The cloud finds by any name, address and given name it holds, a trace shows the usual ones: only gender and
    // day of birth cannot differ without its being somebody else.
    agrees: [
      { facts: ['gender', 'birthDate'], otherwise: 'crossed' },
      { in: 'name', facts: ['family', 'given'], otherwise: 'declined' },
      { in: 'address', facts: ['postcode'], otherwise: 'declined' },
    ],
    rows: TRACE_ROWS,
    kept: ['nhsNumber', 'deceased'],
    single: ['name', 'address', 'gp'],
    remarks: [],
    withholds: [],
    refuses: [
      {
        when: ['confidentiality', 'restricted'],
        because: 'of a restricted record Spine itself says what may be told',
      },
    ],
    outcomes: [{ status: 200, code: 'TOO_MANY_MATCHES', outcome: 'app_error', reasons: SEVERAL }],
    failures: [
      { from: 401, to: 401, error: 'bad-answer' },
      { from: 403, to: 403, error: 'bad-answer' },
      { from: 408, to: 408, error: 'no-answer' },
      { from: 429, to: 429, error: 'not-sent' },
      { from: 503, to: 503, error: 'not-sent' },
      { from: 500, to: 599, error: 'no-answer' },
    ],
  },
}

/** Asks the cloud for the one person a description fits. Not verified against a live Spine. */
export const PDS_TRACE: Mapping = defineMapping(TRACE)
