import { isFicusError } from '../exchange/index.ts'
import type { XmlElement } from '../xml/index.ts'
import type { AnswersSpec, CloudCame, Issue, IssueRow, ReplyKind } from './answers.ts'
import { resourceIn } from './came-to.ts'
import { type Declined, declined } from './decline.ts'
import type { DocumentMapping } from './document.ts'
import { isEchoed } from './echoed.ts'
import type {
  AnswerAbout,
  BothMean,
  CloudAnswer,
  CloudFailure,
  Crossed,
  LegacyReply,
  Mapping,
  Said,
} from './mapping.ts'
import { type Named, reasonsIn } from './outcomes.ts'
import { parsePath } from './paths.ts'
import { replyText } from './reply.ts'
import type { DomainOutcome, Negative } from './spec.ts'
import { outcomeTold, toldIn } from './told-reasons.ts'
import type { Tree } from './tree.ts'
import { versionOf } from './version.ts'
import { walk } from './walk.ts'
import { treeOfXml } from './xml-tree.ts'

const ISSUES = parsePath('issue*')
const SEVERITY = parsePath('severity')
const CODINGS = parsePath('details/coding*')
const SYSTEM = parsePath('system')
const CODE = parsePath('code')
const TYPE = parsePath('acknowledgement/@typeCode')
const SUCCESS = 200

const textAt = (tree: Tree, path: ReturnType<typeof parsePath>): string =>
  walk(tree, path)[0]?.at.value ?? ''

/** An issue without a code is one too: what nobody named may still be an error. */
const issuesIn = (resource: Tree): readonly Issue[] =>
  walk(resource, ISSUES).flatMap(({ at: issue }) => {
    const severity = textAt(issue, SEVERITY)
    const codings = walk(issue, CODINGS).map(({ at: coding }) => ({
      system: textAt(coding, SYSTEM),
      code: textAt(coding, CODE),
      severity,
    }))
    return codings.length > 0 ? codings : [{ system: '', code: '', severity }]
  })

/** Takes an answer of the cloud apart as far as every kind of answer needs it. */
function cameOf({ status, body }: Pick<CloudAnswer, 'status' | 'body'>): CloudCame {
  const resource = resourceIn(body)
  const isOutcome = resource?.label === 'OperationOutcome'
  return {
    status,
    type: resource?.label === '' ? undefined : resource?.label,
    issues: isOutcome ? issuesIn(resource) : [],
    body,
  }
}

/** What an answer without a subject of its own says. */
type Plain =
  | { readonly kind: 'done' }
  | ({ readonly kind: 'refused'; readonly type: IssueRow['type'] } & Negative)
  | { readonly kind: 'unknown'; readonly says: string }

const rowsOf = ({ issues }: AnswersSpec, came: CloudCame): readonly IssueRow[] =>
  came.issues.flatMap(
    issue => issues.find(row => row.system === issue.system && row.code === issue.code) ?? [],
  )

function refusedBy([row, ...others]: readonly IssueRow[]): Plain | undefined {
  if (row === undefined) return undefined
  const { type, outcome } = row
  return { kind: 'refused', type, outcome, reasons: [row, ...others].map(({ reason }) => reason) }
}

function toldBy({ told }: AnswersSpec, { status, body }: CloudCame): Plain | undefined {
  const why = told && toldIn(told, status, resourceIn(body))
  return why && { kind: 'refused', type: 'AE', ...why }
}

function plainOf(spec: AnswersSpec, came: CloudCame): Plain {
  const { status, type } = came
  if (type !== 'OperationOutcome') {
    if (status === spec.done) return { kind: 'done' }
    return { kind: 'unknown', says: `the cloud answered ${status} without an OperationOutcome` }
  }
  const refused = refusedBy(rowsOf(spec, came)) ?? toldBy(spec, came)
  if (refused !== undefined) return refused
  // What it says it did it did only where nothing it says beside it is an error.
  const isDone =
    status === SUCCESS &&
    came.issues.length > 0 &&
    came.issues.every(({ severity }) => severity === 'information')
  if (isDone) return { kind: 'done' }
  return { kind: 'unknown', says: `the cloud answered ${status} without a reason the table has` }
}

interface Answering {
  readonly spec: AnswersSpec
  readonly document: DocumentMapping
}

const failure = (error: CloudFailure['error'], says: string): CloudFailure => ({
  kind: 'failure',
  error,
  says,
})

const kindOf = (
  { replies = [] }: AnswersSpec,
  came: CloudCame,
  about: { readonly interaction: string },
): ReplyKind | undefined =>
  replies.find(kind => kind.replies[about.interaction] !== undefined && kind.fits(came, about))

function acknowledgement(
  { spec }: Answering,
  plain: Exclude<Plain, { readonly kind: 'unknown' }>,
  about: AnswerAbout,
): LegacyReply {
  const { interaction, versionCode } = spec.acknowledgement
  const id = about.newId().toUpperCase()
  const isDone = plain.kind === 'done'
  const reasons = isDone ? [] : plain.reasons
  const type = isDone ? 'AA' : plain.type
  const subject = undefined
  const reply = { id, interaction, versionCode, type, reasons, isToQuery: false, subject } as const
  return {
    kind: 'answer',
    interaction,
    wrapper: '',
    messageId: id,
    payload: replyText(reply, about),
    outcome: isDone ? 'ok' : plain.outcome,
    loss: undefined,
  }
}

function withSubject(
  kind: ReplyKind,
  came: CloudCame,
  about: AnswerAbout,
): LegacyReply | Declined | Crossed {
  const written = kind.write(came, about)
  if (written.kind !== 'subject') return written
  const interaction = kind.replies[about.interaction] ?? ''
  const { versionCode } = kind
  const { drawing, outcome, loss, type = kind.type } = written
  const id = (written.id ?? about.newId()).toUpperCase()
  const wrapped = { id, interaction, versionCode, type, reasons: [], isToQuery: false }
  const payload = replyText({ ...wrapped, subject: drawing }, about)
  return { kind: 'answer', interaction, wrapper: '', messageId: id, payload, outcome, loss }
}

function answerOf(
  answering: Answering,
  cloud: CloudAnswer,
  about: AnswerAbout,
): LegacyReply | CloudFailure | Declined | Crossed {
  const { spec } = answering
  const { status, headers } = cloud
  const failed = spec.failures.find(({ from, to }) => status >= from && status <= to)
  if (failed !== undefined) return failure(failed.error, `the cloud answered ${status}`)
  if (!isEchoed(headers, about.request.requestId)) return { kind: 'crossed', by: 'request' }
  const came = cameOf(cloud)
  const kind = kindOf(spec, came, about)
  try {
    if (kind !== undefined) return withSubject(kind, came, about)
    const plain = plainOf(spec, came)
    if (plain.kind === 'unknown') return failure('bad-answer', plain.says)
    return acknowledgement(answering, plain, about)
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'characters' })
    throw error
  }
}

const saidPlainly = (outcome: DomainOutcome, reasons: Said['reasons']): Said => ({
  kind: 'said',
  outcome,
  reasons,
  information: undefined,
  source: undefined,
  unread: [],
})

/** The words of a negative acknowledgement, by the code lists of both sides. */
function outcomeOf(
  { issues, told }: AnswersSpec,
  type: string,
  reasons: readonly Named[],
): DomainOutcome {
  if (told !== undefined && type === 'AE') return outcomeTold(told, reasons)
  const row = issues.find(({ reason }) =>
    reasons.some(
      ({ code, codeSystem }) => code === reason.code && codeSystem === reason.codeSystem,
    ),
  )
  return row?.outcome ?? (type === 'AR' ? 'rejected' : 'app_error')
}

function readLegacyReply(
  { spec }: Answering,
  element: XmlElement,
  written: Uint8Array | undefined,
): Said | Declined {
  const tree = treeOfXml(element)
  const kind = spec.replies?.find(({ replies }) => Object.values(replies).includes(tree.label))
  if (kind !== undefined) return kind.readLegacy({ element, written })
  if (tree.label !== spec.acknowledgement.interaction) return declined({ code: 'shape' })
  const type = textAt(tree, TYPE)
  const reasons = reasonsIn(tree)
  if (type === 'AA') return saidPlainly('ok', reasons)
  if (type !== 'AE' && type !== 'AR') return declined({ code: 'shape' })
  return saidPlainly(outcomeOf(spec, type, reasons), reasons)
}

function readCloudAnswer(
  { spec, document }: Answering,
  cloud: Pick<CloudAnswer, 'status' | 'body'>,
): Said | Declined {
  const came = cameOf(cloud)
  const kinds = document.interactions.flatMap(
    interaction => kindOf(spec, came, { interaction }) ?? [],
  )
  const [kind] = kinds
  if (kind !== undefined) return kind.readCloud(came)
  const plain = plainOf(spec, came)
  if (plain.kind === 'unknown') return declined({ code: 'shape' })
  if (plain.kind === 'done') return saidPlainly('ok', [])
  return saidPlainly(plain.outcome, plain.reasons)
}

function bothMean({ spec }: Answering, legacy: Said, cloud: Said, interaction: string): BothMean {
  const leaves = ({ information }: Said): BothMean['legacy'] => {
    const kind = spec.replies?.find(({ replies }) => replies[interaction] !== undefined)
    return information === undefined || kind === undefined ? [] : kind.leaves(information)
  }
  return { legacy: leaves(legacy), cloud: leaves(cloud) }
}

/**
 * Makes a mapping of a document: what the cloud answers to it becomes legacy's acknowledgement, or a reply with a
 * subject of its own.
 */
export function withAnswers(document: DocumentMapping, spec: AnswersSpec): Mapping {
  const answering = { spec, document }
  return {
    name: document.name,
    version: versionOf({ document: document.version, spec }),
    access: document.access,
    interactions: document.interactions,
    kept: document.kept,
    document,
    request: (_, about, written) =>
      written === undefined
        ? declined({ code: 'shape' })
        : document.request(Buffer.from(written), about),
    answer: (cloud, about) => answerOf(answering, cloud, about),
    readLegacy: (message, written) => readLegacyReply(answering, message, written),
    readCloud: cloud => readCloudAnswer(answering, cloud),
    // Whom an acknowledgement is about only its request says.
    subjectOf: () => [],
    leaves: (information, interaction) =>
      spec.replies
        ?.find(({ replies }) => replies[interaction] !== undefined)
        ?.leaves(information) ?? [],
    writeCloud: information => document.writeCloud(information),
    writeLegacy: () => declined({ code: 'shape' }),
    bothMean: (legacy, cloud, interaction) => bothMean(answering, legacy, cloud, interaction),
    losses: interaction =>
      spec.replies?.flatMap(kind =>
        kind.replies[interaction] === undefined ? [] : kind.losses(interaction),
      ) ?? [],
    rows: () => document.rows(),
  }
}
