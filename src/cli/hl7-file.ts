import { isFicusError, type RawHeaders } from '../exchange/index.ts'
import type { LegacyMessage } from '../mapping/index.ts'
import { readEbxmlMessage } from '../message/index.ts'
import { childOf, elementsOf, readXml, textOf, type XmlElement } from '../xml/index.ts'
import { CommandError, EXIT } from './terminal.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const HL7 = 'urn:hl7-org:v3'
/** `QUPA_IN000008UK02`: what the root of a message is called, and no wrapper around one. */
const INTERACTION = /_IN\d/

const NO_HL7 = 'holds no HL7v3 message, alone, in SOAP or in ebXML'
const isJson = (body: Buffer): boolean => /^\s*[[{]/.test(body.toString('latin1', 0, 64))

/** The HL7v3 message of a file, and the id of the SOAP envelope it came in. */
export interface Hl7File extends LegacyMessage {
  readonly messageId: string | undefined
}

/**
 * Finds the HL7v3 message in a file: the document itself, what a SOAP envelope holds, with or without a wrapper around
 * it, or the payload of an ebXML message. Throws CommandError where there is none.
 */
export function readHl7File(
  file: string,
  { headers, body }: { readonly headers: RawHeaders; readonly body: Buffer },
): Hl7File {
  try {
    if (isJson(body)) throw new CommandError(EXIT.usage, `${file} ${NO_HL7}`)
    if (/^\s*</.test(body.toString('latin1', 0, 64).replace(/^\u00ef\u00bb\u00bf/, ''))) {
      const found = messageIn(readXml(body), body)
      if (found !== undefined) return found
    } else {
      const read = readEbxmlMessage(body, headers)
      if (read.kind === 'message')
        return { element: read.message, written: read.written, messageId: undefined }
    }
  } catch (error) {
    if (!isFicusError(error)) throw error
    throw new CommandError(EXIT.usage, `${file} cannot be read: ${error.detail ?? error.row.says}`)
  }
  throw new CommandError(EXIT.usage, `${file} ${NO_HL7}`)
}

/** In an envelope a message is not written as it would be alone: its namespaces are said around it. */
function messageIn(root: XmlElement, body: Buffer): Hl7File | undefined {
  if (root.ns === HL7) return { element: root, written: body, messageId: undefined }
  const within = root.ns === SOAP ? childOf(root, SOAP, 'Body') : undefined
  const [first, another] = within === undefined ? [] : elementsOf(within)
  if (first?.ns !== HL7 || another !== undefined) return undefined
  const messageId = idOf(root)
  if (INTERACTION.test(first.name)) return { element: first, written: undefined, messageId }
  const [message, more] = elementsOf(first)
  if (message?.ns !== HL7 || more !== undefined) return undefined
  return { element: message, written: undefined, messageId }
}

function idOf(envelope: XmlElement): string | undefined {
  const header = childOf(envelope, SOAP, 'Header')
  const id = header && childOf(header, ADDRESSING, 'MessageID')
  return (
    id &&
    textOf(id)
      .trim()
      .replace(/^uuid:/, '')
  )
}
