import type { InteractionClass } from '../exchange/index.ts'

/**
 * Where a key stands in a message of one interaction.
 *
 * A path walks local names in the HL7v3 namespace from below the message's root element, `/`-separated;
 * `**` stands for any number of levels, `name[@root=OID]` asks an attribute of that step, and the last step is
 * `@attribute`. Several paths are tried in order. Example:
 * `ControlActEvent/query/person.id/value[@root=2.16.840.1.113883.2.1.4.1]/@extension`.
 */
export type KeyPaths = readonly string[]

/** Which keys a message carries and where; an absent key is one this interaction never carries. */
export interface KeyTable {
  readonly nhsNumber?: KeyPaths
  /** The short form, root …18.8. */
  readonly prescriptionId?: KeyPaths
  /** The long form, a UUID in `@root` without extension. */
  readonly prescriptionLongId?: KeyPaths
}

/** How an interaction travels: synchronous SOAP, ebXML in its patterns, or plain REST. */
export type Transport = 'soap' | 'ebxml-express' | 'ebxml-reliable' | 'ebxml-forward' | 'rest'

/** One interaction of one product, as plain data. */
export interface Interaction {
  /** The full interaction id: the HL7v3 root element, or a name of our own for a REST call. */
  readonly id: string
  readonly product: string
  readonly title: string
  readonly class: InteractionClass
  readonly transport: Transport
  /** The service part of SOAPAction, e.g. `urn:nhs:names:services:pdsquery`; absent for REST. */
  readonly service?: string
  /** Local name of the element a synchronous reply puts around its message, in the HL7v3 namespace. */
  readonly wrapper?: string
  /** Interaction ids a positive reply may have. */
  readonly replies: readonly string[]
  /** Interaction ids a negative reply may have. */
  readonly failures: readonly string[]
  readonly keys: KeyTable
  /**
   * REST only: the method and the end of the path, `{name}` for one segment, the name being a key or anything;
   * `?name` after it asks for a query parameter. Example: `{ method: 'GET', path: '/Patient/{nhsNumber}' }`.
   */
  readonly rest?: { readonly method: string; readonly path: string }
}

/** Declares one interaction; checks at start that what it says holds together. */
export function defineInteraction(interaction: Interaction): Interaction {
  if ((interaction.transport === 'rest') !== (interaction.rest !== undefined)) {
    throw new Error(`${interaction.id}: a REST interaction names its path, no other does`)
  }
  if (interaction.transport !== 'rest' && interaction.service === undefined) {
    throw new Error(`${interaction.id}: needs the service its SOAPAction begins with`)
  }
  return Object.freeze(interaction)
}
