import { randomUUID } from 'node:crypto'
import { headerOf } from '../exchange/index.ts'
import type {
  CloudAnswer,
  CloudRequest,
  Declined,
  DocumentMapping,
  Information,
  LegacyReply,
  Loss,
  Mapping,
  RequestAbout,
  SourceLoss,
  Told,
  Transmission,
} from '../mapping/index.ts'
import { writeSoapReply } from '../message/index.ts'
import { INTERACTIONS } from '../products/index.ts'
import { attributeOf, childOf, type XmlElement } from '../xml/index.ts'
import type { Hl7File } from './hl7-file.ts'
import { CommandError, EXIT } from './terminal.ts'

const HL7 = 'urn:hl7-org:v3'
const REQUEST_ID = 'X-Request-ID'
const XML = 'text/xml; charset=UTF-8'
const JSON_TYPE = 'application/fhir+json'

/** One message in the other language, and what became of its leaves on the way as far as that is counted. */
export interface TranslatedFile {
  readonly mapping: string
  readonly output: string
  readonly contentType: string
  readonly loss: Loss | { readonly source: SourceLoss } | undefined
}

/** What is translated by: the mappings that may be asked, and the request the message answers, where it is given. */
export interface TranslatedBy {
  readonly file: string
  readonly mappings: readonly Mapping[]
  readonly request: Hl7File | undefined
}

const fail = (file: string, says: string): CommandError =>
  new CommandError(EXIT.failed, `${file} is not translated: ${says}`)

interface Refusal {
  readonly says: string
  /** Whether the message is one of another kind. */
  readonly isOfAnother: boolean
}

const refusal = (says: string): Refusal => ({ says, isOfAnother: false })

const declinedBy = ({ name }: Mapping, { code, says }: Declined): Refusal => ({
  says: `${name} declines it (${code}): ${says}`,
  isOfAnother: code === 'shape' || code === 'interaction',
})

/** Puts a message of legacy in the cloud's words: what the cloud is asked for it, or what it says of a subject. */
export function toCloud(message: Hl7File, by: TranslatedBy): TranslatedFile {
  const { file, mappings } = by
  const { element } = message
  const asked = mappings.find(({ interactions }) => interactions.includes(element.name))
  if (asked !== undefined) return askedOfCloud(asked, message, file)
  const refusals: Refusal[] = []
  for (const mapping of mappings) {
    const said = mapping.readLegacy(element, message.written)
    if (said.kind === 'declined') {
      refusals.push(declinedBy(mapping, said))
      continue
    }
    if (said.information === undefined || said.source === undefined) {
      const says = `${mapping.name} reads it as ${said.outcome}, of which only legacy has words`
      refusals.push(refusal(says))
      continue
    }
    const written = mapping.writeCloud(said.information)
    if (written.kind === 'declined') refusals.push(declinedBy(mapping, written))
    else {
      const { value: output } = written
      const loss = { source: said.source }
      return { mapping: mapping.name, output, contentType: JSON_TYPE, loss }
    }
  }
  throw fail(file, whyNot(refusals, `no mapping has a row for ${element.name}`))
}

function askedOfCloud(mapping: Mapping, message: Hl7File, file: string): TranslatedFile {
  const asked = mapping.request(message.element, aboutOf(message), message.written)
  if (asked.kind === 'declined') throw fail(file, declinedBy(mapping, asked).says)
  const { method, path, headers, body, loss } = asked.value
  const { name } = mapping
  if (body !== undefined) {
    const contentType = headerOf(headers, 'content-type') ?? JSON_TYPE
    return { mapping: name, output: body.toString('utf8'), contentType, loss }
  }
  const lines = Array.from({ length: headers.length / 2 }, (_, i) =>
    [headers[2 * i] ?? '', headers[2 * i + 1] ?? ''].join(': '),
  )
  const output = [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n')
  return { mapping: name, output, contentType: 'message/http', loss }
}

/** Puts a document or an answer of the cloud in legacy's words. */
export function toLegacy(cloud: CloudAnswer, by: TranslatedBy): TranslatedFile {
  const refusals: Refusal[] = []
  for (const mapping of by.mappings) {
    const { document } = mapping
    const told = document?.readCloud(cloud.body)
    if (document === undefined || told === undefined) continue
    if (told.kind === 'declined') refusals.push(declinedBy(mapping, told))
    else return writtenDocument(mapping, document, told, by)
  }
  for (const mapping of answering(by)) {
    const answered = answerOf(mapping, cloud, by.request)
    if ('output' in answered) return answered
    refusals.push(answered)
  }
  const nobody =
    'name the mapping whose answer it is (--with), or the request it answers (--request)'
  throw fail(by.file, whyNot(refusals, nobody))
}

/** Which mappings may have asked for an answer: one that was named, or that takes the request it answers. */
const answering = ({ mappings, request }: TranslatedBy): readonly Mapping[] =>
  request === undefined
    ? mappings.slice(0, mappings.length === 1 ? 1 : 0)
    : mappings.filter(({ interactions }) => interactions.includes(request.element.name))

/** Why it is not translated: what those say that it could be meant for, else what to do. */
const whyNot = (refusals: readonly Refusal[], otherwise: string): string => {
  const meant = refusals.filter(({ isOfAnother }) => !isOfAnother).map(({ says }) => says)
  return meant.length > 0 ? meant.join('; ') : otherwise
}

function writtenDocument(
  mapping: Mapping,
  document: DocumentMapping,
  { information, source }: Told,
  { file, request }: TranslatedBy,
): TranslatedFile {
  const dropped = Object.keys(source.dropped)
  if (dropped.length > 0) throw fail(file, `no row of ${mapping.name} reads ${dropped.join(', ')}`)
  const written = document.writeLegacy(information, transmissionOf(document, information, request))
  if (written.kind === 'declined') throw fail(file, declinedBy(mapping, written).says)
  const { value: output } = written
  return { mapping: mapping.name, output, contentType: XML, loss: { source } }
}

/** What stands around a document: as the message says it that is given, else as the façade would send it, made up. */
function transmissionOf(
  document: DocumentMapping,
  information: Information,
  request: Hl7File | undefined,
): Transmission {
  const came =
    request?.written === undefined ? undefined : document.readLegacy(Buffer.from(request.written))
  if (came?.kind === 'told') return came.transmission
  const { interactions } = document
  const id = document.idOf(information) ?? randomUUID()
  return {
    interaction: interactions.find(each => /SM\d/.test(each)) ?? interactions[0] ?? '',
    id: id.toUpperCase(),
    creationTime: new Date().toISOString().replace(/\D/g, '').slice(0, 14),
    versionCode: 'V3NPfIT4.2.00',
    fromAsid: NOBODY,
    toAsid: NOBODY,
    user: { roleProfile: NOBODY, id: NOBODY, jobRole: 'UNKNOWN' },
  }
}

const NOBODY = '000000000000'

function answerOf(
  mapping: Mapping,
  cloud: CloudAnswer,
  request: Hl7File | undefined,
): TranslatedFile | Refusal {
  const about = request === undefined ? madeUp(mapping) : aboutOf(request)
  const asked = request && mapping.request(request.element, about, request.written)
  const isEchoed = headerOf(cloud.headers, REQUEST_ID) !== undefined
  const question =
    asked?.kind === 'accepted' ? asked.value : questionOf(mapping, cloud, about.messageId)
  const headers = isEchoed
    ? cloud.headers
    : [...cloud.headers, REQUEST_ID, question.requestId.toLowerCase()]
  const reply = mapping.answer({ ...cloud, headers }, { ...about, request: question })
  if (reply.kind === 'declined') return declinedBy(mapping, reply)
  if (reply.kind === 'crossed') {
    return refusal(`to ${mapping.name} it is the answer to another ${reply.by}`)
  }
  if (reply.kind === 'failure') return refusal(`${mapping.name}: ${reply.says}`)
  return {
    mapping: mapping.name,
    output: replyText(reply, about),
    contentType: XML,
    loss: reply.loss,
  }
}

/** What is answered at once is in its envelope, as its sender gets it; what is fetched later is the message alone. */
function replyText(reply: LegacyReply, about: RequestAbout): string {
  const interaction = INTERACTIONS.find(({ id }) => id === about.interaction)
  if (interaction?.transport !== 'soap') return reply.payload
  const { messageId, fromAsid, toAsid } = about
  const ends = { from: { asid: fromAsid }, to: { asid: toAsid } }
  const service = interaction.service ?? ''
  return writeSoapReply(reply, { service, messageId, ...ends }, about.now).body.toString('utf8')
}

/** The cloud's own answer says what it answers: nothing else was asked. */
const questionOf = (mapping: Mapping, cloud: CloudAnswer, messageId: string): CloudRequest => {
  const [nhsNumber] = mapping.subjectOf(cloud.body)
  return {
    ...{ method: 'GET', path: '', headers: [] },
    subject:
      nhsNumber === undefined
        ? { kind: 'entity', keys: {} }
        : { kind: 'nhsNumber', value: nhsNumber },
    requestId: (headerOf(cloud.headers, REQUEST_ID) ?? messageId).toLowerCase(),
  }
}

function madeUp({ interactions }: Mapping): RequestAbout {
  const id = randomUUID().toUpperCase()
  return {
    ...{ interaction: interactions[0] ?? '', messageId: id, payloadId: id },
    ...{ fromAsid: NOBODY, toAsid: NOBODY, newId: randomUUID, now: new Date() },
  }
}

/** What a message says of itself that its answer says again. */
function aboutOf({ element: message, messageId }: Hl7File): RequestAbout {
  const id = valueIn(message, ['id'], 'root')
  const asidOf = (end: string): string =>
    valueIn(message, [`communicationFunction${end}`, 'device', 'id'], 'extension')
  return {
    ...{ interaction: message.name, messageId: messageId ?? id, payloadId: id },
    ...{ fromAsid: asidOf('Snd'), toAsid: asidOf('Rcv'), newId: randomUUID, now: new Date() },
  }
}

function valueIn(message: XmlElement, names: readonly string[], attribute: string): string {
  const at = names.reduce<XmlElement | undefined>(
    (from, name) => from && childOf(from, HL7, name),
    message,
  )
  return (at && attributeOf(at, attribute)) ?? ''
}
