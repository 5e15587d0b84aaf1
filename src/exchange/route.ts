import type { Span } from './windows.ts'

/** The two sides of a route. An upstream is a named system; a side is the part it plays on a route. */
export type Side = 'legacy' | 'cloud'

/** How far a route has moved, in order. */
export const STAGES = ['legacy', 'shadow', 'canary', 'reverse-shadow', 'cloud'] as const
export type Stage = (typeof STAGES)[number]

/** A named system Ficus forwards to, with everything decided that the file left open. */
export interface Upstream {
  readonly name: string
  /** `http://host:port` or `https://host:port`, no path. */
  readonly origin: string
  /** What stands in front of every target, byte for byte; empty unless the address has a path. */
  readonly basePath: string
  /** The whole time a request may take there, queueing included. */
  readonly timeoutMs: number
  /** Sockets at most. */
  readonly connections: number
  /** Requests that may wait for a socket before `not-sent`. */
  readonly queue: number
  /** Trust only these authorities (PEM); the system's where absent. */
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly preserveHost: boolean
  readonly simulated: boolean
  readonly rehearsal: boolean
  /** What runs there, as the file says; another begins a new epoch of evidence. Empty where it says nothing. */
  readonly version?: string
}

/**
 * Which requests a route owns: all the fields given must hold, and within a field any of its values.
 * `interaction` is the full id; `soapAction` the header's text without quotes; `path` a prefix of the target
 * up to a segment's end, or all of it with a trailing `*`; `from` and `to` are ASIDs or party keys.
 */
export interface Match {
  readonly interaction?: readonly string[]
  readonly product?: readonly string[]
  readonly soapAction?: readonly string[]
  readonly path?: readonly string[]
  readonly method?: readonly string[]
  readonly header?: Readonly<Record<string, string>>
  readonly from?: readonly string[]
  readonly to?: readonly string[]
}

/** A rule of the operator's file, checked and with its defaults, in the order of the file. */
export interface Route {
  readonly name: string
  /** Its place in the file, and in every table that counts by route. */
  readonly index: number
  readonly match: Match | 'default'
  readonly legacy: Upstream
  readonly cloud: Upstream | undefined
  /** What the file says of interactions that no product knows; never of one that a product knows. */
  readonly class: 'read' | undefined
  /** The name of a mapping; absent where bytes pass untouched. */
  readonly translate: string | undefined
  /** Present where its mapping takes messages that are answered later. */
  readonly answeredLater?: AnsweredLater
  /** Why suppliers are never given what its mapping reads; present where it only compares. */
  readonly neverServes?: string
  readonly cohort: Cohort | undefined
  readonly startsAt: Stage
  readonly maxBodyBytes: number
  /** Copies go here instead of to the cloud side: a rehearsal tenancy that never serves. */
  readonly rehearsal: Upstream | undefined
  /**
   * The marked system identity copies go out under where they would else go out in a supplier's name, or leave an
   * entry in an audit. In place of a sender only an ASID of twelve digits can stand.
   */
  readonly shadowAs: string | undefined
  /** The organisation copies name where their mapping names the one that asks, by its ODS code. */
  readonly shadowOrganisation?: string
  /** Share of requests that are copied, above 0 and at most 1; absent where the file says nothing of copies. */
  readonly shadowSample?: number
  /** Differences the file expects; the comparison explains by them, in their order. */
  readonly ignore?: readonly IgnoredDifference[]
  /** What the file says of its gate; what it leaves out is as the gate's own defaults. */
  readonly gate?: GateAsks
  /** What its file promises suppliers; what it leaves out is as the defaults. */
  readonly slo?: Objectives
  /** Whether its requests carry the trace they are part of to whoever is asked; absent where the file does not say. */
  readonly trace?: boolean
  /**
   * Who serves a message that lacks its cohort's key, at every stage; of one that names a second key only where the
   * stage asks the cohort. Absent where each is to have it.
   */
  readonly withoutKey?: 'legacy'
  /** The name it had before, whose state comes along. */
  readonly was?: string
  /** How many people a change needs that leads it forward, its cohort's number too; absent where one is enough. */
  readonly approvals?: Approvals
  /** Present where a rollback cannot take back what the cloud did of it. */
  readonly back?: 'none'
}

/** How many people something needs, whoever asks for it included, and how long it waits for them. */
export interface Approvals {
  readonly of: number
  readonly withinMs: number
}

/** The interactions of a route that are translated and answered later, and by whom such an answer is fetched. */
export interface AnsweredLater {
  readonly interactions: readonly string[]
  /** ASIDs; whoever else sends one is served by legacy. */
  readonly pollers: readonly string[]
}

/** A difference the file expects, with whoever answers for it. */
export interface IgnoredDifference {
  readonly path: string
  readonly why: string
  readonly owner: string
  /** The last day it holds, `YYYY-MM-DD` in UTC. */
  readonly expires: string
}

/** What a route's file asks of a promotion. */
export interface GateAsks {
  readonly divergenceBelow?: number
  readonly confidence?: number
  readonly latencyRatioBelow?: number
  readonly soakMs?: number
}

/** What suppliers of a route are promised. */
export interface Objectives {
  /** Share of requests that are answered: neither a fault, nor an application's error, nor nothing. */
  readonly answered?: number
  /** Share of replies that end within `withinMs`. */
  readonly inTime?: number
  /** A bound of the durations that are measured. */
  readonly withinMs?: number
}

/** A named set of entities that move together, by key. */
export interface Cohort {
  readonly name: string
  readonly key: 'nhsNumber' | 'prescriptionId' | 'fromAsid' | 'messageId'
  readonly seed: string
  readonly records: 'shared' | 'apart' | { readonly copiedWithinMs: number }
  readonly pin: boolean
  /** How many people a change needs that leads one of its routes forward; absent where one is enough. */
  readonly approvals?: Approvals
  /** Present where a rollback cannot take back what the cloud did of it. */
  readonly back?: 'none'
}

/** A person's word that a key belongs on a side. */
export interface Override {
  readonly key: string
  readonly side: Side
  readonly owner: string
  /** Epoch milliseconds. */
  readonly expires: number
}

/** Where one route is. A halt lies over the stage and leaves it as it was. */
export interface RouteState {
  readonly stage: Stage
  /** Percentage served by the cloud at `canary`, 0 to 100, decimals allowed. */
  readonly percent: number
  readonly halt: 'none' | 'halt' | 'hard'
  /** Where no store was ever read: the stage is a safe one, and which side holds whose records is not known. */
  readonly isUnread?: true
  /**
   * When it last turned from a stage at which legacy serves everyone to one at which the cloud may, or back: epoch
   * milliseconds. Absent where it never did.
   */
  readonly turned?: number
  /** By upstream on its sides, the span in which it is worked on now or next; absent where none is to come. */
  readonly maintenance?: Readonly<Record<string, Span>> | undefined
  /** Where the other routes of its cohort stand; present where its records are copied. */
  readonly mates?: readonly RouteState[]
}

/** Where everything is: what all instances share. Frozen; replaced whole; the revision only grows. */
export interface State {
  readonly revision: number
  readonly routes: ReadonlyMap<string, RouteState>
  /** By cohort name. */
  readonly overrides: ReadonlyMap<string, readonly Override[]>
}
