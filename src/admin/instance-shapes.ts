import type { Stage } from '../exchange/index.ts'
import type { Halt, OpenRequest, StoreErrorCode } from '../fleet/index.ts'
import type { AuditEntry } from '../flips/index.ts'
import type { RouteView } from './api-shapes.ts'
import type { FreezeView, MaintenanceView } from './freeze-shapes.ts'

/** What an instance says of itself that nobody else knows. */
export interface InstanceFacts {
  /** A name it has to itself. */
  readonly name: string
  readonly version: string
  /** The runtime's version. */
  readonly node: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly isDraining: boolean
}

/** `GET /api/status`: what one instance knows now. */
export interface StatusView {
  readonly instance: string | null
  readonly version: string | null
  readonly node: string | null
  readonly environment: string
  readonly upMs: number | null
  readonly isDraining: boolean
  /** The revision it acts on. */
  readonly revision: number
  /** Names the store it goes by; null where it has read none since it started. */
  readonly epoch: string | null
  readonly store: {
    /** Why it does not answer, or is not believed. */
    readonly trouble: { readonly code: StoreErrorCode; readonly says: string } | null
    /** What it is at when it is asked; null where it does not answer. */
    readonly revision: number | null
    /** By how many changes the instance was behind when it was asked. */
    readonly behind: number | null
    /** How many fleets of another line claimed to be this one. */
    readonly forks: number
  }
  readonly halts: {
    /** The fleet's halt of every route. */
    readonly all: Halt
    /** Those that lie over single routes, by name. */
    readonly routes: Readonly<Record<string, Halt>>
    /** What this instance holds back by itself. */
    readonly held: { readonly all: Halt; readonly routes: Readonly<Record<string, Halt>> }
  }
  /** Its admin port as others reach it; null where it has told nobody of itself. */
  readonly address: string | null
  /** The machine it runs on. */
  readonly machine: string | null
  /** What its routes file comes to, the same for two that say the same. */
  readonly digest: string | null
  /** Every other instance of the fleet that it knows of. */
  readonly others: readonly OtherView[]
  /** Freezes that are on or to come. */
  readonly freezes: readonly FreezeView[]
  /** When upstreams are worked on, now or next. */
  readonly maintenance: readonly MaintenanceView[]
  /** How many routes stand at each stage. */
  readonly stages: Readonly<Record<Stage, number>>
}

/** Another instance as one knows it: what it told the store of itself last. */
export interface OtherView {
  readonly instance: string
  readonly address: string
  readonly machine: string
  readonly version: string
  readonly node: string
  readonly revision: number
  readonly digest: string
  readonly isDraining: boolean
  /** How long ago that was, milliseconds. */
  readonly ageMs: number
  /** Whether it had told nothing for longer than one that serves does, when the store last answered. */
  readonly isSilent: boolean
  /** Whether it can be told a halt from there: not what listens on the loopback of another machine. */
  readonly isReachable: boolean
}

/** Who changed where a route stands last, and why. */
export type LastFlip = Pick<
  AuditEntry,
  | 'revision'
  | 'at'
  | 'verb'
  | 'name'
  | 'actor'
  | 'approver'
  | 'reason'
  | 'request'
  | 'approvals'
  | 'glass'
>

/** `GET /api/routes/{name}`. */
export interface ShownRouteView extends RouteView {
  /** Null where none of the last changes moved it, or the store cannot be asked for them. */
  readonly lastFlip: LastFlip | null
  /** Freezes that are on over it or to come. */
  readonly freezes: readonly FreezeView[]
  /** When its upstreams are worked on, now or next. */
  readonly maintenance: readonly MaintenanceView[]
  /** How many people a change needs that leads it forward, whoever asks included. */
  readonly people: number
  /** Present where a rollback cannot take back what the cloud did of it. */
  readonly back?: 'none'
  /** What waits for a second person on it. */
  readonly waiting: readonly OpenRequest[]
}
