import { isFicusError, type Keys } from '../exchange/index.ts'
import { readXml, type XmlElement } from '../xml/index.ts'
import { type Compiled, compileRows, type Form } from './compile-rows.ts'
import {
  type Accepted,
  accepted,
  type DeclineCode,
  type Declined,
  declined,
  type Problem,
} from './decline.ts'
import type { CloudWrite, Delivery, DocumentMapping, Told } from './document.ts'
import type { DocumentSpec, Made } from './document-spec.ts'
import type { Drawing } from './drawing.ts'
import { folded, type Folded, foldedResource, uuidOf } from './fold.ts'
import { treeOfMessage } from './foreign.ts'
import { factIn, type Information } from './information.ts'
import { treeOfJson } from './json-tree.ts'
import { checkKept } from './kept.ts'
import { leavesOfDocument, lossesOfDocument, rowsOfDocument } from './document-listing.ts'
import type { RequestAbout } from './mapping.ts'
import { hidesInNarrative } from './narrative.ts'
import { type Reading, readTree } from './read.ts'
import { isSameSubject, treeOfDrawing, within } from './round-trip.ts'
import { keepsSigned } from './signed.ts'
import { isSeenToBeSigned } from './signed-tree.ts'
import { xmlText } from './texts.ts'
import { drawTransmission, instantOf, readTransmission, type Transmission } from './transmission.ts'
import type { Tree } from './tree.ts'
import { unfolded, unfoldedResource } from './unfold.ts'
import { versionOf } from './version.ts'
import { writeTree } from './write.ts'

/** A document's rows taken apart. */
interface Document {
  readonly spec: DocumentSpec
  readonly rows: readonly Compiled[]
  readonly hl7: Form
  readonly fhir: Form
}

const HL7 = 'urn:hl7-org:v3'
const BUNDLE = 'Bundle'

/** Runs what reads or writes; what it could not take is declined. */
function taken<T>(work: () => T | Declined, code: DeclineCode = 'shape'): T | Declined {
  try {
    return work()
  } catch (error) {
    if (isFicusError(error)) return declined({ code })
    throw error
  }
}

const COMMENTED: Problem = {
  code: 'unread',
  at: 'narrative',
  because: 'a comment in a narrative is in no tree of it',
}

const isDeclined = (value: object): value is Declined =>
  'kind' in value && value.kind === 'declined'

/** The first thing in the way, what no row read included. */
function inTheWay(told: Told): Problem | undefined {
  const [dropped] = Object.keys(told.source.dropped)
  return dropped === undefined ? undefined : { code: 'unread', at: dropped }
}

/** Completes what HL7v3 says around its subject. */
function withAround(
  said: Information,
  { user, id, creationTime }: Transmission,
  { user: fact, named }: DocumentSpec,
): Information {
  const own = fact === undefined || user === undefined ? said : { ...said, [fact]: user.id }
  if (named === undefined) return own
  const { messageId, creationTime: time } = named
  return { ...own, [messageId]: id.toLowerCase(), [time]: instantOf(creationTime) }
}

/** A message as it was read: what it says, and the trees that say it. */
interface Opened {
  readonly kind: 'opened'
  readonly delivery: Delivery
  readonly element: XmlElement
  readonly message: Tree
  readonly subject: Tree
}

function open({ spec, rows, hl7, fhir }: Document, bytes: Buffer): Opened | Declined {
  const element = readXml(bytes)
  if (hidesInNarrative(bytes)) return declined(COMMENTED)
  const message = treeOfMessage(bytes, spec.foreign, element)
  if (!spec.interactions.includes(message.label)) return declined({ code: 'interaction' })
  const delivered = readTransmission(message, spec.outline.name, spec.around)
  if ('code' in delivered) return declined(delivered)
  const { subject, transmission } = delivered
  const reading = readTree(subject, rows, hl7, fhir.name)
  const [problem] = reading.problems
  if (problem !== undefined) return declined(problem)
  const information = withAround(reading.information, transmission, spec)
  if (spec.id !== undefined && factIn(information, spec.id) !== transmission.id.toLowerCase()) {
    return declined({ code: 'disagrees', at: spec.id })
  }
  const { source, unread } = reading
  const delivery = { kind: 'told', transmission, information, source, unread } as const
  return { kind: 'opened', delivery, element, message, subject }
}

function readLegacy(document: Document, bytes: Buffer): Delivery | Declined {
  const opened = open(document, bytes)
  return isDeclined(opened) ? opened : opened.delivery
}

/** What the cloud says, and what became of its leaves, which is counted where somebody asks. */
interface Back {
  readonly kind: 'back'
  readonly information: Information
  readonly reading: Reading
}

function readBack({ spec, rows, hl7, fhir }: Document, bytes: Buffer): Back | Declined {
  const resource = treeOfJson(bytes)
  if (resource.label !== (spec.resource ?? BUNDLE)) return declined({ code: 'shape' })
  const tree = spec.resource === undefined ? unfolded(resource) : unfoldedResource(resource)
  const reading = readTree(tree, rows, fhir, hl7.name)
  const [problem] = reading.problems
  if (problem !== undefined) return declined(problem)
  const information = spec.turns.fromFhir(reading.information)
  if (information === undefined) return declined({ code: 'disagrees' })
  return { kind: 'back', information, reading }
}

function readCloud(document: Document, bytes: Buffer): Told | Declined {
  const back = readBack(document, bytes)
  if (isDeclined(back)) return back
  const { information, reading } = back
  return { kind: 'told', information, source: reading.source, unread: reading.unread }
}

function writeCloud({ spec, rows, fhir }: Document, information: Information): Folded | Declined {
  const said = spec.turns.toFhir(information)
  if (said === undefined) return declined({ code: 'value' })
  const root = spec.resource ?? BUNDLE
  const { drawing, pointers, problems } = writeTree(said, rows, fhir, root)
  const [problem] = problems
  if (problem !== undefined) return declined(problem)
  if (spec.resource !== undefined) return foldedResource(drawing, pointers)
  const id = factIn(information, spec.id ?? spec.named?.messageId ?? '') ?? ''
  const { order, contained } = spec
  return folded(drawing, pointers, { id, order, contained })
}

/** Completes what FHIR has no place for. */
function withMade(
  information: Information,
  { id, creationTime }: Transmission,
  { made = {} }: DocumentSpec,
): Information {
  const makes: Record<Made, (fact: string) => string> = {
    creationTime: () => instantOf(creationTime),
    messageId: fact => uuidOf(`${id.toLowerCase()}/${fact}`),
  }
  const missing = Object.entries(made).filter(([fact]) => information[fact] === undefined)
  return {
    ...information,
    ...Object.fromEntries(missing.map(([fact, by]) => [fact, makes[by](fact)])),
  }
}

function drawLegacy(
  { spec, rows, hl7 }: Document,
  information: Information,
  transmission: Transmission,
): Accepted<Drawing> | Declined {
  const whole = withMade(information, transmission, spec)
  const { drawing, problems } = writeTree(whole, rows, hl7, spec.outline.name)
  const [problem] = problems
  return problem === undefined ? accepted(drawing) : declined(problem)
}

const legacyText = (drawing: Drawing, transmission: Transmission): string =>
  xmlText(drawTransmission(transmission, drawing), HL7)

function writeLegacy(
  document: Document,
  information: Information,
  transmission: Transmission,
): Accepted<string> | Declined {
  const drawn = drawLegacy(document, information, transmission)
  return drawn.kind === 'declined' ? drawn : accepted(legacyText(drawn.value, transmission))
}

/** Reads back what was written for the cloud and holds it against the message that came. */
function proven(
  document: Document,
  written: Buffer,
  original: Buffer,
  { delivery: { transmission }, element, message, subject }: Opened,
): Declined | undefined {
  const { spec, rows } = document
  const back = readBack(document, written)
  if (isDeclined(back)) return declined({ code: 'unfaithful', because: back.says })
  const { dropped } = back.reading
  if (dropped !== undefined) return declined({ code: 'unread', at: dropped })
  const drawn = drawLegacy(document, back.information, transmission)
  if (drawn.kind === 'declined') return declined({ code: 'unfaithful', because: drawn.says })
  const again = treeOfDrawing(drawn.value)
  if (!isSameSubject(subject, again, rows)) return declined({ code: 'unfaithful' })
  const { signed } = spec
  if (signed === undefined || isSeenToBeSigned(element, [message, within(again)], signed)) {
    return undefined
  }
  const bytes = Buffer.from(legacyText(drawn.value, transmission), 'utf8')
  return keepsSigned(original, bytes, signed) ? undefined : declined({ code: 'signed' })
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Every key of what a document is about, as its own rows read it. */
const keysOf = ({ subject }: DocumentSpec, information: Information): Keys =>
  Object.fromEntries(
    Object.entries(subject).flatMap(([key, at]) => {
      const value = factIn(information, at)
      return value === undefined ? [] : [[key, value]]
    }),
  )

function requestOf(
  document: Document,
  message: Buffer,
  about: RequestAbout,
): Accepted<CloudWrite> | Declined {
  const { spec } = document
  if (!spec.interactions.includes(about.interaction)) return declined({ code: 'interaction' })
  const opened = open(document, message)
  if (isDeclined(opened)) return opened
  const { delivery } = opened
  const { transmission, information } = delivery
  if (transmission.interaction !== about.interaction) return declined({ code: 'interaction' })
  const requestId = transmission.id.toLowerCase()
  if (!UUID.test(requestId) || requestId !== about.payloadId.toLowerCase()) {
    return declined({ code: 'ids' })
  }
  const problem = inTheWay(delivery)
  if (problem !== undefined) return declined(problem)
  const written = writeCloud(document, information)
  if (isDeclined(written)) return written
  const body = Buffer.from(written.text, 'utf8')
  const unproven = proven(document, body, message, opened)
  if (unproven !== undefined) return unproven
  const { method, path, accept } = spec.call
  const correlationId = UUID.test(about.messageId) ? about.messageId.toLowerCase() : requestId
  const ids = ['X-Request-ID', requestId, 'X-Correlation-ID', correlationId]
  return accepted({
    method,
    path,
    headers: ['Accept', accept, 'Content-Type', accept, ...ids],
    body,
    subject: { kind: 'entity', keys: keysOf(spec, information) },
    requestId,
    loss: { source: delivery.source, target: written.target },
    said: information,
  })
}

/**
 * Makes one kind of document of plain data: rows that are read both ways, and what they cannot say as functions
 * beside them.
 *
 * @throws Error where the data cannot hold, as rows of a mapping do.
 */
export function defineDocument(spec: DocumentSpec): DocumentMapping {
  const hl7: Form = { name: 'hl7', dialect: 'hl7', outline: spec.outline, isExact: true }
  const fhir: Form = { name: 'fhir', dialect: 'fhir' }
  const rows = compileRows(spec.rows, [hl7, fhir])
  checkKept(rows, spec)
  const document = { spec, rows, hl7, fhir }
  const { name, access, interactions, kept } = spec
  return {
    name,
    version: versionOf(spec),
    access,
    interactions,
    kept,
    request: (message, about) => taken(() => requestOf(document, message, about)),
    readLegacy: message => taken(() => readLegacy(document, message)),
    readCloud: bundle => taken(() => readCloud(document, bundle)),
    writeCloud: information =>
      taken(() => {
        const written = writeCloud(document, information)
        return isDeclined(written) ? written : accepted(written.text)
      }),
    writeLegacy: (information, transmission) =>
      taken(() => writeLegacy(document, information, transmission), 'characters'),
    idOf: information => (spec.id === undefined ? undefined : factIn(information, spec.id)),
    leaves: information => leavesOfDocument(rows, information),
    losses: () => lossesOfDocument(spec),
    rows: () => rowsOfDocument(spec),
  }
}
