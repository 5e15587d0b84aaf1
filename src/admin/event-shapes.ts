import type { Approval, Halt, Position, RequestedVerb, StoreErrorCode } from '../fleet/index.ts'
import type { AskedGate, AuditEntry, GlassWord } from '../flips/index.ts'

/** Where a route stood. */
type Stood = Pick<Position, 'stage' | 'percent' | 'halt'>

/** `event: change` of `GET /api/events`: one line of the audit. Its id is the revision. */
export interface ChangeEvent {
  /** The revision this change came to. */
  readonly revision: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly environment: string
  readonly verb: AuditEntry['verb']
  /** What was named; `all` where every route was meant. */
  readonly name: string
  readonly actor: string
  /** Who let a gate that was not open, a freeze or a missing approval be passed; null where nobody had to. */
  readonly approver: string | null
  readonly reason: string
  /** What the glass was broken for, on the approver's word. */
  readonly glass: readonly GlassWord[]
  /** The request it is about, or was carried out for; null where it was done at once. */
  readonly request: number | null
  /** Of a request that waits: what is asked for. */
  readonly asked: RequestedVerb | null
  /** Of a change that was carried out for a request: who approved it and when. */
  readonly approvals: readonly Approval[]
  /** The halt of every route, where it changed. */
  readonly halt: { readonly before: Halt; readonly after: Halt } | null
  /** Every route that stands elsewhere than before; null where it was not there. */
  readonly routes: readonly {
    readonly route: string
    readonly before: Stood | null
    readonly after: Stood | null
  }[]
  /** What gates said that were asked. */
  readonly gates: readonly Pick<
    AskedGate,
    'route' | 'verdict' | 'compared' | 'bad' | 'critical' | 'uncompared'
  >[]
  /** The hash of the line, which the next one continues. */
  readonly hash: string
}

/**
 * `event: gap`: the audit does not go on as it must. A line that is not what was written is not told: the event has its
 * id. Where lines are missing, those that follow are told, and the event has no id.
 */
export interface GapEvent {
  /** The revision that should stand there. */
  readonly revision: number
  readonly says: string
}

/** `event: trouble`: why nothing can be told now; null once the store answers again. It has no id. */
export interface TroubleEvent {
  readonly trouble: { readonly code: StoreErrorCode; readonly says: string } | null
}
