import { STATUS_CODES } from 'node:http'
import {
  type Answer,
  type AnswerHead,
  FicusError,
  headersOf,
  isFicusError,
} from '../exchange/index.ts'
import type {
  CallReply,
  CloudAnswer,
  CloudFailure,
  Crossed,
  Declined,
  LegacyReply,
  Loss,
  Mapping,
} from '../mapping/index.ts'
import type { Asked } from './ask-mapping.ts'
import { type EnvelopeRepliedTo, inEnvelopeOf } from './replied-to.ts'
import type { Chance } from './taken.ts'

const NOTHING = Buffer.alloc(0)

/** Whether a body is not its own bytes. None was asked for, and what is unpacked could be of any size. */
const isCoded = ({ headers }: AnswerHead): boolean =>
  headersOf(headers, 'content-encoding').some(coding => !/^\s*(?:identity\s*)?$/i.test(coding))

/**
 * Says why an answer is not used. A reason of the mapping's may name a place in the answer: its code cannot. Where a
 * write had no answer it may have been carried out all the same, and whoever is told to ask again would do it twice.
 */
function refusalOf(said: CloudFailure | Crossed | Declined, isRead: boolean): FicusError {
  if (said.kind === 'failure') {
    const isOpen = said.error === 'no-answer' && !isRead
    return new FicusError(isOpen ? 'sent-unknown' : said.error, said.says)
  }
  if (said.kind === 'crossed') return new FicusError('crossed', `by its ${said.by}`)
  return new FicusError('bad-answer', `declined (${said.code})`)
}

/**
 * Makes the supplier's answer of the cloud's to one message.
 *
 * @throws FicusError `crossed` where it is not proven to be this query's and about whom was asked for, what the
 * cloud's failure comes to, `bad-answer` for everything else that cannot be said.
 */
export function supplierAnswer(
  mapping: Mapping,
  asked: Asked,
  chance: Chance & { lost(loss: Loss | undefined): void },
): (head: AnswerHead, body: Buffer) => Answer {
  const { isRead } = asked
  return (head, body) => {
    const { status, headers } = head
    const now = new Date(chance.now())
    // Its status still tells a failure; what cannot be read says nothing.
    const readable = isCoded(head) ? NOTHING : body
    const said = replyTo(mapping, asked, { status, headers, body: readable }, now)
    if ('kind' in said) throw refusalOf(said, isRead)
    chance.lost(said.loss)
    return said.answer
  }
}

/** What the supplier gets, and what was lost on the way to it. */
interface Told {
  readonly answer: Answer
  readonly loss: Loss | undefined
}

function replyTo(
  mapping: Mapping,
  { about, cloud: request, repliedTo }: Asked,
  cloud: CloudAnswer,
  now: Date,
): Told | CloudFailure | Crossed | Declined {
  if (repliedTo.in === 'call') {
    const of = { ...about, now, request, call: repliedTo.said }
    const said = mapping.calls?.answer(cloud, of) ?? notOfCalls()
    return said.kind === 'answer' ? { answer: wholeOf(said, now), loss: said.loss } : said
  }
  const said = mapping.answer(cloud, { ...about, now, request })
  if (said.kind !== 'answer') return said
  return { answer: inEnvelope(repliedTo, said, now), loss: said.loss }
}

/** A call was taken by a mapping of calls: that another is to answer it is a mistake of ours. */
function notOfCalls(): never {
  throw new Error('a call is answered by a mapping of calls')
}

const wholeOf = ({ status, headers, body }: CallReply, now: Date): Answer => ({
  status,
  reason: STATUS_CODES[status] ?? '',
  headers: [...headers, 'Date', now.toUTCString(), 'Content-Length', String(body.length)],
  body,
})

/** What cannot be written is no fault of the request, however it is told of a message that came so. */
function inEnvelope(to: EnvelopeRepliedTo, said: LegacyReply, now: Date): Answer {
  try {
    return inEnvelopeOf(to, said, now)
  } catch (error) {
    if (isFicusError(error)) throw new FicusError('bad-answer', 'it cannot be written')
    throw error
  }
}
