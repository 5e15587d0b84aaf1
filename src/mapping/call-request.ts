import { isFicusError } from '../exchange/index.ts'
import type { CallAbout } from './call.ts'
import { organisationOf } from './call-claims.ts'
import { notationAsked, notationSent, treeOfLegacy } from './call-notation.ts'
import {
  type CallResource,
  CLOUD,
  LEGACY,
  lossOf,
  missingIn,
  readResource,
  writeResource,
} from './call-resource.ts'
import type { CallOperation, CallsSpec, Notation, PlainBody } from './call-spec.ts'
import { FORMAT, readTarget, targetOf } from './call-target.ts'
import { type Accepted, accepted, type Declined, declined } from './decline.ts'
import { type Information, textIn } from './information.ts'
import type { Loss } from './loss.ts'
import type { CloudRequest, Subject } from './mapping.ts'
import { parsePath } from './paths.ts'
import { isLeaf, leavesOf, type Tree } from './tree.ts'
import { walk } from './walk.ts'

/** A mapping of calls taken apart. */
export interface Calls {
  readonly spec: CallsSpec
  readonly asked: CallResource
  readonly answered: CallResource
}

/** What a call asks, read as far as no body is needed for it. */
export interface CallAsked {
  readonly operation: CallOperation
  /** The facts of its target, and who asks. */
  readonly said: Information
  /** What its answer is to be in. */
  readonly notation: Notation
}

/** The fact that names the organisation that asks. */
const ORGANISATION = 'organisation'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** What FHIR lets an id have (HL7 FHIR R4, datatype id): a longer one would be cut, and nobody could undo that. */
const LONGEST_ID = 64

/** Reads what a call asks but for its body. */
export function readAsked(
  { spec }: Calls,
  { call, interaction }: Pick<CallAbout, 'call' | 'interaction'>,
): Accepted<CallAsked> | Declined {
  const target = targetOf(call)
  if (target === undefined) return declined({ code: 'several', at: 'query' })
  const says = readTarget(spec.operations, interaction, target)
  if (says.kind === 'declined') return says
  const { operation, said } = says.value
  const notation = notationAsked(spec.legacy, call, target.query.get(FORMAT))
  if (notation === undefined) return declined({ code: 'asked', at: 'media type' })
  const organisation = organisationOf(spec, operation, call)
  if (organisation.kind === 'declined') return organisation
  return accepted({ operation, notation, said: { ...said, [ORGANISATION]: organisation.value } })
}

const filled = (template: string, said: Information): Accepted<string> | Declined => {
  const facts = [...template.matchAll(/\{(\w+)\}/g)].map(([, fact = '']) => fact)
  const missing = facts.find(fact => textIn(said, fact) === undefined)
  if (missing !== undefined) return declined({ code: 'missing', at: missing })
  return accepted(template.replace(/\{(\w+)\}/g, (_, fact: string) => textIn(said, fact) ?? ''))
}

/** Where the cloud is asked; a fact can be nothing there but the value it is. */
function pathOf({ asks }: CallOperation, said: Information): Accepted<string> | Declined {
  const path = filled(asks.path, said)
  if (path.kind === 'declined') return path
  const id = path.value.slice(path.value.lastIndexOf('/') + 1)
  if (id.length > LONGEST_ID) return declined({ code: 'asked', because: TOO_LONG })
  const [[, first] = ['', '']] = asks.search ?? []
  // Who searches for nobody would be told of everybody.
  const about = filled(first, said)
  if (about.kind === 'declined') return about
  const search = (asks.search ?? []).flatMap(([name, template]) => {
    const value = filled(template, said)
    return value.kind === 'declined' ? [] : [`${name}=${encodeURIComponent(value.value)}`]
  })
  return accepted(search.length === 0 ? path.value : `${path.value}?${search.join('&')}`)
}

const TOO_LONG = 'its id is longer than the cloud’s may be, and would be cut'

/** A body of few facts must say these, each once, and nothing else. */
function sayPlainly({ resource, says }: PlainBody, tree: Tree): Declined | undefined {
  if (tree.label !== resource) return declined({ code: 'shape' })
  const read = new Set<Tree>()
  for (const [places, is] of says) {
    const paths = typeof places === 'string' ? [places] : places
    const found = paths.flatMap(path => walk(tree, parsePath(path)))
    const [only, another] = found
    if (only === undefined) return declined({ code: 'missing', at: resource })
    if (another !== undefined) return declined({ code: 'several', at: resource })
    if (!isLeaf(only.at) || only.at.value !== is) return declined({ code: 'value', at: resource })
    for (const leaf of [only.at, ...only.by]) read.add(leaf)
  }
  for (const [leaf, path] of leavesOf(tree)) {
    if (!read.has(leaf)) return declined({ code: 'unread', at: path })
  }
  return undefined
}

interface Sent {
  readonly said: Information
  readonly body?: Buffer
  readonly loss?: Loss
}

/** What a call's body says, and what of it is sent on. */
function sentIn(
  calls: Calls,
  about: CallAbout,
  operation: CallOperation,
): Accepted<Sent> | Declined {
  const { body } = operation
  const { call } = about
  if (body === undefined) {
    return call.body.length === 0
      ? accepted({ said: {} })
      : declined({ code: 'unread', at: 'body' })
  }
  const notation = notationSent(calls.spec.legacy, call)
  if (notation === undefined) return declined({ code: 'shape', at: 'content type' })
  const tree = treeOfLegacy(call.body, notation)
  if (body !== 'resource') return sayPlainly(body, tree) ?? accepted({ said: {} })
  const read = readResource(calls.asked, tree, LEGACY, true)
  if (read.kind === 'declined') return read
  const missing = missingIn(calls.asked, read.value.said)
  if (missing !== undefined) return missing
  const written = writeResource(calls.asked, read.value.said, CLOUD)
  if (written.kind === 'declined') return written
  const loss = lossOf(read.value, written.value)
  return accepted({ said: read.value.said, body: Buffer.from(written.value.text, 'utf8'), loss })
}

function subjectOf({ facts }: CallsSpec, said: Information): Subject {
  const patient = textIn(said, facts.patient)
  if (patient !== undefined) return { kind: 'nhsNumber', value: patient }
  const id = textIn(said, facts.id)
  return { kind: 'entity', keys: id === undefined ? {} : { pointerId: id } }
}

/** Says what the cloud is asked for a call. */
export function requestOf(calls: Calls, about: CallAbout): Accepted<CloudRequest> | Declined {
  try {
    return requested(calls, about)
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'shape' })
    throw error
  }
}

function requested(calls: Calls, about: CallAbout): Accepted<CloudRequest> | Declined {
  const { spec } = calls
  const { messageId } = about
  if (!UUID.test(messageId)) return declined({ code: 'ids' })
  const asked = readAsked(calls, about)
  if (asked.kind === 'declined') return asked
  const { operation } = asked.value
  const sent = sentIn(calls, about, operation)
  if (sent.kind === 'declined') return sent
  const said = { ...sent.value.said, ...asked.value.said }
  const keeper = sent.value.said[spec.facts.keeper]
  if (keeper !== undefined && keeper !== said[ORGANISATION]) {
    return declined({ code: 'disagrees', at: spec.facts.keeper })
  }
  const path = pathOf(operation, said)
  if (path.kind === 'declined') return path
  const requestId = messageId.toLowerCase()
  const { accept, organisation } = spec.cloud
  const { body, loss } = sent.value
  return accepted({
    method: operation.asks.method,
    path: path.value,
    headers: [
      ...['Accept', accept, 'X-Request-ID', requestId, 'X-Correlation-ID', requestId],
      ...[organisation, about.asker ?? textIn(said, ORGANISATION) ?? ''],
      ...(body === undefined ? [] : ['Content-Type', accept]),
    ],
    ...(body !== undefined && { body }),
    subject: subjectOf(spec, said),
    requestId,
    said,
    ...(loss !== undefined && { loss }),
  })
}
