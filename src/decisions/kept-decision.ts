import type {
  ErrorCode,
  ExchangeRecord,
  Identified,
  Language,
  Party,
  Prepared,
  Route,
} from '../exchange/index.ts'
import type { Name, Naming } from '../fleet/index.ts'
import type { DecidedOn } from '../journey.ts'
import { keysOf, type Question } from '../rollout/index.ts'
import { knownId } from './known-id.ts'
import { copied, type Words } from './words.ts'

/** What came of a request in the end. */
export interface Came {
  /** Null where it was refused before it had a side. */
  readonly side: Prepared['side'] | null
  readonly because: Prepared['because'] | null
  /** The upstream a copy was meant for, or why there was to be none. */
  readonly mirror: { readonly to: string } | Exclude<Prepared['mirror'], { readonly to: unknown }>
  /** Why its mapping did not take it. */
  readonly declined: string | null
  /** Who was asked, in order. */
  readonly asked: readonly string[]
  /** Why the cloud's answer was not used and legacy was asked. */
  readonly fellBack: ErrorCode | null
  readonly status: number
  readonly error: ErrorCode | null
}

/** What is kept of one decision: what it was made from and what came of it, and nothing the request was about. */
export interface KeptDecision {
  /** When it was over, epoch milliseconds. */
  readonly at: number
  /** Its message's own id and that of the HL7 message in it, as {@link knownId} has them. */
  readonly ids: readonly string[]
  readonly language: Language
  readonly method: string
  readonly interaction: string | undefined
  readonly product: string | undefined
  readonly from: Party
  readonly to: Party
  /** The routes of the file it was decided by: the very list, so that two of one file can be told. */
  readonly routes: readonly Route[]
  readonly revision: number
  /** What was asked; undefined where it ended before its route was known. */
  readonly question: Question | undefined
  /** The question as it would have been, had the message been read: of some that nobody had to read. */
  readonly read: Question | undefined
  /** What its entity is called, by the fleet's keyed hash: by its key and by its long id, each as it has one. */
  readonly keyName: Name | undefined
  readonly secondName: Name | undefined
  readonly came: Came
}

/** What a decision is kept with. */
export interface Keeping {
  readonly naming: Naming
  readonly words: Words
  readonly at: number
}

/** Takes from an exchange what may be kept. `reread` is the message where nobody had read it before. */
export function keptOf(
  record: ExchangeRecord,
  { snapshot, question }: DecidedOn,
  { naming, words, at }: Keeping,
  reread?: { readonly message: Identified; readonly question: Question },
): KeptDecision {
  const message = reread?.message ?? record.identified
  const { language, method } = record.received
  const cohort = question?.route.cohort
  const { key, second } = message === undefined ? {} : keysOf(cohort, message)
  const named = (id: string | undefined): Name | undefined =>
    cohort === undefined || id === undefined ? undefined : naming.nameOf(cohort.key, id)
  return {
    at,
    ids: idsOf(message),
    language,
    method: words.of(method),
    interaction: words.of(message?.interaction),
    product: message?.product,
    from: words.party(message?.from ?? {}),
    to: words.party(message?.to ?? {}),
    routes: snapshot.table.routes,
    revision: snapshot.state.revision,
    question,
    read: reread?.question,
    keyName: named(key),
    secondName: named(second),
    came: cameOf(record),
  }
}

function idsOf(message: Identified | undefined): readonly string[] {
  const own = message?.messageId === undefined ? undefined : knownId(message.messageId)
  const carried = message?.payloadId === undefined ? undefined : knownId(message.payloadId)
  const ids = own === carried ? [own] : [own, carried]
  return ids.filter(id => id !== undefined).map(copied)
}

function cameOf({ assigned, attempts, fellBack, settled }: ExchangeRecord): Came {
  // One that was refused on the way may have been given a side before, and went to none.
  const isDecided = assigned !== undefined && !(settled.error && attempts.length === 0)
  const { mirror } = assigned ?? {}
  return {
    side: isDecided ? assigned.side : null,
    because: isDecided ? assigned.because : null,
    mirror: mirror === undefined ? NOT_DECIDED : 'to' in mirror ? { to: mirror.to.name } : mirror,
    declined: assigned?.declined?.code ?? null,
    asked: attempts.map(({ upstream }) => upstream.name),
    fellBack: fellBack?.code ?? null,
    status: settled.status,
    error: settled.error?.code ?? null,
  }
}

const NOT_DECIDED = Object.freeze({ not: 'stage' } as const)
