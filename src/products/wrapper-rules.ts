import type { Rule } from '../comparison/index.ts'

/**
 * Where an HL7v3 message begins: alone, in a SOAP body, in the wrapper a synchronous reply puts around it, in a
 * part of an ebXML message.
 */
const MESSAGES = ['*', 'Envelope/Body/*', 'Envelope/Body/*/*', 'multipart/part/*']

const inMessage = (path: string): readonly string[] => MESSAGES.map(message => `${message}/${path}`)

/**
 * What differs from one answer to the next in every HL7v3 wrapper and its SOAP header (NHS Message
 * Implementation Manual, transmission wrapper; the NHS SOAP binding).
 */
export const ENVELOPE_RULES: readonly Rule[] = [
  {
    id: 'message-id',
    path: [...inMessage('id/@root'), 'Envelope/Header/MessageID/text()'],
    why: 'each message has an id of its own, which its header repeats',
    does: 'id',
  },
  {
    id: 'request-id',
    path: [...inMessage('acknowledgement/messageRef/id/@root'), 'Envelope/Header/RelatesTo/text()'],
    why: 'names the request, which may have been sent to either side under an id of its own',
    does: 'id',
  },
  {
    id: 'creation-time',
    path: inMessage('creationTime/@value'),
    why: 'when the message was written; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'version-code',
    path: inMessage('versionCode'),
    why: 'which message model the sender was built to, not what it says',
    does: 'ignore',
  },
  {
    id: 'sender',
    path: [
      ...inMessage('communicationFunctionSnd/device/id/@extension'),
      ...inMessage('ControlActEvent/author1/AgentSystemSDS/agentSystemSDS/id/@extension'),
      'Envelope/Header/communicationFunctionSnd/device/id/@extension',
    ],
    why: 'which system answered, where Spine may also say Not Known',
    does: 'ignore',
  },
  {
    id: 'soap-addresses',
    path: ['Envelope/Header/To', 'Envelope/Header/From'],
    why: 'where the envelope came from and went; nobody reads it on a synchronous reply',
    does: 'ignore',
  },
]

/**
 * How one object is written in several ways in every HL7v3 message.
 *
 * @param within - patterns of the places it holds in, each as a path without an end
 */
export const objectsIn = (within: readonly string[]): readonly Rule[] => [
  {
    id: 'fixed-type',
    path: within.flatMap(place => [`${place}/@type`, `${place}/@xsi:type`]),
    why: 'the schema fixes it, and some write it out',
    does: 'ignore',
  },
  {
    id: 'object-id-case',
    path: within.map(place => `${place}/id/@root`),
    why: 'UUIDs are written in either case',
    does: 'type',
    type: 'uuid',
  },
]

/** Both, wherever they stand. */
export const WRAPPER_RULES: readonly Rule[] = [...ENVELOPE_RULES, ...objectsIn(['**'])]
