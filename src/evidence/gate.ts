import { type Counts, totalsOf, type Totals } from './counts.ts'
import { evidenceAsked, mixtureEvidence } from './e-process.ts'
import { stillNeeded } from './still-needed.ts'

/** What a promotion asks of a route's evidence. */
export interface Gate {
  /** The share of comparisons that may differ; above 0, and below one in two. */
  readonly divergenceBelow: number
  /** How certain that must be: 0.95 is wrong one time in twenty, however often it is asked. */
  readonly confidence: number
  /** The share of pairs that may come to no comparison. */
  readonly uncomparedBelow: number
  /** How much slower than legacy the cloud may be; undefined asks nothing. */
  readonly latencyRatioBelow: number | undefined
  /** How long the route must have stood where it stands, milliseconds; 0 asks nothing. */
  readonly soakMs: number
}

/** What a route asks whose file says nothing: one in a thousand, with nineteen parts in twenty of certainty. */
export const DEFAULT_GATE: Gate = Object.freeze({
  divergenceBelow: 0.001,
  confidence: 0.95,
  uncomparedBelow: 0.05,
  latencyRatioBelow: undefined,
  soakMs: 0,
})

/** What else is known of a route. What is asked and not known keeps the gate undecided. */
export interface Circumstances {
  /** The cloud's latency divided by legacy's, over pairs. */
  readonly latencyRatio?: number | undefined
  /** How long the route has stood where it stands, milliseconds. */
  readonly soakedMs?: number | undefined
}

/** What a gate says. */
export interface GateAnswer {
  /** `closed`: what was seen speaks against it; `undecided`: not enough was seen to say. */
  readonly verdict: 'open' | 'closed' | 'undecided'
  /** The evidence that less than the share differs; the gate asks for 1 / (1 − confidence). */
  readonly e: number
  /** Comparisons still needed if nothing more differs; Infinity where none would do. */
  readonly needed: number
  /** Every reason it is not open, the weightiest first; empty where it is. */
  readonly why: readonly string[]
}

interface Hearing extends Totals {
  readonly counts: Counts
  readonly gate: Gate
  readonly circumstances: Circumstances
  readonly e: number
}

type Objection = { readonly verdict: 'closed' | 'undecided'; readonly says: string } | undefined

const closed = (says: string): Objection => ({ verdict: 'closed', says })
const undecided = (says: string): Objection => ({ verdict: 'undecided', says })

/** Everything that speaks against opening, the weightiest first. Each looks at its own matter alone. */
const OBJECTIONS: readonly ((hearing: Hearing) => Objection)[] = [
  ({ gate }) =>
    isMeaningful(gate) ? undefined : closed('what the gate asks cannot be shown by any evidence'),
  ({ counts }) =>
    counts.critical === 0
      ? undefined
      : closed(
          `${counts.critical} critical: what became of a request, or a field that must never differ`,
        ),
  ({ compared, bad, gate }) =>
    isDivergenceShown(compared, bad, gate)
      ? closed(`more than ${percent(gate.divergenceBelow)} differ: ${bad} of ${compared}`)
      : undefined,
  ({ compared }) => (compared > 0 ? undefined : undecided('nothing has been compared')),
  ({ compared, uncompared, gate }) =>
    uncompared === 0 || uncompared < gate.uncomparedBelow * (compared + uncompared)
      ? undefined
      : undecided(
          `${uncompared} of ${compared + uncompared} came to no comparison, ` +
            `which must be below ${percent(gate.uncomparedBelow)}`,
        ),
  ({ e, gate }) =>
    e >= evidenceAsked(gate.confidence)
      ? undefined
      : undecided(`the evidence stands at ${short(e)} of ${short(evidenceAsked(gate.confidence))}`),
  ({ gate, circumstances }) => slower(gate.latencyRatioBelow, circumstances.latencyRatio),
  ({ gate, circumstances }) => unsoaked(gate.soakMs, circumstances.soakedMs),
]

/**
 * Asks whether a route may go on: `open` on evidence that less than the gate's share differs, never on the lack of
 * evidence that it does. One critical difference closes it for as long as the epoch lasts; evidence that more than
 * the share differs closes it until clean comparisons outweigh it.
 */
export function gateOf(counts: Counts, gate: Gate, circumstances: Circumstances = {}): GateAnswer {
  const totals = totalsOf(counts)
  const isSound = isMeaningful(gate)
  const e = isSound ? mixtureEvidence(totals.compared, totals.bad, gate.divergenceBelow) : 1
  const hearing: Hearing = { ...totals, counts, gate, circumstances, e }
  const objections = OBJECTIONS.flatMap(objection => objection(hearing) ?? [])
  const isClosed = objections.some(({ verdict }) => verdict === 'closed')
  return Object.freeze({
    verdict: isClosed ? 'closed' : objections.length > 0 ? 'undecided' : 'open',
    e,
    needed: isSound && counts.critical === 0 ? stillNeeded(totals, gate) : Infinity,
    why: objections.map(({ says }) => says),
  })
}

const isMeaningful = ({ divergenceBelow, confidence, uncomparedBelow }: Gate): boolean =>
  divergenceBelow > 0 &&
  divergenceBelow < 0.5 &&
  confidence > 0 &&
  confidence < 1 &&
  uncomparedBelow > 0

// The same question the other way round: evidence against "less than the share differs".
const isDivergenceShown = (compared: number, bad: number, gate: Gate): boolean =>
  mixtureEvidence(compared, compared - bad, 1 - gate.divergenceBelow) >=
  evidenceAsked(gate.confidence)

function slower(below: number | undefined, ratio: number | undefined): Objection {
  if (below === undefined) return undefined
  if (ratio === undefined || !Number.isFinite(ratio)) {
    return undecided('how fast the cloud is beside legacy is not known')
  }
  return ratio < below
    ? undefined
    : undecided(
        `the cloud takes ${short(ratio)} times as long as legacy, which must be below ${below}`,
      )
}

function unsoaked(asks: number, soaked: number | undefined): Objection {
  if (asks <= 0) return undefined
  if (soaked === undefined) return undecided('how long the route has stood here is not known')
  return soaked >= asks
    ? undefined
    : undecided(`it must stand here for ${minutes(asks - soaked)} more`)
}

const short = (number: number): string => String(Number(number.toPrecision(3)))
const percent = (share: number): string => `${short(share * 100)} %`
const minutes = (ms: number): string => `${Math.ceil(ms / 60_000)} min`
