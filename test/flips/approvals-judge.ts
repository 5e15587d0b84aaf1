import { STAGES } from '../../src/exchange/index.ts'
import type { OpenRequest } from '../../src/fleet/index.ts'
import { type AuditEntry, readEntry } from '../../src/flips/index.ts'

/** What a request must never come to, told from the audit alone: every line that breaks a rule, in words. */
export function brokenRules(
  lines: readonly { readonly body: string }[],
  needs: Readonly<Record<string, number>>,
): readonly string[] {
  const open = new Map<number, OpenRequest>()
  return lines.map(readEntry).flatMap(entry => {
    const broken = judged(entry, open, needs).map(says => `revision ${entry.revision}: ${says}`)
    for (const [id, request] of Object.entries(entry.after.requests ?? {})) {
      if (request === null) open.delete(Number(id))
      else open.set(Number(id), request)
    }
    return broken
  })
}

const LEADS: readonly string[] = ['promote', 'undo']

function judged(
  entry: AuditEntry,
  open: ReadonlyMap<number, OpenRequest>,
  needs: Readonly<Record<string, number>>,
): readonly string[] {
  if (!LEADS.includes(entry.verb) || entry.glass !== undefined) return []
  const { actor, approvals = [], request: id = 0, at, before } = entry
  const routes = Object.keys(entry.after.routes ?? {}).filter(route => isForward(entry, route))
  const needed = Math.max(1, ...routes.map(route => needs[route] ?? 1))
  if (needed === 1) return []
  const request = open.get(id)
  if (request === undefined) return ['what was carried out was not open']
  const people = new Set([actor, ...approvals.map(each => each.actor)].map(plain))
  const last = approvals.at(-1)
  return [
    people.size < needed && `${people.size} people carried out what needs ${needed}`,
    plain(actor) !== plain(request.actor) && 'it was carried out for somebody else',
    at >= request.until && 'it was carried out after its time',
    last?.at !== at && 'it was not carried out with its last approval',
    ...request.on.map(({ route, stage, percent, since }) => {
      // The audit has no position of a route the fleet had never seen, which stood there since no moment.
      const was = before.routes?.[route] ?? { stage, percent, since: 0 }
      const isThere = was.stage === stage && was.percent === percent && was.since === since
      return !isThere && `${route} had moved`
    }),
  ].filter(says => says !== false)
}

/** An undo may lead some routes back, which waits for nobody. */
function isForward({ before, after }: AuditEntry, route: string): boolean {
  const [was, is] = [before.routes?.[route], after.routes?.[route]]
  if (!is) return false
  if (!was) return is.stage !== 'legacy'
  const further = STAGES.indexOf(is.stage) - STAGES.indexOf(was.stage)
  return further > 0 || (further === 0 && is.percent > was.percent)
}

const plain = (name: string): string => name.trim().toLowerCase()
