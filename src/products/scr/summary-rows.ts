import type { Row } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { ENTRY_RESOURCES } from './entry-resources.ts'
import { groupRows } from './entry-rows.ts'
import { agentRows, OWN_ID, roleRow } from './summary-agents.ts'
import { SNOMED, VERSIONED } from './shape-parts.ts'

const COMPOSITION = 'Composition*'
const SNOMED_CT = 'http://snomed.info/sct'
const UUID = 'https://tools.ietf.org/html/rfc4122'
const CRE = 'excerptFrom/UKCT_MT144051UK01.CareProfessionalDocumentationCRE'
const TEXT = `${CRE}/component/presentationText`

/** Every summary is of this kind, which HL7v3 says twice. */
const CATEGORY: readonly Row[] = [
  { fixed: '163171000000105', fhir: `${COMPOSITION}/category*/coding*[system=${SNOMED_CT}]/code` },
  {
    fixed: 'Care Professional Documentation',
    fhir: `${COMPOSITION}/category*/coding*[system=${SNOMED_CT}]/display`,
  },
]

/** What a summary says of itself. */
const head = (at: string): readonly Row[] => [
  {
    fact: 'summaryId',
    type: 'upperUuid',
    hl7: `${at}id/@root`,
    fhir: `${COMPOSITION}/identifier[system=${UUID}]/value`,
    required: true,
  },
  {
    fact: 'type',
    type: 'token',
    hl7: `${at}code[@codeSystem=${SNOMED}]/@code`,
    fhir: `${COMPOSITION}/type/coding*[system=${SNOMED_CT}]/code`,
    required: true,
  },
  {
    fact: 'typeName',
    type: 'text',
    hl7: `${at}code[@codeSystem=${SNOMED}]/@displayName`,
    fhir: `${COMPOSITION}/type/coding*[system=${SNOMED_CT}]/display`,
    required: true,
  },
  { fact: 'title', type: 'text', fhir: `${COMPOSITION}/title`, by: 'narrative' },
  {
    fact: 'status',
    type: 'code',
    codes: [['active', 'active', 'final']],
    hl7: `${at}statusCode/@code`,
    fhir: `${COMPOSITION}/status`,
    required: true,
  },
  {
    fact: 'effectiveTime',
    type: 'moment',
    hl7: `${at}effectiveTime/@value`,
    fhir: `${COMPOSITION}/meta/lastUpdated`,
    required: true,
  },
  {
    fact: 'authoredAt',
    type: 'moment',
    hl7: `${at}author/time/@value`,
    fhir: `${COMPOSITION}/date`,
    required: true,
  },
]

/** The narrative: one text in HL7v3, a section for each of its headings in FHIR. */
const narrative = (at: string): readonly Row[] => [
  { fact: 'html', type: 'text', hl7: `${at}${TEXT}/value/xml()`, by: 'narrative', required: true },
  {
    list: 'sections',
    fhir: `${COMPOSITION}/section*`,
    by: 'narrative',
    rows: [
      { fact: 'title', type: 'text', fhir: 'title', by: 'narrative' },
      { fact: 'code', type: 'text', fhir: 'code/coding*/code', by: 'narrative' },
      { fact: 'div', type: 'text', fhir: 'text/div', by: 'narrative', required: true },
      { fixed: 'generated', fhir: 'text/status' },
    ],
  },
  {
    fact: 'textId',
    type: 'upperUuid',
    hl7: `${at}${TEXT}/id/@root`,
    lossy: 'nothing refers to a summary’s text but the summary it is in',
  },
  {
    fact: 'textTime',
    type: 'moment',
    hl7: `${at}${TEXT}/effectiveTime/@value`,
    lossy: 'a Composition has one time, and its text none of its own',
  },
  {
    lossy: VERSIONED,
    hl7: [
      `${at}excerptFrom/templateId/@extension`,
      `${at}${CRE}/component/templateId/@extension`,
      `${at}pertinentInformation1/templateId/@extension`,
    ],
  },
  {
    lossy: 'a narrative is XHTML, whatever it is called',
    hl7: [`${at}${TEXT}/value/@mediaType`, `${at}${TEXT}/value/@xsi:type`],
  },
  {
    lossy: 'it holds no coded entry',
    hl7: `${at}pertinentInformation2*[!pertinentCREType]`,
  },
]

/** Whose it is, and what it replaces. */
const about = (at: string): readonly Row[] => [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `${at}recordTarget/patient/id[@root=${NHS_NUMBER}]/@extension`,
    fhir: `${COMPOSITION}/subject/Patient/identifier*[system=https://fhir.nhs.uk/Id/nhs-number]/value`,
    required: true,
  },
  {
    lossy: 'whether a number was verified is said by whoever keeps it',
    fhir: `${COMPOSITION}/subject/Patient/identifier*[system=https://fhir.nhs.uk/Id/nhs-number]/extension*`,
  },
  { lossy: OWN_ID, fhir: `${COMPOSITION}/subject/Patient/id` },
  {
    list: 'replaces',
    hl7: `${at}replacementOf*`,
    fhir: `${COMPOSITION}/relatesTo*[code=replaces]`,
    rows: [
      {
        fact: 'id',
        type: 'upperUuid',
        hl7: 'priorMessageRef/id/@root',
        fhir: 'targetIdentifier/value',
        required: true,
      },
    ],
  },
]

/**
 * The rows of a GP summary, as HL7v3 and as the Composition of NHSDigital/summary-care-record-api.
 *
 * @param at - where `GPSummary` stands, with a `/` behind it; empty where it is the subject itself
 */
export const summaryRows = (at: string): readonly Row[] => [
  ...head(at),
  ...CATEGORY,
  ...agentRows(`${at}author/`),
  roleRow('author', `${COMPOSITION}/author*/PractitionerRole`),
  ...narrative(at),
  ...about(at),
  ...groupRows(at),
  ...ENTRY_RESOURCES,
]
