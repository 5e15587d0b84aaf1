import { definePolicy, type Policy, type Rule } from '../../comparison/index.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'

const PDS_ERRORS = '2.16.840.1.113883.2.1.3.2.4.17.42'
const SPINE_CODES = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'

const PERSON = '**/patientRole/patientPerson'
const PROVISIONS = ['patientCareProvisionEvent', 'patientCareProvision']

/** The part that each address, telecom and name of a record is, in the templates of MIM 6 and 7. */
const parts = (template: string): readonly string[] =>
  ['UK02', 'UK03'].map(version => `${PERSON}/COCT_MT000${template}${version}.PartOfWhole`)

const ADDRESSES = parts('201')
const TELECOMS = parts('202')
const NAMES = parts('203')
const PROVIDERS = `${PERSON}/playedOtherProviderPatient`

/** The facts a mapping reads several of, in its own words. */
const LISTED = ['name', 'address', 'telecom', 'pager', 'gp']
const NOMINATED = ['pharmacy', 'appliance', 'dispenser']

const key = (id: string, path: Rule['path'], keys: readonly string[]): Rule => ({
  id: `key-${id}`,
  path,
  why: 'an entry of a record is known by its object id',
  does: 'key',
  key: keys,
})

const LISTS: readonly Rule[] = [
  {
    id: 'entries-unordered',
    path: [...ADDRESSES, ...TELECOMS, ...NAMES, PROVIDERS, ...LISTED, ...NOMINATED],
    why: 'PDS gives the entries of a record, historic ones with them, in no order it promises',
    does: 'unordered',
  },
  {
    id: 'resource-entries-unordered',
    path: [
      ...['name', 'address', 'telecom', 'generalPractitioner', 'extension'].map(
        list => `**/Patient/${list}`,
      ),
      'Bundle/entry',
    ],
    why: 'the same entries in FHIR, each known by its id',
    does: 'unordered',
  },
  {
    id: 'sources-unordered',
    path: [
      ...[...ADDRESSES, ...TELECOMS, ...NAMES].flatMap(part => [
        `${part}/subjectOf1`,
        `${part}/subjectOf2`,
      ]),
      ...PROVISIONS.flatMap(provision => [
        `**/${provision}/subjectOf1`,
        `**/${provision}/subjectOf2`,
      ]),
    ],
    why: 'who recorded an entry and when stand under either name in either order',
    does: 'unordered',
  },
  key('addresses', ADDRESSES, ['addr/id/@extension']),
  key('telecoms', TELECOMS, ['telecom/id/@extension']),
  key('names', NAMES, ['partPerson/name/id/@extension']),
  key(
    'facts',
    [
      ...LISTED,
      ...['name', 'address', 'telecom', 'generalPractitioner'].map(l => `**/Patient/${l}`),
    ],
    ['id'],
  ),
  key('nominations', NOMINATED, ['ods']),
]

const CONTENT: readonly Rule[] = [
  {
    id: 'system-effective-date',
    path: '**/systemEffectiveDate',
    why: 'when an entry was recorded, which the cloud does not say',
    does: 'ignore',
  },
  {
    id: 'source',
    path: '**/sourceSourceIdentified',
    why: 'which system recorded an entry, which the cloud does not say',
    does: 'ignore',
  },
  {
    id: 'blank-lines',
    path: ['**/addr/streetAddressLine', '**/name/given'],
    why: 'FHIR says the lines and names there are, not which of their places are empty',
    does: 'empty-is-absent',
  },
  {
    id: 'telecom-scheme',
    path: '**/telecom/@value',
    why: 'the scheme tel: may be left out',
    does: 'type',
    type: 'telecom',
  },
  {
    id: 'times-in-one-way',
    path: ['**/birthTime/@value', '**/deceasedTime/@value', '**/low/@value', '**/high/@value'],
    why: 'one moment to one precision may be written with a zone or in another',
    does: 'type',
    type: 'time',
  },
  { id: 'self-link', path: 'Bundle/link/url', why: 'the address that was asked', does: 'ignore' },
  { id: 'bundle-time', path: 'Bundle/timestamp', why: 'when it was asked', does: 'timestamp' },
  { id: 'score', path: 'Bundle/entry/search/score', why: 'how a search ranks', does: 'ignore' },
  {
    id: 'displays',
    path: ['**/@displayName', '**/coding/display'],
    why: 'a display repeats its code',
    does: 'cosmetic',
  },
]

/** Declares how the answers to a retrieval of one patient's record are compared. */
export const PDS_RETRIEVAL_POLICY: Policy = definePolicy({
  name: 'pds.retrieval',
  interactions: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13', 'pds-fhir-read'],
  rules: [...WRAPPER_RULES, ...LISTS, ...CONTENT],
  protects: [
    {
      what: 'NHS number',
      path: 'Envelope/Body/retrievalQueryResponse/QUPA_IN000009UK03/ControlActEvent/subject/PDSResponse/subject/patientRole/id/@extension',
    },
    {
      what: 'NHS number',
      path: 'Envelope/Body/retrievalQueryResponse/QUPA_IN000009UK06/ControlActEvent/subject/PDSResponse/subject/patientRole/id/@extension',
    },
    { what: 'death notification', path: '**/deathNotification/value/@code' },
    { what: 'death notification', path: 'deathStatus' },
    { what: 'serial change number', path: '**/pertinentSerialChangeNumber/value/@value' },
    { what: 'serial change number', path: 'serialChangeNumber' },
    { what: 'serial change number', path: '**/Patient/meta/versionId' },
  ],
  outcomes: [
    {
      meaning: 'no-such-patient',
      issues: [
        { system: PDS_ERRORS, code: '1', severity: 'error' },
        { system: PDS_ERRORS, code: 'ST004', severity: 'error' },
        { system: SPINE_CODES, code: 'RESOURCE_NOT_FOUND' },
        { system: SPINE_CODES, code: 'INVALIDATED_RESOURCE' },
      ],
      statuses: [404],
    },
    {
      // What is held back is compared as the record's confidentiality.
      meaning: 'done',
      issues: [{ system: PDS_ERRORS, code: '9', severity: 'warning' }],
    },
  ],
  generic: [{ system: PDS_ERRORS, code: '0' }],
  headers: ['etag'],
})
