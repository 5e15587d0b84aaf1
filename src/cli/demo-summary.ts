import type { DivergencesView } from '../admin/index.ts'
import type { Change } from './demo-asking.ts'
import type { DemoMetrics } from './demo-metrics.ts'
import type { Failure } from './demo-judge.ts'
import { LOOSENED } from './demo-routes.ts'
import { DEMO_ROWS } from './demo-rows.ts'
import type { DemoFault } from './demo-sides.ts'
import type { EpochTold, StepTold, Told } from './demo-told.ts'
import { isChange } from './demo-typing.ts'
import { quantile, type Tally } from './demo-tally.ts'
import type { Shares, Witness } from './demo-witness.ts'
import { reasonsOf } from './demo-reasons.ts'
import { spokenPlace } from './spoken-place.ts'

/** What the demo saw, as `--json` prints it. Times are seconds from its beginning. */
export interface Summary {
  readonly ok: boolean
  /** What went wrong, each in a few words; empty where `ok`. */
  readonly reasons: readonly string[]
  readonly fault: DemoFault | 'none'
  readonly requests: number
  readonly seconds: number
  readonly outcomes: Outcomes
  readonly failures: Readonly<Partial<Record<Failure, number>>>
  /** Answers that reached a supplier and named another request, or were another supplier's or patient's. */
  readonly crossed: number
  readonly otherPatient: number
  /** Answers on the moving route that were held against legacy's own, and where they differ beyond the losses. */
  readonly held: number
  readonly differing: Readonly<Record<string, number>>
  /** How many answers show each listed loss. */
  readonly losses: Readonly<Record<string, number>>
  /** Reliable messages that legacy got twice, and messages in a supplier's name that none sent. */
  readonly sentTwice: number
  readonly strangers: number
  /** What is loosened so that it fits in a minute. */
  readonly loosened: typeof LOOSENED
  readonly steps: readonly SummaryStep[]
  readonly epochs: readonly SummaryEpoch[]
  /** What the shadow found, and in how many pairs. */
  readonly found: readonly SummaryGroup[]
  readonly copies: Shares
  readonly broken: string | null
  /** By the instance's own metrics. */
  readonly stopped: number
  readonly fallbacks: number
  readonly audit: { readonly isWhole: boolean; readonly changes: number; readonly typed: number }
  readonly rows: readonly SummaryRow[]
}

type Outcomes = Readonly<Record<'ok' | 'negative' | 'fault' | 'failed' | 'differing', number>>

export interface SummaryStep {
  readonly name: string
  readonly serves: StepTold['step']['serves']
  readonly from: number
  readonly to: number | null
  readonly place: string | null
  /** Who served the moving route's requests, and how many of legacy's asked under a number that was replaced. */
  readonly legacy: number
  readonly cloud: number
  readonly former: number
  readonly typed: readonly { readonly line: string; readonly exitCode: number }[]
  readonly gate: {
    readonly verdict: string
    readonly compared: number
    readonly bad: number
  } | null
}

export interface SummaryEpoch {
  readonly epoch: string
  readonly compared: number
  readonly bad: number
  readonly uncompared: number
  /** Why what was not compared was not, by reason. */
  readonly why: Readonly<Record<string, number>>
  /** The moving route's requests while copies were sent, by the senders' count. */
  readonly asked: number
}

export type SummaryGroup = Pick<
  DivergencesView['groups'][number],
  'in' | 'path' | 'kind' | 'severity' | 'count' | 'rate'
>

export interface SummaryRow {
  readonly interaction: string
  readonly route: string
  readonly requests: number
  readonly legacy: number
  readonly cloud: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly outcomes: Outcomes
}

/** Everything a summary is made of. */
export interface Seen {
  readonly began: number
  readonly ended: number
  readonly told: Told
  readonly tally: Tally
  readonly witness: Witness
  readonly fault: DemoFault | undefined
  readonly metrics: DemoMetrics
  readonly audit: { readonly isWhole: boolean; readonly changes: readonly Change[] }
}

export type Facts = Omit<Summary, 'ok' | 'reasons'>

/** Puts together what was seen and says whether it is what the demo promises. */
export function summarise(seen: Seen): Summary {
  const { tally, witness, told, metrics, audit } = seen
  const total = tally.total()
  const failures = tally.failures()
  const facts: Facts = {
    fault: seen.fault ?? 'none',
    requests: total.requests,
    seconds: rounded((seen.ended - seen.began) / 1_000),
    outcomes: outcomesOf(total),
    failures: Object.fromEntries(failures),
    crossed:
      (failures.get('named another request') ?? 0) +
      (failures.get('addressed to another supplier') ?? 0),
    otherPatient: failures.get('about another patient') ?? 0,
    held: tally.held(),
    differing: Object.fromEntries(tally.differing()),
    losses: Object.fromEntries(tally.losses()),
    sentTwice: witness.sentTwice(),
    strangers: witness.strangers(),
    loosened: LOOSENED,
    steps: told.steps.map(each => stepOf(each, seen)),
    epochs: told.epochs.map(each => epochOf(each, seen)),
    found: (told.found?.groups ?? []).map(group => {
      const { in: where, path, kind, severity, count, rate } = group
      return { ...(where && { in: where }), path, kind, severity, count, rate }
    }),
    copies: witness.copies(),
    broken: told.broken ?? null,
    ...metrics,
    audit: {
      isWhole: audit.isWhole,
      changes: audit.changes.length,
      typed: told.steps.flatMap(({ typed }) => typed).filter(isChange).length,
    },
    rows: rowsOf(tally, witness),
  }
  const reasons = reasonsOf(facts)
  return { ok: reasons.length === 0, reasons, ...facts }
}

function stepOf({ step, from, to, place, typed, gate }: StepTold, seen: Seen): SummaryStep {
  const { witness, began } = seen
  return {
    name: step.name,
    serves: step.serves,
    from: rounded((from - began) / 1_000),
    to: Number.isFinite(to) ? rounded((to - began) / 1_000) : null,
    place: place === undefined ? null : spokenPlace(place),
    ...witness.moving(from, to),
    former: witness.former(from, to),
    typed: typed.map(({ line, exitCode }) => ({ line, exitCode })),
    gate: gate ? { verdict: gate.verdict, compared: gate.compared, bad: gate.bad } : null,
  }
}

function epochOf({ from, to, evidence }: EpochTold, { witness }: Seen): SummaryEpoch {
  const { epoch, compared, bad, uncompared } = evidence.gate
  const { notCompared, notComparable } = evidence.counts
  const { legacy, cloud } = witness.moving(from, to)
  const why = { ...notCompared, ...notComparable }
  return { epoch, compared, bad, uncompared, why, asked: legacy + cloud }
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

const outcomesOf = ({ ok, negative, fault, failed, differing }: Outcomes): Outcomes => ({
  ok,
  negative,
  fault,
  failed,
  differing,
})

function rounded(value: number): number
function rounded(value: number | undefined): number | null
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 10) / 10
}
