import type { Patient } from './patient.ts'
import { askedNumber } from './patients.ts'
import { uuidOf } from './random.ts'
import { ebxmlRequest } from './request-ebxml.ts'
import { requestMessage } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { soapRequest } from './request-soap.ts'
import { SERVICES } from './services.ts'
import { hl7Time } from './times.ts'

const VERSION = 'V3NPfIT3.0'
const CRS = 'http://national.carerecords.nhs.uk/schema/crs/'
const NHS_NUMBER = '2.16.840.1.113883.2.1.4.1'

/** A person stands behind it, and its elements are of two namespaces: prefixes stay as they are. */
const inPlain = (draft: Draft): Draft => ({
  ...draft,
  style: { ...draft.style, author: true, hl7: '', singleQuotes: false, indented: false },
})

const context = (patient: Patient): string =>
  `<crs:resourceContext root="${NHS_NUMBER}" extension="${askedNumber(patient)}"/>`

const resource = (patient: Patient): string =>
  `<crs:resource><crs:type>SCR</crs:type><crs:Id>${askedNumber(patient)}</crs:Id></crs:resource>`

const consent = ({ ids }: Draft): string =>
  `<crs:function><crs:context>Consent</crs:context><crs:code>${ids.scr?.consent ?? 'View'}</crs:code></crs:function>`

const everyone =
  `<crs:accessor><crs:type>Everyone</crs:type>` +
  `<crs:accessorId><crs:name>Everyone</crs:name></crs:accessorId></crs:accessor>`

const permissions = (draft: Draft, patient: Patient): string =>
  `<crs:permissions>${context(patient)}<crs:accessControlAssertion>` +
  `<crs:permission>${draft.ids.scr?.permission ?? 'Yes'}</crs:permission><crs:userData></crs:userData>` +
  `${resource(patient)}${consent(draft)}${everyone}</crs:accessControlAssertion></crs:permissions>`

const criteria = (draft: Draft, patient: Patient): string =>
  `<crs:accessControlQuery>${context(patient)}` +
  `<crs:queryCriteria>${consent(draft)}${resource(patient)}</crs:queryCriteria></crs:accessControlQuery>`

const set = (draft: Draft, patient: Patient): string =>
  `<crs:accessControlQuery>${context(patient)}` +
  `<crs:accessControlSet>${resource(patient)}${consent(draft)}${everyone}</crs:accessControlSet></crs:accessControlQuery>`

interface Kind {
  readonly interaction: string
  readonly service: string
  /** The element of the access control service around the content. */
  readonly request: string
  readonly content: (draft: Draft, patient: Patient) => string
}

const permission =
  ({ interaction, service, request, content }: Kind) =>
  (written: Draft, patient: Patient): SupplierRequest => {
    const draft = inPlain(written)
    const act = `<crs:${request} xmlns:crs="${CRS}">${content(draft, patient)}</crs:${request}>`
    const message = requestMessage(draft, interaction, VERSION, act)
    return soapRequest(draft, `${service}/${interaction}`, message, '/syncservice-lrs/acf')
  }

/** How each message about permissions is written. */
export const SCR_PERMISSIONS = {
  SET_RESOURCE_PERMISSIONS_INUK01: permission({
    interaction: 'SET_RESOURCE_PERMISSIONS_INUK01',
    service: SERVICES.lrs,
    request: 'setResourcePermissionsRequest',
    content: permissions,
  }),
  GET_RESOURCE_PERMISSIONS_INUK01: permission({
    interaction: 'GET_RESOURCE_PERMISSIONS_INUK01',
    service: SERVICES.lrsquery,
    request: 'getResourcePermissionsRequest',
    content: criteria,
  }),
  HAS_RESOURCE_PERMISSIONS_INUK01: permission({
    interaction: 'HAS_RESOURCE_PERMISSIONS_INUK01',
    service: SERVICES.lrsquery,
    request: 'hasResourcePermissionsRequest',
    content: set,
  }),
} as const

const alertEvent = (draft: Draft, patient: Patient): string => {
  const { payloadId, supplier, ids } = draft
  const note = uuidOf(`note|${payloadId}`)
  return (
    `<AlertEvent classCode="ALRT" moodCode="EVN"><id root="${uuidOf(`alert|${payloadId}`)}"/>` +
    `<code code="2" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.49" displayName="Access Alert"/>` +
    `<effectiveTime value="${hl7Time(ids.now)}"/>` +
    `<reason typeCode="RSON"><justifyingReasonCoded classCode="OBS" moodCode="EVN">` +
    `<id root="${uuidOf(`reason|${payloadId}`)}"/>` +
    `<code code="5" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.50" displayName="Access made in an emergency"/>` +
    `</justifyingReasonCoded></reason>` +
    `<component typeCode="COMP"><notificationMessage classCode="OBS" moodCode="EVN"><id root="${note}"/>` +
    `<text>An invented alert: permission to view was overridden</text></notificationMessage></component>` +
    `<recordTarget typeCode="RCT"><patient classCode="PAT">` +
    `<id root="${NHS_NUMBER}" extension="${askedNumber(patient)}"/></patient></recordTarget>` +
    `<author typeCode="AUT"><authorSDS classCode="ASSIGNED"><assignedPerson classCode="PSN" determinerCode="INSTANCE">` +
    `<id root="1.2.826.0.1285.0.2.0.65" extension="990000000651"/><name>Dr Made Up</name>` +
    `<desc>General Medical Practitioner</desc></assignedPerson>` +
    `<representedOrganizationSDS classCode="ORG" determinerCode="INSTANCE">` +
    `<id root="1.2.826.0.1285.0.1.10" extension="${supplier.ods}"/><name>${supplier.name}</name>` +
    `</representedOrganizationSDS></authorSDS></author>` +
    `<device typeCode="DEV"><assignedDeviceSDS classCode="ASSIGNED">` +
    `<assignedDevice classCode="DEV" determinerCode="INSTANCE"><name>Invented system</name></assignedDevice>` +
    `</assignedDeviceSDS></device></AlertEvent>`
  )
}

/** How a privacy alert is written. */
export const SCR_ALERTS = {
  COMT_IN000001UK01: (written: Draft, patient: Patient): SupplierRequest => {
    const draft = { ...written, style: { ...written.style, author: true } }
    const subject = `<subject typeCode="SUBJ" contextConductionInd="false">${alertEvent(draft, patient)}</subject>`
    const interaction = 'COMT_IN000001UK01'
    const message = requestMessage(draft, interaction, 'V3NPfIT4.2.00', subject)
    const path = '/reliablemessaging/reliablerequest'
    return ebxmlRequest(draft, message, { service: SERVICES.alerts, interaction, path })
  },
} as const
