import type { CodeRow, MergedRow, Row } from '../../mapping/index.ts'
import { ENTRY_KINDS, type EntryKind } from './entry-kinds.ts'
import { deviceAgentRow, nonAgentRow } from './entry-agents.ts'
import { agentRows } from './summary-agents.ts'
import { SNOMED, VERSIONED } from './shape-parts.ts'

/** The functions that put FHIR's resources in HL7v3's groups, and take them out of these. */
const by = 'entries'

/** HL7 v3 ActStatus. */
const STATUSES: Readonly<Record<EntryKind['resource'], readonly CodeRow[]>> = {
  conditions: [
    ['active', 'active', undefined],
    ['completed', 'completed', undefined],
    ['nullified', 'nullified', undefined],
  ],
  observations: [
    ['completed', 'completed', undefined],
    ['nullified', 'nullified', undefined],
  ],
  procedures: [
    ['completed', 'completed', undefined],
    ['active', 'active', undefined],
    ['nullified', 'nullified', undefined],
  ],
}

const ALIKE = 'FHIR has one status for both'

/** What NHSDigital/summary-care-record-api makes the same status of. */
const MERGED: Readonly<Record<EntryKind['resource'], readonly MergedRow[]>> = {
  conditions: [['active', 'normal', ALIKE]],
  observations: [
    ['completed', 'normal', ALIKE],
    ['completed', 'active', ALIKE],
  ],
  procedures: [['completed', 'normal', ALIKE]],
}

const MODE = '2.16.840.1.113883.5.1064'

const participation = (name: string, isSingle: boolean, ...more: readonly Row[]): Row => ({
  list: `${name}s`,
  ...(isSingle && { single: true }),
  hl7: isSingle ? name : `${name}*`,
  by,
  rows: [
    { fact: 'time', type: 'moment', hl7: 'time/@value', by, required: true },
    ...agentRows(''),
    ...more,
  ],
})

const entryRows = ({ resource }: EntryKind): readonly Row[] => [
  { fact: 'id', type: 'upperUuid', hl7: 'id/@root', by, required: true },
  { fact: 'code', type: 'token', hl7: `code[@codeSystem=${SNOMED}]/@code`, by, required: true },
  {
    fact: 'name',
    type: 'text',
    hl7: `code[@codeSystem=${SNOMED}]/@displayName`,
    by,
    required: true,
  },
  {
    fact: 'state',
    type: 'code',
    codes: STATUSES[resource],
    merged: MERGED[resource],
    hl7: 'statusCode/@code',
    by,
    required: true,
  },
  { fact: 'low', type: 'asKnown', hl7: 'effectiveTime/low/@value', by },
  { fact: 'high', type: 'asKnown', hl7: 'effectiveTime/high/@value', by },
  { fact: 'center', type: 'asKnown', hl7: 'effectiveTime/center/@value', by },
  participation('author', true, deviceAgentRow),
  participation('informant', true, nonAgentRow),
  participation('performer', false, {
    fact: 'mode',
    type: 'token',
    hl7: `modeCode[@codeSystem=${MODE}]/@code`,
    by,
  }),
  {
    fact: 'note',
    type: 'text',
    hl7: 'pertinentInformation/pertinentSupportingInfo/value/text()',
    by,
  },
  {
    list: 'evidence',
    hl7: 'pertinentInformation1*',
    by,
    rows: [
      { lossy: VERSIONED, hl7: 'templateId/@extension' },
      { fact: 'id', type: 'upperUuid', hl7: 'pertinentFinding/id/@root', by, required: true },
    ],
  },
]

/**
 * The coded entries of a summary in HL7v3's groups of them.
 *
 * @param at - where `GPSummary` stands, with a `/` behind it
 */
export const groupRows = (at: string): readonly Row[] => [
  {
    list: 'groups',
    hl7: `${at}pertinentInformation2*/pertinentCREType`,
    by,
    rows: [
      {
        fact: 'category',
        type: 'token',
        hl7: `code[@codeSystem=${SNOMED}]/@code`,
        by,
        required: true,
      },
      {
        fact: 'categoryName',
        type: 'text',
        hl7: `code[@codeSystem=${SNOMED}]/@displayName`,
        by,
        required: true,
      },
      ...ENTRY_KINDS.map((kind): Row => ({
        list: kind.list,
        hl7: `component*/${kind.element}`,
        by,
        rows: entryRows(kind),
      })),
    ],
  },
  {
    lossy: VERSIONED,
    hl7: [
      `${at}pertinentInformation2*/templateId/@extension`,
      `${at}pertinentInformation2*/pertinentCREType/component*/templateId/@extension`,
    ],
  },
]
