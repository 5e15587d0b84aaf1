import type { Patient } from './patient.ts'
import { uuidOf } from './random.ts'
import { escape } from './xml-text.ts'

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

const SNOMED = '2.16.840.1.113883.2.1.3.2.4.15'
const NOTHING = 'No allergies are recorded'

const narrative = (patient: Patient): string => {
  const name = patient.names.find(each => each.use === 'L')
  const who = escape(`${name?.given[0] ?? ''} ${name?.family ?? ''}`)
  return (
    `<html xmlns="xhtml:NPfIT:PresentationText"><head><title>Made-up summary</title></head><body>` +
    `<h2 id="Title">General Practice Summary</h2>` +
    `<p id="CreateTime">Summary made up for <b>${who}</b>, who does not exist</p>` +
    `<h2 id="AllergiesHeader">Allergies and Adverse Reactions</h2><p id="Allergies">${NOTHING}</p>` +
    `<h2 id="AcuteMedHeader">Acute Medications</h2>` +
    `<table id="AcuteMed"><tr><th>Date</th><th>Medication</th></tr>` +
    `<tr><td>01-Mar-2024</td><td>Figroot linctus 5 ml &amp; honey</td></tr></table></body></html>`
  )
}

/** Writes a GPSummary about a patient. */
export function summaryDocument(patient: Patient, summaryId: string, time: string): string {
  return (
    `<GPSummary classCode="COMPOSITION" moodCode="EVN"><id root="${summaryId}"/>` +
    `<code code="196981000000101" codeSystem="${SNOMED}" displayName="General Practice Summary"/>` +
    `<effectiveTime value="${time}"/><statusCode code="active"/>` +
    `<author typeCode="AUT" contextControlCode="OP"><time value="${time}"/>` +
    `<UKCT_MT160018UK01.AgentPersonSDS classCode="AGNT">` +
    `<id root="1.2.826.0.1285.0.2.0.67" extension="990000000671"/>` +
    `<agentPersonSDS classCode="PSN" determinerCode="INSTANCE">` +
    `<id root="1.2.826.0.1285.0.2.0.65" extension="990000000651"/><name>Dr Made Up</name>` +
    `</agentPersonSDS></UKCT_MT160018UK01.AgentPersonSDS></author>` +
    `<excerptFrom typeCode="XCRPT" inversionInd="false" contextConductionInd="true" negationInd="false">` +
    `<templateId root="2.16.840.1.113883.2.1.3.2.4.18.2" extension="CSAB_RM-NPfITUK10.excerptFrom"/>` +
    `<seperatableInd value="false"/>` +
    `<UKCT_MT144051UK01.CareProfessionalDocumentationCRE classCode="CATEGORY" moodCode="EVN">` +
    `<code code="163171000000105" codeSystem="${SNOMED}" displayName="Care Professional Documentation"/>` +
    `<component typeCode="COMP" inversionInd="false" negationInd="false">` +
    `<templateId root="2.16.840.1.113883.2.1.3.2.4.18.2" extension="CSAB_RM-NPfITUK10.component"/>` +
    `<seperatableInd value="false"/><presentationText classCode="OBS" moodCode="EVN">` +
    `<value mediaType="text/plain">${narrative(patient)}</value>` +
    `<id root="${uuidOf(`text|${summaryId}`)}"/>` +
    `<code code="PresentationText" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.126" displayName="Presentation Text"/>` +
    `<statusCode code="completed"/><effectiveTime value="${time}"/></presentationText></component>` +
    `</UKCT_MT144051UK01.CareProfessionalDocumentationCRE></excerptFrom>` +
    `<recordTarget typeCode="RCT"><patient classCode="PAT">` +
    `<id root="2.16.840.1.113883.2.1.4.1" extension="${patient.nhsNumber}"/></patient></recordTarget>` +
    `</GPSummary>`
  )
}

/** The summary a patient has from the start; who has no GP has none. */
export function firstSummary(patient: Patient): Summary | undefined {
  const gp = patient.providers.find(each => each.code === '1' && !each.past)
  if (gp === undefined) return undefined
  const persisted = '20240301093000'
  const summaryId = uuidOf(`summary|${patient.nhsNumber}`)
  return {
    eventId: uuidOf(`event|${patient.nhsNumber}`),
    summaryId,
    persisted,
    document: summaryDocument(patient, summaryId, persisted),
  }
}
