import type { NotifyWord } from '../config/index.ts'
import type { AuditLine, Halt, Position } from '../fleet/index.ts'
import type { AuditEntry } from '../flips/index.ts'

/** What a receiver is sent: the id by which it knows a double, and the text that is signed. */
export interface Message {
  readonly id: string
  readonly body: string
}

/** Says whether a change is in a receiver's words. */
export const isIn = (words: readonly NotifyWord[], entry: AuditEntry): boolean =>
  words.some(word =>
    word === 'break-glass' ? glassIn(entry).length > 0 : word === '*' || word === entry.verb,
  )

const glassIn = ({ glass }: AuditEntry): readonly string[] => glass ?? []

/**
 * Writes what a receiver is told of a change. Its id is the same whoever sends it, and another where a store that was
 * emptied comes to the same revision again.
 */
export function messageOf(entry: AuditEntry, { hash }: Pick<AuditLine, 'hash'>): Message {
  const { environment, revision, verb, name, actor, approver, reason } = entry
  const { request, asked, needs, approvals } = entry
  const data = {
    environment,
    revision,
    verb,
    name,
    actor,
    approver,
    reason,
    routes: routesOf(entry),
    gates: entry.gates.map(({ route, verdict, compared, bad }) => ({
      route,
      verdict,
      compared,
      bad,
    })),
    ...(glassIn(entry).length > 0 && { glass: glassIn(entry) }),
    ...(request !== undefined && { request }),
    ...(asked !== undefined && { asked }),
    ...(needs !== undefined && { needs }),
    ...(approvals && {
      approvals: approvals.map(({ actor: by, at }) => ({
        actor: by,
        at: new Date(at).toISOString(),
      })),
    }),
  }
  return {
    id: `${environment}-${revision}-${hash.slice(0, 12)}`,
    body: written(verb, entry.at, data),
  }
}

/** Writes what a receiver is told to see whether it can be told. */
export const testMessage = (
  { environment, notifier }: { readonly environment: string; readonly notifier: string },
  { id, at }: { readonly id: string; readonly at: number },
): Message => ({
  id: `${environment}-test-${id}`,
  body: written('test', at, { environment, notifier, test: true }),
})

// Standard Webhooks 1.0, "Payload structure": a type with dots, when it came about, and what it is about.
const written = (type: string, at: number, data: object): string =>
  JSON.stringify({ type: `ficus.${type}`, timestamp: new Date(at).toISOString(), data })

interface Told {
  readonly route: string
  readonly before: string
  readonly after: string
}

/** Where each route stood and stands, in words; `all` is the halt that lies over every one. */
function routesOf({ before, after }: AuditEntry): readonly Told[] {
  const names = new Set([...Object.keys(before.routes ?? {}), ...Object.keys(after.routes ?? {})])
  const all = { route: 'all', before: haltOf(before.halt), after: haltOf(after.halt) }
  const routes = [...names].map(route => ({
    route,
    before: placeOf(before.routes?.[route]),
    after: placeOf(after.routes?.[route]),
  }))
  return before.halt === after.halt ? routes : [all, ...routes]
}

const HALTED = {
  none: 'not halted',
  halt: 'halted',
  hard: 'halted hard',
} as const satisfies Record<Halt, string>

const haltOf = (halt: Halt = 'none'): string => HALTED[halt]

function placeOf(position: Position | null | undefined): string {
  if (position === null || position === undefined) return 'not there'
  const { stage, percent, halt } = position
  const share = stage === 'canary' ? ` ${percent} %` : ''
  return `${stage}${share}${halt === 'none' ? '' : ` · ${HALTED[halt]}`}`
}
