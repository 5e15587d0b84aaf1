import { randomBytes } from 'node:crypto'
import {
  type Comparing,
  type Comparison,
  type Compare,
  createCompare,
  type Policy,
  type ReadOutcome,
  withOperatorRules,
} from '../comparison/index.ts'
import { type ErrorCode, headerOf, type RawHeaders, type Upstream } from '../exchange/index.ts'
import type { Mapping } from '../mapping/index.ts'
import type { Identifier } from '../message/index.ts'
import { mappingNamed } from '../mappings.ts'
import { isOutcomeWord, type LegEnd, type OutcomeWord } from '../telemetry/index.ts'
import type { Busy, Jobs } from '../workers/index.ts'
import { ask, type Outgoing } from './ask.ts'
import {
  type CandidateCame,
  type CopiedRoute,
  type CopyCame,
  type CopySetup,
  type CopyWork,
  notCompared,
  type NotCompared,
  type NotComparedReason,
} from './copy.ts'
import { CopyPool } from './copy-pool.ts'
import { type CodedAnswer, plainAnswer } from './plain-body.ts'
import { readOn } from './read-on.ts'
import { retryAfterMs } from './retry-after.ts'
import { seenPolicy } from './seen-policy.ts'
import { toldOf } from './told-comparison.ts'
import { translatedCopy } from './translated-copy.ts'
import type { JudgedBy } from './translated-pair.ts'
import type { TwoVerdicts } from './two-verdicts.ts'
import { untranslatedCopy } from './untranslated-copy.ts'

/** What the products say of copies, and what time and chance are. */
export interface CopiesOptions {
  readonly mappings: readonly Mapping[]
  readonly identifier: Identifier
  /** How the answers of an interaction are compared that no mapping reads. */
  readonly policyFor: (interaction: string | undefined) => Policy
  /** By a mapping's name how what it reads is compared; undefined where there is none of that name. */
  readonly policyNamed: (name: string) => Policy | undefined
  /** How an answer is read for what became of the request; where absent, no copy's is. */
  readonly readOutcome?: ReadOutcome
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly newId: () => string
  /** The largest answer that is read, in bytes, before and after content coding. */
  readonly mostBytes?: number
}

/** What a copy is made and judged with. */
export interface Surroundings {
  readonly route: CopiedRoute
  /** How two answers in the supplier's language are compared, what a mapping's rows may lose with it. */
  readonly policy: Policy
  /** How the two halves of a pair are compared where the copy is translated. */
  readonly judgedBy: JudgedBy
  readonly compare: Compare
  readonly identifier: Identifier
  /** Who gets the copy. */
  readonly upstream: Upstream
  readonly now: () => number
  readonly newId: () => string
}

/** A copy, and what is made of its answer. */
export interface Copy {
  readonly outgoing: Outgoing
  /** `isCoded`: whether the candidate came in a content coding, which is undone by now. */
  judge(control: CodedAnswer, candidate: CodedAnswer, isCoded: boolean): Judged
  /** What it comes to that the upstream gave no answer. */
  unanswered(control: CodedAnswer, failed: ErrorCode): Comparison | TwoVerdicts
}

/** What came of comparing, and what became of the copy; no word where its answer is to be read for it. */
export interface Judged {
  readonly comparison: Comparison | TwoVerdicts | NotCompared
  readonly word: OutcomeWord | undefined
}

const MOST_BYTES = 1_048_576

/** Makes, sends and judges copies: what a thread does, and what can be done without one. */
export function createCopies(options: CopiesOptions): Jobs {
  const comparing: Comparing = { key: randomBytes(32), now: () => options.now() }
  return new Copies(options, createCompare(comparing))
}

interface KnownRoute {
  readonly route: CopiedRoute
  /** By interaction, where the mapping has it, else by policy: each is compiled once. */
  readonly policies: Map<string, Policies>
}

interface Policies {
  readonly meant: Policy
  readonly seen: Policy
}

class Copies implements Jobs {
  readonly #options: CopiesOptions
  readonly #compare: Compare
  readonly #mostBytes: number
  #routes = new Map<string, KnownRoute>()
  #suppliers: ReadonlySet<string> = new Set()
  #pools = new Map<string, { readonly is: string; readonly pool: CopyPool }>()

  constructor(options: CopiesOptions, compare: Compare) {
    this.#options = options
    this.#compare = compare
    this.#mostBytes = options.mostBytes ?? MOST_BYTES
  }

  use(setup: object): void {
    const { routes, upstreams, suppliers } = setup as CopySetup // what the shadow posts
    this.#suppliers = new Set(suppliers)
    this.#routes = new Map(routes.map(route => [route.name, { route, policies: new Map() }]))
    const before = this.#pools
    this.#pools = new Map(
      upstreams.map(upstream => {
        const is = JSON.stringify(upstream)
        const known = before.get(upstream.name)
        const kept = known?.is === is ? known.pool : undefined
        return [upstream.name, { is, pool: kept ?? new CopyPool(upstream, monotonic) }]
      }),
    )
    const kept = new Set([...this.#pools.values()].map(({ pool }) => pool))
    for (const { pool } of before.values()) if (!kept.has(pool)) pool.close()
  }

  async run(work: object, busy: Busy): Promise<CopyCame> {
    const unread = work as CopyWork // what the shadow posts
    const request = busy(() => readOn(unread.request, this.#options.identifier))
    if (request === undefined) return notAsked('disagrees')
    const came = await this.#done({ ...unread, request }, busy)
    const { fromAsid } = request
    const isKnown = fromAsid !== undefined && this.#suppliers.has(fromAsid)
    return isKnown ? { ...came, supplier: fromAsid } : came
  }

  async #done(given: CopyWork, busy: Busy): Promise<CopyCame> {
    const known = this.#routes.get(given.route)
    const pool = this.#pools.get(given.to)?.pool
    if (known?.route.epoch !== given.epoch || pool === undefined) return notAsked('reconfigured')
    const surroundings = busy(() => this.#surroundings(known, pool.upstream, given))
    const copy = busy(() => this.#copyOf(given, surroundings))
    if ('verdict' in copy) return { comparison: copy, candidateMs: undefined, upstream: NOT_ASKED }
    if (pool.isPaused) return notAsked('paused')
    const sentAt = monotonic()
    const came = await ask(pool, withTrace(copy.outgoing, given.traced), this.#mostBytes)
    const candidateMs = monotonic() - sentAt
    const judged = busy(() => this.#judged(given, copy, { came, candidateMs, pool, surroundings }))
    if (came.kind === 'not-sent') return judged
    const outcome = judged.outcome ?? busy(() => this.#outcomeOf(came))
    return {
      ...judged,
      ...(outcome && { outcome }),
      ...(pool.shownEnds !== undefined && { shownEnds: pool.shownEnds }),
      leg: legOf(came, copy.outgoing, { sentAt, candidateMs }),
    }
  }

  #copyOf(given: CopyWork, surroundings: Surroundings): Copy | NotCompared {
    const { translate } = surroundings.route
    if (translate === undefined || given.isToLegacy) return untranslatedCopy(given, surroundings)
    const mapping = this.#mappingOf(surroundings.route)
    if (mapping === undefined) return notCompared('declined', 'interaction')
    return translatedCopy(given, mapping, surroundings)
  }

  #surroundings(known: KnownRoute, upstream: Upstream, given: CopyWork): Surroundings {
    const { identifier, now, newId } = this.#options
    const { route } = known
    const policies = this.#policies(known, given.request.interaction ?? '')
    const compare = this.#compare
    const judgedBy = { compare, ...policies }
    return { route, policy: policies.seen, judgedBy, compare, identifier, upstream, now, newId }
  }

  #policies({ route, policies }: KnownRoute, interaction: string): Policies {
    const { policyFor, policyNamed } = this.#options
    const own = policyFor(interaction)
    const mapping = this.#mappingOf(route)
    const key = mapping?.interactions.includes(interaction) === true ? interaction : own.name
    const known = policies.get(key)
    if (known !== undefined) return known
    const named = route.translate === undefined ? undefined : policyNamed(route.translate)
    const seen = mapping === undefined ? own : seenPolicy(own, mapping, interaction)
    const compiled = {
      meant: withOperatorRules(named ?? own, route.ignore),
      seen: withOperatorRules(seen, route.ignore),
    }
    policies.set(key, compiled)
    return compiled
  }

  #mappingOf({ translate }: CopiedRoute): Mapping | undefined {
    return this.#options.mappings.find(({ name }) => name === translate) ?? mappingNamed(translate)
  }

  #judged(given: CopyWork, copy: Copy, asked: Asked): CopyCame {
    const { came, candidateMs, pool } = asked
    const control = plainAnswer(controlOf(given), this.#mostBytes)
    if (came.kind === 'not-sent') return notAsked(came.reason)
    if (came.kind === 'too-large') {
      return { comparison: notCompared('size'), candidateMs, upstream: 'answered' }
    }
    if (came.kind === 'failed') {
      const comparison = toldOf(copy.unanswered(control, came.error))
      return { comparison, candidateMs, upstream: 'failed' }
    }
    if (came.status === 429) return this.#limited(came, candidateMs, pool)
    if (came.status === 401 || came.status === 403) {
      return { comparison: notCompared('identity'), candidateMs, upstream: 'answered' }
    }
    const candidate = plainAnswer(came, this.#mostBytes)
    const upstream = UNREACHABLE.has(came.status) ? 'failed' : 'answered'
    const { comparison, word } = copy.judge(control, candidate, candidate !== came)
    const judged = { comparison: toldOf(comparison), candidateMs, upstream } as const
    return word === undefined ? judged : { ...judged, outcome: word }
  }

  /** What became of a copy, by its answer alone; undefined where that was not read. */
  #outcomeOf(came: CandidateCame): OutcomeWord | undefined {
    if (came.kind === 'failed') return 'transport'
    const word = came.kind === 'answered' ? this.#options.readOutcome?.(came) : undefined
    return word === undefined || !isOutcomeWord(word) ? undefined : word
  }

  #limited({ headers }: CodedAnswer, candidateMs: number, pool: CopyPool): CopyCame {
    const pauseMs = retryAfterMs(headerOf(headers, 'retry-after'), this.#options.now())
    pool.pause(pauseMs)
    return {
      comparison: notCompared('rate'),
      candidateMs,
      upstream: 'limited',
      retryAfterMs: pauseMs,
    }
  }
}

interface Asked {
  readonly came: CandidateCame
  readonly candidateMs: number
  readonly pool: CopyPool
  readonly surroundings: Surroundings
}

/** What stands before an upstream says that it cannot be reached (RFC 9110 §15.6). */
const UNREACHABLE: ReadonlySet<number> = new Set([502, 503, 504])

const NOT_ASKED = 'not-asked'

const notAsked = (reason: NotComparedReason): CopyCame => ({
  comparison: notCompared(reason),
  candidateMs: undefined,
  upstream: NOT_ASKED,
})

/** None of the lines a copy takes over is of its supplier's trace. */
const withTrace = (outgoing: Outgoing, traced: RawHeaders): Outgoing =>
  traced.length === 0 ? outgoing : { ...outgoing, headers: [...outgoing.headers, ...traced] }

function legOf(
  came: CandidateCame,
  { method }: Outgoing,
  { sentAt, candidateMs }: { readonly sentAt: number; readonly candidateMs: number },
): LegEnd {
  const from = performance.timeOrigin + sentAt
  return {
    status: came.kind === 'answered' ? came.status : undefined,
    error: came.kind === 'failed' ? came.error : undefined,
    sent: { method, from, to: from + candidateMs },
  }
}

const monotonic = (): number => performance.now()

const controlOf = ({ control }: CopyWork): CodedAnswer => ({
  status: control.status,
  headers: control.headers,
  body: Buffer.from(control.body.buffer),
})
