import { randomUUID } from 'node:crypto'
import type { Answered } from '../comparison/index.ts'
import { headerOf, type Identified, isFicusError } from '../exchange/index.ts'
import type { CloudRequest, Mapping, RequestAbout } from '../mapping/index.ts'
import { INTERACTIONS } from '../products/index.ts'
import type { TranslatedPair } from '../shadow/index.ts'
import { attributeOf, childOf, elementsOf, readXml, textOf, type XmlElement } from '../xml/index.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const HL7 = 'urn:hl7-org:v3'
const REQUEST_ID = 'X-Request-ID'

/** Legacy's answer and the cloud's to one interaction, and the mapping that stands between them. */
export interface TwoLanguages {
  readonly control: Answered
  readonly candidate: Answered
  readonly mapping: Mapping
  readonly interaction: string
  /** The request both answer, where there is one. */
  readonly request: Identified | undefined
}

/** Whether the first answer is XML and the second JSON, by the byte each begins with. */
export const areTwoLanguages = ({
  control,
  candidate,
}: Pick<TwoLanguages, 'control' | 'candidate'>): boolean =>
  /^\s*(?:\u00ef\u00bb\u00bf)?\s*</.test(startOf(control)) && /^\s*\{/.test(startOf(candidate))

const startOf = ({ body }: Answered): string => body.toString('latin1', 0, 64)

/**
 * Makes two answers a pair the shadow can judge. A reply says again what was asked: as far as no request says it, it is
 * taken from legacy's own reply, and what that does not say is made up.
 */
export function translatedPair(answers: TwoLanguages): TranslatedPair {
  const { control, candidate, mapping, interaction, request } = answers
  const named = namesIn(control)
  const madeUp = randomUUID().toUpperCase()
  const about: RequestAbout = {
    interaction,
    messageId: request?.messageId ?? named.messageId ?? madeUp,
    payloadId: request?.payloadId ?? named.payloadId ?? madeUp,
    fromAsid: request?.from.asid ?? named.receiver ?? '',
    toAsid: request?.to.asid ?? '',
    newId: randomUUID,
    now: new Date(),
  }
  const { messageId, fromAsid, toAsid } = about
  const service = INTERACTIONS.find(({ id }) => id === interaction)?.service ?? ''
  const asked = askedOf(answers)
  const isEchoed = headerOf(candidate.headers, REQUEST_ID) !== undefined
  return {
    mapping,
    about,
    repliedTo: { service, messageId, from: { asid: fromAsid }, to: { asid: toAsid } },
    asked,
    control,
    candidate: isEchoed
      ? candidate
      : { ...candidate, headers: [...candidate.headers, REQUEST_ID, asked.requestId] },
    isCoded: false,
  }
}

/** The cloud's own answer says what it answers: nothing else here was sent to it. */
function askedOf({ candidate, mapping, request }: TwoLanguages): CloudRequest {
  const [subject = ''] = mapping.subjectOf(candidate.body)
  const echoed = headerOf(candidate.headers, REQUEST_ID)?.toLowerCase()
  return {
    method: 'GET',
    path: '',
    headers: [],
    subject: { kind: 'nhsNumber', value: request?.keys.nhsNumber ?? subject },
    requestId: echoed ?? randomUUID(),
  }
}

interface Names {
  readonly messageId: string | undefined
  readonly payloadId: string | undefined
  /** The ASID it is addressed to. */
  readonly receiver: string | undefined
}

/** What a reply of legacy says of the request it answers. */
function namesIn(control: Answered): Names {
  const envelope = envelopeIn(control)
  const header = envelope && childOf(envelope, SOAP, 'Header')
  const body = envelope && childOf(envelope, SOAP, 'Body')
  const [wrapper] = body === undefined ? [] : elementsOf(body)
  const [message] = wrapper === undefined ? [] : elementsOf(wrapper)
  const relatesTo = header && childOf(header, ADDRESSING, 'RelatesTo')
  const reference = below(message, 'acknowledgement', 'messageRef', 'id')
  const receiver = below(message, 'communicationFunctionRcv', 'device', 'id')
  return {
    messageId:
      relatesTo &&
      textOf(relatesTo)
        .trim()
        .replace(/^uuid:/, ''),
    payloadId: reference && attributeOf(reference, 'root'),
    receiver: receiver && attributeOf(receiver, 'extension'),
  }
}

const below = (from: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined =>
  names.reduce<XmlElement | undefined>((at, name) => at && childOf(at, HL7, name), from)

function envelopeIn({ body }: Answered): XmlElement | undefined {
  try {
    return readXml(body)
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}
