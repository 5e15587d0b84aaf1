/** The published messages of the Summary Care Record, each as what a mapping can be given, with its other side. */
import { readFileSync } from 'node:fs'
import { spineSamples } from './corpus.ts'
import {
  BASE,
  bytesOf,
  goldenDocument,
  NHS_NUMBER,
  type SummaryParts,
  uploadMessage,
} from './summary-golden.ts'
import type { Json } from './summary-golden-authors.ts'

const API = 'NHSDigital/summary-care-record-api'
const TESTED = 'docker/service/src/test/resources'
const UAT = 'docker/service/src/integration-test/resources/uat'
const UPLOADS = 'SCR/scr/tests/test_xmls'

/** A published file by how its path ends. */
export type Published = (end: string) => string

/** Finds published files: of more than one that ends so, none. */
export function publishedIn(folder: string): Published & { readonly paths: readonly string[] } {
  const samples = spineSamples(folder).filter(({ product }) => product === 'SCR')
  const read = (end: string): string => {
    const [only, another] = samples.filter(({ path }) => path.endsWith(end))
    if (only === undefined || another !== undefined) throw new Error(`no single ${end}`)
    return readFileSync(only.file, 'utf8')
  }
  const paths = samples.filter(({ repo }) => repo === API).map(({ path }) => path)
  return Object.assign(read, { paths })
}

/** An answer to who asked for a summary, and what the façade made of it. */
export interface EventPair {
  readonly name: string
  readonly hl7: Buffer
  /** A searchset; absent where nobody published one. */
  readonly fhir: Buffer | undefined
  readonly eventId: string
  readonly nhsNumber: string
}

/** A summary as it is uploaded, in the languages somebody published it in. */
export interface UploadPair {
  readonly name: string
  readonly hl7?: Buffer
  readonly fhir?: Buffer
}

const partOf = (text: string, pattern: RegExp): string => {
  const [whole, part = whole] = pattern.exec(text) ?? []
  if (part === undefined) throw new Error(`no ${String(pattern)}`)
  return part
}

/** The reply in an envelope or in none; one was published without the names of its prefixes. */
const replyIn = (text: string): string =>
  partOf(text, /<QUPC_IN210000UK04[ >][^]*<\/QUPC_IN210000UK04>/).replace(
    '<QUPC_IN210000UK04',
    '<QUPC_IN210000UK04 xmlns="urn:hl7-org:v3" xmlns:psis="urn:npfit:psisqr"',
  )

/** A document as the one a search found. */
function asFound(text: string): Buffer {
  const document = parsed(text)
  return bytesOf({ ...document, type: 'searchset', total: entriesOf(text).length })
}

const parsed = (text: string): Json => JSON.parse(text) as Json // the corpus says that it is FHIR

function eventOf(name: string, reply: string, fhir?: Buffer): EventPair {
  const hl7 = replyIn(reply)
  const eventId = partOf(hl7, /<psis:eventID root="([^"]*)"/).toLowerCase()
  const nhsNumber = partOf(hl7, /recordTarget>[^]*?extension="(\d+)"/)
  return { name, hl7: Buffer.from(hl7), fhir, eventId, nhsNumber }
}

/** Every number a pair gives its patient. */
function numbersIn({ hl7, fhir = Buffer.alloc(0) }: EventPair): readonly string[] {
  const places = [
    ...hl7.toString().matchAll(/(?:2\.1\.4\.1" extension="|<psis:id extension=")(\d+)"/g),
    ...fhir.toString().matchAll(/nhs-number",\s*"value": ?"(\d+)"/g),
  ]
  return [...new Set(places.map(([, number = '']) => number))]
}

/** The same with one number in every place that names its patient. */
function renumbered(pair: EventPair): EventPair {
  const own = (bytes: Buffer): Buffer => {
    const replaced = (text: string, number: string): string => text.replaceAll(number, NHS_NUMBER)
    return Buffer.from(numbersIn(pair).reduce(replaced, bytes.toString()))
  }
  return {
    ...{ name: `${pair.name}, of one number`, hl7: own(pair.hl7), eventId: pair.eventId },
    ...{ fhir: pair.fhir && own(pair.fhir), nhsNumber: NHS_NUMBER },
  }
}

/** Answers to who asked for a summary; those that give a patient two numbers a second time, with one. */
export function eventPairs(published: Published): readonly EventPair[] {
  const asked = [
    ['agent_person_author_success', 'agent-person-author-success'],
    ['init_upload_org_sds_success', 'initial-upload-org-sds-success'],
    ['init_upload_success', 'initial-upload-success'],
  ].map(([name = '', reply = '']) =>
    eventOf(
      name,
      published(`${UAT}/responses/event-query/${reply}.xml`),
      Buffer.from(published(`${UAT}/get_scr/${name}/1-basic.response.json`)),
    ),
  )
  const tested = ['standard_gp_summary', 'additional_information_gp_summary_1'].map(name =>
    eventOf(
      name,
      published(`${TESTED}/gp_summary/from/hl7/${name}.html`),
      asFound(published(`${TESTED}/gp_summary/${name}.json`)),
    ),
  )
  const mocked = eventOf('mock-spine', published('mock-spine/event-query/success.xml'))
  return [...asked, ...tested, mocked].flatMap(pair =>
    numbersIn(pair).length > 1 ? [pair, renumbered(pair)] : [pair],
  )
}

/** A golden message with another summary in it. */
const around = (summary: string): Buffer =>
  Buffer.from(
    uploadMessage(BASE)
      .toString()
      .replace(/<GPSummary[^]*<\/GPSummary>/, () => summary),
  )

/** A golden message with another narrative. */
const narrated = (html: string): Buffer =>
  Buffer.from(
    uploadMessage(BASE)
      .toString()
      .replace(/<html[^]*<\/html>/, () => html),
  )

/** A golden message with the coded entries of another. */
const coded = (text: string): Buffer => {
  const entries = partOf(text, /<pertinentInformation2[ >][^]*<\/pertinentInformation2>/)
  return Buffer.from(
    uploadMessage(BASE)
      .toString()
      .replace('<recordTarget', () => `${entries}<recordTarget`),
  )
}

type Entry = { readonly fullUrl: string; readonly resource: Json }

/** The entries of what was published: a list of them, a Bundle or one resource. */
function entriesOf(text: string): readonly Entry[] {
  const read = JSON.parse(text) as readonly Entry[] | (Json & { readonly entry?: readonly Entry[] }) // one of the three
  if (Array.isArray(read)) return read as readonly Entry[]
  const one = read as Json & { readonly entry?: readonly Entry[] } // it is no list
  const address = `${String(one['resourceType'])}/${String(one['id'])}`
  return one.entry ?? [{ fullUrl: `https://cloud.example/FHIR/R4/${address}`, resource: one }]
}

/** A golden document with the resources of others. */
function withEntries(...texts: readonly string[]): Buffer {
  const document = goldenDocument(BASE) as Json & { readonly entry: readonly Entry[] } // a Bundle of ours
  const entry = [...document.entry, ...texts.flatMap(entriesOf)]
  return bytesOf({ ...document, entry })
}

const sectionsIn = (text: string): SummaryParts['sections'] =>
  (parsed(text)['section'] ?? []) as SummaryParts['sections'] // of a Composition

/** Narratives as html and as sections, in the golden summary. */
const narratives = (published: Published): readonly UploadPair[] =>
  ['emoji', 'empty', 'empty_h2', 'example', 'example_withheld'].map(name => ({
    name: `html_parser/${name}`,
    hl7: narrated(published(`${TESTED}/html_parser/${name}.html`).trim()),
    fhir: bytesOf(
      goldenDocument({
        ...BASE,
        sections: sectionsIn(published(`${TESTED}/html_parser/${name}.json`)),
      }),
    ),
  }))

/** Coded entries as HL7v3 and as resources: where they lie below the tests of the façade. */
const CODED: readonly (readonly [hl7: string, fhir: readonly string[]])[] = [
  ['family_history/example.html', ['family_history/example.json']],
  ['family_history/without_author.html', ['family_history/without_author.json']],
  ['family_history/different_date_formats.html', ['family_history/different_date_formats.json']],
  [
    'family_history/date_formats.html',
    ['year_only', 'year_and_month', 'year_and_month_dash'].map(
      name => `family_history/${name}.json`,
    ),
  ],
  [
    'finding/clinical_observations/clinicalObservations.html',
    ['finding/clinical_observations/clinicalObservations.json'],
  ],
  [
    'finding/investigation_results/investigationResults.html',
    ['finding/investigation_results/investigationResults.json'],
  ],
]

/** Both findings of one Bundle, each published as HL7v3 by itself. */
const FINDINGS = ['clinicalObservations', 'investigationResults'] as const

const codedPairs = (published: Published): readonly UploadPair[] => [
  ...CODED.map(([hl7, fhir]) => ({
    name: hl7.replace(/\.html$/, ''),
    hl7: coded(published(`${TESTED}/${hl7}`)),
    fhir: withEntries(...fhir.map(path => published(`${TESTED}/${path}`))),
  })),
  {
    name: 'family_history/as_bundle',
    fhir: withEntries(published(`${TESTED}/family_history/as_bundle.json`)),
  },
  {
    name: 'finding/observationsBundle',
    hl7: coded(FINDINGS.map(name => published(`${TESTED}/finding/expected/${name}.html`)).join('')),
    fhir: withEntries(published(`${TESTED}/finding/observationsBundle.json`)),
  },
]

/** Uploads of nhsconnect/integration-adaptors, which nobody published in another language. */
const messages = (published: Published): readonly UploadPair[] =>
  [
    'cleanSummaryUpdate',
    'EmptyHtmlGpSummaryUpdate',
    'multipleReplacementOf',
    'SummaryUpdateExtendedContents',
  ].map(name => ({ name, hl7: Buffer.from(published(`${UPLOADS}/${name}.xml`)) }))

/** Documents the façade's makers send and never showed in HL7v3. */
const documents = (
  published: Published & { readonly paths: readonly string[] },
): readonly UploadPair[] =>
  published.paths
    .filter(path =>
      /additionalinfo\/.*\.json$|uat\/upload_scr\/.*request\.json$|UploadScrBundle\.json$|post_bundle\.json$/.test(
        path,
      ),
    )
    .toSorted()
    .map(path => ({
      name: path.replace(/^.*\/(?=\w+\/[^/]+$)/, '').replace(/\.json$/, ''),
      fhir: Buffer.from(published(path)),
    }))

/** Everything that can be uploaded: fragments of a message in a golden one. */
export const uploadPairs = (
  published: Published & { readonly paths: readonly string[] },
): readonly UploadPair[] => [
  ...narratives(published),
  ...codedPairs(published),
  ...['standard_gp_summary', 'additional_information_gp_summary_1'].map(name => ({
    name: `gp_summary/${name}`,
    hl7: around(published(`${TESTED}/gp_summary/${name}.html`)),
    fhir: Buffer.from(published(`${TESTED}/gp_summary/${name}.json`)),
  })),
  ...messages(published),
  ...documents(published),
]
