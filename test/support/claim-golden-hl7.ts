import { CLAIM_SAID, type ClaimLine, type ClaimParts, type Coded } from './claim-golden-parts.ts'
import { wrapped } from './prescription-golden-hl7.ts'
import { SAID } from './prescription-golden-parts.ts'

// Written by hand from NHS MIM 4.2.00 (PORX_MT142001UK31) and the public examples' order of elements.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'
const SNOMED = `${V3}.15`
const PERTINENT = 'contextConductionInd="true" typeCode="PERT"'
const OBSERVATION = 'classCode="OBS" moodCode="EVN"'
const NOT_APPLICABLE = '<effectiveTime nullFlavor="NA"/>'

const separable = (is: boolean): string => `<seperatableInd value="${is}"/>`
const template = (name: string): string =>
  `<templateId extension="CSAB_RM-NPfITUK10.${name}" root="${V3}.18.2"/>`

const observation = ([slot, name, code]: readonly string[], value: string, is = false): string =>
  `<${slot} ${PERTINENT}>${separable(is)}<${name} ${OBSERVATION}>` +
  `<code code="${code}" codeSystem="${V3}.17.30"/>${value}</${name}></${slot}>`

const coded = (system: string, [code, name]: Coded): string =>
  `<value code="${code}" codeSystem="${V3}.${system}"${name === undefined ? '' : ` displayName="${name}"`}/>`

const repeats = (of: ClaimParts['repeats']): string =>
  of === undefined
    ? ''
    : `<repeatNumber><low value="${of[0] + 1}"/><high value="${of[1] + 1}"/></repeatNumber>`

const notDispensed = (reason: Coded | undefined): string =>
  reason === undefined
    ? ''
    : observation(
        ['pertinentInformation2', 'pertinentNonDispensingReason', 'NDR'],
        coded('16.31', reason),
      )

const fulfils = (name: string, id: string): string =>
  `<inFulfillmentOf inversionInd="false" negationInd="false" typeCode="FLFS">${separable(true)}${template('sourceOf1')}` +
  `<${name} classCode="SBADM" moodCode="RQO"><id root="${id.toUpperCase()}"/></${name}></inFulfillmentOf>`

const organisation = (code: string, name: string): string =>
  `<id root="${ODS}" extension="${code}"/><code code="999" codeSystem="${V3}.17.94"/><name>${name}</name>`

const telecom = ({ telecomUse: [use] }: ClaimParts, value: string): string =>
  `<telecom use="${use}" value="tel:${value}"/>`

const authenticator = (parts: ClaimParts): string =>
  `<legalAuthenticator contextControlCode="OP" typeCode="LA"><time value="${CLAIM_SAID.created[0]}"/><signatureText nullFlavor="NA"/>` +
  `<AgentPerson classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="100000000001"/>` +
  `<code code="R8000" codeSystem="1.2.826.0.1285.0.2.1.104"/>${telecom(parts, '01632960001')}` +
  `<agentPerson classCode="PSN" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.1.54" extension="900000000001"/><name>Ada Madeupname</name></agentPerson>` +
  `<representedOrganization classCode="ORG" determinerCode="INSTANCE">${organisation('F0001', 'MADE UP PHARMACY')}${telecom(parts, '01632960002')}` +
  `<addr use="${parts.addressUse[0]}"><streetAddressLine>1 Nowhere Lane</streetAddressLine><streetAddressLine>Madeupton</streetAddressLine><postalCode>ZZ99 3WZ</postalCode></addr>` +
  `</representedOrganization></AgentPerson></legalAuthenticator>`

const component = (line: ClaimLine, n: number): string => {
  const { medication, quantity, unit } = line.supplied[n] ?? {
    medication: [],
    quantity: '',
    unit: [],
  }
  return (
    `<component typeCode="COMP">${separable(false)}<suppliedLineItemQuantity classCode="SPLY" moodCode="EVN">` +
    `<code code="373784005" codeSystem="${SNOMED}" displayName="Dispensing medication (procedure)"/>` +
    `<quantity unit="1" value="${quantity}"><translation code="${unit[0]}" codeSystem="${SNOMED}" displayName="${unit[1]}" value="${quantity}"/></quantity>` +
    `<product contextControlCode="OP" typeCode="PRD"><suppliedManufacturedProduct classCode="MANU"><manufacturedSuppliedMaterial classCode="MMAT" determinerCode="KIND">` +
    `<code code="${medication[0]}" codeSystem="${SNOMED}" displayName="${medication[1]}"/></manufacturedSuppliedMaterial></suppliedManufacturedProduct></product>` +
    observation(
      ['pertinentInformation1', 'pertinentChargePayment', 'CP'],
      `<value value="${line.isPaid}"/>`,
    ) +
    line.endorsements
      .map(([code, text]) =>
        observation(
          ['pertinentInformation2', 'pertinentDispensingEndorsement', 'DE'],
          (text === undefined ? '' : `<text>${text}</text>`) + coded('16.29', [code]),
          true,
        ),
      )
      .join('') +
    `</suppliedLineItemQuantity></component>`
  )
}

const line = (of: ClaimLine): string =>
  `<pertinentInformation1 contextConductionInd="true" inversionInd="false" negationInd="false" typeCode="PERT">${separable(false)}${template('sourceOf2')}` +
  `<pertinentSuppliedLineItem classCode="SBADM" moodCode="PRMS"><id root="${of.id.toUpperCase()}"/>` +
  `<code code="225426007" codeSystem="${SNOMED}" displayName="Administration of therapeutic substance (procedure)"/>${NOT_APPLICABLE}` +
  repeats(of.repeats) +
  of.supplied.map((_, n) => component(of, n)).join('') +
  notDispensed(of.reason) +
  observation(['pertinentInformation3', 'pertinentItemStatus', 'IS'], coded('17.23', of.status)) +
  fulfils('priorOriginalItemRef', of.prescribed) +
  `</pertinentSuppliedLineItem></pertinentInformation1>`

const coverage = ({ exemption, evidence }: ClaimParts): string =>
  exemption === undefined
    ? ''
    : `<coverage contextConductionInd="true" typeCode="COVBY">${separable(false)}` +
      `<coveringChargeExempt ${OBSERVATION} negationInd="${exemption === '0001'}"><code code="EX" codeSystem="${V3}.17.30"/>${coded('16.33', [exemption])}` +
      (evidence === undefined
        ? ''
        : `<authorization contextConductionInd="true" typeCode="AUTH">${separable(false)}` +
          `<authorizingEvidenceSeen ${OBSERVATION} negationInd="${evidence === 'notSeen'}"><code code="ES" codeSystem="${V3}.17.30"/></authorizingEvidenceSeen></authorization>`) +
      `</coveringChargeExempt></coverage>`

const replacement = ({ replaces }: ClaimParts): string =>
  replaces === undefined
    ? ''
    : `<replacementOf typeCode="RPLC"><priorMessageRef classCode="INFO" moodCode="EVN"><id root="${replaces.toUpperCase()}"/></priorMessageRef></replacementOf>`

const header = (parts: ClaimParts): string =>
  `<pertinentSupplyHeader classCode="SBADM" moodCode="EVN"><id root="${SAID.messageId.toUpperCase()}"/>` +
  `<code code="225426007" codeSystem="${SNOMED}"/>${NOT_APPLICABLE}${repeats(parts.repeats)}${authenticator(parts)}${notDispensed(parts.reason)}` +
  observation(
    ['pertinentInformation3', 'pertinentPrescriptionStatus', 'PS'],
    coded('16.35', parts.status),
  ) +
  parts.lines.map(line).join('') +
  observation(
    ['pertinentInformation4', 'pertinentPrescriptionID', 'PID'],
    `<value root="${V3}.18.8" extension="${CLAIM_SAID.shortId}"/>`,
  ) +
  fulfils('priorOriginalPrescriptionRef', CLAIM_SAID.prescriptionId) +
  `</pertinentSupplyHeader>`

/** A golden claim as HL7v3. */
export const claimMessage = (parts: ClaimParts, interaction = 'PORX_IN090101UK31'): Buffer =>
  Buffer.from(
    wrapped(
      `<DispenseClaim classCode="INFO" moodCode="EVN"><id root="${SAID.messageId.toUpperCase()}"/>` +
        `<code code="163541000000107" codeSystem="${SNOMED}" displayName="Dispensed Medication - FocusActOrEvent (administrative concept)"/>` +
        `<effectiveTime value="${CLAIM_SAID.created[0]}"/><typeId extension="PORX_MT142001UK31" root="${V3}.18.7"/>` +
        `<primaryInformationRecipient typeCode="PRCP"><AgentOrg classCode="AGNT"><agentOrganization classCode="ORG" determinerCode="INSTANCE">${organisation('T9999', 'MADE UP PAYER')}</agentOrganization></AgentOrg></primaryInformationRecipient>` +
        `<pertinentInformation1 ${PERTINENT}>${template('pertinentInformation')}${header(parts)}</pertinentInformation1>` +
        `${replacement(parts)}${coverage(parts)}` +
        `<sequelTo typeCode="SEQL"><priorPrescriptionReleaseEventRef classCode="INFO" moodCode="RQO"><id root="${CLAIM_SAID.noRelease}"/></priorPrescriptionReleaseEventRef></sequelTo>` +
        `</DispenseClaim>`,
      interaction,
    ),
  )
