import {
  type Answer,
  type AnswerHead,
  type Assigned,
  FicusError,
  NO_BODY,
  type Prepared,
} from '../exchange/index.ts'
import type { CloudRequest, Loss, Mapping } from '../mapping/index.ts'
import { mappingNamed } from '../mappings.ts'
import type { TranslationStep } from '../telemetry/index.ts'
import type { Aside } from './aside.ts'
import { type Asked, askMapping } from './ask-mapping.ts'
import { LARGE } from './large.ts'
import { type NotTaken, notTaken } from './reasons.ts'
import { acceptedOf } from './replied-to.ts'
import { ANSWER, REQUEST, Stepping } from './stepping.ts'
import { supplierAnswer } from './supplier-answer.ts'

/** What translating takes besides the request. */
export interface TranslationOptions {
  readonly mappings: readonly Mapping[]
  /** Where large messages are translated; absent where all are at once. */
  readonly aside?: Aside
  /** Told what became of every leaf of a message that was translated. */
  lost?(lost: Lost): void
  /** Told of each message that was put in other words, or was to be, and how long that took. */
  stepped?(step: TranslationStep): void
  /** Epoch milliseconds. */
  now(): number
  newId(): string
}

/** What became of the leaves of one message on its way into another language. */
export interface Lost extends Loss {
  readonly route: string
  /** Of what a supplier asked, or of what the cloud answered. */
  readonly direction: 'request' | 'answer'
}

/** The step between rollout and upstream. */
export interface Translation {
  /**
   * Gives the request as it is to be sent: the very same where its bytes pass untouched, in the cloud's words where
   * the mapping of its route takes it, else legacy's. Throws FicusError `not-sent` where it is not taken and legacy
   * may not hold what it asks for.
   */
  prepare(assigned: Assigned): Prepared
  /** The same of a large message, in another thread; undefined where {@link Translation.prepare} is to do it at once. */
  prepareAside(assigned: Assigned): Promise<Prepared> | undefined
}

/** What a mapping said of a request, and what measures it. */
interface Stepped {
  readonly asked: Asked | NotTaken
  readonly stepping: Stepping
}

/** Builds the step from the mappings there are. */
export const createTranslation = (options: TranslationOptions): Translation => new Step(options)

class Step implements Translation {
  readonly #options: TranslationOptions
  readonly #byName: ReadonlyMap<string, Mapping>

  constructor(options: TranslationOptions) {
    this.#options = options
    this.#byName = new Map(options.mappings.map(mapping => [mapping.name, mapping]))
  }

  prepare(assigned: Assigned): Prepared {
    const { translate } = assigned.route
    if (translate === undefined || assigned.side === 'legacy') return assigned
    const mapping = this.#named(translate)
    if (mapping === undefined) return onLegacy(assigned, notTaken('mapping'))
    const stepping = this.#stepping(assigned)
    const asked = stepping.take(REQUEST, () => askMapping(mapping, assigned, this.#options))
    return this.#inWords(assigned, mapping, { asked, stepping })
  }

  prepareAside(assigned: Assigned): Promise<Prepared> | undefined {
    const { aside } = this.#options
    const { route, side, body } = assigned
    const mapping = this.#named(route.translate)
    const isLarge = body.kind === 'whole' && body.bytes.length >= LARGE.request
    if (aside === undefined || side === 'legacy' || mapping === undefined || !isLarge) {
      return undefined
    }
    const stepping = this.#stepping(assigned)
    return stepping
      .takeAside(REQUEST, aside.ask(mapping.name, assigned, this.#options))
      .then(asked => this.#inWords(assigned, mapping, { asked, stepping }))
  }

  /** Also what no product has, where it was opened: a route that names one is followed after that. */
  #named(name: string | undefined): Mapping | undefined {
    return this.#byName.get(name ?? '') ?? mappingNamed(name)
  }

  #stepping({ route }: Assigned): Stepping {
    return new Stepping(route, step => this.#options.stepped?.(step))
  }

  #inWords(assigned: Assigned, mapping: Mapping, { asked, stepping }: Stepped): Prepared {
    const { took } = stepping
    if (asked.kind === 'declined') return { ...onLegacy(assigned, asked), translating: took }
    const options = this.#options
    const lost = (direction: Lost['direction'], loss: Loss | undefined): void => {
      if (loss !== undefined) options.lost?.({ route: assigned.route.name, direction, ...loss })
    }
    lost('request', asked.cloud.loss)
    const lostBack = (loss: Loss | undefined): void => lost('answer', loss)
    const accepted = acceptedOf(asked.repliedTo, options)
    const answer = supplierAnswer(mapping, asked, { ...options, lost: lostBack })
    const translated = {
      request: inCloudWords(assigned, asked.cloud),
      maxAnswerBytes: assigned.route.maxBodyBytes,
      answer: (head: AnswerHead, body: Buffer): Answer =>
        stepping.take(ANSWER, () => answer(head, body)),
      answerAside: (head: AnswerHead, body: Buffer): Promise<Answer> | undefined => {
        if (body.length < LARGE.answer || options.aside === undefined) return undefined
        const later = options.aside.answer(mapping.name, asked, { head, body }, options)
        return stepping.takeAside(ANSWER, later).then(came => {
          lostBack(came.loss)
          return came.answer
        })
      },
      ...(accepted && { accepted }),
    }
    return { ...assigned, translated, translating: took }
  }
}

/** Only what the mapping says goes to the cloud: a supplier's cookie or authorization was not meant for it. */
function inCloudWords(assigned: Assigned, cloud: CloudRequest): Assigned {
  const { method, path, headers, body } = cloud
  return {
    ...assigned,
    method,
    target: path,
    headers,
    language: 'fhir',
    length: body?.length ?? 0,
    body: body === undefined ? NO_BODY : { kind: 'whole', bytes: body },
  }
}

/**
 * Gives what no mapping takes to legacy, as it came.
 *
 * Where only the cloud may hold what is asked for, legacy's "not found" would be believed, so nobody is asked. That
 * is the code of what was not sent, as wherever the side that holds the data cannot be asked: no byte left, and
 * once the pin has moved or the mapping has learned it the very same message is served. A code that is never sent
 * again would tell a message handler that its message is at fault.
 */
function onLegacy(assigned: Assigned, { code, says }: NotTaken): Prepared {
  const { route, because, creates } = assigned
  // What only comes to be with it is nowhere yet: it comes to be at legacy, and is pinned there.
  const mayBeElsewhere = route.cohort?.records === 'apart' && creates === undefined
  if (because === 'pin' || mayBeElsewhere) {
    throw new FicusError(
      'not-sent',
      `route ${route.name}: declined (${code}), and legacy may not hold it`,
    )
  }
  return {
    ...assigned,
    side: 'legacy',
    upstream: route.legacy,
    because: 'declined',
    mirror: { not: 'declined' },
    fallback: undefined,
    declined: { code, says },
  }
}
