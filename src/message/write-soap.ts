import type { Answer } from '../exchange/index.ts'
import { xml } from '../xml/index.ts'
import { xmlAnswer } from './answer.ts'
import { NS } from './names.ts'

/** What a fault says. */
export interface Fault {
  readonly blame: 'Client' | 'Server'
  /** The number a message handler decides by whether to send again. */
  readonly code: number
  /** Where in the message it is. */
  readonly location: string
  readonly says: string
}

/**
 * Writes a SOAP 1.1 fault with Spine's error list: HTTP 500, whoever is to blame (SOAP 1.1 §6.2). The shape is
 * that of nhsdigitalmait/SPINE_MTH's fault template.
 */
export const writeSoapFault = (fault: Fault): Answer =>
  xmlAnswer(
    500,
    xml`<soap:Envelope xmlns:soap="${NS.soap}"><soap:Body><soap:Fault><faultcode>soap:${fault.blame}</faultcode><faultstring>${fault.says}</faultstring><detail><nasp:errorList xmlns:nasp="${NS.nasp}"><nasp:error><nasp:codeContext>urn:nhs:names:errors:tms</nasp:codeContext><nasp:errorCode>${fault.code}</nasp:errorCode><nasp:severity>Error</nasp:severity><nasp:location>${fault.location}</nasp:location><nasp:description>${fault.says}</nasp:description></nasp:error></nasp:errorList></detail></soap:Fault></soap:Body></soap:Envelope>`,
  )
