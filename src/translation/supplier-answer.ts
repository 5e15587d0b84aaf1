import { type Answer, type AnswerHead, FicusError, headersOf } from '../exchange/index.ts'
import type { CloudFailure, Crossed, Declined, Mapping } from '../mapping/index.ts'
import { writeSoapReply } from '../message/index.ts'
import type { Asked, Chance } from './ask-mapping.ts'

const NOTHING = Buffer.alloc(0)

/** Whether a body is not its own bytes. None was asked for, and what is unpacked could be of any size. */
const isCoded = ({ headers }: AnswerHead): boolean =>
  headersOf(headers, 'content-encoding').some(coding => !/^\s*(?:identity\s*)?$/i.test(coding))

/** Says why an answer is not used. A reason of the mapping's may name a place in the answer: its code cannot. */
function refusalOf(said: CloudFailure | Crossed | Declined): FicusError {
  if (said.kind === 'failure') return new FicusError(said.error, said.says)
  if (said.kind === 'crossed') return new FicusError('crossed', `by its ${said.by}`)
  return new FicusError('bad-answer', `declined (${said.code})`)
}

/**
 * Makes the supplier's answer of the cloud's to one query.
 *
 * @throws FicusError `crossed` where it is not proven to be this query's and about whom was asked for, what the
 * cloud's failure comes to, `bad-answer` for everything else that cannot be said.
 */
export function supplierAnswer(
  mapping: Mapping,
  { cloud, about, repliedTo }: Asked,
  chance: Chance,
): (head: AnswerHead, body: Buffer) => Answer {
  return (head, body) => {
    const { status, headers } = head
    const now = new Date(chance.now())
    // Its status still tells a failure; what cannot be read says nothing.
    const readable = isCoded(head) ? NOTHING : body
    const said = mapping.answer(
      { status, headers, body: readable },
      { ...about, now, request: cloud },
    )
    if (said.kind !== 'answer') throw refusalOf(said)
    return writeSoapReply(said, repliedTo, now)
  }
}
