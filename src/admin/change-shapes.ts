import type { Side, Stage } from '../exchange/index.ts'
import type { AskedGate, Flipped, Refused, Requested } from '../flips/index.ts'
import type { GateView } from './api-shapes.ts'
import type { PeerView } from './peer-shapes.ts'

/** What every change is asked with. */
interface AskedRequest {
  /** Why, in one line of at most 500 characters; kept for ever, so never with what a patient is known by. */
  readonly reason: string
  /** Says what would happen and changes nothing. Default false. */
  readonly isDryRun?: boolean
  /** The environment's name, where that confirms changes. */
  readonly environment?: string
  /** Refuses where the fleet has moved on from this revision; a rollback or a halt does not care. */
  readonly revision?: number
}

/** Where a route or a cohort is to stand. */
interface PlacedRequest extends AskedRequest {
  /** Default: for `promote` the next one, for `rollback` the last at which legacy serves everyone. */
  readonly to?: Stage
  /** At `canary` only, 0 to 100. */
  readonly percent?: number
}

interface GlassRequest extends AskedRequest {
  /** Passes a gate that is not open, or a freeze, on the word of a second person. */
  readonly breakGlass?: { readonly approver: string }
}

/** Moves a route, or all routes of a cohort, on; their gates are asked. */
export interface PromoteRequest extends PlacedRequest, GlassRequest {
  readonly verb: 'promote'
}

/** Moves a route, or all routes of a cohort, back. */
export interface RollbackRequest extends PlacedRequest {
  readonly verb: 'rollback'
}

/** Has legacy serve at once, whatever the stage. */
export interface HaltRequest extends AskedRequest {
  readonly verb: 'halt'
  /** Refuses what is pinned to the cloud besides. Default false. */
  readonly isHard?: boolean
}

/** Takes a halt off: what stood before stands again. */
export interface ResumeRequest extends AskedRequest {
  readonly verb: 'resume'
}

/** Undoes the last change, as a new one. */
export interface UndoRequest extends GlassRequest {
  readonly verb: 'undo'
}

/** Lets a route, or all routes of a cohort, need no more people than the file says; takes those it needs now. */
export interface RelaxRequest extends AskedRequest {
  readonly verb: 'relax'
}

/** Any change of a route, of a cohort's routes or of every route, as a command puts it together. */
export interface ChangeRequest extends PlacedRequest, GlassRequest {
  readonly verb: 'promote' | 'rollback' | 'halt' | 'resume' | 'undo' | 'relax'
  readonly isHard?: boolean
}

/** Takes back a person's word that a key belongs on a side. */
export interface OverrideRemoval extends GlassRequest {
  readonly verb: 'override'
  readonly key: string
}

/** Sends a key to a side, on a person's word and until it expires. */
export interface OverrideAddition extends OverrideRemoval {
  readonly side: Side
  readonly owner: string
  /** Epoch milliseconds. */
  readonly expires: number
}

/** Either of the two, as a command puts it together. */
export type OverrideRequest = OverrideRemoval &
  Partial<Pick<OverrideAddition, 'side' | 'owner' | 'expires'>>

/** Pins an entity to a side; without one takes its pin off. */
export interface PinRequest extends GlassRequest {
  readonly verb: 'pin'
  /** The entity's key as a message has it, or the name its pin is listed by. */
  readonly key: string
  readonly side?: Side
}

/** What the gate of one route said when it was asked. */
export interface AskedGateView extends GateView {
  readonly route: AskedGate['route']
  readonly divergenceBelow: AskedGate['divergenceBelow']
  readonly confidence: AskedGate['confidence']
}

interface GatesAndPeers {
  /** Every gate that was asked. */
  readonly gates: readonly AskedGateView[]
  /** Of a halt and a resume: which of the other instances confirmed it; null where nobody was told. */
  readonly peers?: readonly PeerView[] | null
}

/** A change that is made, or in a dry run would be. */
export interface MadeView extends Omit<Flipped, 'gates'>, GatesAndPeers {}

/** A change that is not made: why, and the way out. */
export interface RefusedView extends Omit<Refused, 'gates'>, GatesAndPeers {}

/** A change that waits for a second person: nothing of it is done. */
export interface RequestedView extends Omit<Requested, 'gates'>, GatesAndPeers {}

/** What a change is answered: 200 where it is made, 202 where it waits for others; by its reason where it is not. */
export type ChangeView = MadeView | RequestedView | RefusedView
