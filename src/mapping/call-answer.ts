import { headersOf, isFicusError } from '../exchange/index.ts'
import type { CallAnswerAbout, CallReply } from './call.ts'
import { legacyBody, mediaTypeOf, type Resource, treeOfCloud } from './call-notation.ts'
import { codesOf, isDone, legacyOutcome, refusalOf } from './call-outcome.ts'
import { type Calls, type CallAsked, readAsked } from './call-request.ts'
import {
  agreesIn,
  CLOUD,
  LEGACY,
  lossOf,
  missingIn,
  readResource,
  writeResource,
} from './call-resource.ts'
import type { CallOperation, CallsSpec, SuccessRow } from './call-spec.ts'
import { type Accepted, accepted, type Declined, declined } from './decline.ts'
import { isEchoed } from './echoed.ts'
import { type Information, textIn } from './information.ts'
import { addedLoss } from './loss-sum.ts'
import type { Loss } from './loss.ts'
import type { CloudAnswer, CloudFailure, Crossed } from './mapping.ts'
import { parsePath } from './paths.ts'
import { allIn } from './searchset.ts'
import type { DomainOutcome } from './spec.ts'
import { spoken, type Tree } from './tree.ts'
import { walk } from './walk.ts'

type Answer = CallReply | CloudFailure | Declined | Crossed

/** One answer of the cloud, and all that its reply says again. */
interface Answering {
  readonly calls: Calls
  readonly asked: CallAsked
  /** What was asked, the body’s facts with it. */
  readonly said: Information
  readonly cloud: CloudAnswer
  readonly about: CallAnswerAbout
}

const ADDRESSES = parsePath('link*[relation=self]/url')
const SUCCESS = 200
const CREATED = 201
const CROSSED: Crossed = { kind: 'crossed', by: 'subject' }

const failure = (error: CloudFailure['error'], says: string): CloudFailure => ({
  kind: 'failure',
  error,
  says,
})

const notInTable = (status: number): CloudFailure =>
  failure('bad-answer', `the cloud answered ${status} without a reason the table has`)

/** What a reply is made of. */
interface Made {
  readonly status: number
  readonly resource: Resource
  readonly outcome: DomainOutcome
  readonly loss: Loss | undefined
  readonly location?: string
}

function replyOf({ calls: { spec }, asked }: Answering, made: Made): CallReply {
  const { status, resource, outcome, loss, location } = made
  return {
    kind: 'answer',
    status,
    headers: [
      ...['Content-Type', mediaTypeOf(spec.legacy, asked.notation)],
      ...(location === undefined ? [] : ['Location', location]),
    ],
    body: legacyBody(resource, asked.notation),
    outcome,
    loss,
  }
}

/** Whether a resource is about what was asked for: whatever of it was named must be the one that was. */
const isAsAsked = ({ agrees }: CallOperation, said: Information, asked: Information): boolean =>
  Object.entries(agrees).every(([path, fact]) => {
    const value = textIn(asked, fact)
    return value === undefined || agreesIn(said, path, value)
  })

/** What only legacy may tell of, or nobody. */
function withheld({ withholds }: CallsSpec, said: Information): Declined | undefined {
  const row = withholds.find(([fact, is]) => said[fact] !== is)
  return row && declined({ code: 'withheld', at: row[0], because: row[2] })
}

/** A resource of the cloud’s as legacy writes it. */
interface Told {
  readonly said: Information
  readonly resource: Resource
  readonly loss: Loss
}

function toldOf(
  { calls, asked, said }: Answering,
  tree: Tree,
): Accepted<Told> | Declined | Crossed {
  const { answered, spec } = calls
  const read = readResource(answered, tree, CLOUD, true)
  if (read.kind === 'declined') return read
  const own = read.value.said
  if (!isAsAsked(asked.operation, own, said)) return CROSSED
  const refused = withheld(spec, own) ?? missingIn(answered, own)
  if (refused !== undefined) return refused
  const written = writeResource(answered, own, LEGACY)
  if (written.kind === 'declined') return written
  // A drawing of ours is an object.
  const resource = JSON.parse(written.value.text) as Resource
  return accepted({ said: own, resource, loss: lossOf(read.value, written.value) })
}

const addressOf = ({ calls: { spec } }: Answering, said: Information): string =>
  `${spec.legacy.base}/${textIn(said, spec.facts.id) ?? ''}`

/** A searchset, as legacy writes it: what it found, or only how many. */
function searchset(
  answering: Answering,
  total: number,
  told: readonly Told[] | undefined,
): Resource {
  const { calls, about } = answering
  const mark = about.call.target.indexOf('?')
  const query = mark === -1 ? '' : about.call.target.slice(mark)
  return {
    resourceType: 'Bundle',
    id: about.newId(),
    type: 'searchset',
    total,
    link: [{ relation: 'self', url: `${calls.spec.legacy.base}${query}` }],
    ...(told !== undefined &&
      told.length > 0 && {
        entry: told.map(({ said, resource }) => ({
          fullUrl: addressOf(answering, said),
          resource,
          search: { mode: 'match' },
        })),
      }),
  }
}

/** A count names nobody: what its own address asks for is all that says whom it is of. */
const isOfOther = (bundle: Tree, patient: string | undefined): boolean =>
  walk(bundle, ADDRESSES).some(({ at }) => {
    const numbers = at.value.match(/(?<!\d)\d{10}(?!\d)/g) ?? []
    return numbers.some(number => number !== patient)
  })

function foundAll(answering: Answering, bundle: Tree): Answer {
  const { calls, asked, said } = answering
  const isCount = asked.operation.becomes.kind === 'count'
  if (isOfOther(bundle, textIn(said, calls.spec.facts.patient))) return CROSSED
  const found = allIn(bundle, calls.spec.resource, isCount)
  if (found.kind === 'unclear') return declined(found.problem)
  const told: Told[] = []
  for (const tree of found.resources) {
    const one = toldOf(answering, tree)
    if (one.kind !== 'accepted') return one
    told.push(one.value)
  }
  const ids = new Set(told.map(({ said }) => textIn(said, calls.spec.facts.id)))
  if (ids.size < told.length) return declined({ code: 'several', at: calls.spec.facts.id })
  const resource = searchset(answering, found.total, isCount ? undefined : told)
  const loss = told.length === 0 ? undefined : addedLoss(told.map(each => each.loss))
  return replyOf(answering, { status: SUCCESS, resource, outcome: 'ok', loss })
}

function foundOne(answering: Answering, tree: Tree, isIn: 'resource' | 'searchset'): Answer {
  const one = toldOf(answering, tree)
  if (one.kind !== 'accepted') return one
  const { resource, loss } = one.value
  const told = isIn === 'resource' ? resource : searchset(answering, 1, [one.value])
  return replyOf(answering, { status: SUCCESS, resource: told, outcome: 'ok', loss })
}

/**
 * The name a new resource has with suppliers: what stands behind its keeper’s code in the address the cloud gave it.
 * Under another’s code it is somebody else’s.
 */
function nameOfNew({ calls: { spec }, cloud, said }: Answering): string | undefined | Crossed {
  const [location = '', another] = headersOf(cloud.headers, 'location')
  const id = location.slice(location.lastIndexOf('/') + 1)
  const before = `${textIn(said, spec.facts.keeper) ?? ''}-`
  if (!/^[A-Za-z0-9.-]{3,64}$/.test(id) || another !== undefined) return undefined
  return id.startsWith(before) && id.length > before.length ? id.slice(before.length) : CROSSED
}

function success(answering: Answering, says: SuccessRow, outcome: Tree): Answer {
  const { calls, asked, about, cloud, said } = answering
  const { spec } = calls
  if (!isDone(spec, says, codesOf(outcome))) return notInTable(cloud.status)
  const isMade = asked.operation.becomes.kind === 'made'
  const name = isMade ? nameOfNew(answering) : textIn(said, spec.facts.id)
  if (typeof name === 'object') return name
  if (name === undefined && isMade) {
    return failure('bad-answer', 'the cloud does not say what the new resource is called')
  }
  const address = name === undefined ? '' : `${spec.legacy.base}/${name}`
  const { code, display, diagnostics } = says
  const told = legacyOutcome(spec, about.newId(), {
    ...{ severity: 'information', type: 'informational', code, display },
    diagnostics: isMade ? diagnostics : `${diagnostics}${address}`,
    reference: about.request.requestId,
  })
  return replyOf(answering, {
    ...{ status: says.status, resource: told, outcome: 'ok', loss: about.request.loss },
    ...(isMade && { location: address }),
  })
}

function refused(answering: Answering, outcome: Tree): Answer {
  const { calls, asked, cloud, about } = answering
  const { spec } = calls
  const row = refusalOf(spec, cloud.status, codesOf(outcome))
  if (row === undefined) return notInTable(cloud.status)
  const { becomes, unproven } = asked.operation
  const isRead = becomes.kind !== 'made' && becomes.kind !== 'done'
  if (row.mayBeOurs === true && isRead) {
    return failure('bad-answer', `the cloud answered ${cloud.status}, perhaps to us`)
  }
  const because = unproven?.[row.outcome]
  if (because !== undefined) return declined({ code: 'withheld', because })
  const told = legacyOutcome(spec, about.newId(), { severity: 'error', ...row.as })
  const made = { status: row.as.status, resource: told, outcome: row.outcome, loss: undefined }
  return replyOf(answering, made)
}

/** What stands in the place of an answer that is none of those its call has. */
const unlike = (tree: Tree | undefined, status: number): CloudFailure =>
  failure(
    'bad-answer',
    `the cloud answered ${status} with ${tree ? spoken(tree.label) : 'no JSON'}`,
  )

function answered(answering: Answering): Answer {
  const { asked, cloud, calls } = answering
  const { becomes } = asked.operation
  const tree = treeOfCloud(cloud.body)
  const isOutcome = tree?.label === 'OperationOutcome'
  if (tree !== undefined && isOutcome && cloud.status >= 400) return refused(answering, tree)
  const status = becomes.kind === 'made' ? CREATED : SUCCESS
  if (cloud.status !== status || tree === undefined) return unlike(tree, cloud.status)
  if (becomes.kind === 'made' || becomes.kind === 'done') {
    return isOutcome ? success(answering, becomes.says, tree) : unlike(tree, cloud.status)
  }
  if (becomes.kind === 'one') {
    return tree.label === calls.spec.resource
      ? foundOne(answering, tree, becomes.in)
      : unlike(tree, cloud.status)
  }
  return tree.label === 'Bundle' ? foundAll(answering, tree) : unlike(tree, cloud.status)
}

/** Turns what the cloud answered to a call into the reply its sender gets, or says why there is none. */
export function answerOf(calls: Calls, cloud: CloudAnswer, about: CallAnswerAbout): Answer {
  const { spec } = calls
  const { status, headers } = cloud
  const failed = spec.failures.find(({ from, to }) => status >= from && status <= to)
  if (failed !== undefined) return failure(failed.error, `the cloud answered ${status}`)
  if (!isEchoed(headers, about.request.requestId)) return { kind: 'crossed', by: 'request' }
  try {
    const asked = readAsked(calls, about)
    if (asked.kind === 'declined') return asked
    const said = { ...about.request.said, ...asked.value.said }
    return answered({ calls, asked: asked.value, said, cloud, about })
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'characters' })
    throw error
  }
}
