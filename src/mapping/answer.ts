import { headersOf, isFicusError, type RawHeaders } from '../exchange/index.ts'
import { declined, type Declined, type Problem } from './decline.ts'
import type { Information } from './information.ts'
import { treeOfJson } from './json-tree.ts'
import type {
  AnswerAbout,
  CloudAnswer,
  CloudFailure,
  Crossed,
  LegacyReply,
  Said,
} from './mapping.ts'
import { codesIn } from './outcomes.ts'
import { readTree } from './read.ts'
import { replyText } from './reply.ts'
import { firstProblem } from './request.ts'
import type { OutcomeRow, Reason } from './spec.ts'
import type { Table } from './table.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'
import { writeTree } from './write.ts'

const failure = (error: CloudFailure['error'], says: string): CloudFailure => ({
  kind: 'failure',
  error,
  says,
})

/** Reads a body; undefined where it is no JSON we take. */
export function resourceIn(body: Buffer): Tree | undefined {
  try {
    return treeOfJson(body)
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

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

/** The reasons said beside a success. */
const remarksOf = ({ spec }: Table, information: Information): readonly Reason[] =>
  spec.answer.remarks.filter(({ when }) => hasWord(information, when)).map(({ reason }) => reason)

const outcomeRow = (
  { spec }: Table,
  status: number,
  resource: Tree | undefined,
): OutcomeRow | undefined => {
  const codes = resource === undefined ? [] : codesIn(resource)
  return spec.answer.outcomes.find(row => row.status === status && codes.includes(row.code))
}

/** Whom a resource says it is about: at every place where something says it. */
export const subjectsOf = ({ answer, spec }: Table, resource: Tree): readonly string[] =>
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
): LegacyReply | Declined {
  const { spec } = table
  const shapeName = spec.interactions[about.interaction] ?? ''
  const shape = spec.shapes[shapeName]
  const form = table.forms.get(shapeName)
  if (shape === undefined || form === undefined) return declined({ code: 'interaction' })
  const reading = readTree(resource, table.answer, table.fhir, shapeName)
  const { information, source } = reading
  const problem =
    firstProblem(reading) ?? withheld(table, information) ?? staleTag(table, information, cloud)
  if (problem !== undefined) return declined(problem)
  const writing = writeTree(information, table.answer, form, shape.outline.name)
  const [unsaid] = writing.problems
  if (unsaid !== undefined) return declined(unsaid)
  const id = about.newId().toUpperCase()
  const reasons = remarksOf(table, information)
  const reply = {
    id,
    interaction: shape.reply,
    versionCode: shape.versionCode,
    type: 'AA',
    reasons,
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

/** A version that is not the one the answer's head names was not written by one hand (RFC 9110 §8.8.3). */
function staleTag(
  { spec }: Table,
  information: Information,
  { headers }: CloudAnswer,
): Problem | undefined {
  const version = information[spec.answer.version]
  const agrees = headersOf(headers, 'etag').every(
    tag => typeof version === 'string' && tag === `W/"${version}"`,
  )
  return agrees ? undefined : { code: 'disagrees', at: spec.answer.version }
}

/** An answer that echoes two requests is proven to be neither's. */
function isEchoed(headers: RawHeaders, requestId: string): boolean {
  const echoed = headersOf(headers, 'x-request-id')
  return echoed.length > 0 && echoed.every(each => each.toLowerCase() === requestId)
}

function negativeOf({ spec }: Table, row: OutcomeRow, about: AnswerAbout): LegacyReply {
  const id = about.newId().toUpperCase()
  const shape = spec.shapes[spec.interactions[about.interaction] ?? '']
  const reply = {
    id,
    interaction: spec.negative,
    versionCode: shape?.versionCode ?? '',
    type: 'AE',
    reasons: row.reasons,
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
  const resource = resourceIn(body)
  if (status !== 200) {
    const row = outcomeRow(table, status, resource)
    return row === undefined
      ? failure('bad-answer', `the cloud answered ${status} without a reason the table has`)
      : negativeOf(table, row, about)
  }
  if (resource?.label !== spec.answer.resource) {
    return failure('bad-answer', `the cloud answered 200 without a ${spec.answer.resource}`)
  }
  const subjects = subjectsOf(table, resource)
  const isAsked =
    subjects.length > 0 && subjects.every(each => each === about.request.subject.value)
  if (!isAsked) return { kind: 'crossed', by: 'subject' }
  try {
    return replyOf(table, resource, cloud, about)
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'characters' })
    throw error
  }
}

/** Says what an answer of the cloud says, whoever asked. */
export function readCloudAnswer(
  table: Table,
  { status, body }: Pick<CloudAnswer, 'status' | 'body'>,
): Said | Declined {
  const resource = resourceIn(body)
  if (status === 200 && resource?.label === table.spec.answer.resource) {
    const reading = readTree(resource, table.answer, table.fhir, table.anyShape)
    const [problem] = reading.problems
    if (problem !== undefined) return declined(problem)
    const reasons = remarksOf(table, reading.information)
    const { information, source, unread } = reading
    const outcome = reasons.length > 0 ? 'warning' : 'ok'
    return { kind: 'said', outcome, reasons, information, source, unread }
  }
  const row = outcomeRow(table, status, resource)
  if (row === undefined) return declined({ code: 'shape' })
  const { outcome, reasons } = row
  return { kind: 'said', outcome, reasons, information: undefined, source: undefined, unread: [] }
}
