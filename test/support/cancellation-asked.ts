import type { AnswerAbout, LegacyReply, Mapping } from '../../src/mapping/index.ts'
import { readXml } from '../../src/xml/index.ts'
import { CANCELS, type Cancelled, cancellationMessage } from './cancellation-golden.ts'
import { aboutMessage } from './eps-pairs.ts'
import { SAID } from './prescription-golden-parts.ts'

/** What a golden cancellation is about. */
export const ABOUT = aboutMessage({
  interaction: CANCELS,
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

/** What the cloud was asked of a golden cancellation. */
export function askedOf(mapping: Mapping, of: Cancelled): AnswerAbout {
  const message = cancellationMessage(of)
  const came = mapping.request(readXml(message), ABOUT, message)
  if (came.kind === 'declined') throw new Error(came.says)
  return { ...ABOUT, request: came.value }
}

type Came = ReturnType<Mapping['answer']>

/** What an answer to a golden cancellation comes to. */
export const answerTo = (
  mapping: Mapping,
  body: Buffer,
  { of, status = 200 }: { readonly of: Cancelled; readonly status?: number },
): Came =>
  mapping.answer({ status, headers: ['X-Request-ID', SAID.messageId], body }, askedOf(mapping, of))

/** The reply an answer came to. */
export function replied(came: Came): LegacyReply {
  if (came.kind !== 'answer') throw new Error(JSON.stringify(came))
  return came
}

/** The subject of a reply. */
export const subjectIn = (payload: string): string =>
  /<CancellationResponse .*<\/CancellationResponse>/.exec(payload)?.[0] ?? ''
