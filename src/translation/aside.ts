import { type Answer, type AnswerHead, FicusError } from '../exchange/index.ts'
import type { Loss } from '../mapping/index.ts'
import type { OwnMapping } from '../mappings.ts'
import {
  createThreads,
  type Job,
  type JobEnd,
  type Threads,
  type ThreadsOptions,
} from '../workers/index.ts'
import type { Asked } from './ask-mapping.ts'
import { LARGE_MS, LARGE_THREADS } from './large.ts'
import { type NotTaken, notTaken } from './reasons.ts'
import type { Asking, Chance } from './taken.ts'
import {
  bufferOf,
  repliedToAgain,
  toldAbout,
  type ToldAsked,
  type TranslationCame,
  type TranslationWork,
} from './translating.ts'

/** Translates in threads of its own, so that whoever serves goes on serving. */
export interface Aside {
  /** Says which mappings no product has. */
  use(own: readonly OwnMapping[]): void
  /** As `askMapping` does; declined where it is not done in its time. */
  ask(mapping: string, asking: Asking, chance: Chance): Promise<Asked | NotTaken>
  /**
   * As `supplierAnswer` does, with what was lost. Rejects with FicusError as that throws, and where it is not done in
   * its time: of a read with `bad-answer`, of a write with `sent-unknown`.
   */
  answer(
    mapping: string,
    asked: Asked,
    came: { readonly head: AnswerHead; readonly body: Buffer },
    chance: Chance,
  ): Promise<{ readonly answer: Answer; readonly loss: Loss | undefined }>
  /** Ends its threads; what is under way is not done. */
  close(): Promise<void>
}

const NOTHING = new Uint8Array()

/** A copy nobody else holds, which may be handed over. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(new ArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

/** What a mapping is asked by, and nothing that cannot be handed over. */
function plain(asking: Asking, bytes: Uint8Array): Asking {
  const { language, interaction, messageId, payloadId, from, to, keys } = asking
  const { method, target, headers } = asking
  return {
    ...{ language, interaction, messageId, payloadId, from, to, keys },
    ...{ method, target, headers },
    class: asking.class,
    body: { kind: 'whole', bytes: bufferOf(bytes) },
    route: asking.route.answeredLater ? { answeredLater: asking.route.answeredLater } : {},
  }
}

function askedOf({ about, ...came }: ToldAsked, chance: Chance): Asked {
  const { body } = came.cloud
  const cloud = { ...came.cloud, ...(body !== undefined && { body: bufferOf(body) }) }
  const repliedTo = repliedToAgain(came.repliedTo)
  return { ...came, cloud, repliedTo, about: { ...about, newId: () => chance.newId() } }
}

/** Has one piece of work done; undefined where it is not done in its time, or cannot be. */
function done(
  threads: Threads,
  work: TranslationWork,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<TranslationCame | undefined> {
  return new Promise(resolve => {
    const ended = (end: JobEnd): void =>
      resolve('came' in end ? (end.came as TranslationCame) : undefined) // what our own thread tells
    const job: Job = { work, transfer: [bytes.buffer], mostMs: LARGE_MS, ended }
    if (!threads.post(job)) resolve(undefined)
  })
}

/** Builds what translates aside. No thread is started before there is something for it; `root` is its module. */
export function createAside(root: URL, options: Partial<ThreadsOptions> = {}): Aside {
  const threads = createThreads({ root, ...LARGE_THREADS, ...options })
  return {
    ask: async (mapping, asking, chance) => {
      const bytes = own(asking.body.kind === 'whole' ? asking.body.bytes : NOTHING)
      const told = { asking: plain(asking, bytes), mapping, now: chance.now() }
      const came = await done(threads, { translate: 'request', ...told }, bytes)
      if (came?.kind === 'declined') return came
      return came?.kind === 'asked' ? askedOf(came, chance) : notTaken('late')
    },
    answer: async (mapping, asked, { head, body }, chance) => {
      const { about, ...rest } = asked
      const bytes = own(body)
      const now = chance.now()
      const work = {
        translate: 'answer',
        mapping,
        asked: { ...rest, about: toldAbout(about) },
        head,
        now,
      } as const
      const came = await done(threads, { ...work, body: bytes }, bytes)
      if (came?.kind === 'refused') throw new FicusError(came.code, came.detail)
      if (came?.kind !== 'answer') {
        throw new FicusError(
          asked.isRead ? 'bad-answer' : 'sent-unknown',
          'not translated in its time',
        )
      }
      return { answer: { ...came.answer, body: bufferOf(came.answer.body) }, loss: came.loss }
    },
    use: own => threads.use({ own }),
    close: () => threads.close(),
  }
}
