import type { Compare, Comparison, Policy } from '../comparison/index.ts'
import type {
  Call,
  CallMapping,
  CloudRequest,
  Declined,
  Mapping,
  RequestAbout,
  Said,
} from '../mapping/index.ts'
import { type RepliedTo, writeSoapReply } from '../message/index.ts'
import type { OutcomeWord } from '../telemetry/index.ts'
import { notCompared, type NotCompared } from './copy.ts'
import { crossedComparison } from './crossed.ts'
import type { CodedAnswer } from './plain-body.ts'
import { replyIn } from './reply-in.ts'
import type { MarkedMessage } from './untranslated-copy.ts'
import { inBoth, twoVerdicts, type TwoVerdicts } from './two-verdicts.ts'

/** What stands in the place of an envelope where the supplier made a call, and the mapping that takes calls. */
export interface CalledBy {
  readonly call: Call
  readonly by: CallMapping
  /** Where the cloud was told all of the message, who sent it too: how it was marked. */
  readonly marked?: Pick<MarkedMessage, 'pairs' | 'toldToSupplier'>
}

/** Legacy's answer and the cloud's to one query of a supplier, and all that a reply to it says again. */
export interface TranslatedPair {
  readonly mapping: Mapping
  /** What the supplier asked, under its own ids. */
  readonly about: RequestAbout
  readonly repliedTo: RepliedTo | CalledBy
  /** What the cloud was asked for it. */
  readonly asked: CloudRequest
  readonly control: CodedAnswer
  readonly candidate: CodedAnswer
  /** Whether the cloud's answer came in a content coding: the supplier's side unpacks none. */
  readonly isCoded: boolean
}

/** How its two halves are compared. */
export interface JudgedBy {
  readonly compare: Compare
  /** Of two replies in the supplier's language, the listed losses with it. */
  readonly seen: Policy
  /** Of what a mapping reads. */
  readonly meant: Policy
}

const NOTHING = Buffer.alloc(0)
const SUCCESS = 200

/** What stands for an answer that is not of the shape its rows are for: the comparison says what it is. */
const OF_NO_SHAPE = 'shape'

/**
 * Judges a pair twice: what the supplier would see against what legacy said, and what the cloud means against what
 * legacy means. Throws nothing a message can bring about.
 *
 * @param reply - what the supplier would be given, where that is made already
 */
export function judgeTranslated(
  pair: TranslatedPair,
  by: JudgedBy,
  reply: Reply = replyTo(pair),
): TwoVerdicts {
  const { mapping, control, candidate } = pair
  if (reply.kind === 'crossed' && reply.by === 'request') {
    return inBoth(crossedComparison('request', by.meant))
  }
  if (reply.kind === 'failure' && reply.error !== 'bad-answer') {
    return inBoth(by.compare({ control, candidate: { failed: reply.error } }, by.meant))
  }
  const read = { control: readControl(pair), candidate: mapping.readCloud(candidate) }
  const meant = comparedByMeaning(pair, read, reply, by)
  // What the cloud says is less than a reply must say, so legacy's own is given wherever it stands.
  if (mapping.neverServes !== undefined) return twoVerdicts(LEGACYS_OWN, meant)
  if (reply.kind === 'crossed') {
    if ('code' in meant) return inBoth(meant)
    if (!isVouchedFor(pair, read)) return inBoth(crossedComparison('subject', by.meant))
    return twoVerdicts(LEGACYS_OWN, meant)
  }
  return twoVerdicts(seenIn(pair, reply, by), meant)
}

type Reply = ReturnType<Mapping['answer']> | ReturnType<CallMapping['answer']>

/** Reads what legacy said. */
function readControl({ mapping, about, repliedTo, control }: TranslatedPair): Read['control'] {
  if ('call' in repliedTo) {
    return repliedTo.by.readLegacy(control, { ...about, call: repliedTo.call })
  }
  const message = replyIn(control)
  return message ? mapping.readLegacy(message) : mapping.readLegacyBody?.(control.body)
}

/** Makes what the supplier would be given of the cloud's answer, as it is made where the cloud serves. */
export function replyTo(pair: TranslatedPair): Reply {
  const { mapping, about, asked, candidate, isCoded, repliedTo } = pair
  const cloud = { ...candidate, ...(isCoded && { body: NOTHING }) }
  const of = { ...about, request: asked }
  return 'call' in repliedTo
    ? repliedTo.by.answer(cloud, { ...of, call: repliedTo.call })
    : mapping.answer(cloud, of)
}

/**
 * Gives the word of what became of a copy, as its mapping says it to suppliers; undefined where the cloud's answer is
 * none that is said to them, and is to be read for it.
 */
export function wordIn(reply: Reply, { neverServes }: Mapping): OutcomeWord | undefined {
  if (reply.kind === 'crossed' && reply.by === 'request') return 'transport'
  return reply.kind === 'answer' && neverServes === undefined ? reply.outcome : undefined
}

/** Holds the reply the supplier would get against legacy's own, both as they go out. */
function seenIn(
  pair: TranslatedPair,
  reply: Exclude<Reply, { readonly kind: 'crossed' }>,
  by: JudgedBy,
): Comparison | NotCompared {
  const { control } = pair
  // What no supplier would be given is no evidence that it would see the same.
  if (reply.kind === 'declined') return notCompared('declined', reply.code)
  if (reply.kind === 'failure') {
    return by.compare({ control, candidate: { failed: reply.error } }, by.seen)
  }
  return comparedAsSent(pair, reply, by)
}

function comparedAsSent(
  { control, about, repliedTo }: TranslatedPair,
  reply: Extract<Reply, { readonly kind: 'answer' }>,
  { compare, seen }: JudgedBy,
): Comparison {
  const marked = 'call' in repliedTo ? repliedTo.marked : undefined
  const own = [about.messageId, about.payloadId].map(id => ({ control: id, candidate: id }))
  const request = marked?.pairs ?? own
  const candidate = 'payload' in reply ? enveloped(reply, repliedTo, about.now) : reply
  const told = marked === undefined ? candidate : marked.toldToSupplier(candidate)
  return compare({ control, candidate: told, request }, seen)
}

/** Puts a message in the envelope of what it answers: only of one that came in an envelope is there a message. */
function enveloped(
  reply: Extract<Reply, { readonly payload: string }>,
  to: TranslatedPair['repliedTo'],
  now: Date,
): CodedAnswer {
  if ('call' in to) throw new Error('a call is answered without an envelope')
  return writeSoapReply(reply, to, now)
}

/**
 * Of a number that was superseded the cloud answers with the record that superseded it. That is not about whom was
 * asked for, so legacy is asked again and the supplier sees what legacy said; only what both mean is to be compared.
 */
const LEGACYS_OWN: Comparison = {
  verdict: 'identical',
  differences: [],
  hits: {},
  signature: '',
  policy: 'legacy’s own',
  steps: 0,
}

interface Read {
  readonly control: Said | Declined | undefined
  readonly candidate: Said | Declined
}

function comparedByMeaning(
  pair: TranslatedPair,
  read: Read,
  reply: Reply,
  by: JudgedBy,
): Comparison | NotCompared {
  const { mapping, control, candidate } = pair
  const { compare, meant } = by
  for (const each of [read.control, read.candidate]) {
    if (each?.kind === 'declined' && each.code !== OF_NO_SHAPE) {
      return notCompared('declined', each.code)
    }
  }
  if (mapping.neverServes !== undefined && isSaid(read.control) && isSaid(read.candidate)) {
    // What each came to is one of the leaves: the one side says in an error what the other says in an empty list.
    const told = { ...pair, control: TOLD, candidate: TOLD }
    return comparedLeaves(told, { control: read.control, candidate: read.candidate }, by)
  }
  if (!isOfSubject(read.control) || !isOfSubject(read.candidate)) {
    // A search that finds nobody says so with a success: what it comes to, the reply says.
    const isTold = reply.kind === 'answer' && !isOfSubject(read.candidate)
    if (isTold && (candidate.status === SUCCESS || mapping.calls?.isWhole === true)) {
      return comparedAsSent(pair, reply, { ...by, seen: meant })
    }
    return compare({ control, candidate }, meant)
  }
  return comparedLeaves(pair, { control: read.control, candidate: read.candidate }, by)
}

function comparedLeaves(
  { mapping, about, control, candidate }: TranslatedPair,
  read: Readonly<Record<'control' | 'candidate', Said>>,
  { compare, meant }: JudgedBy,
): Comparison {
  const mean = mapping.bothMean(read.control, read.candidate, about.interaction)
  return compare(
    {
      control: { ...control, means: mean.legacy },
      candidate: { ...candidate, means: mean.cloud },
    },
    meant,
  )
}

const TOLD: CodedAnswer = { status: SUCCESS, headers: [], body: Buffer.from('{}') }

const isSaid = (said: Said | Declined | undefined): said is Said => said?.kind === 'said'

const isOfSubject = (said: Said | Declined | undefined): said is Said =>
  said?.kind === 'said' && said.information !== undefined

/**
 * Whether the control is about the same one as the candidate, whoever was asked for: of a number that was superseded
 * both sides answer with the record that superseded it.
 */
function isVouchedFor({ mapping, about, candidate }: TranslatedPair, { control }: Read): boolean {
  if (!isOfSubject(control)) return false
  const subjects = mapping.subjectOf(candidate.body)
  const vouched = mapping
    .leaves(control.information ?? {}, about.interaction)
    .filter(({ path }) => mapping.kept.includes(path))
    .map(({ value }) => value)
  return subjects.length > 0 && subjects.every(subject => vouched.includes(subject))
}
