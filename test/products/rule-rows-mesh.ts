import type { Answered } from '../../src/comparison/index.ts'
import { type Row, type RuleRow, rowsOf } from './rule-rows.ts'

export const plainJson = (document: string): Answered => ({
  status: 200,
  headers: ['Content-Type', 'application/json'],
  body: Buffer.from(document),
})

const MESH: readonly Row[] = [
  {
    rule: 'answered-message-ids',
    a: '{"messages":["A1","A2"]}',
    b: '{"messages":["B1","B2"]}',
    c: '{"messages":["B1","B1"]}',
    tells: 'id-inconsistent messages',
  },
  {
    rule: 'request-ids',
    a: '{"count":1,"internalID":"one"}',
    b: '{"count":1,"internalID":"two"}',
    c: '{"count":2,"internalID":"one"}',
    tells: 'value count',
  },
  {
    rule: 'answered-times',
    a: '{"upload_timestamp":"2026-11-22T12:00:00Z"}',
    b: '{"upload_timestamp":"2026-11-22T12:00:07Z"}',
    c: '{"upload_timestamp":""}',
    tells: 'value upload_timestamp',
  },
  {
    rule: 'inbox-count',
    a: '{"messages":[],"approx_inbox_count":1}',
    b: '{"messages":[],"approx_inbox_count":3}',
    c: '{"messages":["A1"],"approx_inbox_count":1}',
    tells: 'extra messages',
  },
  {
    rule: 'next-link',
    a: '{"links":{"next":"/?continue_from=one"}}',
    b: '{"links":{"next":"/?continue_from=two"}}',
    c: '{"links":{"next":"/?continue_from=one","last":"/"}}',
    tells: 'extra links/last',
  },
]

/** A message as its header lines say what it is. */
const lines = (document: string): Answered => ({
  status: 200,
  headers: ['Content-Type', 'application/octet-stream', ...document.split(' ')],
  body: Buffer.from('UNB'),
})

const LINES: readonly Row[] = [
  {
    rule: 'message-ids',
    a: 'Mex-MessageID A1 Mex-LinkedMsgID A2',
    b: 'Mex-MessageID B1 Mex-LinkedMsgID B2',
    c: 'Mex-MessageID B1 Mex-LinkedMsgID B1',
    tells: 'id-inconsistent http/mex-messageid',
  },
  {
    rule: 'mesh-times',
    a: 'Mex-StatusTimestamp 20261122120000',
    b: 'Mex-StatusTimestamp 20261122120007',
    c: 'Mex-StatusTimestamp soon',
    tells: 'value http/mex-statustimestamp',
  },
]

export const MESH_ROWS: readonly RuleRow[] = [...rowsOf(plainJson, MESH), ...rowsOf(lines, LINES)]
