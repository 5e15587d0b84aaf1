import { type Answer, type AnswerHead, type ErrorCode, isFicusError } from '../exchange/index.ts'
import type { Loss, Mapping, RequestAbout } from '../mapping/index.ts'
import { mappingNamed } from '../mappings.ts'
import type { Busy, Jobs } from '../workers/index.ts'
import { type Asked, askMapping } from './ask-mapping.ts'
import type { NotTaken } from './reasons.ts'
import type { RepliedTo } from './replied-to.ts'
import { supplierAnswer } from './supplier-answer.ts'
import type { Asking, Chance } from './taken.ts'

/** A message its mapping took, as another thread is told it. */
export interface ToldAsked extends Omit<Asked, 'about'> {
  readonly about: Omit<RequestAbout, 'newId'>
}

/** What a thread is to translate; its time is the serving thread's. */
export type TranslationWork =
  | {
      readonly translate: 'request'
      readonly mapping: string
      readonly asking: Asking
      readonly now: number
    }
  | {
      readonly translate: 'answer'
      readonly mapping: string
      readonly asked: ToldAsked
      readonly head: AnswerHead
      readonly body: Uint8Array
      readonly now: number
    }

/** What it came to. */
export type TranslationCame =
  | ToldAsked
  | NotTaken
  | { readonly kind: 'answer'; readonly answer: Answer; readonly loss: Loss | undefined }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly detail: string | undefined }

/** What was handed over is the same bytes, but no Buffer any more. */
export const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

/** What a reply says again: of a call its body too. */
export const repliedToAgain = (to: RepliedTo): RepliedTo =>
  to.in === 'call' ? { ...to, said: { ...to.said, body: bufferOf(to.said.body) } } : to

/** What a translation is about, without what makes ids, which cannot be handed over. */
export function toldAbout(about: RequestAbout): ToldAsked['about'] {
  const { interaction, messageId, payloadId, fromAsid, toAsid, now } = about
  return { interaction, messageId, payloadId, fromAsid, toAsid, now }
}

/** Whether a job is one of these, and not another kind's. */
export const isTranslationWork = (work: object): work is TranslationWork => 'translate' in work

/** Translates what is too large for the thread that serves: what a thread of its own does, and what needs none. */
export function createTranslating(options: {
  readonly mappings: readonly Mapping[]
  newId(): string
}): Jobs {
  const byName = new Map(options.mappings.map(mapping => [mapping.name, mapping]))
  return {
    use: () => undefined,
    run: (work, busy: Busy) =>
      Promise.resolve(
        busy(() => {
          if (!isTranslationWork(work)) throw new Error('that is no translation')
          const mapping = byName.get(work.mapping) ?? mappingNamed(work.mapping)
          if (mapping === undefined) throw new Error('there is no mapping of that name')
          const chance = { now: () => work.now, newId: () => options.newId() }
          return work.translate === 'request'
            ? asked(mapping, work, chance)
            : answered(mapping, work, chance)
        }),
      ),
  }
}

type Work<Is extends TranslationWork['translate']> = Extract<TranslationWork, { translate: Is }>

function asked(mapping: Mapping, { asking }: Work<'request'>, chance: Chance): TranslationCame {
  const { body } = asking
  const bytes = body.kind === 'whole' ? bufferOf(body.bytes) : undefined
  const whole = bytes === undefined ? body : ({ kind: 'whole', bytes } as const)
  const came = askMapping(mapping, { ...asking, body: whole }, chance)
  if (came.kind === 'declined') return came
  return { ...came, about: toldAbout(came.about) }
}

function answered(mapping: Mapping, work: Work<'answer'>, chance: Chance): TranslationCame {
  const { body: sent } = work.asked.cloud
  const cloud = { ...work.asked.cloud, ...(sent !== undefined && { body: bufferOf(sent) }) }
  const repliedTo = repliedToAgain(work.asked.repliedTo)
  const about = { ...work.asked.about, newId: () => chance.newId() }
  let loss: Loss | undefined
  const lost = (told: Loss | undefined): void => void (loss = told)
  try {
    const answer = supplierAnswer(
      mapping,
      { ...work.asked, cloud, about, repliedTo },
      { ...chance, lost },
    )
    return { kind: 'answer', answer: answer(work.head, bufferOf(work.body)), loss }
  } catch (error) {
    if (!isFicusError(error)) throw error
    return { kind: 'refused', code: error.code, detail: error.detail }
  }
}
