import type { EbxmlError } from './ebxml-request.ts'
import type { Reason } from './hl7-message.ts'

// What the message service refuses before any service sees a message. The rules are those of Spine's own validators,
// public in SPINE_schema (spine2_xslt). They name an error by its family and a name. Families are called after the last
// two parts of the code system they are of, and one, of the message service itself, has the words of the transport. The
// number behind most names is not public: there the name stands for it.

/** The code systems of the families; `tms` has none. */
export const FAMILIES = {
  1712: '2.16.840.1.113883.2.1.3.2.4.17.12',
  1732: '2.16.840.1.113883.2.1.3.2.4.17.32',
  1742: '2.16.840.1.113883.2.1.3.2.4.17.42',
} as const

/** Why a request was not understood, in the words of a SOAP fault; the location is what the fault names. */
export interface Refusal {
  readonly code: number
  readonly location: string
  readonly says: string
}

/** How a message is refused: a fault of the transport, a rejection, or an application's reasons. */
export type Refused =
  | { readonly fault: Refusal }
  | { readonly detail: Reason }
  | { readonly reasons: readonly Reason[] }

/** One rule: its name, what must hold, and how a message is refused in which it does not. */
export interface Rule<Read, Refusing> {
  readonly name: string
  readonly holds: (read: Read) => boolean
  readonly refused: Refusing
}

/** Finds the first rule that a message breaks. */
export const broken = <Read, Refusing>(
  rules: readonly Rule<Read, Refusing>[],
  read: Read,
): Refusing | undefined => rules.find(({ holds }) => !holds(read))?.refused

/** An error of the message service, said as a SOAP fault. */
export const fault = (location: string): Refused => ({
  fault: { code: 201, location, says: 'The message is not well formed' },
})

/** An error of the HL7v3 wrapper: the message is rejected. */
export const rejected = (code: string, says: string): Refused => ({
  detail: { code, system: FAMILIES[1732], says, qualifier: 'ER' },
})

/** An error of what the access control service was asked. */
export const denied = (code: string, says: string): Refused => ({
  reasons: [{ code, system: FAMILIES[1712], says, qualifier: 'ER' }],
})

/** Something in the ebXML header that should be there once and is not. */
export const inconsistent = (says: string): EbxmlError => ({ code: 'Inconsistent', says })

/** Something in the ebXML header that has another value than it should. */
export const unrecognised = (says: string): EbxmlError => ({ code: 'ValueNotRecognized', says })
