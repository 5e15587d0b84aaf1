import type { Answered, Comparison } from '../comparison/index.ts'
import { isFicusError } from '../exchange/index.ts'
import type { Declined, Mapping, RequestAbout, Said } from '../mapping/index.ts'
import { readSoapMessage } from '../message/index.ts'
import type { XmlElement } from '../xml/index.ts'
import { type AskedBySupplier, type CopyWork, notCompared, type NotCompared } from './copy.ts'
import { crossedComparison } from './crossed.ts'
import type { Copy, Surroundings } from './copies.ts'
import { replyIn } from './reply-in.ts'
import type { CodedAnswer } from './plain-body.ts'

/**
 * Makes the copy of a supplier's message in the cloud's own words, under ids of its own. It holds nothing that says
 * who asked.
 */
export function translatedCopy(
  { request }: CopyWork,
  mapping: Mapping,
  surroundings: Surroundings,
): Copy | NotCompared {
  const { interaction = '', fromAsid = '', toAsid = '', keys } = request
  const message = queryIn(request)
  if (typeof message === 'string') return notCompared('declined', message)
  const messageId = surroundings.newId()
  const about: RequestAbout = {
    interaction,
    messageId,
    payloadId: messageId,
    fromAsid,
    toAsid,
    newId: surroundings.newId,
    now: new Date(surroundings.now()),
  }
  const asked = mapping.request(message, about)
  if (asked.kind === 'declined') return notCompared('declined', asked.code)
  // One reader's key chose who gets a copy: another's may not ask for somebody else.
  if (asked.value.subject.value !== keys.nhsNumber) return notCompared('declined', 'disagrees')
  const { method, path, headers, body } = asked.value
  return {
    outgoing: { method, target: path, headers, body },
    judge: (control, candidate) => {
      const reply = mapping.answer(candidate, { ...about, request: asked.value })
      const pair = { mapping, interaction, control, candidate }
      return judged(pair, reply, surroundings)
    },
  }
}

/** The message of a query that the step to the cloud would take, or why it would not. */
function queryIn({ language, headers, body, messageId }: AskedBySupplier): XmlElement | string {
  if (language !== 'soap' || body === undefined) return 'language'
  const read = soapMessageIn(body, headers)
  if (read === undefined || read.service === '') return 'envelope'
  if (read.mustBeUnderstood) return 'header'
  return read.messageId === `uuid:${messageId}` ? read.message : 'ids'
}

function soapMessageIn(
  ...read: Parameters<typeof readSoapMessage>
): ReturnType<typeof readSoapMessage> {
  try {
    return readSoapMessage(...read)
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

interface MappedPair {
  readonly mapping: Mapping
  readonly interaction: string
  readonly control: CodedAnswer
  readonly candidate: CodedAnswer
}

/** What stands for an answer that is not of the shape its rows are for: the comparison says what it is. */
const OF_NO_SHAPE = 'shape'

function judged(
  pair: MappedPair,
  reply: ReturnType<Mapping['answer']>,
  { compare, policy }: Surroundings,
): Comparison | NotCompared {
  if (reply.kind === 'crossed' && reply.by === 'request') {
    return crossedComparison('request', policy)
  }
  const { mapping, control, candidate } = pair
  if (reply.kind === 'failure' && reply.error !== 'bad-answer') {
    return compare({ control, candidate: { failed: reply.error } }, policy)
  }
  const message = replyIn(control)
  const said = message && mapping.readLegacy(message)
  const answered = mapping.readCloud(candidate)
  for (const each of [said, answered]) {
    if (each?.kind === 'declined' && each.code !== OF_NO_SHAPE) {
      return notCompared('declined', each.code)
    }
  }
  const left = meantBy(said, pair)
  const right = meantBy(answered, pair)
  if (reply.kind === 'crossed' && !isVouchedFor(left, pair)) {
    return crossedComparison('subject', policy)
  }
  const comparison = compare(
    { control: { ...control, ...left }, candidate: { ...candidate, ...right } },
    policy,
  )
  // What no supplier would be given is no evidence that the two are equal; a difference in it is one.
  const isEqual = comparison.verdict === 'identical' || comparison.verdict === 'equivalent'
  return isEqual && reply.kind === 'declined' ? notCompared('declined', reply.code) : comparison
}

type Means = Pick<Answered, 'means'>

function meantBy(said: Said | Declined | undefined, { mapping, interaction }: MappedPair): Means {
  if (said?.kind !== 'said' || said.information === undefined) return {}
  return { means: mapping.leaves(said.information, interaction) }
}

/**
 * Whether the control is about the same one as the candidate, whoever was asked for: of a number that was superseded
 * both sides answer with the record that superseded it.
 */
function isVouchedFor({ means = [] }: Means, { mapping, candidate }: MappedPair): boolean {
  const subjects = mapping.subjectOf(candidate.body)
  const vouched = means.filter(({ path }) => mapping.kept.includes(path)).map(({ value }) => value)
  return subjects.length > 0 && subjects.every(subject => vouched.includes(subject))
}
