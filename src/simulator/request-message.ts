import { SPINE } from './parties.ts'
import type { Supplier } from './parties.ts'
import type { Random } from './random.ts'
import type { Supply, Therapy } from './request-medicines.ts'
import { idIn } from './request-style.ts'
import type { Style } from './request-style.ts'
import { hl7Time } from './times.ts'

/** What is particular about one request; everything else follows from the patient. */
export interface RequestIds {
  /** A UUID; written in capitals or not as the style has it. */
  readonly messageId: string
  /** The payload's own id where it is not the message's. */
  readonly payloadId?: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Draws the style: prefixes, order, quotes, case. The same numbers give the same bytes. */
  readonly random: Random
  /** Who asks; default one drawn by chance. */
  readonly supplier?: Supplier
  /** Which of a patient's prescriptions an EPS message is about; default 0. */
  readonly prescription?: number
  /** What an EPS message says; each part has a default. */
  readonly eps?: EpsChoices
  /** What a message about a summary care record says; each part has a default. */
  readonly scr?: ScrChoices
}

/** What suppliers may say differently about a summary care record. */
export interface ScrChoices {
  /** The event an event query asks for; default the one the patient has from the start. */
  readonly event?: string
  /** The event or document that an upload replaces; default: it replaces none. */
  readonly replaces?: string
  /** Default '0'; '1' looks although the person said no. */
  readonly dissentOverride?: '0' | '1'
  /** What a permission is for; default `View`. */
  readonly consent?: 'Store' | 'View'
  /** What is set; default `Yes`. To be asked is `Clear` in HL7v3 and `Ask` in FHIR. */
  readonly permission?: 'Yes' | 'No' | 'Clear'
}

/** What suppliers may say differently about one prescription. */
export interface EpsChoices {
  /** ODS code of the nominated dispenser, 'nobody' for none; default the patient's own, else ZPH01. */
  readonly nominated?: string
  /** Default `acute`. */
  readonly therapy?: Therapy
  /** What a notification says was handed out; default `all`. */
  readonly supply?: Supply
  /** Payload id of the notification or claim that this one replaces; default: it replaces none. */
  readonly replaces?: string
  /**
   * Payload id of the message that this one follows: for a notification and a return the answer to the release,
   * for a withdrawal the notification; default one nobody sent.
   */
  readonly follows?: string
}

/** A request as a supplier's system sends it. */
export interface SupplierRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** In wire order and case; without Host and Content-Length. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** A request being written: who asks, how it is written. */
export interface Draft {
  readonly ids: RequestIds
  readonly style: Style
  readonly supplier: Supplier
  readonly messageId: string
  readonly payloadId: string
}

export const createDraft = (ids: RequestIds, style: Style, supplier: Supplier): Draft => ({
  ids,
  style,
  supplier,
  messageId: idIn(style, ids.messageId),
  payloadId: idIn(style, ids.payloadId ?? ids.messageId),
})

const ASID = '1.2.826.0.1285.0.2.0.107'
const deviceOf = (asid: string): string =>
  `<device classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="${asid}"/></device>`

/** Who is asked and who asks, as both the SOAP header and the wrapper say it. */
export const communication = ({ supplier }: Draft): string =>
  `<communicationFunctionRcv>${deviceOf(SPINE.asid)}</communicationFunctionRcv>` +
  `<communicationFunctionSnd>${deviceOf(supplier.asid)}</communicationFunctionSnd>`

const person =
  `<author typeCode="AUT"><AgentPersonSDS classCode="AGNT">` +
  `<id root="1.2.826.0.1285.0.2.0.67" extension="990000000671"/>` +
  `<agentPersonSDS classCode="PSN" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.2.0.65" extension="990000000651"/></agentPersonSDS>` +
  `<part typeCode="PART"><partSDSRole classCode="ROL">` +
  `<id root="1.2.826.0.1285.0.2.1.104" extension="R8000"/></partSDSRole></part></AgentPersonSDS></author>`

const system = (asid: string): string =>
  `<author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT">` +
  `<agentSystemSDS classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="${asid}"/>` +
  `</agentSystemSDS></AgentSystemSDS></author1>`

/** Writes a request's message in the HL7v3 transmission wrapper, plainly: {@link dress} does the rest. */
export function requestMessage(
  draft: Draft,
  interaction: string,
  version: string,
  content: string,
): string {
  const { ids, payloadId, style, supplier } = draft
  return (
    `<${interaction} xmlns="urn:hl7-org:v3"><id root="${payloadId}"/>` +
    `<creationTime value="${hl7Time(ids.now)}"/><versionCode code="${version}"/>` +
    `<interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${interaction}"/>` +
    `<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>` +
    communication(draft) +
    `<ControlActEvent classCode="CACT" moodCode="EVN">` +
    (style.author ? person : '') +
    system(supplier.asid) +
    `${content}</ControlActEvent></${interaction}>`
  )
}
