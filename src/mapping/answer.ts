import { headersOf, isFicusError } from '../exchange/index.ts'
import { disagreement } from './agreement.ts'
import { cameTo, resourceIn } from './came-to.ts'
import { declined, type Declined, type Problem } from './decline.ts'
import { isEchoed } from './echoed.ts'
import type { Information } from './information.ts'
import type {
  AnswerAbout,
  CloudAnswer,
  CloudFailure,
  Crossed,
  LegacyReply,
  Said,
} from './mapping.ts'
import { readTree } from './read.ts'
import { replyText } from './reply.ts'
import { firstProblem } from './request.ts'
import type { Negative, Reason } from './spec.ts'
import type { Table } from './table.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'
import { writeTree } from './write.ts'

const failure = (error: CloudFailure['error'], says: string): CloudFailure => ({
  kind: 'failure',
  error,
  says,
})

const SUCCESS = 200

const hasWord = (
  information: Information,
  [fact, word]: readonly [fact: string, word: string],
): boolean => information[fact] === word

const isThere = (said: Information[string] | undefined): boolean =>
  said !== undefined && said.length > 0

/** What a record says although it withholds it. */
function withheld({ spec }: Table, information: Information): Problem | undefined {
  for (const { when, absent } of spec.answer.withholds) {
    if (!hasWord(information, when)) continue
    const told = absent.find(name => isThere(information[name]))
    if (told !== undefined) return { code: 'withheld', at: told }
  }
  return undefined
}

/** What only legacy answers for. */
function refused({ spec }: Table, information: Information): Problem | undefined {
  const row = spec.answer.refuses?.find(({ when }) => hasWord(information, when))
  return row && { code: 'withheld', at: row.when[0], because: row.because }
}

/** A list that may have one entry and has several: which of them a reply would show is nobody's to choose. */
function crowded({ spec }: Table, information: Information): Problem | undefined {
  const at = spec.answer.single?.find(list => (information[list]?.length ?? 0) > 1)
  return at === undefined ? undefined : { code: 'several', at }
}

/** The reasons said beside a success. */
const remarksOf = ({ spec }: Table, information: Information): readonly Reason[] =>
  spec.answer.remarks.filter(({ when }) => hasWord(information, when)).map(({ reason }) => reason)

/** Whom a resource says it is about: at every place where something says it. */
const subjectsOf = ({ answer, spec }: Table, resource: Tree): readonly string[] =>
  answer.flatMap(({ row, at }) => {
    const isSubject =
      ('fact' in row && row.fact === spec.answer.subject) ||
      ('same' in row && row.same === spec.answer.subject)
    if (!isSubject) return []
    const paths = at.get('fhir') ?? []
    return paths.flatMap(path => walk(resource, path).map(found => found.at.value))
  })

/** Writes the reply of a resource that was proven to be the one asked for. */
function replyOf(
  table: Table,
  resource: Tree,
  cloud: CloudAnswer,
  about: AnswerAbout,
): LegacyReply | Declined | Crossed {
  const { spec } = table
  const shapeName = spec.interactions[about.interaction] ?? ''
  const shape = spec.shapes[shapeName]
  const form = table.forms.get(shapeName)
  if (shape === undefined || form === undefined) return declined({ code: 'interaction' })
  const reading = readTree(resource, table.answer, table.fhir, shapeName)
  const { information, source } = reading
  const other = unlike(table, information, about)
  if (other?.kind === 'crossed') return other
  const problem =
    refused(table, information) ??
    firstProblem(reading) ??
    crowded(table, information) ??
    withheld(table, information) ??
    staleTag(table, information, cloud) ??
    nextVersion(table, information, about)
  if (problem !== undefined) return declined(problem)
  if (other !== undefined) return other
  const writing = writeTree(information, table.answer, form, shape.outline.name)
  const [unsaid] = writing.problems
  if (unsaid !== undefined) return declined(unsaid)
  const id = about.newId().toUpperCase()
  const reasons = [...(shape.remarks ?? []), ...remarksOf(table, information)]
  const reply = {
    id,
    interaction: shape.reply,
    versionCode: shape.versionCode,
    type: 'AA',
    reasons,
    isToQuery: spec.call.change === undefined,
    subject: writing.drawing,
  } as const
  return {
    kind: 'answer',
    interaction: shape.reply,
    wrapper: spec.wrapper,
    messageId: id,
    payload: replyText(reply, about),
    outcome: reasons.length > 0 ? 'warning' : 'ok',
    loss: { source, target: writing.target },
  }
}

/** What an answer is that does not say of the person asked for what was asked. */
function unlike(
  { spec }: Table,
  information: Information,
  { request: { subject } }: AnswerAbout,
): Crossed | Declined | undefined {
  if (subject.kind !== 'person') return undefined
  const agreement = disagreement(spec.answer.agrees ?? [], subject.asked, information)
  if (agreement === undefined) return undefined
  if (agreement.otherwise === 'crossed') return { kind: 'crossed', by: 'subject' }
  return declined({ code: 'disagrees', at: agreement.facts.join(', ') })
}

/** What was changed has the version behind the one that was changed: of any other nobody knows who made it. */
function nextVersion(
  { spec }: Table,
  information: Information,
  { request: { headers } }: AnswerAbout,
): Problem | undefined {
  const { version } = spec.answer
  if (spec.call.change === undefined || version === undefined) return undefined
  const [tag = '', another] = headersOf(headers, 'if-match')
  const [, changed] = /^W\/"(\d+)"$/.exec(tag) ?? []
  const isNext =
    another === undefined &&
    changed !== undefined &&
    information[version] === String(BigInt(changed) + 1n)
  return isNext ? undefined : { code: 'disagrees', at: version }
}

/** A version that is not the one the answer's head names was not written by one hand (RFC 9110 §8.8.3). */
function staleTag(
  { spec }: Table,
  information: Information,
  { headers }: CloudAnswer,
): Problem | undefined {
  if (spec.answer.version === undefined) return undefined
  const version = information[spec.answer.version]
  const agrees = headersOf(headers, 'etag').every(
    tag => typeof version === 'string' && tag === `W/"${version}"`,
  )
  return agrees ? undefined : { code: 'disagrees', at: spec.answer.version }
}

function negativeOf({ spec }: Table, row: Negative, about: AnswerAbout): LegacyReply {
  const id = about.newId().toUpperCase()
  const shape = spec.shapes[spec.interactions[about.interaction] ?? '']
  const reply = {
    id,
    interaction: spec.negative,
    versionCode: shape?.versionCode ?? '',
    type: 'AE',
    reasons: row.reasons,
    isToQuery: spec.call.change === undefined,
    subject: undefined,
  } as const
  return {
    kind: 'answer',
    interaction: spec.negative,
    wrapper: spec.wrapper,
    messageId: id,
    payload: replyText(reply, about),
    outcome: row.outcome,
    loss: undefined,
  }
}

/** Turns what the cloud answered into the reply the supplier gets, or says why there is none. */
export function answerOf(
  table: Table,
  cloud: CloudAnswer,
  about: AnswerAbout,
): LegacyReply | CloudFailure | Declined | Crossed {
  const { status, headers, body } = cloud
  const { spec } = table
  const failed = spec.answer.failures.find(({ from, to }) => status >= from && status <= to)
  if (failed !== undefined) return failure(failed.error, `the cloud answered ${status}`)
  if (!isEchoed(headers, about.request.requestId)) return { kind: 'crossed', by: 'request' }
  const came = cameTo(table, status, resourceIn(body))
  if (came.kind === 'negative') return negativeOf(table, came.negative, about)
  if (came.kind === 'unclear') return declined(came.problem)
  if (came.kind === 'unknown') return failure('bad-answer', came.says)
  const { resource } = came
  if (!isOfWhomWasAskedFor(table, resource, about)) return { kind: 'crossed', by: 'subject' }
  try {
    return replyOf(table, resource, cloud, about)
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'characters' })
    throw error
  }
}

/** Every place that says whom a resource is about must name one, and where a number was asked for that one. */
function isOfWhomWasAskedFor(table: Table, resource: Tree, { request }: AnswerAbout): boolean {
  const { subject } = request
  const [named, ...others] = subjectsOf(table, resource)
  if (named === undefined || others.some(each => each !== named)) return false
  return subject.kind === 'person' || (subject.kind === 'nhsNumber' && named === subject.value)
}

/** Says what an answer of the cloud says, whoever asked. */
export function readCloudAnswer(
  table: Table,
  { status, body }: Pick<CloudAnswer, 'status' | 'body'>,
): Said | Declined {
  const came = cameTo(table, status, resourceIn(body))
  if (came.kind === 'unclear') return declined(came.problem)
  if (came.kind === 'unknown') return declined({ code: 'shape' })
  if (came.kind === 'negative') {
    const { outcome, reasons } = came.negative
    return { kind: 'said', outcome, reasons, information: undefined, source: undefined, unread: [] }
  }
  const reading = readTree(came.resource, table.answer, table.fhir, table.anyShape)
  const [problem] = reading.problems
  if (problem !== undefined) return declined(problem)
  const reasons = remarksOf(table, reading.information)
  const { information, source, unread } = reading
  const outcome = reasons.length > 0 ? 'warning' : 'ok'
  return { kind: 'said', outcome, reasons, information, source, unread }
}

/** Whom an answer's resource says it is about, whoever asked. */
export function subjectsIn(table: Table, body: Buffer): readonly string[] {
  const resource = resourceIn(body)
  if (resource === undefined) return []
  const came = cameTo(table, SUCCESS, resource)
  return came.kind === 'one' ? subjectsOf(table, came.resource) : []
}
