import type { Failure } from './demo-judge.ts'
import { DEMO_ROWS } from './demo-rows.ts'
import type { DemoFault } from './demo-spines.ts'
import { quantile, type Tally } from './demo-tally.ts'
import type { Shares, Witness } from './demo-witness.ts'

/** When the moving route's file was saved and taken over; epoch milliseconds. */
export interface Moments {
  readonly began: number
  readonly savedCloud: number
  readonly atCloud: number
  readonly savedLegacy: number
  readonly atLegacy: number
  readonly ended: number
}

/** What the demo saw, as `--json` prints it. */
export interface Summary {
  readonly ok: boolean
  /** What went wrong, each in a few words; empty where `ok`. */
  readonly reasons: readonly string[]
  readonly fault: DemoFault | 'none'
  readonly requests: number
  readonly seconds: number
  readonly outcomes: Readonly<Record<'ok' | 'negative' | 'fault' | 'failed', number>>
  readonly failures: Readonly<Partial<Record<Failure, number>>>
  /** Answers that reached a supplier and named another request, or told of another patient. */
  readonly crossed: number
  readonly otherPatient: number
  /** Reliable messages that a Spine got twice. */
  readonly sentTwice: number
  /** How many requests of the moving route each Spine saw while it stood at a stage. */
  readonly asked: Readonly<Record<'before' | 'flipped' | 'back', Shares>>
  /** From saving the file until the re-hosted Spine got its first request, and until it got its last. */
  readonly flipMs: { readonly toCloud: number | null; readonly back: number | null }
  /** By the instance's own metrics. */
  readonly stopped: number
  readonly fallbacks: number
  readonly rows: readonly SummaryRow[]
}

export interface SummaryRow {
  readonly interaction: string
  readonly route: string
  readonly requests: number
  readonly legacy: number
  readonly cloud: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly outcomes: Summary['outcomes']
}

export interface Evidence {
  readonly tally: Tally
  readonly witness: Witness
  readonly moments: Moments
  readonly fault: DemoFault | undefined
  readonly stopped: number
  readonly fallbacks: number
}

/** Puts together what was seen and says whether it is what the demo promises. */
export function summarise({ tally, witness, moments, fault, ...metrics }: Evidence): Summary {
  const total = tally.total()
  const failures = tally.failures()
  const facts = {
    fault: fault ?? 'none',
    requests: total.requests,
    seconds: rounded((moments.ended - moments.began) / 1_000),
    outcomes: outcomesOf(total),
    failures: Object.fromEntries(failures),
    crossed: failures.get('named another request') ?? 0,
    otherPatient: failures.get('about another patient') ?? 0,
    sentTwice: witness.sentTwice(),
    asked: {
      before: witness.moving(moments.began, moments.savedCloud),
      flipped: witness.moving(moments.atCloud, moments.savedLegacy),
      back: witness.moving(moments.atLegacy, Infinity),
    },
    flipMs: flipsOf(witness, moments),
    ...metrics,
    rows: rowsOf(tally, witness),
  } as const
  const reasons = REASONS.flatMap(reason => reason(facts) ?? [])
  return { ok: reasons.length === 0, reasons, ...facts }
}

type Facts = Omit<Summary, 'ok' | 'reasons'>

const REASONS: readonly ((facts: Facts) => string | undefined)[] = [
  ({ crossed }) => said(crossed, 'answers named another request'),
  ({ otherPatient }) => said(otherPatient, 'answers were about another patient'),
  ({ outcomes, crossed, otherPatient, failures }) => {
    const others = outcomes.failed - crossed - otherPatient
    return said(others, `other requests failed: ${Object.keys(failures).join(', ')}`)
  },
  ({ sentTwice }) => said(sentTwice, 'prescriptions or summaries were sent on twice'),
  ({ asked }) => (asked.before.cloud > 0 ? 'the cloud was asked before the flip' : undefined),
  ({ asked }) =>
    asked.flipped.cloud === 0 ? 'no request reached the cloud after the flip' : undefined,
  ({ asked }) =>
    asked.back.cloud > 0 ? 'the cloud was still asked after the flip back' : undefined,
  ({ fault, stopped }) =>
    fault === 'crossed' && stopped === 0 ? 'no crossed answer was stopped' : undefined,
]

const said = (count: number, what: string): string | undefined =>
  count > 0 ? `${count} ${what}` : undefined

function flipsOf(witness: Witness, { savedCloud, savedLegacy }: Moments): Summary['flipMs'] {
  const flipped = witness.onCloud(savedCloud, savedLegacy)
  const back = witness.onCloud(savedLegacy, Infinity)
  return {
    toCloud: flipped === undefined ? null : flipped.first - savedCloud,
    // Nothing came to the cloud once the file was saved: it was taken over between two requests.
    back: flipped === undefined ? null : back === undefined ? 0 : back.last - savedLegacy,
  }
}

const rowsOf = (tally: Tally, witness: Witness): readonly SummaryRow[] =>
  DEMO_ROWS.map(({ name, route }) => {
    const counted = tally.row(name)
    return {
      interaction: name,
      route,
      requests: counted.requests,
      ...witness.row(name),
      p50Ms: rounded(quantile(counted.ms, 0.5)),
      p99Ms: rounded(quantile(counted.ms, 0.99)),
      outcomes: outcomesOf(counted),
    }
  })

const outcomesOf = ({ ok, negative, fault, failed }: Summary['outcomes']): Summary['outcomes'] => ({
  ok,
  negative,
  fault,
  failed,
})

function rounded(value: number): number
function rounded(value: number | undefined): number | null
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 10) / 10
}
