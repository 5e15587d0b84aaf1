import type { Test } from 'tap'
import type { Notifier } from '../../src/config/index.ts'
import type { Store } from '../../src/fleet/index.ts'
import type { Metrics } from '../../src/telemetry/index.ts'
import { createNotifying, type NotifyingOptions } from '../../src/notify/index.ts'
import { type Answers, type Heard, receiver, until } from './receiver.ts'
import { at, bench, owning, NOW } from '../flips/given.ts'
import { connectMemory, type MemoryStore } from '../fleet/memory-store.ts'

/** As patient as in the world, a hundred times faster. */
export const QUICK = { claimMs: 300, timeoutMs: 150, firstMs: 10, mostMs: 40, lookMs: 20 } as const

/** A fleet with one route at shadow, to be changed and told of. */
export async function fleet() {
  const made = await bench([owning('read')], { read: at('shadow') })
  let percent = 0
  return {
    ...made,
    /** Another connection to the same store, as another instance has one. */
    another: (): MemoryStore => connectMemory(made.memory),
    /** Makes so many changes, alternating halts and resumes. */
    change: async (times = 1) => {
      for (let i = 0; i < times; i++) {
        percent += 1
        await made.ask({ verb: percent % 2 === 1 ? 'halt' : 'resume', name: 'read' })
      }
    },
  }
}

/** What an instance counted and logged while it told. */
export interface Telling {
  readonly counts: Map<string, number>
  readonly behind: Map<string, number>
  readonly events: { readonly name: string; readonly detail: Record<string, unknown> }[]
  use(...notifiers: readonly Notifier[]): void
  test: ReturnType<typeof createNotifying>['test']
  close(): Promise<void>
}

/** A family that is counted in a map, by its labels as one text. */
export function seriesIn(values: Map<string, number>): Metrics['notifications'] {
  const cells: string[] = []
  const add = (cell: number, by = 1): void => {
    values.set(cells[cell] ?? '', (values.get(cells[cell] ?? '') ?? 0) + by)
  }
  return {
    cell: (...labels) => cells.push(labels.join(' ')) - 1,
    add,
    set: (cell, value) => void values.set(cells[cell] ?? '', value),
    drop: cell => void values.delete(cells[cell] ?? ''),
  }
}

/** One instance that tells, ended with the test. */
export function telling(
  t: Test,
  store: Store,
  { pace, ...more }: Partial<NotifyingOptions> = {},
): Telling {
  const counts = new Map<string, number>()
  const behind = new Map<string, number>()
  const events: Telling['events'] = []
  const notifying = createNotifying({
    store,
    instance: crypto.randomUUID(),
    now: () => Date.now(),
    random: () => 1,
    pace: { ...QUICK, giveUpMs: Number.MAX_SAFE_INTEGER, ...pace },
    metrics: { notifications: seriesIn(counts), notificationsBehind: seriesIn(behind) },
    log: { event: (name, _level, detail) => void events.push({ name, detail }) },
    ...more,
  })
  // What waits between two tries keeps no process alive.
  const alive = setInterval(() => undefined, 1_000)
  t.teardown(async () => {
    clearInterval(alive)
    await notifying.close()
  })
  return {
    counts,
    behind,
    events,
    use: (...notifiers) => {
      notifying.use(notifiers)
    },
    test: (...asked) => notifying.test(...asked),
    close: () => notifying.close(),
  }
}

/** The revisions of what was heard, in its order. */
export const revisionsOf = (heard: readonly Heard[]): readonly number[] =>
  heard.map(({ data }) => data.revision)

/** A fleet and an instance that has begun to tell its receiver. */
export async function begun(t: Test, answers?: Answers) {
  const [there, desk] = [await fleet(), await receiver(t, answers)]
  const told = telling(t, there.store)
  told.use(desk.notifier())
  await until(t, 'it is claimed', () => told.events.some(({ name }) => name === 'notify-begun'))
  return { ...there, desk, told }
}

export { NOW }
