import type { XmlElement } from '../xml/index.ts'
import { changeBody, changeHeaders, changeProblem } from './change.ts'
import type { Compiled, Form } from './compile-rows.ts'
import { type Accepted, accepted, type Declined, declined, type Problem } from './decline.ts'
import { type Information, textIn } from './information.ts'
import type { CloudRequest, RequestAbout, Subject } from './mapping.ts'
import { parsePath } from './paths.ts'
import { readTree, type Reading } from './read.ts'
import { queryString } from './search.ts'
import { settingBody } from './setting.ts'
import type { MappingSpec } from './spec.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'
import { treeOfXml } from './xml-tree.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const QUERY = 'ControlActEvent/query'

/** What of a mapping says what is asked. */
export type Asking = Pick<MappingSpec, 'query' | 'call'> & {
  readonly interactions: Readonly<Record<string, string>>
}

/** A query's rows and the form they are read in. */
interface Query {
  readonly rows: readonly Compiled[]
  readonly form: Form
}

/** The first thing that stands in the way of a reading, what no row read included. */
export function firstProblem({ problems, source }: Reading): Problem | undefined {
  const [dropped] = Object.keys(source.dropped)
  return problems[0] ?? (dropped === undefined ? undefined : { code: 'unread', at: dropped })
}

/** What is asked for that legacy alone can answer for. */
function refused({ query }: Asking, asked: Tree): Problem | undefined {
  const row = query.refuses?.find(({ hl7 }) => walk(asked, parsePath(hl7)).length > 0)
  return row && { code: 'asked', at: row.hl7, because: row.because }
}

function subjectOf({ call }: Asking, asked: Information): Subject {
  if (call.subject !== undefined) {
    return { kind: 'nhsNumber', value: textIn(asked, call.subject) ?? '' }
  }
  if (call.keys === undefined) return { kind: 'person', asked }
  const keys: Record<string, string> = {}
  for (const [key, fact] of Object.entries(call.keys)) {
    const value = textIn(asked, fact)
    if (value !== undefined) keys[key] = value
  }
  return { kind: 'entity', keys }
}

/** Where the cloud is asked: a fact of the query can be nothing there but the value it is. */
function targetOf(
  { call }: Asking,
  rows: readonly Compiled[],
  asked: Information,
): Accepted<string> | Declined {
  const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(textIn(asked, name) ?? ''),
  )
  if (call.search === undefined) return accepted(path)
  const search = queryString(call.search, rows, asked)
  return search.kind === 'declined' ? search : accepted(`${path}?${search.value}`)
}

/** What is sent with a call; nothing where it only asks. */
function bodyOf(
  { call }: Asking,
  rows: readonly Compiled[],
  said: Information,
): Accepted<Buffer> | Declined | undefined {
  if (call.change !== undefined) return changeBody(rows, said)
  return call.setting && settingBody(call.setting, rows, said)
}

/** Reads a query and says what the cloud is asked for it. */
export function requestOf(
  spec: Asking,
  query: Query,
  message: XmlElement,
  about: RequestAbout,
): Accepted<CloudRequest> | Declined {
  const { interaction, messageId, payloadId } = about
  if (spec.interactions[interaction] === undefined) return declined({ code: 'interaction' })
  if (!UUID.test(messageId)) return declined({ code: 'ids' })
  const tree = treeOfXml(message)
  const { change, setting } = spec.call
  const [only, another] = walk(tree, parsePath(change?.at ?? setting?.at ?? QUERY))
  if (tree.label !== interaction || only === undefined || another !== undefined) {
    return declined({ code: 'shape' })
  }
  const toward = change === undefined && setting === undefined ? query.form.name : 'fhir'
  const reading = readTree(only.at, query.rows, query.form, toward)
  const problem =
    refused(spec, only.at) ??
    reading.problems[0] ??
    (change && changeProblem(change, reading.information)) ??
    firstProblem(reading)
  if (problem !== undefined) return declined(problem)
  const target = targetOf(spec, query.rows, reading.information)
  if (target.kind === 'declined') return target
  const body = bodyOf(spec, query.rows, reading.information)
  if (body?.kind === 'declined') return body
  const requestId = messageId.toLowerCase()
  const correlationId = UUID.test(payloadId) ? payloadId.toLowerCase() : requestId
  return accepted({
    method: spec.call.method,
    path: target.value,
    headers: [
      ...['Accept', spec.call.accept],
      ...['X-Request-ID', requestId, 'X-Correlation-ID', correlationId],
      ...(change === undefined ? [] : changeHeaders(change, reading.information)),
      ...(setting === undefined ? [] : ['Content-Type', setting.contentType]),
    ],
    ...(body !== undefined && { body: body.value }),
    subject: subjectOf(spec, reading.information),
    requestId,
  })
}
