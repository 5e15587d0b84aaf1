import {
  type AuditLine,
  isStoreError,
  NO_HEAD,
  type Store,
  type StoreError,
} from '../fleet/index.ts'
import { readEntry, verifyAudit } from '../flips/index.ts'
import type { ChangeEvent, GapEvent, TroubleEvent } from './event-shapes.ts'
import type { Sink, StreamEvent } from './event-stream.ts'

/** So many lines are read at once. */
const PAGE = 100

/** The line that was told last; without a hash where nobody could say what it was. */
interface Last {
  readonly revision: number
  readonly hash: string | undefined
}

/**
 * Tells every line of the audit from a revision on, each once and in order, until nobody listens. While the store is
 * silent it waits; what is missing or is not what was written is told as a gap. It is looked every `lookEveryMs`
 * whether the store answers again; of a change it is heard at once.
 */
export async function followAudit(
  store: Store,
  from: number,
  sink: Sink,
  lookEveryMs = 1_000,
): Promise<void> {
  const { gone } = sink
  const bell = createBell(store, gone)
  // Whoever is cut off before anything happens goes on from here all the same.
  await sink.tell({ id: from - 1 })
  let last: Last = { revision: from - 1, hash: undefined }
  let isAnchored = false
  let isTroubled = false
  while (!gone.aborted) {
    const rung = bell.next(lookEveryMs)
    let [trouble, lines] = [store.trouble, NO_LINES]
    try {
      if (!isAnchored) last = await anchored(store, from, sink)
      isAnchored = true
      if (store.known.revision > last.revision)
        lines = await store.readAudit(last.revision + 1, PAGE)
    } catch (error) {
      if (!isStoreError(error)) throw error
      trouble = error
    }
    if ((trouble !== undefined) !== isTroubled) await sink.tell(troubleEvent(trouble))
    isTroubled = trouble !== undefined
    last = await tellLines(lines, last, sink)
    if (lines.length < PAGE) await rung
  }
}

const NO_LINES: readonly AuditLine[] = []

/** Finds the line before the first that is wanted; says so where there is none. */
async function anchored(store: Store, from: number, sink: Sink): Promise<Last> {
  if (from === 1) return { revision: 0, hash: NO_HEAD }
  const [line] = await store.readAudit(from - 1, 1)
  if (line?.revision === from - 1) return line
  const { revision } = await store.read()
  if (revision >= from - 1) {
    await sink.tell(gapEvent(from - 1, `revision ${from - 1} is missing`))
    return { revision: from - 1, hash: undefined }
  }
  // Who was told of later changes was told by another fleet, or by this one before it was put back.
  await sink.tell({ ...gapEvent(from, `the audit ends at revision ${revision}`), id: revision })
  const [end] = revision === 0 ? [] : await store.readAudit(revision, 1)
  return { revision, hash: revision === 0 ? NO_HEAD : end?.hash }
}

async function tellLines(lines: readonly AuditLine[], before: Last, sink: Sink): Promise<Last> {
  let last = before
  for (const line of lines) {
    for (const event of eventsOf(line, last)) await sink.tell(event)
    if (line.revision > last.revision) last = line
  }
  return last
}

/** A line that follows the last is a change; of any other it is said what is wrong, and it is one if it alone is sound. */
function eventsOf(line: AuditLine, { revision, hash = line.previous }: Last): StreamEvent[] {
  const change = changeIn(line)
  const verified = verifyAudit([line], { after: { revision, hash } })
  if (verified.isWhole && change !== undefined) return [change]
  const says = verified.isWhole
    ? `revision ${line.revision} says nothing of a change`
    : verified.says
  const gap = gapEvent(revision + 1, says)
  const after = { revision: line.revision - 1, hash: line.previous }
  const isSound = line.revision > revision && verifyAudit([line], { after }).isWhole
  return isSound && change !== undefined
    ? [gap, change]
    : [{ ...gap, id: Math.max(line.revision, revision) }]
}

/** A line may hold anything: undefined for one that is none of ours. */
function changeIn(line: AuditLine): StreamEvent | undefined {
  try {
    return changeEvent(line)
  } catch {
    return undefined
  }
}

function changeEvent(line: AuditLine): StreamEvent {
  const entry = readEntry(line)
  const { revision, at, environment, verb, name, actor, approver, reason, before, after } = entry
  const { glass = [], request = null, asked = null, approvals = [] } = entry
  const names = Object.keys({ ...before.routes, ...after.routes })
  const data: ChangeEvent = {
    ...{ revision, at, environment, verb, name, actor, approver, reason },
    ...{ glass, request, asked, approvals },
    halt: after.halt === undefined ? null : { before: before.halt ?? 'none', after: after.halt },
    routes: names.map(route => ({
      route,
      before: stoodAt(before.routes?.[route]),
      after: stoodAt(after.routes?.[route]),
    })),
    gates: entry.gates.map(({ route, verdict, compared, bad, critical, uncompared }) => ({
      ...{ route, verdict, compared, bad, critical, uncompared },
    })),
    hash: line.hash,
  }
  return { event: 'change', id: revision, data }
}

type Stood = ChangeEvent['routes'][number]['before']

const stoodAt = (position: Stood | undefined): Stood =>
  position == null
    ? null
    : { stage: position.stage, percent: position.percent, halt: position.halt }

const gapEvent = (revision: number, says: string): StreamEvent => {
  const data: GapEvent = { revision, says }
  return { event: 'gap', data }
}

const troubleEvent = (trouble: StoreError | undefined): StreamEvent => {
  const said = trouble === undefined ? null : { code: trouble.code, says: trouble.message }
  const data: TroubleEvent = { trouble: said }
  return { event: 'trouble', data }
}

/** Resolves when the fleet is another than it was when it was asked for, after a time, or when nobody listens. */
interface Bell {
  next(withinMs: number): Promise<void>
}

function createBell(store: Pick<Store, 'subscribe'>, gone: AbortSignal): Bell {
  let ring = (): void => undefined
  const stop = store.subscribe(() => ring())
  gone.addEventListener('abort', () => {
    stop()
    ring()
  })
  return {
    next: withinMs => {
      ring()
      return new Promise(resolve => {
        const late = setTimeout(() => ring(), withinMs)
        ring = () => {
          clearTimeout(late)
          resolve()
        }
        if (gone.aborted) ring()
      })
    },
  }
}
