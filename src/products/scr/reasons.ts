import type { ToldReasons } from '../../mapping/index.ts'
import { PSIS_ERRORS } from './names.ts'

/**
 * What PSIS and the access control in front of it give as reasons: the kind first, with the status its façade tells it
 * with, and then what it was (NHSDigital/summary-care-record-api, SpineDetectedIssuesHandler).
 */
export const PSIS_REASONS: ToldReasons = {
  codeSystem: PSIS_ERRORS,
  codes: [
    { code: '400', status: 400, outcome: 'app_error' },
    { code: '401', status: 400, outcome: 'duplicate' },
    { code: '410', status: 400, outcome: 'app_error' },
    { code: '430', status: 400, outcome: 'app_error' },
    { code: '420', status: 403, outcome: 'app_error' },
    { code: '30312', outcome: 'not_found' },
    { code: '30134', outcome: 'duplicate' },
  ],
}
