import { randomUUID } from 'node:crypto'
import { type Answered, type Comparison, createCompare } from '../../src/comparison/index.ts'
import type { Mapping, RequestAbout, Said } from '../../src/mapping/index.ts'
import { POLICIES } from '../../src/products/index.ts'
import { seenPolicy } from '../../src/shadow/index.ts'
import {
  createRandom,
  createRequest,
  type Patient,
  type Simulator,
} from '../../src/simulator/index.ts'
import { childOf, elementsOf, readXml, type XmlElement } from '../../src/xml/index.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const HL7 = 'urn:hl7-org:v3'

/** The retrievals a supplier may ask for, one for each shape of its answer. */
export type Retrieval = 'QUPA_IN000008UK02' | 'QUPA_IN000008UK05'

/** One retrieval asked of both sides: what the services mean, and what the supplier would see. */
export interface BothSides {
  readonly means: Comparison
  /** Undefined where the mapping gives no answer of its own, as for a superseded number. */
  readonly seen: Comparison | undefined
}

/** Asks a legacy Spine and a cloud the same, and holds their answers against each other. */
export function createBothSides(legacy: Simulator, cloud: Simulator, mapping: Mapping) {
  const compare = createCompare({ key: Buffer.alloc(32, 9), now: () => Date.parse('2026-11-22') })
  const policy = POLICIES.find(({ name }) => name === mapping.name)
  if (policy === undefined) throw new Error(`there is no policy for ${mapping.name}`)
  const random = createRandom(11)

  return async (interaction: Retrieval, patient: Patient): Promise<BothSides> => {
    const request = createRequest(interaction, patient, {
      messageId: randomUUID().toUpperCase(),
      now: Date.parse('2026-11-22T12:00:00Z'),
      random,
    })
    const about = aboutOf(request.body, interaction)
    const control = await ask(new URL(request.path, legacy.url), request)
    const asked = mapping.request(messageIn(Buffer.from(request.body), 'request'), about)
    if (asked.kind === 'declined') throw new Error(asked.says)
    const { method, path, headers } = asked.value
    const candidate = await ask(new URL(`/personal-demographics/FHIR/R4${path}`, cloud.url), {
      method,
      headers: [...pairsOf(headers), ['Authorization', 'Bearer of nothing']],
    })
    const meant = (said: ReturnType<Mapping['readCloud']>) => leavesOf(said, mapping, interaction)
    const means = compare(
      {
        control: { ...control, ...meant(mapping.readLegacy(messageIn(control.body, 'reply'))) },
        candidate: { ...candidate, ...meant(mapping.readCloud(candidate)) },
      },
      policy,
    )
    const reply = mapping.answer(candidate, { ...about, request: asked.value })
    if (reply.kind !== 'answer') return { means, seen: undefined }
    const written = { ...control, body: enveloped(reply, about) }
    const ids = [{ control: about.messageId, candidate: about.messageId }]
    const losing = seenPolicy(policy, mapping, interaction)
    const seen = compare({ control, candidate: written, request: ids }, losing)
    return { means, seen }
  }
}

function leavesOf(
  said: Said | { readonly kind: 'declined' },
  mapping: Mapping,
  interaction: string,
): Pick<Answered, 'means'> {
  if (said.kind !== 'said' || said.information === undefined) return {}
  return { means: mapping.leaves(said.information, interaction) }
}

const pairsOf = (headers: readonly string[]): [string, string][] =>
  headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1] ?? '']] : []))

async function ask(
  url: URL,
  request: {
    readonly method: string
    readonly headers: readonly (readonly [string, string])[]
    readonly body?: string
  },
): Promise<Answered> {
  const answer = await fetch(url, {
    method: request.method,
    headers: request.headers.map(([name, value]) => [name, value] as [string, string]),
    ...(request.body !== undefined && { body: request.body }),
  })
  const body = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: [...answer.headers].flat(), body }
}

/** The HL7v3 message: a request is what the body holds, a reply what the wrapper in it does. */
function messageIn(bytes: Buffer, as: 'request' | 'reply'): XmlElement {
  const body = childOf(readXml(bytes), SOAP, 'Body')
  const [first] = body === undefined ? [] : elementsOf(body)
  const [second] = first === undefined ? [] : elementsOf(first)
  const message = as === 'request' ? first : second
  if (message === undefined) throw new Error('no message in the body')
  return message
}

function aboutOf(body: string, interaction: string): RequestAbout {
  const message = messageIn(Buffer.from(body), 'request')
  const idIn = (element: XmlElement | undefined, name: 'root' | 'extension'): string => {
    const id = element && childOf(element, HL7, 'id')
    return id?.attributes.find(attribute => attribute.name === name)?.value ?? ''
  }
  const asid = (side: 'Snd' | 'Rcv'): string => {
    const role = childOf(message, HL7, `communicationFunction${side}`)
    return idIn(role && childOf(role, HL7, 'device'), 'extension')
  }
  const id = idIn(message, 'root')
  return {
    interaction,
    messageId: id,
    payloadId: id,
    fromAsid: asid('Snd'),
    toAsid: asid('Rcv'),
    newId: () => randomUUID().toUpperCase(),
    now: new Date('2026-11-22T12:00:07Z'),
  }
}

/** The envelope a reply goes out in, as Spine's own has it. */
function enveloped(
  reply: {
    readonly interaction: string
    readonly wrapper: string
    readonly messageId: string
    readonly payload: string
  },
  { messageId, fromAsid, toAsid }: RequestAbout,
): Buffer {
  const device = (side: 'Snd' | 'Rcv', asid: string): string =>
    `<communicationFunction${side} xmlns="${HL7}" typeCode="${side.toUpperCase()}"><device classCode="DEV" determinerCode="INSTANCE">` +
    `<id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></device></communicationFunction${side}>`
  return Buffer.from(
    `<s:Envelope xmlns:s="${SOAP}" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>` +
      `<w:MessageID>uuid:${reply.messageId}</w:MessageID>` +
      `<w:Action>urn:nhs:names:services:pdsquery/${reply.interaction}</w:Action><w:To/>` +
      device('Rcv', fromAsid) +
      device('Snd', toAsid) +
      `<w:RelatesTo>uuid:${messageId}</w:RelatesTo></s:Header>` +
      `<s:Body><${reply.wrapper} xmlns="${HL7}">${reply.payload}</${reply.wrapper}></s:Body></s:Envelope>`,
  )
}
