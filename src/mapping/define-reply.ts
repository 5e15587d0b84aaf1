import { isFicusError } from '../exchange/index.ts'
import type { CloudCame, ReplyKind, ReplySubject } from './answers.ts'
import { type Compiled, compileRows, type Form } from './compile-rows.ts'
import { declined, type Declined } from './decline.ts'
import type { DocumentMapping } from './document.ts'
import { leavesOfDocument } from './document-listing.ts'
import type { Drawing } from './drawing.ts'
import { treeOfMessage } from './foreign.ts'
import { factIn, factsIn, type Information } from './information.ts'
import { treeOfJson } from './json-tree.ts'
import { checkKept } from './kept.ts'
import { lossesOfReply } from './listed-losses.ts'
import type { AnswerAbout, Crossed, LegacyMessage, RequestAbout, Said } from './mapping.ts'
import { reasonsIn } from './outcomes.ts'
import type { Outline } from './outline.ts'
import { parsePath, type Path } from './paths.ts'
import { type Reading, readTree } from './read.ts'
import { firstProblem } from './request.ts'
import type { Row } from './rows.ts'
import { isAsSigned, type Signed } from './signed.ts'
import type { DomainOutcome } from './spec.ts'
import { xmlText } from './texts.ts'
import type { Tree } from './tree.ts'
import { unfolded, unfoldedWithin } from './unfold.ts'
import { walk } from './walk.ts'
import { writeTree } from './write.ts'
import { treeOfXml } from './xml-tree.ts'

/** What a reply comes to: how it acknowledges, and what became of the request. */
export interface ReplyOutcome {
  readonly type: ReplyKind['type']
  readonly outcome: DomainOutcome
}

/** One reply of legacy's with a subject, and the answers of the cloud that say the same, as plain data. */
export interface ReplySpec {
  /** The reply to each request, by interaction. */
  readonly replies: Readonly<Record<string, string>>
  readonly versionCode: string
  /** The element in `ControlActEvent/subject`. */
  readonly outline: Outline
  /**
   * Rows from the subject down, and from the resource the cloud answers with: a Bundle is unfolded, and so are messages
   * within another resource.
   */
  readonly rows: readonly Row[]
  /** Elements that hold XML of another namespace, which is one fact, byte for byte. */
  readonly foreign?: readonly string[]
  /** What was signed, in every element its path leads to: with another digest than its signature's it is not written. */
  readonly signed?: { readonly at: string; readonly by: Signed }
  /** Which of the cloud's answers it is. */
  fits(came: CloudCame, about: Pick<RequestAbout, 'interaction'>): boolean
  /** The table of the requests. */
  readonly document: DocumentMapping
  /**
   * From what FHIR's rows say to what HL7v3's rows say; what was asked is known of an answer to somebody alone.
   * Undefined where it cannot be said.
   */
  fromFhir(said: Information, asked: Information | undefined): Information | undefined
  /**
   * Facts of the answer, in every entry of a list, and the fact of what was asked that each must be, divided by `/`:
   * with another it is about something else.
   */
  readonly agrees: Readonly<Record<string, string>>
  /** Facts that are made here: the reply's own id, and when it was made where nothing says so. */
  readonly made: { readonly id: string; readonly time: string }
  came(information: Information): ReplyOutcome
  /** Facts that may never be lost, in either direction, whatever the reason. */
  readonly kept: readonly string[]
}

/** A reply's rows taken apart. */
interface Reply {
  readonly spec: ReplySpec
  readonly rows: readonly Compiled[]
  readonly hl7: Form
  readonly fhir: Form
}

const HL7 = 'urn:hl7-org:v3'
const SUBJECT = parsePath('ControlActEvent/subject')
const SECONDS = 'YYYY-MM-DDTHH:mm:ss'.length

/** Runs what reads or writes; what it could not take is declined. */
function taken<T>(work: () => T | Declined): T | Declined {
  try {
    return work()
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'shape' })
    throw error
  }
}

function readAnswer({ rows, hl7, fhir }: Reply, body: Buffer): Reading {
  const resource = treeOfJson(body)
  const tree = resource.label === 'Bundle' ? unfolded(resource) : unfoldedWithin(resource)
  return readTree(tree, rows, fhir, hl7.name)
}

/** What the request said; of one that is known by what the cloud was asked alone, as its own table reads that. */
function askedIn({ spec }: Reply, { request }: AnswerAbout): Information | undefined {
  if (request.said !== undefined) return request.said
  const told = spec.document.readCloud(request.body ?? Buffer.alloc(0))
  return told.kind === 'told' ? told.information : undefined
}

/** Whether an answer says of itself that it is about something that was not asked for. */
const isOfAnother = ({ agrees }: ReplySpec, said: Information, asked: Information): boolean =>
  Object.entries(agrees).some(([own, of]) => {
    const meant = factIn(asked, of)?.toLowerCase()
    return factsIn(said, own).some(value => value.toLowerCase() !== meant)
  })

/** What a path leads to of what was drawn. */
const drawnAt = (from: Drawing, [step, ...rest]: Path): readonly Drawing[] =>
  step === undefined
    ? [from]
    : from.children.filter(({ label }) => label === step.label).flatMap(at => drawnAt(at, rest))

/** Whether every signature of it is of what is written around it. */
const isWrittenAsSigned = ({ signed }: ReplySpec, drawing: Drawing): boolean =>
  signed === undefined ||
  drawnAt(drawing, parsePath(signed.at)).every(each =>
    isAsSigned(Buffer.from(xmlText(each, HL7), 'utf8'), signed.by),
  )

function subjectOf(
  reply: Reply,
  came: CloudCame,
  about: AnswerAbout,
): ReplySubject | Declined | Crossed {
  const { spec, rows, hl7 } = reply
  const asked = askedIn(reply, about)
  if (asked === undefined) return declined({ code: 'unfaithful' })
  const reading = readAnswer(reply, came.body)
  if (isOfAnother(spec, reading.information, asked)) return { kind: 'crossed', by: 'subject' }
  const problem = firstProblem(reading)
  if (problem !== undefined) return declined(problem)
  const information = spec.fromFhir(reading.information, asked)
  if (information === undefined) return declined({ code: 'disagrees' })
  const id = about.newId().toLowerCase()
  const time = about.now.toISOString().slice(0, SECONDS)
  const whole = { [spec.made.time]: time, ...information, [spec.made.id]: id }
  const writing = writeTree(whole, rows, hl7, spec.outline.name)
  const [unsaid] = writing.problems
  if (unsaid !== undefined) return declined(unsaid)
  const { drawing, target } = writing
  if (!isWrittenAsSigned(spec, drawing)) return declined({ code: 'signed' })
  const loss = { source: reading.source, target }
  return { kind: 'subject', drawing, loss, id, ...spec.came(information) }
}

const said = (
  { spec }: Reply,
  { information, source, unread }: Pick<Reading, 'information' | 'source' | 'unread'>,
): Said => ({
  kind: 'said',
  outcome: spec.came(information).outcome,
  reasons: [],
  information,
  source,
  unread,
})

/** A message in the form rows read; foreign XML is known by its bytes alone. */
const messageIn = (
  { spec: { foreign = [] } }: Reply,
  { element, written }: LegacyMessage,
): Tree | undefined => {
  if (foreign.length === 0) return treeOfXml(element)
  return written && treeOfMessage(Buffer.from(written), foreign)
}

function readLegacy(reply: Reply, came: LegacyMessage): Said | Declined {
  const { spec, rows, hl7, fhir } = reply
  const message = messageIn(reply, came)
  if (message === undefined) return declined({ code: 'shape' })
  const within = walk(message, SUBJECT).flatMap(({ at }) => at.children)
  const [subject, another] = within.filter(({ label }) => label === spec.outline.name)
  if (subject === undefined || another !== undefined) return declined({ code: 'shape' })
  const reading = readTree(subject, rows, hl7, fhir.name)
  const [problem] = reading.problems
  if (problem !== undefined) return declined(problem)
  return { ...said(reply, reading), reasons: reasonsIn(message) }
}

function readCloud(reply: Reply, { body }: CloudCame): Said | Declined {
  const reading = readAnswer(reply, body)
  const [problem] = reading.problems
  if (problem !== undefined) return declined(problem)
  const information = reply.spec.fromFhir(reading.information, undefined)
  if (information === undefined) return declined({ code: 'disagrees' })
  const { source, unread } = reading
  return said(reply, { information, source, unread })
}

/**
 * Makes a reply with a subject of its own of plain data: rows that are read in both languages and written as HL7v3.
 *
 * @throws Error where the data cannot hold, as rows of a mapping do.
 */
export function defineReply(spec: ReplySpec): ReplyKind {
  const hl7: Form = { name: 'hl7', dialect: 'hl7', outline: spec.outline }
  const fhir: Form = { name: 'fhir', dialect: 'fhir' }
  const rows = compileRows(spec.rows, [hl7, fhir])
  checkKept(rows, { name: spec.outline.name, kept: spec.kept })
  const reply = { spec, rows, hl7, fhir }
  const outline = spec.outline.name
  return {
    replies: spec.replies,
    versionCode: spec.versionCode,
    type: 'AA',
    fits: (came, about) => spec.fits(came, about),
    write: (came, about) => taken(() => subjectOf(reply, came, about)),
    readLegacy: message => taken(() => readLegacy(reply, message)),
    readCloud: came => taken(() => readCloud(reply, came)),
    leaves: information => leavesOfDocument(rows, information),
    losses: interaction =>
      lossesOfReply(rows, { shape: hl7.name, reply: spec.replies[interaction] ?? '', outline }),
  }
}
