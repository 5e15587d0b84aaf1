import { isFicusError } from '../exchange/index.ts'
import type { XmlElement } from '../xml/index.ts'
import { resourceIn } from './came-to.ts'
import { type Compiled, compileRows, type Form } from './compile-rows.ts'
import { type Accepted, accepted, declined, type Declined } from './decline.ts'
import { documentIn } from './document-found.ts'
import { leavesOfDocument } from './document-listing.ts'
import type { DocumentQuerySpec } from './document-query.ts'
import { isEchoed } from './echoed.ts'
import { uuidOf } from './fold.ts'
import { factIn, factsIn, type Information } from './information.ts'
import { checkKept } from './kept.ts'
import { lossesOfReply } from './listed-losses.ts'
import { summariesOf } from './listing.ts'
import type {
  AnswerAbout,
  CloudAnswer,
  CloudFailure,
  CloudRequest,
  Crossed,
  LegacyReply,
  Mapping,
  RequestAbout,
  Said,
} from './mapping.ts'
import { reasonsIn } from './outcomes.ts'
import { parsePath } from './paths.ts'
import { readTree, type Reading } from './read.ts'
import { replyText } from './reply.ts'
import { type Asking, firstProblem, requestOf } from './request.ts'
import type { Negative } from './spec.ts'
import { resourceText, xmlText } from './texts.ts'
import { outcomeTold, toldIn } from './told-reasons.ts'
import type { Tree } from './tree.ts'
import { versionOf } from './version.ts'
import { walk } from './walk.ts'
import { writeTree } from './write.ts'
import { treeOfXml } from './xml-tree.ts'

/** A question's rows taken apart. */
interface Table {
  readonly spec: DocumentQuerySpec
  readonly asking: Asking
  readonly query: { readonly rows: readonly Compiled[]; readonly form: Form }
  readonly rows: readonly Compiled[]
  readonly hl7: Form
  readonly fhir: Form
}

/** What an answer of the cloud comes to, whoever asked for it. */
type Came =
  | { readonly kind: 'document'; readonly document: Tree }
  | { readonly kind: 'negative'; readonly why: Negative }
  | Declined
  | CloudFailure

const HL7 = 'urn:hl7-org:v3'
const QUERY = parsePath('ControlActEvent/query')
const SUBJECT = parsePath('ControlActEvent/subject')
const TYPE = parsePath('acknowledgement/@typeCode')
const SUCCESS = 200

/** Runs what reads or writes; what it could not take is declined. */
function taken<T>(work: () => T | Declined, code: Declined['code'] = 'shape'): T | Declined {
  try {
    return work()
  } catch (error) {
    if (isFicusError(error)) return declined({ code })
    throw error
  }
}

function request(
  { asking, query }: Table,
  message: XmlElement,
  about: RequestAbout,
): Accepted<CloudRequest> | Declined {
  const asked = requestOf(asking, query, message, about)
  const [only] = walk(treeOfXml(message), QUERY)
  if (asked.kind === 'declined' || only === undefined) return asked
  // What was asked for is what an answer is held against.
  const said = readTree(only.at, query.rows, query.form, query.form.name).information
  return accepted({ ...asked.value, said })
}

function cameOf({ spec }: Table, { status, body }: Pick<CloudAnswer, 'status' | 'body'>): Came {
  const resource = resourceIn(body)
  const why = toldIn(spec.answer.told, status, resource)
  if (why !== undefined) return { kind: 'negative', why }
  if (status !== SUCCESS || resource === undefined) {
    return {
      kind: 'failure',
      error: 'bad-answer',
      says: `the cloud answered ${status} without one`,
    }
  }
  const found = documentIn(resource)
  if (found.kind === 'one') return { kind: 'document', document: found.document }
  if (found.kind === 'none') return { kind: 'negative', why: spec.answer.none }
  return declined(found.kind === 'several' ? { code: 'several', at: 'Bundle' } : found.problem)
}

/** Whether a document says of itself that it is another's, or another than the one that was asked for. */
function isAnothers({ spec }: Table, said: Information, asked: Information): boolean {
  const { call, answer } = spec
  const whom = factIn(asked, call.subject)
  const which = factIn(asked, call.document)
  const isTheirs = whom !== undefined && factIn(said, call.subject) === whom
  const names = answer.names.flatMap(name => factsIn(said, name)).map(name => name.toLowerCase())
  return !isTheirs || which === undefined || !names.includes(which)
}

/** The value of each fact that only HL7v3 has a place for. */
const madeOf = ({ answer }: DocumentQuerySpec, which: string): Information =>
  Object.fromEntries(answer.made.map(fact => [fact, uuidOf(`${which}/${fact}`)]))

function replyOf(
  table: Table,
  document: Tree,
  about: AnswerAbout,
): LegacyReply | Declined | Crossed {
  const { spec, rows, hl7, fhir } = table
  const asked = about.request.said ?? {}
  const reading = readTree(document, rows, fhir, hl7.name)
  if (isAnothers(table, reading.information, asked)) return { kind: 'crossed', by: 'subject' }
  const problem = firstProblem(reading)
  if (problem !== undefined) return declined(problem)
  const information = spec.answer.turns.fromFhir(reading.information)
  if (information === undefined) return declined({ code: 'disagrees' })
  const which = factIn(asked, spec.call.document) ?? ''
  const whole = { ...madeOf(spec, which), ...information, [spec.answer.asked]: which }
  const writing = writeTree(whole, rows, hl7, spec.answer.outline.name)
  const [unsaid] = writing.problems
  if (unsaid !== undefined) return declined(unsaid)
  const loss = { source: reading.source, target: writing.target }
  return { ...replied(spec, about, { subject: writing.drawing }), loss }
}

/** A reply in its message: a document, or why there is none. */
function replied(
  spec: DocumentQuerySpec,
  about: AnswerAbout,
  { subject, why }: { subject?: ReturnType<typeof writeTree>['drawing']; why?: Negative },
): LegacyReply {
  const interaction =
    subject === undefined ? spec.negative : (spec.interactions[about.interaction] ?? '')
  const { versionCode, wrapper } = spec
  const id = about.newId().toUpperCase()
  const type = subject === undefined ? 'AE' : 'AA'
  const reasons = why?.reasons ?? []
  const reply = { id, interaction, versionCode, type, reasons, isToQuery: true, subject } as const
  const payload = replyText(reply, about)
  const outcome = why?.outcome ?? 'ok'
  return { kind: 'answer', interaction, wrapper, messageId: id, payload, outcome, loss: undefined }
}

function answer(
  table: Table,
  cloud: CloudAnswer,
  about: AnswerAbout,
): LegacyReply | CloudFailure | Declined | Crossed {
  const { spec } = table
  const { status, headers } = cloud
  const failed = spec.answer.failures.find(({ from, to }) => status >= from && status <= to)
  if (failed !== undefined) {
    return { kind: 'failure', error: failed.error, says: `the cloud answered ${status}` }
  }
  if (!isEchoed(headers, about.request.requestId)) return { kind: 'crossed', by: 'request' }
  return taken<LegacyReply | CloudFailure | Crossed>(() => {
    const came = cameOf(table, cloud)
    if (came.kind === 'negative') return replied(spec, about, { why: came.why })
    return came.kind === 'document' ? replyOf(table, came.document, about) : came
  }, 'characters')
}

const nothing = ({ outcome, reasons }: Pick<Said, 'outcome' | 'reasons'>): Said => ({
  kind: 'said',
  outcome,
  reasons,
  information: undefined,
  source: undefined,
  unread: [],
})

const saidBy = ({ source, unread }: Reading, information: Information): Said => ({
  ...nothing({ outcome: 'ok', reasons: [] }),
  ...{ information, source, unread },
})

function readLegacy({ spec, rows, hl7, fhir }: Table, message: XmlElement): Said | Declined {
  const tree = treeOfXml(message)
  const type = walk(tree, TYPE)[0]?.at.value
  const reasons = reasonsIn(tree)
  if (type === 'AR') return nothing({ outcome: 'rejected', reasons })
  if (type === 'AE') return nothing({ outcome: outcomeTold(spec.answer.told, reasons), reasons })
  const isReply = type === 'AA' && Object.values(spec.interactions).includes(tree.label)
  const within = walk(tree, SUBJECT).flatMap(({ at }) => at.children)
  const [subject, another] = within.filter(({ label }) => label === spec.answer.outline.name)
  if (!isReply || subject === undefined || another !== undefined) return declined({ code: 'shape' })
  const reading = readTree(subject, rows, hl7, fhir.name)
  const [problem] = reading.problems
  return problem === undefined ? saidBy(reading, reading.information) : declined(problem)
}

function readCloud(table: Table, cloud: Pick<CloudAnswer, 'status' | 'body'>): Said | Declined {
  const { spec, rows, hl7, fhir } = table
  const came = cameOf(table, cloud)
  if (came.kind === 'failure') return declined({ code: 'shape' })
  if (came.kind === 'declined') return came
  if (came.kind === 'negative') return nothing(came.why)
  const reading = readTree(came.document, rows, fhir, hl7.name)
  const [problem] = reading.problems
  if (problem !== undefined) return declined(problem)
  const information = spec.answer.turns.fromFhir(reading.information)
  return information === undefined ? declined({ code: 'disagrees' }) : saidBy(reading, information)
}

function subjectsIn({ spec, rows, hl7, fhir }: Table, body: Buffer): readonly string[] {
  const resource = resourceIn(body)
  const found = resource && documentIn(resource)
  if (found?.kind !== 'one') return []
  return factsIn(readTree(found.document, rows, fhir, hl7.name).information, spec.call.subject)
}

/**
 * Makes a mapping of a question whose answer is one document, of plain data: its rows are read in both languages and
 * written in either.
 *
 * @throws Error where the data cannot hold, as rows of a mapping do.
 */
export function defineDocumentQuery(spec: DocumentQuerySpec): Mapping {
  const hl7: Form = { name: 'hl7', dialect: 'hl7', outline: spec.answer.outline }
  const fhir: Form = { name: 'fhir', dialect: 'fhir' }
  const rows = compileRows(spec.answer.rows, [hl7, fhir])
  const form: Form = { name: 'query', dialect: 'hl7', outline: spec.query.outline }
  const query = { rows: compileRows(spec.query.rows, [form]), form }
  const { name, access, interactions, legacyOnly } = spec
  const { kept, turns, outline } = spec.answer
  checkKept(rows, { name, kept })
  const table = { spec, asking: spec, query, rows, hl7, fhir }
  const leaves: Mapping['leaves'] = said => leavesOfDocument(rows, turns.toFhir(said) ?? said)
  return {
    ...{ name, version: versionOf(spec), access, interactions: Object.keys(interactions), kept },
    ...(legacyOnly !== undefined && { legacyOnly }),
    request: (message, about) => taken(() => request(table, message, about)),
    answer: (cloud, about) => answer(table, cloud, about),
    readLegacy: message => taken(() => readLegacy(table, message)),
    readCloud: cloud => taken(() => readCloud(table, cloud)),
    subjectOf: body => subjectsIn(table, body),
    leaves,
    writeCloud: information =>
      taken(() => {
        const said = turns.toFhir(information)
        if (said === undefined) return declined({ code: 'value' })
        const { drawing, problems } = writeTree(said, rows, fhir, 'Bundle')
        const [problem] = problems
        return problem === undefined ? accepted(resourceText(drawing)) : declined(problem)
      }),
    writeLegacy: information =>
      taken(() => {
        const { drawing, problems } = writeTree(information, rows, hl7, outline.name)
        const [problem] = problems
        return problem === undefined ? accepted(xmlText(drawing, HL7)) : declined(problem)
      }, 'characters'),
    bothMean: (legacy, cloud, interaction) => ({
      legacy: legacy.information === undefined ? [] : leaves(legacy.information, interaction),
      cloud: cloud.information === undefined ? [] : leaves(cloud.information, interaction),
    }),
    losses: interaction => {
      const reply = interactions[interaction]
      return reply === undefined
        ? []
        : lossesOfReply(rows, { shape: hl7.name, reply, outline: outline.name })
    },
    rows: () => [
      ...summariesOf(spec.query.rows, ['query']),
      ...summariesOf(spec.answer.rows, ['hl7']),
    ],
  }
}
