import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { headerOf, isFicusError, type RawHeaders } from '../exchange/index.ts'
import { readFhirJson, writeFhirXml } from '../fhir/index.ts'
import type {
  CallAbout,
  CallReply,
  CloudAnswer,
  CloudRequest,
  Declined,
  Information,
  Mapping,
  Said,
  SourceLoss,
} from '../mapping/index.ts'
import type { CallFile } from './call-file.ts'
import { CommandError, EXIT } from './terminal.ts'
import type { TranslatedFile } from './translated-file.ts'

const REQUEST_ID = 'X-Request-ID'
const MESSAGE = 'message/http'
const IN_XML = 'application/fhir+xml'
const IN_JSON = 'application/fhir+json'

const fail = (file: string, says: string): CommandError =>
  new CommandError(EXIT.failed, `${file} is not translated: ${says}`)

const declinedBy = ({ name }: Mapping, { code, says }: Declined): string =>
  `${name} declines it (${code}): ${says}`

/** Writes a request or an answer with its head, its body's length included. */
function httpOf(firstLine: string, headers: RawHeaders, body: Buffer | undefined): string {
  const length = body === undefined ? [] : ['Content-Length', String(body.length)]
  const all = [...headers, ...length]
  const lines = Array.from({ length: all.length / 2 }, (_, i) => `${all[2 * i]}: ${all[2 * i + 1]}`)
  return [firstLine, ...lines, '', body?.toString('utf8') ?? ''].join('\r\n')
}

function asked({ file, mapping, by, about }: CallFile): CloudRequest {
  const came = by.request(about)
  if (came.kind === 'declined') throw fail(file, declinedBy(mapping, came))
  return came.value
}

/** Gives what the cloud is asked for a call, as it is sent. */
export function callToCloud(called: CallFile): TranslatedFile {
  const { method, path, headers, body, loss } = asked(called)
  const output = httpOf(`${method} ${path} HTTP/1.1`, headers, body)
  return { mapping: called.mapping.name, output, contentType: MESSAGE, loss }
}

/** An answer of the cloud, and how its file had it: with its head, or a body alone. */
export interface AnswerFile {
  readonly file: string
  readonly answer: CloudAnswer
  readonly hasHead: boolean
}

/** Gives what the sender of a call gets of the cloud's answer: with a head where the answer came with one. */
export function answerToCall(
  { file, answer, hasHead }: AnswerFile,
  sent: CallFile,
): TranslatedFile {
  const { mapping, by, about } = sent
  const request = asked(sent)
  const echoed = headerOf(answer.headers, REQUEST_ID) === undefined
  const headers = echoed ? [...answer.headers, REQUEST_ID, request.requestId] : answer.headers
  const reply = by.answer({ ...answer, headers }, { ...about, request })
  if (reply.kind === 'declined') throw fail(file, declinedBy(mapping, reply))
  if (reply.kind === 'crossed') {
    throw fail(file, `to ${mapping.name} it is the answer to another ${reply.by}`)
  }
  if (reply.kind === 'failure') throw fail(file, `${mapping.name}: ${reply.says}`)
  const { name } = mapping
  return { mapping: name, ...(hasHead ? withHead(reply) : alone(reply)), loss: reply.loss }
}

type Written = Pick<TranslatedFile, 'output' | 'contentType'>

const withHead = ({ status, headers, body }: CallReply): Written => ({
  output: httpOf(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`.trim(), headers, body),
  contentType: MESSAGE,
})

const alone = ({ headers, body }: CallReply): Written => ({
  output: body.toString('utf8'),
  contentType: headerOf(headers, 'content-type') ?? IN_XML,
})

/** What a resource says that came alone. */
interface SaidAlone {
  readonly information: Information
  readonly source: SourceLoss
}

const IS_SEARCHSET = /^[^]{0,1024}?(?:"resourceType"\s*:\s*"Bundle"|<Bundle\b)/

/** Holds what was read to what one resource in the other words can say whole. */
function saidAlone({ file, answer }: AnswerFile, { name }: Mapping, said: Said): SaidAlone {
  const { information, source, outcome } = said
  if (information === undefined || source === undefined) {
    throw fail(file, `${name} reads it as ${outcome}: ${NAME_THE_CALL}`)
  }
  if (IS_SEARCHSET.test(answer.body.toString('utf8'))) {
    throw fail(file, `it is a searchset: ${NAME_THE_CALL}, or give one of its resources`)
  }
  const dropped = Object.keys(source.dropped)
  if (dropped.length > 0) throw fail(file, `no row of ${name} reads ${dropped.join(', ')}`)
  return { information, source }
}

const NAME_THE_CALL = 'name the call it answers (--request)'

/** Puts a resource of legacy's that came alone in the cloud's words; undefined where no mapping of calls reads it. */
export function resourceToCloud(
  from: AnswerFile,
  mappings: readonly Mapping[],
): TranslatedFile | undefined {
  const isNamed = mappings.length === 1
  for (const mapping of mappings) {
    const read = mapping.calls?.readLegacy(from.answer, aboutNothing(mapping))
    if (read?.kind !== 'said') continue
    // Of mappings nobody named only one that finds something in it is meant.
    if (!isNamed && !(read.information && read.source)) continue
    const { information, source } = saidAlone(from, mapping, read)
    const written = mapping.writeCloud(information)
    if (written.kind === 'declined') throw fail(from.file, declinedBy(mapping, written))
    const { value: output } = written
    return { mapping: mapping.name, output, contentType: IN_JSON, loss: { source } }
  }
  return undefined
}

/** Puts a resource of the cloud's that came alone in legacy's words; the mapping is named, since nothing else says it. */
export function resourceToLegacy(from: AnswerFile, mapping: Mapping): TranslatedFile {
  const read = mapping.readCloud(from.answer)
  if (read.kind === 'declined') throw fail(from.file, declinedBy(mapping, read))
  const { information, source } = saidAlone(from, mapping, read)
  const written = mapping.writeLegacy(information, '')
  if (written.kind === 'declined') throw fail(from.file, declinedBy(mapping, written))
  return { mapping: mapping.name, ...asUnasked(written.value), loss: { source } }
}

/** Whoever does not ask for another notation is answered by FHIR services of STU3 in XML. */
function asUnasked(output: string): Written {
  try {
    const resource = readFhirJson(Buffer.from(output, 'utf8'), 'STU3')
    return { output: writeFhirXml(resource, 'STU3').toString('utf8'), contentType: IN_XML }
  } catch (error) {
    if (isFicusError(error)) return { output, contentType: IN_JSON }
    throw error
  }
}

/** An answer without its call is read for what it says alone. */
function aboutNothing({ interactions }: Mapping): CallAbout {
  const id = randomUUID()
  return {
    ...{
      interaction: interactions[0] ?? '',
      messageId: id,
      payloadId: id,
      fromAsid: '',
      toAsid: '',
    },
    ...{ newId: randomUUID, now: new Date() },
    call: { method: 'GET', target: '/', headers: [], body: Buffer.alloc(0) },
  }
}
