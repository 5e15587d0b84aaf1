import { SCR_NUMBER } from './scr-golden.ts'

/** What of an alert may not be there, or be otherwise, for it to be sent. */
export const WRONG_ALERTS: readonly (readonly [from: string | RegExp, to: string, code: string])[] =
  [
    [/"id": "alert-1",/, '', 'missing'],
    ['"alert-1"', '"an id"', 'value'],
    ['SCR-NotificationMessage', 'Another', 'missing'],
    [/"valueString": "[^"]*"/, '"valueString": " "', 'value'],
    ['CodeSystem/SCR-AlertType', 'CodeSystem/Another', 'missing'],
    ['CodeSystem/SCR-AlertReason', 'CodeSystem/Another', 'missing'],
    ['"display": "Create LR (Self Claimed)"', '"x": 1', 'missing'],
    ['"display": "Access made in the public interest"', '"x": 1', 'missing'],
    [/(?<=SCR-AlertType",\s*"code": ")1/, '3', 'value'],
    [/(?<=SCR-AlertReason",\s*"code": ")1/, '7', 'value'],
    [/(?<=SCR-AlertReason",\s*"code": ")1/, '5', 'asked'],
    ['"recorded": "2026-11-13T00:00:00+00:00",', '', 'missing'],
    ['2026-11-13', '2026-13-13', 'value'],
    ['Id/nhs-number', 'Id/another', 'missing'],
    [SCR_NUMBER, '', 'value'],
    ['Id/ods-organization-code', 'Id/another', 'missing'],
    ['Id/sds-user-id', 'Id/another', 'missing'],
    ['Id/nhsSpineASID', 'Id/another', 'missing'],
    [/"entity": \[[^]*\]/, '"entity": []', 'missing'],
    ['"AuditEvent"', '"AuditX"', 'shape'],
    [/^\{/, '{"id": "twice",', 'shape'],
    [/\}$/, '', 'shape'],
    [/\}$/, '}}', 'shape'],
  ]
