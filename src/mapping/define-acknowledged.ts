import { isFicusError } from '../exchange/index.ts'
import type { XmlElement } from '../xml/index.ts'
import { resourceIn } from './came-to.ts'
import { type Compiled, compileRows, type Form } from './compile-rows.ts'
import { type Accepted, accepted, declined, type Declined } from './decline.ts'
import { isEchoed } from './echoed.ts'
import type { Information } from './information.ts'
import { summariesOf } from './listing.ts'
import type {
  AnswerAbout,
  CloudAnswer,
  CloudFailure,
  Crossed,
  LegacyReply,
  Mapping,
  Said,
} from './mapping.ts'
import { reasonsIn } from './outcomes.ts'
import { parsePath } from './paths.ts'
import { replyText } from './reply.ts'
import { type Asking, requestOf } from './request.ts'
import type { Setting } from './setting.ts'
import type { Access, FailureRow, MappingSpec, Negative } from './spec.ts'
import { resourceText, xmlText } from './texts.ts'
import { outcomeTold, toldIn, type ToldReasons } from './told-reasons.ts'
import { versionOf } from './version.ts'
import { walk } from './walk.ts'
import { type Writing, writeTree } from './write.ts'
import { treeOfXml } from './xml-tree.ts'

/** A message that sets something: the cloud is told in one call, and both sides only acknowledge it. */
export interface AcknowledgedSpec {
  readonly name: string
  readonly access: Access
  readonly interactions: readonly string[]
  /** Interactions that look like its own and stay with legacy, and why. */
  readonly legacyOnly?: Readonly<Record<string, string>>
  /** The element a synchronous reply puts around its message. */
  readonly wrapper: string
  readonly acknowledgement: { readonly interaction: string; readonly versionCode: string }
  /** What is set, from where it stands down. */
  readonly query: MappingSpec['query']
  readonly call: Pick<MappingSpec['call'], 'method' | 'path' | 'accept' | 'subject'> & {
    readonly setting: Setting
  }
  /** The status the cloud says with that it is done. */
  readonly done: number
  readonly told: ToldReasons
  /** Statuses that say that the cloud failed; the first row that fits. */
  readonly failures: readonly FailureRow[]
  /** Facts no rule may make less of. */
  readonly kept: readonly string[]
}

interface Table {
  readonly spec: AcknowledgedSpec
  readonly rows: readonly Compiled[]
  readonly forms: Readonly<Record<'asked' | 'fhir', Form>>
}

/** What an answer of the cloud comes to, whoever asked for it. */
type Came =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly why: Negative }
  | { readonly kind: 'unknown' }

const TYPE = parsePath('acknowledgement/@typeCode')
const UNKNOWN = { kind: 'unknown' } as const

function cameOf({ spec }: Table, { status, body }: Pick<CloudAnswer, 'status' | 'body'>): Came {
  const resource = resourceIn(body)
  // Whatever its status, what tells of an outcome may tell of an error.
  if (status === spec.done) return resource?.label === OUTCOME ? UNKNOWN : { kind: 'done' }
  const why = toldIn(spec.told, status, resource)
  return why === undefined ? UNKNOWN : { kind: 'refused', why }
}

const OUTCOME = 'OperationOutcome'

const said = (outcome: Said['outcome'], reasons: Said['reasons']): Said => ({
  kind: 'said',
  outcome,
  reasons,
  information: undefined,
  source: undefined,
  unread: [],
})

function readLegacy({ spec }: Table, message: XmlElement): Said | Declined {
  const tree = treeOfXml(message)
  if (tree.label !== spec.acknowledgement.interaction) return declined({ code: 'shape' })
  const reasons = reasonsIn(tree)
  const type = walk(tree, TYPE)[0]?.at.value
  if (type === 'AA') return said('ok', reasons)
  if (type === 'AR') return said('rejected', reasons)
  return type === 'AE'
    ? said(outcomeTold(spec.told, reasons), reasons)
    : declined({ code: 'shape' })
}

function readCloud(table: Table, cloud: Pick<CloudAnswer, 'status' | 'body'>): Said | Declined {
  const came = cameOf(table, cloud)
  if (came.kind === 'unknown') return declined({ code: 'shape' })
  if (came.kind === 'done') return said('ok', [])
  const { outcome, reasons } = came.why
  // What a reason displays may name a patient.
  return said(
    outcome,
    reasons.map(({ code, codeSystem, severity }) => ({ code, codeSystem, severity })),
  )
}

function replyOf(
  { acknowledgement, wrapper }: AcknowledgedSpec,
  why: Negative | undefined,
  about: AnswerAbout,
): LegacyReply {
  const messageId = about.newId().toUpperCase()
  const payload = replyText(
    {
      ...{ id: messageId, ...acknowledgement, subject: undefined, isToQuery: false },
      ...{ type: why === undefined ? 'AA' : 'AE', reasons: why?.reasons ?? [] },
    },
    about,
  )
  const { interaction } = acknowledgement
  const outcome = why?.outcome ?? 'ok'
  return { kind: 'answer', interaction, wrapper, messageId, payload, outcome, loss: undefined }
}

function answerOf(
  table: Table,
  cloud: CloudAnswer,
  about: AnswerAbout,
): LegacyReply | CloudFailure | Declined | Crossed {
  const { spec } = table
  const { status, headers } = cloud
  const failed = spec.failures.find(({ from, to }) => status >= from && status <= to)
  if (failed !== undefined) {
    return { kind: 'failure', error: failed.error, says: `the cloud answered ${status}` }
  }
  if (!isEchoed(headers, about.request.requestId)) return { kind: 'crossed', by: 'request' }
  const came = cameOf(table, cloud)
  if (came.kind === 'unknown') {
    const says = `the cloud answered ${status} without a reason the table has`
    return { kind: 'failure', error: 'bad-answer', says }
  }
  try {
    return replyOf(spec, came.kind === 'refused' ? came.why : undefined, about)
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'characters' })
    throw error
  }
}

/** Writes what is set in one form, where all of it can be said. */
function written(
  { spec, rows, forms }: Table,
  information: Information,
  form: 'asked' | 'fhir',
): Accepted<string> | Declined {
  const { setting } = spec.call
  const root = form === 'fhir' ? setting.resource : spec.query.outline.name
  const write = ({ drawing }: Writing): string =>
    form === 'fhir' ? resourceText(drawing) : xmlText(drawing, 'urn:hl7-org:v3')
  try {
    const writing = writeTree(information, rows, forms[form], root)
    const [problem] = writing.problems
    return problem === undefined ? accepted(write(writing)) : declined(problem)
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'characters' })
    throw error
  }
}

/**
 * Makes a mapping of a message that sets something, of plain data: its rows are those of what is set, read from the
 * message and written for the cloud, and back.
 *
 * @throws Error where the data cannot hold: a path an outline has no place for, a form left out without a reason.
 */
export function defineAcknowledged(spec: AcknowledgedSpec): Mapping {
  const asked: Form = { name: 'query', dialect: 'hl7', outline: spec.query.outline }
  const fhir: Form = { name: 'fhir', dialect: 'fhir' }
  const rows = compileRows(spec.query.rows, [asked, fhir])
  const table = { spec, rows, forms: { asked, fhir } }
  const own: Asking = {
    ...spec,
    interactions: Object.fromEntries(spec.interactions.map(id => [id, ''])),
  }
  const { name, access, interactions, legacyOnly, kept } = spec
  return {
    ...{ name, version: versionOf(spec), access, interactions, kept },
    ...(legacyOnly !== undefined && { legacyOnly }),
    request: (message, about) => requestOf(own, { rows, form: asked }, message, about),
    answer: (cloud, about) => answerOf(table, cloud, about),
    readLegacy: message => readLegacy(table, message),
    readCloud: cloud => readCloud(table, cloud),
    // Whom an acknowledgement is about only its request says.
    subjectOf: () => [],
    leaves: () => [],
    writeCloud: information => written(table, information, 'fhir'),
    writeLegacy: information => written(table, information, 'asked'),
    bothMean: () => ({ legacy: [], cloud: [] }),
    losses: () => [],
    rows: () => summariesOf(spec.query.rows, ['query']),
  }
}
