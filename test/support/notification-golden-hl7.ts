import {
  type Coded,
  type Item,
  type Parts,
  SAID,
  type Supply,
} from './notification-golden-parts.ts'
import { wrapped } from './prescription-golden-hl7.ts'

// Written by hand from NHS MIM 4.2.00 (PORX_MT024001UK31) and the public examples' order of elements.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'
const PERTINENT = 'contextConductionInd="true" typeCode="PERT"'
const NO = '<seperatableInd value="false"/>'

const upper = (id: string): string => id.toUpperCase()
const xml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const called = (display: string | undefined): string =>
  display === undefined ? '' : ` displayName="${display}"`

const snomed = (code: string, display?: string): string =>
  `<code code="${code}" codeSystem="${V3}.15"${called(display)}/>`

const DISPENSING = snomed('373784005', 'Dispensing medication (procedure)')

const observation = ([slot, name, code]: readonly string[], value: string): string =>
  `<${slot} ${PERTINENT}>${NO}<${name} classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.30"/>${value}</${name}></${slot}>`

const valued = ([code, display]: Coded, system: string, isNamed: boolean): string =>
  `<value code="${code}" codeSystem="${V3}.${system}"${isNamed ? called(display) : ''}/>`

const REASON = ['pertinentInformation2', 'pertinentNonDispensingReason', 'NDR']

const reason = (said: Coded | undefined, isNamed: boolean): string =>
  said === undefined ? '' : observation(REASON, valued(said, '16.31', isNamed))

const fulfils = (name: string, id: string): string =>
  `<inFulfillmentOf inversionInd="false" negationInd="false" typeCode="FLFS"><seperatableInd value="true"/>` +
  `<templateId extension="CSAB_RM-NPfITUK10.sourceOf1" root="${V3}.18.2"/><${name} classCode="SBADM" moodCode="RQO"><id root="${upper(id)}"/></${name}></inFulfillmentOf>`

const quantity = (value: string, isNamed: boolean): string =>
  `<quantity unit="1" value="${value}"><translation code="428673006" codeSystem="${V3}.15"${isNamed ? called('tablet') : ''} value="${value}"/></quantity>`

const supply = ({ product, quantity: value, dosage }: Supply, { isNamed }: Parts): string =>
  `<component typeCode="COMP">${NO}<suppliedLineItemQuantity classCode="SPLY" moodCode="EVN">${DISPENSING}${quantity(value, isNamed)}` +
  `<product contextControlCode="OP" typeCode="PRD"><suppliedManufacturedProduct classCode="MANU"><manufacturedSuppliedMaterial classCode="MMAT" determinerCode="INSTANCE">` +
  `${snomed('39113611000001103', isNamed ? product : undefined)}</manufacturedSuppliedMaterial></suppliedManufacturedProduct></product>` +
  observation(
    ['pertinentInformation1', 'pertinentSupplyInstructions', 'SI'],
    `<value>${xml(dosage)}</value>`,
  ) +
  '</suppliedLineItemQuantity></component>'

const repeats = ({ isRepeat }: Parts, low: string): string =>
  isRepeat ? `<repeatNumber><low value="${low}"/><high value="6"/></repeatNumber>` : ''

const item = (of: Item, n: number, parts: Parts): string =>
  `<pertinentInformation1 contextConductionInd="true" inversionInd="false" negationInd="false" typeCode="PERT">${NO}` +
  `<templateId extension="CSAB_RM-NPfITUK10.sourceOf2" root="${V3}.18.2"/><pertinentSuppliedLineItem classCode="SBADM" moodCode="PRMS"><id root="${upper(SAID.itemId(n))}"/>` +
  `${snomed('225426007', 'Administration of therapeutic substance (procedure)')}<effectiveTime nullFlavor="NA"/>${repeats(parts, '3')}` +
  `<consumable contextControlCode="OP" typeCode="CSM"><requestedManufacturedProduct classCode="MANU"><manufacturedRequestedMaterial classCode="MMAT" determinerCode="KIND">` +
  `${snomed('39113611000001102', parts.isNamed ? 'Madeupine 5mg tablets' : undefined)}</manufacturedRequestedMaterial></requestedManufacturedProduct></consumable>` +
  of.supplies.map(each => supply(each, parts)).join('') +
  `<component1 typeCode="COMP">${NO}<supplyRequest classCode="SPLY" moodCode="RQO">${snomed('428673006', parts.isNamed ? 'tablet' : undefined)}` +
  `${quantity(of.requested, parts.isNamed)}</supplyRequest></component1>${reason(of.reason, parts.isNamed)}` +
  observation(
    ['pertinentInformation3', 'pertinentItemStatus', 'IS'],
    valued(of.status, '17.23', parts.isNamed),
  ) +
  `${fulfils('priorOriginalItemRef', SAID.originalItem(n))}</pertinentSuppliedLineItem></pertinentInformation1>`

const author = ({ telecomUse, pharmacyUse, addressUse, isNamed }: Parts): string =>
  `<author contextControlCode="OP" typeCode="AUT"><time value="20260102030406"/><signatureText nullFlavor="NA"/><AgentPerson classCode="AGNT">` +
  `<id root="1.2.826.0.1285.0.2.0.67" extension="100000000001"/><code code="R8000" codeSystem="1.2.826.0.1285.0.2.1.104"/><telecom use="${telecomUse[0] ?? ''}" value="tel:01632960001"/>` +
  `<agentPerson classCode="PSN" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.1.54" extension="900000000001"/>${isNamed ? '<name>Ada Madeupname</name>' : ''}</agentPerson>` +
  `<representedOrganization classCode="ORG" determinerCode="INSTANCE"><id root="${ODS}" extension="F0001"/><code code="999" codeSystem="${V3}.17.94"/>` +
  `${isNamed ? '<name>MADE UP PHARMACY</name>' : ''}<telecom use="${pharmacyUse[0] ?? ''}" value="tel:01632960002"/><addr use="${addressUse[0] ?? ''}"><streetAddressLine>1 Nowhere Lane</streetAddressLine>` +
  `<streetAddressLine>Madeupton</streetAddressLine><postalCode>ZZ99 3WZ</postalCode></addr></representedOrganization></AgentPerson></author>`

const header = (parts: Parts): string =>
  `<pertinentSupplyHeader classCode="SBADM" moodCode="EVN"><id root="${upper(SAID.messageId)}"/>${snomed('225426007')}<effectiveTime nullFlavor="NA"/>` +
  repeats(parts, '2') +
  author(parts) +
  parts.items.map((each, n) => item(each, n, parts)).join('') +
  reason(parts.reason, parts.isNamed) +
  observation(
    ['pertinentInformation3', 'pertinentPrescriptionStatus', 'PS'],
    valued(parts.status, '16.35', parts.isNamed),
  ) +
  observation(
    ['pertinentInformation4', 'pertinentPrescriptionID', 'PID'],
    `<value root="${V3}.18.8" extension="${SAID.shortId}"/>`,
  ) +
  `${fulfils('priorOriginalPrescriptionRef', SAID.prescriptionId)}</pertinentSupplyHeader>`

const references = ({ items }: Parts): string =>
  items
    .flatMap(({ supplies }, n) => supplies.map(() => SAID.itemId(n)))
    .map(
      id =>
        `<component typeCode="COMP"><actRef classCode="SBADM" moodCode="PRMS"><id root="${upper(id)}"/></actRef></component>`,
    )
    .join('')

const replacement = ({ isAmendment }: Parts): string =>
  isAmendment
    ? `<replacementOf typeCode="RPLC"><priorMessageRef classCode="INFO" moodCode="EVN"><id root="${upper(SAID.replaced)}"/></priorMessageRef></replacementOf>`
    : ''

/** A golden notification's subject. */
export const notificationSubject = (parts: Parts): string =>
  `<DispenseNotification classCode="INFO" moodCode="EVN"><id root="${upper(SAID.messageId)}"/>` +
  snomed('163541000000107', 'Dispensed Medication - FocusActOrEvent (administrative concept)') +
  `<effectiveTime value="${SAID.handedOver[0]}"/><typeId extension="PORX_MT024001UK31" root="${V3}.18.7"/>` +
  `<recordTarget typeCode="RCT"><patient classCode="PAT"><id root="2.16.840.1.113883.2.1.4.1" extension="${SAID.nhsNumber}"/></patient></recordTarget>` +
  `<primaryInformationRecipient contextControlCode="ON" typeCode="PRCP"><AgentOrg classCode="AGNT"><agentOrganization classCode="ORG" determinerCode="INSTANCE">` +
  `<id root="${ODS}" extension="T1450"/><code code="999" codeSystem="${V3}.17.94"/></agentOrganization></AgentOrg></primaryInformationRecipient>` +
  `<pertinentInformation1 ${PERTINENT}><templateId extension="CSAB_RM-NPfITUK10.pertinentInformation" root="${V3}.18.2"/>${header(parts)}</pertinentInformation1>` +
  `<pertinentInformation2 typeCode="PERT"><templateId extension="CSAB_RM-NPfITUK10.pertinentInformation1" root="${V3}.18.2"/>` +
  `<pertinentCareRecordElementCategory classCode="CATEGORY" moodCode="EVN">${snomed('185361000000102', 'Medication - care record element (record artifact)')}` +
  `${references(parts)}</pertinentCareRecordElementCategory></pertinentInformation2>${replacement(parts)}` +
  `<sequelTo typeCode="SEQL"><priorPrescriptionReleaseEventRef classCode="INFO" moodCode="RQO"><id root="${upper(SAID.release)}"/></priorPrescriptionReleaseEventRef></sequelTo></DispenseNotification>`

/** A golden notification as HL7v3. */
export const notificationMessage = (parts: Parts, interaction = 'PORX_IN080101UK31'): Buffer =>
  Buffer.from(
    wrapped(notificationSubject(parts), interaction).replace(
      /(?<=^<\w+ [^>]*><id root=")[^"]*/,
      upper(SAID.messageId),
    ),
  )
