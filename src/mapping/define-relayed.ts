import { headersOf, isFicusError } from '../exchange/index.ts'
import { resourceIn } from './came-to.ts'
import type { CallAbout, CallAnswerAbout, CallReply } from './call.ts'
import { type Compiled, compileRows, type Form } from './compile-rows.ts'
import { type Accepted, accepted, declined, type Declined } from './decline.ts'
import { isEchoed } from './echoed.ts'
import { type Information, textIn } from './information.ts'
import { leavesOfDocument } from './document-listing.ts'
import { treeOfJson } from './json-tree.ts'
import { summariesOf } from './listing.ts'
import type { CloudAnswer, CloudFailure, CloudRequest, Crossed, Mapping, Said } from './mapping.ts'
import { parsePath } from './paths.ts'
import { readTree } from './read.ts'
import type { Row } from './rows.ts'
import type { Access, FailureRow } from './spec.ts'
import { versionOf } from './version.ts'
import { walk } from './walk.ts'
import { withCalls } from './with-calls.ts'

/** One thing both sides refuse: the cloud in words, legacy by a code of a list with the words beside it. */
export interface RefusedInWords {
  readonly status: number
  /** What the cloud says. */
  readonly says: RegExp
  /** What kind of issue it is to FHIR (HL7 FHIR R4, IssueType). */
  readonly issue: string
  readonly code: string
  readonly system: string
  readonly version: string
}

/** Two words that may not stand beside each other, and why. */
export interface UnpairedWords {
  readonly when: readonly (readonly [fact: string, word: string])[]
  readonly because: string
}

/**
 * A call whose body both sides take in one form: it is sent on byte for byte once it is known to say what the cloud
 * asks for, and both sides only say whether it was done.
 */
export interface RelayedSpec {
  readonly name: string
  readonly access: Access
  readonly interactions: readonly string[]
  /** Interactions that look like its own and stay with legacy, and why. */
  readonly legacyOnly?: Readonly<Record<string, string>>
  /** The media type of the body. */
  readonly contentType: RegExp
  readonly resource: string
  /** What must stand in the body: whatever else does is sent on with it. */
  readonly rows: readonly Row[]
  readonly unpaired: readonly UnpairedWords[]
  /** The fact that says whom it is about. */
  readonly subject: string
  readonly call: { readonly method: string; readonly path: string; readonly accept: string }
  /** The status either says with that it is done. */
  readonly done: { readonly legacy: number; readonly cloud: number }
  readonly refused: readonly RefusedInWords[]
  /** Statuses that say that the cloud failed; the first row that fits. */
  readonly failures: readonly FailureRow[]
}

interface Table {
  readonly spec: RelayedSpec
  readonly rows: readonly Compiled[]
  readonly form: Form
  /** What both sides say of how it ended. */
  readonly ended: readonly Compiled[]
}

const ENDED: readonly Row[] = [{ fact: 'ended', type: 'token', fhir: 'ended' }]

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const TEXT = parsePath('issue*/details/text')
const CODINGS = parsePath('issue*/details/coding*')
const CODE = parsePath('code')
const SYSTEM = parsePath('system')
const NOTHING = Buffer.alloc(0)

/** What stands in the way of a call's being sent on as it is, whatever its body says. */
function headProblem({ contentType }: RelayedSpec, { call }: CallAbout): Declined | undefined {
  const [type, another] = headersOf(call.headers, 'content-type')
  if (type === undefined || another !== undefined || !contentType.test(type)) {
    return declined({ code: 'shape', at: 'content type' })
  }
  if (headersOf(call.headers, 'content-encoding').length > 0) {
    return declined({ code: 'shape', at: 'content encoding' })
  }
  return call.target.includes('?') ? declined({ code: 'asked', at: 'query' }) : undefined
}

/** What a body says; declined where what the cloud asks for is not in it. */
function saidIn({ spec, rows, form }: Table, body: Buffer): Accepted<Information> | Declined {
  const tree = treeOfJson(body)
  if (tree.label !== spec.resource) return declined({ code: 'shape' })
  const { information, problems } = readTree(tree, rows, form, form.name)
  const [problem] = problems
  if (problem !== undefined) return declined(problem)
  const unpaired = spec.unpaired.find(({ when }) =>
    when.every(([fact, word]) => information[fact] === word),
  )
  if (unpaired === undefined) return accepted(information)
  const { because } = unpaired
  return declined({ code: 'asked', because })
}

function requestOf(table: Table, about: CallAbout): Accepted<CloudRequest> | Declined {
  const { spec } = table
  if (!spec.interactions.includes(about.interaction)) return declined({ code: 'interaction' })
  if (!UUID.test(about.messageId)) return declined({ code: 'ids' })
  const problem = headProblem(spec, about)
  if (problem !== undefined) return problem
  const { body } = about.call
  try {
    const said = saidIn(table, body)
    if (said.kind === 'declined') return said
    const nhsNumber = textIn(said.value, spec.subject) ?? ''
    const requestId = about.messageId.toLowerCase()
    const [contentType = ''] = headersOf(about.call.headers, 'content-type')
    return accepted({
      method: spec.call.method,
      path: spec.call.path,
      headers: [
        ...['Accept', spec.call.accept, 'X-Request-ID', requestId],
        ...['X-Correlation-ID', requestId, 'Content-Type', contentType],
      ],
      body,
      subject: { kind: 'entity', keys: { nhsNumber } },
      requestId,
    })
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'shape' })
    throw error
  }
}

/** A refusal of the cloud's that is one of legacy's, and its words. */
function refusedIn(
  { spec }: Table,
  { status, body }: Pick<CloudAnswer, 'status' | 'body'>,
): readonly [row: RefusedInWords, says: string] | undefined {
  const resource = resourceIn(body)
  if (resource?.label !== 'OperationOutcome') return undefined
  const [only, another] = walk(resource, TEXT)
  if (only === undefined || another !== undefined) return undefined
  const says = only.at.value
  const row = spec.refused.find(each => each.status === status && each.says.test(says))
  return row && [row, says]
}

function answerOf(
  table: Table,
  cloud: CloudAnswer,
  { request }: CallAnswerAbout,
): CallReply | CloudFailure | Crossed {
  const { spec } = table
  const { status, headers } = cloud
  const failed = spec.failures.find(({ from, to }) => status >= from && status <= to)
  if (failed !== undefined) {
    return { kind: 'failure', error: failed.error, says: `the cloud answered ${status}` }
  }
  if (!isEchoed(headers, request.requestId)) return { kind: 'crossed', by: 'request' }
  if (isDone(spec, cloud)) {
    const done = { status: spec.done.legacy, headers: [], body: NOTHING }
    return { kind: 'answer', ...done, outcome: 'ok', loss: undefined }
  }
  const refused = refusedIn(table, cloud)
  if (refused === undefined) {
    const says = `the cloud answered ${status} without a reason the table has`
    return { kind: 'failure', error: 'bad-answer', says }
  }
  return refusal(...refused)
}

/** Whatever its status, what tells of an outcome may tell of an error. */
const isDone = ({ done }: RelayedSpec, { status, body }: Pick<CloudAnswer, 'status' | 'body'>) =>
  status === done.cloud && resourceIn(body)?.label !== 'OperationOutcome'

function refusal(row: RefusedInWords, display: string): CallReply {
  const { system, version, code, issue, status } = row
  const coding = [{ system, version, code, display }]
  const told = { severity: 'error', code: issue, details: { coding } }
  const body = Buffer.from(JSON.stringify({ resourceType: 'OperationOutcome', issue: [told] }))
  const headers = ['Content-Type', 'application/fhir+json']
  return { kind: 'answer', status, headers, body, outcome: 'app_error', loss: undefined }
}

const said = (information: Information, row?: RefusedInWords): Said => ({
  kind: 'said',
  outcome: row === undefined ? 'ok' : 'app_error',
  reasons:
    row === undefined ? [] : [{ code: row.code, codeSystem: row.system, severity: 'ER' as const }],
  information,
  source: undefined,
  unread: [],
})

const done = (): Said => said({ ended: 'done' })
const refusedWith = (row: RefusedInWords): Said => said({ ended: row.code }, row)

function readCloud(table: Table, cloud: Pick<CloudAnswer, 'status' | 'body'>): Said | Declined {
  if (isDone(table.spec, cloud)) return done()
  const refused = refusedIn(table, cloud)
  return refused === undefined ? declined({ code: 'shape' }) : refusedWith(refused[0])
}

function readLegacy({ spec }: Table, { status, body }: CloudAnswer): Said | Declined {
  const resource = resourceIn(body)
  if (status === spec.done.legacy && resource?.label !== 'OperationOutcome') return done()
  const [only, another] = resource === undefined ? [] : walk(resource, CODINGS)
  if (only === undefined || another !== undefined) return declined({ code: 'shape' })
  const valueAt = (path: typeof CODE): string => walk(only.at, path)[0]?.at.value ?? ''
  const row = spec.refused.find(
    each =>
      each.status === status && each.code === valueAt(CODE) && each.system === valueAt(SYSTEM),
  )
  return row === undefined ? declined({ code: 'shape' }) : refusedWith(row)
}

/**
 * Makes a mapping of a call whose body both sides take in one form, of plain data.
 *
 * @throws Error where the data cannot hold.
 */
export function defineRelayed(spec: RelayedSpec): Mapping {
  const form: Form = { name: 'fhir', dialect: 'fhir' }
  const rows = compileRows(spec.rows, [form])
  const table = { spec, rows, form, ended: compileRows(ENDED, [form]) }
  const { name, access, interactions, legacyOnly } = spec
  const leaves: Mapping['leaves'] = information => leavesOfDocument(table.ended, information)
  const unsaid = declined({ code: 'shape' })
  return withCalls(
    {
      ...{ name, version: versionOf(spec), access, interactions, kept: [] },
      ...(legacyOnly !== undefined && { legacyOnly }),
      readCloud: cloud => readCloud(table, cloud),
      // Whom an answer is about only its request says.
      subjectOf: () => [],
      leaves,
      writeCloud: () => unsaid,
      writeLegacy: () => unsaid,
      bothMean: (legacy, cloud, interaction) => ({
        legacy: leaves(legacy.information ?? {}, interaction),
        cloud: leaves(cloud.information ?? {}, interaction),
      }),
      losses: () => [],
      rows: () => summariesOf(spec.rows, []),
    },
    {
      request: about => requestOf(table, about),
      answer: (cloud, about) => answerOf(table, cloud, about),
      readLegacy: answer => readLegacy(table, answer),
    },
  )
}
