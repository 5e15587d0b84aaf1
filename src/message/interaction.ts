import type { InteractionClass, Keys } from '../exchange/index.ts'
import { compilePath } from './paths.ts'

/**
 * Where a key stands in a message of one interaction.
 *
 * A path walks local names in the HL7v3 namespace from below the message's root element, `/`-separated;
 * `crs:name` and `psis:name` are names in those two namespaces of Spine's, whatever prefix a message has for
 * them; `**` stands for any number of levels, `name[@root=OID]` asks an attribute of that step, and the last
 * step is `@attribute`. Several paths are tried in order. Example:
 * `ControlActEvent/query/person.id/value[@root=2.16.840.1.113883.2.1.4.1]/@extension`.
 *
 * For a REST interaction a path walks the properties of the FHIR resource in the body, through arrays, and its
 * last step is the property itself: `subject/identifier/value`. Of a reference or a `system|value` token the
 * key is what follows the last `/` or `|`.
 */
export type KeyPaths = readonly string[]

/** Which keys a message carries and where; an absent key is one this interaction never carries. */
export interface KeyTable {
  readonly nhsNumber?: KeyPaths
  /** The short form, root …18.8. */
  readonly prescriptionId?: KeyPaths
  /** The long form, a UUID in `@root` without extension. */
  readonly prescriptionLongId?: KeyPaths
  /** The logical id of a record pointer. */
  readonly pointerId?: KeyPaths
}

/** How an interaction travels: synchronous SOAP, ebXML in its patterns, or plain REST. */
export type Transport = 'soap' | 'ebxml-express' | 'ebxml-reliable' | 'ebxml-forward' | 'rest'

/** How a REST call is known by its head alone. */
export interface RestCall {
  readonly method: string
  /**
   * The end of the path, `{name}` for one segment, the name being a key or anything; `?name` after it asks for a
   * query parameter and `?name={key}` takes a key from it. Examples: `/Patient/{nhsNumber}`,
   * `/DocumentReference?subject={nhsNumber}`. A segment that begins with `$` is an operation and fits no `{name}`.
   */
  readonly path: string
  /**
   * Says that it is made through the Spine Secure Proxy: its id stands in Ssp-InteractionID, and method and path, which
   * are the provider's, must be those of that call; the empty path fits any.
   */
  readonly isProxied?: true
  /** The header lines keys stand in, by key, in any case. */
  readonly headers?: Readonly<Partial<Record<keyof Keys, string>>>
}

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
  /** By which key the entity is known that comes to be with it; absent where it is about one there is. */
  readonly creates?: keyof Keys
  /** REST only. */
  readonly rest?: RestCall
}

/** Declares one interaction; checks at start that what it says holds together and its paths can be walked. */
export function defineInteraction(interaction: Interaction): Interaction {
  const isRest = interaction.transport === 'rest'
  if (isRest !== (interaction.rest !== undefined)) {
    throw new Error(`${interaction.id}: a REST interaction names its path, no other does`)
  }
  if (!isRest && interaction.service === undefined) {
    throw new Error(`${interaction.id}: needs the service its SOAPAction begins with`)
  }
  for (const paths of Object.values(interaction.keys) as KeyPaths[]) {
    for (const path of paths) {
      compilePath(path, isRest ? 'fhir' : 'hl7')
    }
  }
  return Object.freeze(interaction)
}
