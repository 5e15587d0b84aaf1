import { uuidOf } from './random.ts'
import {
  escape,
  inside,
  outers,
  tagOf,
  attributeOf,
  textOf,
  valueOf,
  unescape,
} from './xml-text.ts'

/** A GP summary as PSIS keeps it: an event that holds a document. */
export interface Summary {
  readonly eventId: string
  /** The document's own id: `GPSummary/id`. */
  readonly summaryId: string
  /** YYYYMMDDHHmmss. */
  readonly persisted: string
  /** The GPSummary element as it was uploaded. */
  readonly document: string
}

/** One part of a summary's narrative: a heading and what stands below it, up to the next. */
export interface Section {
  /** The heading's own id; undefined where it has none. */
  readonly code: string | undefined
  readonly title: string
  /** Markup without the heading. */
  readonly content: string
}

/** Who wrote a summary. */
export interface SummaryAuthor {
  /** SDS role profile id. */
  readonly role: string
  /** SDS user id. */
  readonly user: string
  readonly name: string
}

/** What a summary says, in no language. */
export interface SummaryContent {
  readonly summaryId: string
  readonly nhsNumber: string
  /** YYYYMMDDHHmmss, UTC. */
  readonly effective: string
  readonly authored: string
  readonly author: SummaryAuthor
  /** What its page is called; undefined where it is called nothing. */
  readonly page: string | undefined
  readonly sections: readonly Section[]
  /** The event or the document it replaces. */
  readonly replaces: readonly string[]
}

const SNOMED = '2.16.840.1.113883.2.1.3.2.4.15'
const TEMPLATE = '2.16.840.1.113883.2.1.3.2.4.18.2'
const DOCUMENTATION = `code="163171000000105" codeSystem="${SNOMED}" displayName="Care Professional Documentation"`

const heading = ({ code, title }: Section): string =>
  `<h2${code === undefined ? '' : ` id="${escape(code)}"`}>${escape(title)}</h2>`

const head = (page: string | undefined): string =>
  page === undefined ? '' : `<head><title>${escape(page)}</title></head>`

const html = ({ page, sections }: SummaryContent): string =>
  `<html xmlns="xhtml:NPfIT:PresentationText">${head(page)}<body>` +
  `${sections.map(each => heading(each) + each.content).join('')}</body></html>`

const template = (extension: string): string =>
  `<templateId root="${TEMPLATE}" extension="CSAB_RM-NPfITUK10.${extension}"/>`

const authorOf = ({ author, authored }: SummaryContent): string =>
  `<author typeCode="AUT" contextControlCode="OP"><time value="${authored}"/>` +
  `<UKCT_MT160018UK01.AgentPersonSDS classCode="AGNT">` +
  `<id root="1.2.826.0.1285.0.2.0.67" extension="${escape(author.role)}"/>` +
  `<agentPersonSDS classCode="PSN" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.2.0.65" extension="${escape(author.user)}"/>` +
  `<name>${escape(author.name)}</name></agentPersonSDS></UKCT_MT160018UK01.AgentPersonSDS></author>`

const replacement = (id: string): string =>
  `<replacementOf typeCode="RPLC"><priorMessageRef classCode="COMPOSITION" moodCode="EVN">` +
  `<id root="${escape(id)}"/></priorMessageRef></replacementOf>`

/** Writes a GPSummary. */
export function writeSummary(content: SummaryContent): string {
  const { summaryId, effective } = content
  return (
    `<GPSummary classCode="COMPOSITION" moodCode="EVN"><id root="${escape(summaryId)}"/>` +
    `<code code="196981000000101" codeSystem="${SNOMED}" displayName="General Practice Summary"/>` +
    `<effectiveTime value="${effective}"/><statusCode code="active"/>${authorOf(content)}` +
    `<excerptFrom typeCode="XCRPT" inversionInd="false" contextConductionInd="true" negationInd="false">` +
    `${template('excerptFrom')}<seperatableInd value="false"/>` +
    `<UKCT_MT144051UK01.CareProfessionalDocumentationCRE classCode="CATEGORY" moodCode="EVN">` +
    `<code ${DOCUMENTATION}/>` +
    `<component typeCode="COMP" inversionInd="false" negationInd="false">${template('component')}` +
    `<seperatableInd value="false"/><presentationText classCode="OBS" moodCode="EVN">` +
    `<value mediaType="text/plain">${html(content)}</value>` +
    `<id root="${uuidOf(`text|${summaryId}`)}"/>` +
    `<code code="PresentationText" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.126" displayName="Presentation Text"/>` +
    `<statusCode code="completed"/><effectiveTime value="${effective}"/></presentationText></component>` +
    `</UKCT_MT144051UK01.CareProfessionalDocumentationCRE></excerptFrom>` +
    `<pertinentInformation1 typeCode="PERT" inversionInd="false" contextConductionInd="true" negationInd="false">` +
    `${template('pertinentInformation1')}<seperatableInd value="true"/>` +
    `<pertinentRootCREType classCode="CATEGORY" moodCode="EVN"><code ${DOCUMENTATION}/></pertinentRootCREType>` +
    `</pertinentInformation1>` +
    `<recordTarget typeCode="RCT"><patient classCode="PAT">` +
    `<id root="2.16.840.1.113883.2.1.4.1" extension="${escape(content.nhsNumber)}"/></patient></recordTarget>` +
    `${content.replaces.map(replacement).join('')}</GPSummary>`
  )
}

const HEADING = /(?=<(?:[\w.-]+:)?h2[\s>/])/
const HEADED = /^<(?:[\w.-]+:)?h2[\s>/]/

/** Splits a document's narrative at its headings; what stands before the first one belongs to none. */
export function sectionsOf(document: string): readonly Section[] {
  const body = inside(inside(document, 'html') ?? '', 'body') ?? ''
  const parts = body.split(HEADING).filter(part => HEADED.test(part))
  return parts.map(part => {
    const tag = tagOf(part, 'h2') ?? ''
    const isEmpty = tag.endsWith('/>')
    const end = isEmpty ? tag.length : part.indexOf('>', part.search(/<\/(?:[\w.-]+:)?h2/)) + 1
    const title = isEmpty ? '' : unescape((inside(part, 'h2') ?? '').replace(/<[^>]*>/g, '').trim())
    return { code: attributeOf(tag, 'id'), title, content: part.slice(end) }
  })
}

/** Reads what a GPSummary says; what is not there is ''. */
export function readSummary(document: string): SummaryContent {
  const author = inside(document, 'author') ?? ''
  const person = inside(author, 'agentPersonSDS')
  const effective = valueOf(document, 'effectiveTime', 'value') ?? ''
  return {
    summaryId: valueOf(document, 'id', 'root') ?? '',
    nhsNumber: valueOf(inside(document, 'recordTarget'), 'id', 'extension') ?? '',
    effective,
    authored: valueOf(author, 'time', 'value') ?? effective,
    author: {
      role: valueOf(author, 'id', 'extension') ?? '',
      user: valueOf(person, 'id', 'extension') ?? '',
      name: textOf(person ?? author, 'name') ?? '',
    },
    page: textOf(inside(document, 'head'), 'title'),
    sections: sectionsOf(document),
    replaces: outers(document, 'replacementOf').map(each => valueOf(each, 'id', 'root') ?? ''),
  }
}
