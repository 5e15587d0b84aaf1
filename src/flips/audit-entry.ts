import { createHash } from 'node:crypto'
import type { ConfigDifference } from '../config/index.ts'
import type { Override, Side } from '../exchange/index.ts'
import type {
  Approval,
  AuditLine,
  FleetContent,
  Halt,
  KeptCohort,
  KeptFreeze,
  OpenRequest,
  PinMove,
  Position,
  RequestedVerb,
} from '../fleet/index.ts'
import type { AskedGate, Flip } from './request.ts'

/** Some of what a fleet holds: what a change found, or what it left. Null stands for what was not there. */
export interface AuditPart {
  readonly halt?: Halt
  readonly routes?: Readonly<Record<string, Position | null>>
  readonly overrides?: Readonly<Record<string, readonly Override[] | null>>
  readonly cohorts?: Readonly<Record<string, KeptCohort | null>>
  /** By id. */
  readonly freezes?: Readonly<Record<string, KeptFreeze | null>>
  /** By id: what began to wait for a second person, or waits no more. */
  readonly requests?: Readonly<Record<string, OpenRequest | null>>
  /** By route: how many people it needs, where that is more than one. */
  readonly people?: Readonly<Record<string, number | null>>
  /** By cohort, then the name it is pinned by: those that were moved. Absent before where nobody could say. */
  readonly pins?: Readonly<Record<string, Readonly<Record<string, Side | null>>>>
}

/** What a line of the audit says of one change. */
export interface AuditEntry {
  readonly revision: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly environment: string
  /** `request` is a change that somebody asked for and that waits for another. */
  readonly verb: Flip['verb'] | 'request'
  /** What was named; `all` where every route was meant. */
  readonly name: string
  readonly actor: string
  /** Who let a gate that was not open, a freeze or a missing approval be passed; null where nobody had to. */
  readonly approver: string | null
  readonly reason: string
  readonly before: AuditPart
  readonly after: AuditPart
  /** Every gate that was asked, with its numbers. */
  readonly gates: readonly AskedGate[]
  /** Of a halt: its name wherever it was held, and when it was laid there, epoch milliseconds. */
  readonly laid?: { readonly id: string; readonly at: number }
  /** Where a routes file says otherwise than the one before it. */
  readonly differences?: readonly ConfigDifference[]
  /** What the glass was broken for, on the approver's word. */
  readonly glass?: readonly GlassWord[]
  /** How many people it needs, whoever asks included, where that is more than one. */
  readonly needs?: number
  /** The request it is about, or was carried out for. */
  readonly request?: number
  /** Of a request and of an approval that leave something waiting: what is asked for. */
  readonly asked?: RequestedVerb
  /** Of a change that was carried out for a request: who approved it and when. */
  readonly approvals?: readonly Approval[]
}

/** What glass can be broken for: a gate that is not open, a second person's approval, a freeze. */
export const GLASS_WORDS = ['gate', 'approval', 'freeze'] as const
export type GlassWord = (typeof GLASS_WORDS)[number]

/** Writes an entry as the line that follows `previous`. Its hash is over the one before and its own text. */
export function writeLine(entry: AuditEntry, previous: string): Omit<AuditLine, 'revision'> {
  // JSON has no Infinity: of a gate that no number of comparisons would open, `needed` is null.
  const body = JSON.stringify(entry)
  return { previous, hash: hashOf(previous, body), body }
}

/** The hash of a line: SHA-256 over the hash of the line before, a line feed, and the text. */
export const hashOf = (previous: string, body: string): string =>
  createHash('sha256').update(`${previous}\n${body}`).digest('hex')

/** Reads what a line says. Throws SyntaxError where it is no JSON; verify the line before it is believed. */
export const readEntry = ({ body }: Pick<AuditLine, 'body'>): AuditEntry =>
  JSON.parse(body) as AuditEntry // written by writeLine, which its hash proves

/** Finds what differs between two contents, seen from each. */
export function partsOf(
  before: FleetContent,
  after: FleetContent,
): { readonly before: AuditPart; readonly after: AuditPart } {
  return { before: partOf(before, after), after: partOf(after, before) }
}

/** Says whether there is nothing in a part. */
export const isEmpty = (part: AuditPart): boolean => Object.keys(part).length === 0

function partOf(one: FleetContent, other: FleetContent): AuditPart {
  const routes = differing(one.routes, other.routes)
  const overrides = differing(one.overrides, other.overrides)
  const cohorts = differing(one.cohorts ?? NONE, other.cohorts ?? NONE)
  const freezes = differing(one.freezes ?? NO_FREEZES, other.freezes ?? NO_FREEZES)
  const requests = differing(one.requests ?? NO_REQUESTS, other.requests ?? NO_REQUESTS)
  const people = differing(one.people ?? NO_PEOPLE, other.people ?? NO_PEOPLE)
  return {
    ...(one.halt !== other.halt && { halt: one.halt }),
    ...(Object.keys(routes).length > 0 && { routes }),
    ...(Object.keys(overrides).length > 0 && { overrides }),
    ...(Object.keys(cohorts).length > 0 && { cohorts }),
    ...(Object.keys(freezes).length > 0 && { freezes }),
    ...(Object.keys(requests).length > 0 && { requests }),
    ...(Object.keys(people).length > 0 && { people }),
  }
}

const NONE: ReadonlyMap<string, KeptCohort> = new Map()
const NO_FREEZES: ReadonlyMap<string, KeptFreeze> = new Map()
const NO_REQUESTS: ReadonlyMap<string, OpenRequest> = new Map()
const NO_PEOPLE: ReadonlyMap<string, number> = new Map()

/** Writes pins as a part of an audit has them; null for a pin that is none. */
export function pinsPart(
  pins: readonly (Pick<PinMove, 'cohort' | 'names'> & { readonly side: Side | undefined })[],
): Pick<AuditPart, 'pins'> {
  const cohorts: Record<string, Record<string, Side | null>> = {}
  for (const { cohort, names, side } of pins) {
    const moved = (cohorts[cohort] ??= {})
    for (const name of names) moved[name] = side ?? null
  }
  return pins.length === 0 ? {} : { pins: cohorts }
}

function differing<Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
): Record<string, Value | null> {
  const names = new Set([...one.keys(), ...other.keys()])
  const differ = [...names].filter(name => written(one.get(name)) !== written(other.get(name)))
  return Object.fromEntries(differ.map(name => [name, one.get(name) ?? null]))
}

const written = (value: unknown): string | undefined =>
  JSON.stringify(value instanceof Map ? [...(value as Map<unknown, unknown>)] : value)

/**
 * Puts a part back over a content. Pins are none of it, cohorts are as the file has them, and what waits for a second
 * person waits on.
 */
export function putBack(content: FleetContent, part: AuditPart): FleetContent {
  const freezes = over(content.freezes ?? NO_FREEZES, part.freezes ?? {})
  return {
    ...content,
    halt: part.halt ?? content.halt,
    routes: over(content.routes, part.routes ?? {}),
    overrides: over(content.overrides, part.overrides ?? {}),
    freezes: freezes.size === 0 ? undefined : freezes,
  }
}

function over<Value>(
  map: ReadonlyMap<string, Value>,
  part: Readonly<Record<string, Value | null>>,
): Map<string, Value> {
  const all = new Map(map)
  for (const [name, value] of Object.entries(part)) {
    if (value === null) all.delete(name)
    else all.set(name, value)
  }
  return all
}
