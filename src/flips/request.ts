import type { ConfigDifference } from '../config/index.ts'
import type { Cohort, Freeze, Maintenance, Route, Side, Stage } from '../exchange/index.ts'
import type { Gate, GateAnswer } from '../evidence/index.ts'
import type { Halt, HeldHalt, Name, OpenRequest } from '../fleet/index.ts'
import type { Interaction } from '../message/index.ts'
import type { GlassWord } from './audit-entry.ts'
import type { RefusalCode } from './refusal.ts'

/** What is asked of a change whatever it changes. */
interface Asked {
  /** Who asks, as whoever let them in knows them. */
  readonly actor: string
  /** Why, in a person's words; kept for ever, so never with what a patient is known by. */
  readonly reason: string
  /** Says what would happen and changes nothing. Default false. */
  readonly isDryRun?: boolean
  /** The name of the environment; asked for where that confirms changes, never for a rollback or a halt. */
  readonly environment?: string
  /** The revision the person looked at; a rollback or a halt does not care. */
  readonly revision?: number
}

/** Passes a gate that is not open, or a freeze, on the word of a second person. */
interface BreakGlass {
  readonly breakGlass?: { readonly approver: string }
}

interface Standpoint {
  /** A route, or a cohort: then all its routes move, or none. `route:x` and `cohort:x` say which. */
  readonly name: string
  /** Default: the next one. */
  readonly to?: Stage
  /** At `canary` only; above 0 to promote. */
  readonly percent?: number
}

/** Every change there is. A name left out means every route. */
export type Flip =
  | (Asked & BreakGlass & Standpoint & { readonly verb: 'promote' })
  | (Asked & Standpoint & { readonly verb: 'rollback' })
  | (Asked & {
      readonly verb: 'halt'
      readonly name?: string
      readonly isHard?: boolean
      /** A halt that is held already and is to be the fleet's: it is laid over its routes, and never twice. */
      readonly laid?: HeldHalt
    })
  | (Asked & { readonly verb: 'resume'; readonly name?: string })
  | (Asked & BreakGlass & { readonly verb: 'undo' })
  | (Asked &
      BreakGlass & {
        readonly verb: 'override'
        readonly cohort: string
        readonly key: string
        /** Undefined takes the word back. */
        readonly to:
          { readonly side: Side; readonly owner: string; readonly expires: number } | undefined
      })
  | (Asked &
      BreakGlass & {
        readonly verb: 'pin'
        readonly cohort: string
        /** As a message has it, and it is stored as a hash alone; or that hash, as pins are listed by it. */
        readonly key: string
        /** Undefined takes the pin off. */
        readonly to: Side | undefined
      })
  | (Asked & {
      readonly verb: 'freeze'
      /** Epoch milliseconds; its end does not belong to it. */
      readonly from: number
      readonly to: number
      /** Routes and cohorts; every route there is or will be where none is named. */
      readonly routes?: readonly string[]
    })
  | (Asked & BreakGlass & { readonly verb: 'unfreeze'; readonly id: string })
  /** A second person's word: with enough of them what the request asks for is carried out at once. */
  | (Asked & { readonly verb: 'approve'; readonly id: number })
  | (Asked & {
      readonly verb: 'reject'
      readonly id: number
      /** Whoever rejects is no approver, and takes back what they asked for themselves. */
      readonly isOwn?: boolean
    })
  /** Takes off a request that nobody approved in time. */
  | (Asked & { readonly verb: 'expire'; readonly id: number })
  /** Lets routes need no more people than their file says. */
  | (Asked & { readonly verb: 'relax'; readonly name: string })
  | (Asked & {
      /** Takes the routes of a file into the fleet, each where it starts. */
      readonly verb: 'adopt'
      /** By new name the old one whose state comes along. */
      readonly was?: ReadonlyMap<string, string>
      /** Where the file says otherwise than the one before it; a line is written wherever there is any. */
      readonly differences?: readonly ConfigDifference[]
    })

/** What can be carried out by itself: an approval carries out what it approves. */
export type MadeFlip = Exclude<Flip, { readonly verb: 'approve' }>

/** What a change is weighed with: the operator's file and the clock. */
export interface FlipContext {
  readonly routes: readonly Route[]
  /** Every interaction a product knows. */
  readonly interactions: readonly Interaction[]
  readonly environment: { readonly name: string; readonly confirm: boolean }
  /** What the file says is frozen. Default: nothing. */
  readonly freezes?: readonly Freeze[]
  /** When the upstreams on a route's sides are worked on. Default: never. */
  maintenanceOf?(route: Route): readonly Maintenance[]
  gateOf(route: Route): Gate
  /** The epoch a route's evidence is counted in now. */
  epochOf(route: Route): string
  /** The cloud's latency divided by legacy's, where it is known. */
  latencyRatioOf?(route: Route): number | undefined
  /** Names an entity of a cohort as it is pinned; undefined where the key is none. */
  nameOf(cohort: Cohort, key: string): Name | undefined
  /** Epoch milliseconds. */
  now(): number
  /** Told of every change that was carried out, once, where it was asked for or approved. */
  made?(change: MadeFlip, came: Flipped): void
}

/** Who serves a route's requests: percentages, of those nobody has overridden or pinned. */
export interface Serving {
  readonly stage: Stage
  readonly percent: number
  /** The heaviest halt that lies over it. */
  readonly halt: Halt
  readonly legacy: number
  readonly cloud: number
}

/** One route before and after. */
export interface Moved {
  readonly route: string
  readonly before: Serving
  readonly after: Serving
}

/** What a gate said when it was asked, with the numbers it said it on. */
export interface AskedGate extends GateAnswer {
  readonly route: string
  readonly epoch: string
  readonly compared: number
  /** Compared and not equal: different, critical and truncated. */
  readonly bad: number
  readonly critical: number
  readonly uncompared: number
  readonly divergenceBelow: number
  readonly confidence: number
}

/** A change that is made, or in a dry run would be. */
export interface Flipped {
  readonly kind: 'flipped'
  readonly isDryRun: boolean
  /** False where everything stood so already: then nothing was written. */
  readonly isChanged: boolean
  /** True for a halt this instance holds by itself, because the store did not answer. */
  readonly isHeld: boolean
  /** Whether a halt that is held so lies on this machine's disk: else a restart forgets it. True of every other change. */
  readonly isKept: boolean
  /** The fleet's revision after it. */
  readonly revision: number
  readonly routes: readonly Moved[]
  readonly gates: readonly AskedGate[]
  /** What a person should know besides. */
  readonly notes: readonly string[]
  /** What the glass was broken for; absent where it was not. */
  readonly glass?: readonly GlassWord[]
  /** The request it was carried out for. */
  readonly request?: Pick<OpenRequest, 'id' | 'verb' | 'name' | 'actor'>
}

/** A change that waits for a second person; nothing of it is done. */
export interface Requested {
  readonly kind: 'requested'
  /** What a command ends with: nobody is to believe that it was done. */
  readonly exitCode: 3
  /** The fleet's revision after it. */
  readonly revision: number
  readonly request: OpenRequest
  /** So many more people must approve it. */
  readonly missing: number
  /** What would be changed. */
  readonly routes: readonly Moved[]
  readonly gates: readonly AskedGate[]
  readonly notes: readonly string[]
}

/** A change that is not made. */
export interface Refused {
  readonly kind: 'refused'
  readonly code: RefusalCode
  readonly exitCode: number
  readonly says: string
  readonly wayOut: string
  readonly gates: readonly AskedGate[]
  /** The fleet's revision, as far as it is known. */
  readonly revision: number
}
