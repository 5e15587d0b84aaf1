import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { BUNDLE_RULES, FHIR_TYPES, inResource } from '../fhir-rules.ts'
import { NRL_INTERACTIONS } from './interactions.ts'

const POINTERS = ['DocumentReference', '**/resource/DocumentReference']

const inPointer = (...paths: readonly string[]): readonly string[] =>
  POINTERS.flatMap(pointer => inResource(...paths.map(path => `${pointer}/${path}`)))

const POINTER_RULES: readonly Rule[] = [
  {
    id: 'pointers-unordered',
    path: 'Bundle/entry',
    why: 'a search gives pointers in no order it promises',
    does: 'unordered',
  },
  {
    id: 'logical-ids',
    path: [...inPointer('id'), ...inResource('**/entry/fullUrl', '**/relatesTo/target/reference')],
    why: 'each locator names a pointer by an id of its own; what refers to one must name it',
    does: 'id',
  },
  {
    id: 'indexed',
    path: [
      ...inPointer('indexed', 'date', 'meta/lastUpdated'),
      ...inResource('Bundle/meta/lastUpdated'),
    ],
    why: 'when the locator took the pointer in; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'versions',
    path: [...POINTERS.map(pointer => `${pointer}/meta/versionId`), 'Bundle/meta/versionId'],
    why: 'how often the locator has stored the pointer',
    does: 'ignore',
  },
  {
    id: 'outcome-id',
    path: 'OperationOutcome/id',
    why: 'made for this answer',
    does: 'ignore',
  },
  {
    id: 'outcome-reference',
    path: inResource('OperationOutcome/issue/details/text'),
    why: 'what was done is named by a code; beside it stands an id the locator gave the message',
    does: 'id',
  },
]

const each = (what: string, paths: readonly string[]): ProtectedPath[] =>
  paths.flatMap(path => inResource(path)).map(path => ({ what, path }))

const POINTER_FIELDS: readonly ProtectedPath[] = [
  ...each('where a record lies', [
    '**/content/attachment/url',
    '**/content/format/code',
    '**/context/related/identifier/value',
  ]),
  ...each('what a record is', ['**/DocumentReference/type/coding/code']),
  ...each('whose record it is', [
    '**/DocumentReference/subject/reference',
    '**/DocumentReference/subject/identifier/value',
    '**/custodian/reference',
    '**/custodian/identifier/value',
    '**/DocumentReference/author/reference',
    '**/DocumentReference/author/identifier/value',
  ]),
  ...each('what a pointer replaces', ['**/relatesTo/code', '**/relatesTo/target/identifier/value']),
  ...each('how many pointers there are', ['Bundle/total']),
  ...each('what was done', ['**/issue/details/coding/code']),
]

const meant = (what: string, ...facts: readonly string[]): ProtectedPath[] =>
  facts.map(fact => ({ what, path: `found/${fact}` }))

/** What a mapping reads in the answers of either version, by its facts. */
const MEANT_FIELDS: readonly ProtectedPath[] = [
  ...meant('which pointer it is', 'id'),
  ...meant('whether a pointer holds', 'status'),
  ...meant('whose record it is', 'nhsNumber', 'custodian', 'author'),
  ...meant('what a record is', 'type/coding/code'),
  ...meant('where a record lies', 'content/url', 'content/format'),
  ...meant('what a pointer replaces', 'relatesTo/code', 'relatesTo/reference', 'relatesTo/value'),
  { what: 'how many pointers there are', path: 'total' },
]

/** Declares how the answers of the record locator are compared, in FHIR's XML or JSON. */
export const NRL_POLICY: Policy = definePolicy({
  name: 'nrl.pointers',
  interactions: NRL_INTERACTIONS.map(({ id }) => id),
  rules: [...BUNDLE_RULES, ...POINTER_RULES, ...FHIR_TYPES],
  protects: [...POINTER_FIELDS, ...MEANT_FIELDS],
})
