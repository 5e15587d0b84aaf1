import type { RequestAbout } from '../../src/mapping/index.ts'
import {
  AGENT_IN_PARTS,
  IN_PARTS,
  KNOWN,
  OF_AN_ORGANISATION,
  OF_A_PRACTICE,
  OF_NOBODY,
  PRACTICE,
  REPRESENTED_IN_PARTS,
  type GoldenAuthor,
  identified,
  type Json,
} from './summary-golden-authors.ts'
import { DIAGNOSED, type GoldenCoded, OF_EVERY_KIND } from './summary-golden-entries.ts'
import { TAKEN_PART_IN } from './summary-golden-participants.ts'

// Written by hand from the NHS Message Implementation Manual and NHSDigital/summary-care-record-api.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const TEMPLATE = `root="${V3}.18.2"`
const NHS = 'https://fhir.nhs.uk'

export const NHS_NUMBER = '9990548609'
export const MESSAGE_ID = '2F6B1E0C-5D0B-4C43-9B36-0C5D34C1B201'
export const SUMMARY_ID = '3A7C2F1D-6E1C-4D54-8C47-1D6E45D2C302'
export const EVENT_ID = '4B8D3A2E-7F2D-4E65-9D58-2E7F56E3D403'
export const TEXT_ID = '5C9E4B3F-8A3E-4F76-8E69-3F8A67F4E504'
export const REPLACED_ID = '6DAF5C4A-9B4F-4A87-9F7A-4A9B78A5F605'

/** What a golden summary says, in each language's own words. */
export interface SummaryParts {
  readonly author: GoldenAuthor
  /** What is in `body`, and the sections it is. */
  readonly body: string
  readonly sections: readonly Json[]
  /** What the page is called. */
  readonly title?: string
  readonly replaces: readonly string[]
  readonly coded?: GoldenCoded
}

const div = (content: string): string =>
  `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`

/** A section in FHIR. */
export const section = (content: string, title?: string, code?: string): Json => ({
  ...(title !== undefined && { title }),
  ...(code !== undefined && { code: { coding: [{ code }] } }),
  text: { status: 'generated', div: div(content) },
})

const TABLE =
  '<table id="Allergies" summary="What is known"><thead><tr><th>Date</th><th>Description</th></tr></thead>' +
  '<tbody><tr class="oddRow"><td>01-Jan-2026</td><td>Figroot &amp; honey <b>5 ml</b> &lt;once&gt; 😷</td></tr><tr><td></td><td>a<br/>b</td></tr></tbody></table>'

/** A summary as most are. */
export const BASE: SummaryParts = {
  author: KNOWN,
  body: `<h2 id="Title">General Practice Summary</h2><p id="CreateTime">Made up</p><h2 id="AllergiesHeader">Allergies</h2>${TABLE}`,
  sections: [
    section('<p id="CreateTime">Made up</p>', 'General Practice Summary', 'Title'),
    section(TABLE, 'Allergies', 'AllergiesHeader'),
  ],
  replaces: [REPLACED_ID],
}

/** Golden summaries by what is told apart in them. */
export const GOLDEN_SUMMARIES: ReadonlyMap<string, SummaryParts> = new Map([
  ['a summary as most are', BASE],
  ['an author with a name in parts', { ...BASE, author: IN_PARTS }],
  ['an author in an organisation', { ...BASE, author: OF_AN_ORGANISATION }],
  ['an author in a practice', { ...BASE, author: OF_A_PRACTICE }],
  ['an author of whom a name is known', { ...BASE, author: OF_NOBODY }],
  ['an agent with a name in parts', { ...BASE, author: AGENT_IN_PARTS }],
  ['one who is represented, with a name in parts', { ...BASE, author: REPRESENTED_IN_PARTS }],
  ['a practice as the author', { ...BASE, author: PRACTICE }],
  ['one that replaces nothing', { ...BASE, replaces: [] }],
  ['one that replaces two', { ...BASE, replaces: [REPLACED_ID, EVENT_ID] }],
  ['a page with a title', { ...BASE, title: 'Made-up summary' }],
  ['a diagnosis that rests on findings', { ...BASE, coded: DIAGNOSED }],
  ['coded entries of every kind', { ...BASE, coded: OF_EVERY_KIND }],
  ['findings somebody took part in', { ...BASE, coded: TAKEN_PART_IN }],
  ['no narrative at all', { ...BASE, body: '', sections: [] }],
  [
    'text before every heading, and headings that say less',
    {
      ...BASE,
      body: 'Words <i>first</i><h2>Only words</h2>and <b>more</b> <i>words</i><h2 id="OnlyAnId"></h2><h2></h2><p>end</p>',
      sections: [
        section('Words <i>first</i>'),
        section('and <b>more</b> <i>words</i>', 'Only words'),
        section('', undefined, 'OnlyAnId'),
        section('<p>end</p>'),
      ],
    },
  ],
])

const documentation = `code="163171000000105" codeSystem="${V3}.15" displayName="Care Professional Documentation"`
const negations = 'inversionInd="false" contextConductionInd="true" negationInd="false"'

/** A golden summary as GPSummary of HL7v3. */
export const goldenSummary = ({ author, body, title, replaces, coded }: SummaryParts): string =>
  `<GPSummary classCode="COMPOSITION" moodCode="EVN"><id root="${SUMMARY_ID}"/>` +
  `<code code="196981000000101" codeSystem="${V3}.15" displayName="General Practice Summary"/>` +
  `<effectiveTime value="20260102030405"/><statusCode code="active"/>` +
  `<author typeCode="AUT" contextControlCode="OP"><time value="20260102030304"/>${author.hl7}</author>` +
  `<excerptFrom typeCode="XCRPT" ${negations}><templateId ${TEMPLATE} extension="CSAT_RM-NPfITUK10.excerptFrom"/><seperatableInd value="false"/>` +
  `<UKCT_MT144051UK01.CareProfessionalDocumentationCRE classCode="CATEGORY" moodCode="EVN"><code ${documentation}/>` +
  `<component typeCode="COMP" inversionInd="false" negationInd="false"><templateId ${TEMPLATE} extension="CSAB_RM-NPfITUK10.component"/><seperatableInd value="false"/>` +
  `<presentationText classCode="OBS" moodCode="EVN"><value mediaType="text/plain">` +
  `<html xmlns="xhtml:NPfIT:PresentationText">${title === undefined ? '' : `<head><title>${title}</title></head>`}<body>${body}</body></html></value>` +
  `<id root="${TEXT_ID}"/><code code="PresentationText" codeSystem="${V3}.17.126" displayName="Presentation Text"/><statusCode code="completed"/><effectiveTime value="20260102030405"/>` +
  `</presentationText></component></UKCT_MT144051UK01.CareProfessionalDocumentationCRE></excerptFrom>` +
  `<pertinentInformation1 typeCode="PERT" ${negations}><templateId ${TEMPLATE} extension="CSAB_RM-NPfITUK10.pertinentInformation1"/><seperatableInd value="true"/>` +
  `<pertinentRootCREType classCode="CATEGORY" moodCode="EVN"><code ${documentation}/></pertinentRootCREType></pertinentInformation1>` +
  (coded?.hl7 ?? '') +
  `<recordTarget typeCode="RCT"><patient classCode="PAT"><id root="2.16.840.1.113883.2.1.4.1" extension="${NHS_NUMBER}"/></patient></recordTarget>` +
  replaces
    .map(
      id =>
        `<replacementOf typeCode="RPLC"><priorMessageRef classCode="COMPOSITION" moodCode="EVN"><id root="${id}"/></priorMessageRef></replacementOf>`,
    )
    .join('') +
  `</GPSummary>`

const SYSTEM = (name: string, asid: string): string =>
  `<${name}><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></device></${name}>`

/** The wrapper of a message around what stands in its `ControlActEvent`. */
export const wrapped = (interaction: string, content: string): string =>
  `<${interaction} xmlns="urn:hl7-org:v3"><id root="${MESSAGE_ID}"/><creationTime value="20260102030406"/><versionCode code="V3NPfIT4.2.00"/>` +
  `<interactionId root="${V3}.12" extension="${interaction}"/><processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>` +
  `${SYSTEM('communicationFunctionRcv', '200000000002')}${SYSTEM('communicationFunctionSnd', '200000000001')}` +
  `<ControlActEvent classCode="CACT" moodCode="EVN">` +
  `<author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT"><agentSystemSDS classCode="DEV" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.0.107" extension="200000000001"/></agentSystemSDS></AgentSystemSDS></author1>` +
  `${content}</ControlActEvent></${interaction}>`

/** A golden summary as it is uploaded. */
export const uploadMessage = (
  parts: SummaryParts,
  interaction: 'REPC_IN150016UK05' | 'REPC_IN150016SM05' = 'REPC_IN150016UK05',
): Buffer =>
  Buffer.from(wrapped(interaction, `<subject typeCode="SUBJ">${goldenSummary(parts)}</subject>`))

/** A golden summary as the subject of an answer to an event query. */
export const goldenEvent = (parts: SummaryParts): string =>
  `<psis:queryResponseEvent xmlns:psis="urn:npfit:psisqr"><psis:recordTarget><psis:patient><psis:id root="2.16.840.1.113883.2.1.4.1" extension="${NHS_NUMBER}"/></psis:patient></psis:recordTarget>` +
  `<psis:event><psis:eventID root="${EVENT_ID}"/><psis:payloadID root="${V3}.12" extension="REPC_MT150007UK05"/><psis:persistenceDate value="20260102030405"/>` +
  `<psis:eventStatus code="1" codeSystem="${V3}.17.59" displayName="Normal"/><psis:eventType code="196981000000101" codeSystem="${V3}.15" displayName="General Practice Summary"/>` +
  `<psis:hl7Data>${goldenSummary(parts)}</psis:hl7Data></psis:event></psis:queryResponseEvent>`

const BASE_URL = 'https://cloud.example/FHIR/R4'

/** An address as a server writes it of its own, and as a document does that knows no server. */
const refer = (at: string, isUpload: boolean): Json => ({
  reference: isUpload ? `${BASE_URL}/${at}` : at,
})

const composition = (parts: SummaryParts, isUpload: boolean): Json => ({
  resourceType: 'Composition',
  ...(!isUpload && { id: EVENT_ID }),
  meta: { lastUpdated: '2026-01-02T03:04:05+00:00' },
  identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: SUMMARY_ID },
  status: 'final',
  type: {
    coding: [
      {
        system: 'http://snomed.info/sct',
        code: '196981000000101',
        display: 'General Practice Summary',
      },
    ],
  },
  category: [
    {
      coding: [
        {
          system: 'http://snomed.info/sct',
          code: '163171000000105',
          display: 'Care Professional Documentation',
        },
      ],
    },
  ],
  subject: refer('Patient/p', isUpload),
  date: '2026-01-02T03:03:04+00:00',
  author: [refer('PractitionerRole/r', isUpload)],
  title: parts.title ?? 'General Practice Summary',
  ...(parts.replaces.length > 0 && {
    relatesTo: parts.replaces.map(value => ({
      code: 'replaces',
      targetIdentifier: { value },
    })),
  }),
  ...(parts.sections.length > 0 && { section: parts.sections }),
})

const ORDER = [
  'Composition',
  'Condition',
  'Observation',
  'Procedure',
  'Encounter',
  'PractitionerRole',
  'Practitioner',
  'RelatedPerson',
  'Device',
  'Organization',
  'Patient',
]

const typeOf = (resource: Json): string => String(resource['resourceType'])

/** The entries of a golden summary, each at the address of its type. */
export function goldenEntries(parts: SummaryParts, isUpload = false): readonly Json[] {
  const { role, practitioner, organisation } = parts.author
  const resources: readonly (readonly [id: string, resource: Json])[] = [
    ['c', composition(parts, isUpload)],
    [
      'r',
      {
        resourceType: 'PractitionerRole',
        ...role,
        ...(practitioner && { practitioner: refer('Practitioner/w', isUpload) }),
        ...(organisation && { organization: refer('Organization/o', isUpload) }),
      },
    ],
    ...(practitioner ? ([['w', { resourceType: 'Practitioner', ...practitioner }]] as const) : []),
    ...(organisation ? ([['o', { resourceType: 'Organization', ...organisation }]] as const) : []),
    ...(parts.coded?.resources(at => refer(at, isUpload)) ?? []),
    ['p', { resourceType: 'Patient', ...identified(`${NHS}/Id/nhs-number`, NHS_NUMBER) }],
  ]
  const inOrder = resources.toSorted(
    ([, a], [, b]) => ORDER.indexOf(typeOf(a)) - ORDER.indexOf(typeOf(b)),
  )
  return inOrder.map(([id, resource]) => ({
    fullUrl: `${BASE_URL}/${String(resource['resourceType'])}/${id}`,
    resource: isUpload ? resource : { id, ...resource },
  }))
}

/** A golden summary as the document that is uploaded. */
export const goldenDocument = (parts: SummaryParts): Json => ({
  resourceType: 'Bundle',
  type: 'document',
  identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: MESSAGE_ID },
  timestamp: '2026-01-02T03:04:06+00:00',
  entry: goldenEntries(parts, true),
})

/** A golden summary as the searchset that answers who asks for it, resource by resource. */
export function goldenSearchset(parts: SummaryParts): Json {
  const entry = goldenEntries(parts)
  return { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry }
}

/** Anything as the bytes of JSON. */
export const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** A document with every address said by the type of what stands there: ids are made, and only that they fit is meant. */
export function byType(body: string): unknown {
  const { entry = [] } = JSON.parse(body) as {
    entry?: readonly { fullUrl: string; resource: Json }[]
  } // what we wrote is a Bundle
  const names = new Map(
    entry.map(({ fullUrl, resource }) => [fullUrl, String(resource['resourceType'])] as const),
  )
  return JSON.parse(body, (name, value: unknown) =>
    name === 'fullUrl' || name === 'reference' ? names.get(String(value)) : value,
  )
}

/** The same of a golden document, whose addresses are its own. */
export const goldenByType = (parts: SummaryParts): unknown =>
  JSON.parse(JSON.stringify(goldenDocument(parts)), (name, value: unknown) =>
    name === 'fullUrl' || name === 'reference' ? /(\w+)\/[\w-]+$/.exec(String(value))?.[1] : value,
  )

/** What is known of a golden message beside what it says. */
export const aboutGolden = (interaction: string): RequestAbout => ({
  interaction,
  messageId: MESSAGE_ID,
  payloadId: MESSAGE_ID,
  fromAsid: '200000000001',
  toAsid: '200000000002',
  newId: () => '7EB06D5B-AC5A-4B98-8A8B-5BAC89B6A706',
  now: new Date('2026-01-02T03:04:07Z'),
})
