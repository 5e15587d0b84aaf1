import type { XmlElement } from '../xml/index.ts'
import type { Compiled, Form } from './compile-rows.ts'
import { type Accepted, accepted, type Declined, declined, type Problem } from './decline.ts'
import type { CloudRequest, RequestAbout } from './mapping.ts'
import { parsePath } from './paths.ts'
import { readTree, type Reading } from './read.ts'
import type { MappingSpec } from './spec.ts'
import { walk } from './walk.ts'
import { treeOfXml } from './xml-tree.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const QUERY = parsePath('ControlActEvent/query')

/** The first thing that stands in the way of a reading, what no row read included. */
export function firstProblem({ problems, source }: Reading): Problem | undefined {
  const [dropped] = Object.keys(source.dropped)
  return problems[0] ?? (dropped === undefined ? undefined : { code: 'unread', at: dropped })
}

/** Reads a query and says what the cloud is asked for it. */
export function requestOf(
  spec: MappingSpec,
  query: { readonly rows: readonly Compiled[]; readonly form: Form },
  message: XmlElement,
  about: RequestAbout,
): Accepted<CloudRequest> | Declined {
  const { interaction, messageId, payloadId } = about
  if (spec.interactions[interaction] === undefined) return declined({ code: 'interaction' })
  if (!UUID.test(messageId)) return declined({ code: 'ids' })
  const tree = treeOfXml(message)
  const [only, another] = walk(tree, QUERY)
  if (tree.label !== interaction || only === undefined || another !== undefined) {
    return declined({ code: 'shape' })
  }
  const reading = readTree(only.at, query.rows, query.form, query.form.name)
  const problem = firstProblem(reading)
  if (problem !== undefined) return declined(problem)
  const { call } = spec
  const said = (name: string): string => {
    const value = reading.information[name]
    return typeof value === 'string' ? value : ''
  }
  const requestId = messageId.toLowerCase()
  const correlationId = UUID.test(payloadId) ? payloadId.toLowerCase() : requestId
  return accepted({
    method: call.method,
    path: call.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(said(name))),
    headers: ['Accept', call.accept, 'X-Request-ID', requestId, 'X-Correlation-ID', correlationId],
    subject: { kind: 'nhsNumber', value: said(call.subject) },
    requestId,
  })
}
